package io.github.mzmaven.catalog;

import io.github.mzmaven.catalog.RuntimeState.Frontier;
import io.github.mzmaven.catalog.RuntimeState.Refresh;
import io.github.mzmaven.catalog.RuntimeState.RunningCluster;
import io.github.mzmaven.catalog.RuntimeState.RunningObject;
import io.github.mzmaven.catalog.RuntimeState.RunningReplica;
import io.github.mzmaven.catalog.RuntimeState.RunningSchema;
import io.github.mzmaven.session.Row;
import io.github.mzmaven.session.Session;
import io.github.mzmaven.session.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads what clusters and objects are doing, again and again: one message of whole relations each time, joined here. What
 * changes seldom or costs more (not indexed) is read when asked for, and kept.
 */
public final class RuntimeReader {
    /** All indexed. */
    private static final List<String> ALWAYS = List.of(
            "SELECT s.id, s.database_id, s.name FROM mz_catalog.mz_schemas s WHERE s.id LIKE 'u%'",
            "SELECT c.id, c.name, c.managed, c.size FROM mz_catalog.mz_clusters c WHERE c.id LIKE 'u%'",
            "SELECT c.id, c.cluster_id, c.name FROM mz_catalog.mz_cluster_replicas c",
            "SELECT c.replica_id, c.status, c.reason FROM mz_internal.mz_cluster_replica_statuses c",
            "SELECT o.id, o.schema_id, o.name, o.type, o.cluster_id"
                    + " FROM mz_catalog.mz_objects o"
                    + " WHERE o.id LIKE 'u%' AND o.type IN ('index', 'materialized-view', 'source', 'sink')",
            "SELECT s.id, s.type FROM mz_catalog.mz_sources s WHERE s.id LIKE 'u%'",
            "SELECT h.object_id, h.replica_id, h.hydrated"
                    + " FROM mz_internal.mz_hydration_statuses h WHERE h.object_id LIKE 'u%'",
            "SELECT f.object_id, f.write_frontier::text AS write_frontier, mz_now()::text AS now"
                    + " FROM mz_internal.mz_frontiers f WHERE f.object_id LIKE 'u%'");

    private static final List<String> SELDOM = List.of(
            "SELECT c.replica_id, count(*) AS kills"
                    + " FROM mz_internal.mz_cluster_replica_status_history c"
                    + " WHERE c.reason = 'oom-killed' AND c.occurred_at > now() - INTERVAL '24 hours' GROUP BY c.replica_id",
            "SELECT c.cluster_id, c.type FROM mz_internal.mz_cluster_schedules c",
            "SELECT m.materialized_view_id, m.type FROM mz_internal.mz_materialized_view_refresh_strategies m",
            "SELECT m.materialized_view_id, m.last_completed_refresh::text AS last_completed_refresh"
                    + " FROM mz_internal.mz_materialized_view_refreshes m",
            "SELECT c.size, c.memory_bytes FROM mz_catalog.mz_cluster_replica_sizes c",
            "SELECT s.id, s.status, s.error"
                    + " FROM mz_internal.mz_source_statuses s WHERE s.id LIKE 'u%' AND s.error IS NOT NULL",
            "SELECT s.id, s.status, s.error"
                    + " FROM mz_internal.mz_sink_statuses s WHERE s.id LIKE 'u%' AND s.error IS NOT NULL");

    private final Function<List<String>, List<Table>> server;
    private List<Table> seldom;

    public RuntimeReader(Session session) {
        this(statements -> session.onCatalog().query(statements));
    }

    /** @param server answers statements that come as one message, with a table for each */
    RuntimeReader(Function<List<String>, List<Table>> server) {
        this.server = server;
    }

    /**
     * Reads once, as one message.
     *
     * @param withSeldom read also schedules, refreshes and what ran out of memory; the first call always does
     */
    public RuntimeState read(boolean withSeldom) {
        var statements = new ArrayList<>(ALWAYS);
        boolean all = withSeldom || seldom == null;
        if (all) {
            statements.addAll(SELDOM);
        }
        List<Table> answers = server.apply(statements);
        if (all) {
            seldom = answers.subList(ALWAYS.size(), answers.size());
        }
        Table frontiers = answers.get(7);
        Long now = frontiers.rows().isEmpty()
                ? null
                : Numbers.unsigned(frontiers.rows().get(0).text("now"));
        return new RuntimeState(
                now == null ? 0 : now,
                schemas(answers.get(0)),
                clusters(answers.get(1), replicas(answers.get(2), answers.get(3))),
                objects(
                        answers.get(4),
                        answers.get(0),
                        answers.get(5),
                        hydratedOn(answers.get(6)),
                        frontiers(frontiers, now != null)));
    }

    private static Map<String, RunningSchema> schemas(Table schemas) {
        Map<String, RunningSchema> found = new HashMap<>();
        for (Row row : schemas.rows()) {
            found.put(row.text("id"), new RunningSchema(row.text("id"), row.text("database_id"), row.text("name")));
        }
        return found;
    }

