package io.github.mzmaven.catalog;

import io.github.mzmaven.catalog.Relation.Attribute;
import io.github.mzmaven.catalog.RuntimeRelations.FrontierRow;
import io.github.mzmaven.catalog.RuntimeState.Frontier;
import io.github.mzmaven.catalog.RuntimeState.Refresh;
import io.github.mzmaven.catalog.RuntimeState.RunningCluster;
import io.github.mzmaven.catalog.RuntimeState.RunningObject;
import io.github.mzmaven.catalog.RuntimeState.RunningReplica;
import io.github.mzmaven.catalog.RuntimeState.RunningSchema;
import io.github.mzmaven.catalog.RuntimeState.Status;
import io.github.mzmaven.session.Session;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads what clusters and objects are doing, again and again: one message of whole relations each time, joined here. What
 * changes seldom or costs more is read when asked for, and kept.
 */
public final class RuntimeReader {
    private static final Request ALWAYS = Request.whole(List.of(
            RuntimeRelations.SCHEMAS,
            RuntimeRelations.CLUSTERS,
            RuntimeRelations.REPLICAS,
            RuntimeRelations.REPLICA_STATUSES,
            RuntimeRelations.OBJECTS,
            Relations.SOURCES,
            RuntimeRelations.HYDRATION_STATUSES,
            RuntimeRelations.FRONTIERS));

    private static final Request SELDOM = Request.whole(List.of(
            RuntimeRelations.KILLS,
            RuntimeRelations.SCHEDULES,
            RuntimeRelations.REFRESH_STRATEGIES,
            RuntimeRelations.REFRESHES,
            RuntimeRelations.SIZES,
            RuntimeRelations.SOURCE_ERRORS,
            RuntimeRelations.SINK_ERRORS));

    private final Supplier<Tables> server;
    private Tables seldom;

    public RuntimeReader(Session session) {
        this(() -> new Tables(session));
    }

    RuntimeReader(Supplier<Tables> server) {
        this.server = server;
    }

    /** Reads what the server says of these sinks, and nothing else. */
    public static List<Status> sinkStatuses(Session session, Collection<String> ids) {
        return new Tables(session)
                .ask(Request.some(RuntimeRelations.SINK_STATUSES, ids))
                .of(RuntimeRelations.SINK_STATUSES);
    }

    /**
     * Reads once, as one message.
     *
     * @param withSeldom read also schedules, refreshes and what ran out of memory; the first call always does
     */
    public RuntimeState read(boolean withSeldom) {
        Tables tables = server.get();
        if (withSeldom || seldom == null) {
            seldom = tables.ask(ALWAYS.and(SELDOM));
        } else {
            tables.ask(ALWAYS);
        }
        Map<String, RunningSchema> schemas = tables.of(RuntimeRelations.SCHEMAS).stream()
                .collect(Collectors.toMap(RunningSchema::id, schema -> schema));
        List<FrontierRow> frontiers = tables.of(RuntimeRelations.FRONTIERS);
        Long now =
                frontiers.isEmpty() ? null : Numbers.unsigned(frontiers.get(0).now());
        return new RuntimeState(
                now == null ? 0 : now,
                schemas,
                clusters(tables),
                objects(tables, schemas, frontiers(frontiers, now != null)));
    }

    /**
     * Reads, in a message of its own, how many percent of their memory replicas use, by their ids; of several processes the
     * fullest counts. Those of which the server says nothing are left out.
     */
    public Map<String, Integer> memory() {
        Map<String, Integer> percents = new HashMap<>();
        server.get().ask(Request.whole(List.of(RuntimeRelations.UTILIZATION))).of(RuntimeRelations.UTILIZATION).stream()
                .filter(row -> row.replicaId() != null && row.percent() != null)
                .forEach(row -> percents.merge(row.replicaId(), row.percent(), Math::max));
        return percents;
    }

    private Map<String, RunningCluster> clusters(Tables tables) {
        Map<String, List<RunningReplica>> replicas = replicas(tables);
        Map<String, String> schedules = seldom.map(RuntimeRelations.SCHEDULES);
        Map<String, Long> memory = numbers(RuntimeRelations.SIZES);
        return tables.of(RuntimeRelations.CLUSTERS).stream()
                .map(cluster -> new RunningCluster(
                        cluster.id(),
                        cluster.name(),
                        cluster.managed(),
                        cluster.size(),
                        larger(cluster.size(), memory),
                        isUnlimited(memory.get(cluster.size())),
                        "on-refresh".equals(schedules.get(cluster.id())),
                        replicas.getOrDefault(cluster.id(), List.of())))
                .collect(Collectors.toMap(RunningCluster::name, cluster -> cluster));
    }

