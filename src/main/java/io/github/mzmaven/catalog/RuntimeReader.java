package io.github.mzmaven.catalog;

import io.github.mzmaven.catalog.RuntimeState.Cluster;
import io.github.mzmaven.catalog.RuntimeState.Frontier;
import io.github.mzmaven.catalog.RuntimeState.Refresh;
import io.github.mzmaven.catalog.RuntimeState.Replica;
import io.github.mzmaven.catalog.RuntimeState.RunningObject;
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

    private final Session session;
    private List<Table> seldom;

    public RuntimeReader(Session session) {
        this.session = session;
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
        List<Table> answers = session.query(statements);
        if (all) {
            seldom = answers.subList(ALWAYS.size(), answers.size());
        }
        Table frontiers = answers.get(7);
        long now = frontiers.rows().isEmpty()
                ? 0
                : Long.parseLong(frontiers.rows().get(0).text("now"));
        return new RuntimeState(
                now,
                clusters(answers.get(1), replicas(answers.get(2), answers.get(3))),
                objects(
                        answers.get(4),
                        answers.get(0),
                        answers.get(5),
                        hydratedOn(answers.get(6)),
                        frontiers(frontiers)));
    }

    private Map<String, List<Replica>> replicas(Table replicas, Table statuses) {
        Map<String, List<Row>> processes = new HashMap<>();
        for (Row row : statuses.rows()) {
            processes
                    .computeIfAbsent(row.text("replica_id"), k -> new ArrayList<>())
                    .add(row);
        }
        Map<String, String> kills = texts(seldom.get(0), "replica_id", "kills");
        Map<String, List<Replica>> found = new HashMap<>();
        for (Row row : replicas.rows()) {
            String id = row.text("id");
            List<Row> own = processes.getOrDefault(id, List.of());
            List<Row> offline = own.stream()
                    .filter(process -> !"online".equals(process.text("status")))
                    .toList();
            found.computeIfAbsent(row.text("cluster_id"), k -> new ArrayList<>())
                    .add(new Replica(
                            id,
                            row.text("name"),
                            !own.isEmpty() && offline.isEmpty(),
                            offline.isEmpty() ? null : offline.get(0).text("reason"),
                            Integer.parseInt(kills.getOrDefault(id, "0"))));
        }
        found.values().forEach(list -> list.sort(Comparator.comparing(Replica::name)));
        return found;
    }

    private Map<String, Cluster> clusters(Table clusters, Map<String, List<Replica>> replicas) {
        Map<String, String> schedules = texts(seldom.get(1), "cluster_id", "type");
        Map<String, String> memory = texts(seldom.get(4), "size", "memory_bytes");
        Map<String, Cluster> found = new HashMap<>();
        for (Row row : clusters.rows()) {
            String id = row.text("id");
            String size = row.text("size");
            found.put(
                    row.text("name"),
                    new Cluster(
                            id,
                            row.text("name"),
                            row.isTrue("managed"),
                            size,
                            larger(size, memory),
                            "on-refresh".equals(schedules.get(id)),
                            replicas.getOrDefault(id, List.of())));
        }
        return found;
    }

    private static String larger(String size, Map<String, String> memory) {
        if (size == null || memory.get(size) == null) {
            return null;
        }
        long own = Long.parseLong(memory.get(size));
        return memory.entrySet().stream()
                .filter(entry -> family(entry.getKey()).equals(family(size)))
                .filter(entry -> entry.getValue() != null && Long.parseLong(entry.getValue()) > own)
                .min(Comparator.comparingLong((Map.Entry<String, String> entry) -> Long.parseLong(entry.getValue()))
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .orElse(null);
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
                    row.text("type"),
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

    private static Map<String, Frontier> frontiers(Table frontiers) {
        Map<String, Frontier> found = new HashMap<>();
        for (Row row : frontiers.rows()) {
            String time = row.text("write_frontier");
            found.put(row.text("object_id"), new Frontier(time == null ? null : Long.valueOf(time)));
        }
        return found;
    }

    private static Map<String, String> texts(Table table, String key, String value) {
        Map<String, String> found = new HashMap<>();
        table.rows().forEach(row -> found.put(row.text(key), row.text(value)));
        return found;
    }
}