    private Map<String, List<RunningReplica>> replicas(Table replicas, Table statuses) {
        Map<String, List<Row>> processes = new HashMap<>();
        for (Row row : statuses.rows()) {
            processes
                    .computeIfAbsent(row.text("replica_id"), k -> new ArrayList<>())
                    .add(row);
        }
        Map<String, Long> kills = numbers(seldom.get(0), "replica_id", "kills");
        Map<String, List<RunningReplica>> found = new HashMap<>();
        for (Row row : replicas.rows()) {
            String id = row.text("id");
            List<Row> own = processes.getOrDefault(id, List.of());
            List<Row> offline = own.stream()
                    .filter(process -> !"online".equals(process.text("status")))
                    .toList();
            found.computeIfAbsent(row.text("cluster_id"), k -> new ArrayList<>())
                    .add(new RunningReplica(
                            id,
                            row.text("name"),
                            !own.isEmpty() && offline.isEmpty(),
                            offline.isEmpty() ? null : offline.get(0).text("reason"),
                            kills.getOrDefault(id, 0L)));
        }
        found.values().forEach(list -> list.sort(Comparator.comparing(RunningReplica::name)));
        return found;
    }

    private Map<String, RunningCluster> clusters(Table clusters, Map<String, List<RunningReplica>> replicas) {
        Map<String, String> schedules = texts(seldom.get(1), "cluster_id", "type");
        Map<String, Long> memory = numbers(seldom.get(4), "size", "memory_bytes");
        Map<String, RunningCluster> found = new HashMap<>();
        for (Row row : clusters.rows()) {
            String id = row.text("id");
            String size = row.text("size");
            found.put(
                    row.text("name"),
                    new RunningCluster(
                            id,
                            row.text("name"),
                            row.isTrue("managed"),
                            size,
                            larger(size, memory),
                            isUnlimited(memory.get(size)),
                            "on-refresh".equals(schedules.get(id)),
                            replicas.getOrDefault(id, List.of())));
        }
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
            Table objects,
            Table schemas,
            Table sources,
            Map<String, Set<String>> hydratedOn,
            Map<String, Frontier> frontiers) {
        Map<String, String> schemaNames = texts(schemas, "id", "name");
        Map<String, String> databases = texts(schemas, "id", "database_id");
        Map<String, String> subtypes = texts(sources, "id", "type");
        Map<String, String> strategies = texts(seldom.get(2), "materialized_view_id", "type");
        Map<String, String> refreshes = texts(seldom.get(3), "materialized_view_id", "last_completed_refresh");
        Map<String, String> troubles = new HashMap<>();
        for (Table statuses : seldom.subList(5, 7)) {
            statuses.rows().forEach(row -> troubles.put(row.text("id"), row.text("status") + ": " + row.text("error")));
        }
        List<RunningObject> found = new ArrayList<>();
        for (Row row : objects.rows()) {
            String id = row.text("id");
            String schemaId = row.text("schema_id");
            found.add(new RunningObject(
                    id,
                    databases.get(schemaId),
                    schemaNames.getOrDefault(schemaId, schemaId),
                    row.text("name"),
                    new ObjectType(row.text("type")),
                    subtypes.get(id),
                    row.text("cluster_id"),
                    hydratedOn.getOrDefault(id, Set.of()),
                    frontiers.get(id),
                    refresh(strategies.get(id), refreshes.get(id)),
                    troubles.get(id)));
        }
        return found;
    }

    private static Refresh refresh(String strategy, String lastCompleted) {
        if (strategy == null || strategy.equals("on-commit")) {
            return Refresh.ON_COMMIT;
        }
        return lastCompleted == null ? Refresh.PENDING : Refresh.COMPLETED;
    }

    /** A row without a replica, or that says NULL, says nothing. */
    private static Map<String, Set<String>> hydratedOn(Table statuses) {
        Map<String, Set<String>> found = new HashMap<>();
        for (Row row : statuses.rows()) {
            if (row.text("replica_id") != null && row.isTrue("hydrated")) {
                found.computeIfAbsent(row.text("object_id"), k -> new HashSet<>())
                        .add(row.text("replica_id"));
            }
        }
        return found;
    }

    /** A frontier that cannot be read, or compared with the time of the query, is none. */
    private static Map<String, Frontier> frontiers(Table frontiers, boolean timeIsKnown) {
        Map<String, Frontier> found = new HashMap<>();
        for (Row row : frontiers.rows()) {
            String text = row.text("write_frontier");
            Long time = Numbers.unsigned(text);
            if (text == null || time != null && timeIsKnown) {
                found.put(row.text("object_id"), new Frontier(time));
            }
        }
        return found;
    }

    /** What is no number is left out. */
    private static Map<String, Long> numbers(Table table, String key, String value) {
        Map<String, Long> found = new HashMap<>();
        for (Row row : table.rows()) {
            Long number = Numbers.unsigned(row.text(value));
            if (number != null) {
                found.put(row.text(key), number);
            }
        }
        return found;
    }

    private static Map<String, String> texts(Table table, String key, String value) {
        Map<String, String> found = new HashMap<>();
        table.rows().forEach(row -> found.put(row.text(key), row.text(value)));
        return found;
    }
}