    private Map<String, List<RunningReplica>> replicas(Tables tables) {
        Map<String, List<Status>> processes =
                tables.of(RuntimeRelations.REPLICA_STATUSES).stream().collect(Collectors.groupingBy(Status::id));
        Map<String, Long> kills = numbers(RuntimeRelations.KILLS);
        Map<String, List<RunningReplica>> found = new HashMap<>();
        tables.of(RuntimeRelations.REPLICAS).forEach(row -> {
            List<Status> own = processes.getOrDefault(row.id(), List.of());
            List<Status> offline = own.stream()
                    .filter(process -> !"online".equals(process.status()))
                    .toList();
            found.computeIfAbsent(row.clusterId(), k -> new ArrayList<>())
                    .add(new RunningReplica(
                            row.id(),
                            row.name(),
                            !own.isEmpty() && offline.isEmpty(),
                            offline.isEmpty() ? null : offline.get(0).why(),
                            kills.getOrDefault(row.id(), 0L)));
        });
        found.values().forEach(list -> list.sort(Comparator.comparing(RunningReplica::name)));
        return found;
    }

    private static String larger(String size, Map<String, Long> memory) {
        Long own = memory.get(size);
        if (own == null) {
            return null;
        }
        return memory.entrySet().stream()
                .filter(entry -> family(entry.getKey()).equals(family(size)) && entry.getValue() > own)
                .min(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    /** No limit is said as the largest number that there is, or as one close to it. */
    private static boolean isUnlimited(Long memory) {
        return memory != null && memory == Long.MAX_VALUE;
    }

    /** What a size's name says beside its number: a server may offer several sorts of sizes. */
    private static String family(String size) {
        return size.replaceAll("[0-9]", "");
    }

    private List<RunningObject> objects(
            Tables tables, Map<String, RunningSchema> schemas, Map<String, Frontier> frontiers) {
        Map<String, String> subtypes = tables.map(Relations.SOURCES);
        Map<String, Set<String>> hydratedOn = tables.sets(RuntimeRelations.HYDRATION_STATUSES);
        Map<String, String> strategies = seldom.map(RuntimeRelations.REFRESH_STRATEGIES);
        Map<String, String> refreshes = seldom.map(RuntimeRelations.REFRESHES);
        Map<String, String> troubles = new HashMap<>();
        Stream.of(RuntimeRelations.SOURCE_ERRORS, RuntimeRelations.SINK_ERRORS)
                .flatMap(relation -> seldom.of(relation).stream())
                .forEach(status -> troubles.put(status.id(), status.status() + ": " + status.why()));
        return tables.of(RuntimeRelations.OBJECTS).stream()
                .map(row -> {
                    String id = row.id();
                    RunningSchema schema = schemas.get(row.schemaId());
                    return new RunningObject(
                            id,
                            schema == null ? null : schema.databaseId(),
                            schema == null ? row.schemaId() : schema.name(),
                            row.name(),
                            row.type(),
                            subtypes.get(id),
                            row.clusterId(),
                            hydratedOn.getOrDefault(id, Set.of()),
                            frontiers.get(id),
                            refresh(strategies.get(id), refreshes.get(id)),
                            troubles.get(id));
                })
                .toList();
    }

    private static Refresh refresh(String strategy, String lastCompleted) {
        if (strategy == null || strategy.equals("on-commit")) {
            return Refresh.ON_COMMIT;
        }
        return lastCompleted == null ? Refresh.PENDING : Refresh.COMPLETED;
    }

    /** A frontier that cannot be read, or compared with the time of the query, is none. */
    private static Map<String, Frontier> frontiers(List<FrontierRow> rows, boolean timeIsKnown) {
        Map<String, Frontier> found = new HashMap<>();
        for (FrontierRow row : rows) {
            Long time = Numbers.unsigned(row.writeFrontier());
            if (row.writeFrontier() == null || time != null && timeIsKnown) {
                found.put(row.objectId(), new Frontier(time));
            }
        }
        return found;
    }

    /** What is no number is left out. */
    private Map<String, Long> numbers(Relation<Attribute> relation) {
        Map<String, Long> found = new HashMap<>();
        seldom.map(relation).forEach((id, text) -> {
            Long number = Numbers.unsigned(text);
            if (number != null) {
                found.put(id, number);
            }
        });
        return found;
    }
}
