package io.github.mzmaven.catalog;

import static io.github.mzmaven.catalog.Relation.attribute;
import static io.github.mzmaven.catalog.Relation.indexed;
import static io.github.mzmaven.catalog.Relation.unindexed;

import io.github.mzmaven.catalog.Relation.Attribute;
import io.github.mzmaven.catalog.RuntimeState.RunningSchema;
import io.github.mzmaven.catalog.RuntimeState.Status;
import io.github.mzmaven.session.Row;
import java.util.function.Function;

/** What is read of what runs; {@link Relations#SOURCES} too. */
final class RuntimeRelations {
    static final Relation<RunningSchema> SCHEMAS = indexed(
            "SELECT s.id, s.database_id, s.name FROM mz_catalog.mz_schemas s WHERE s.id LIKE 'u%'",
            row -> new RunningSchema(row.text("id"), row.text("database_id"), row.text("name")));

    record ClusterRow(String id, String name, boolean managed, String size) {}

    static final Relation<ClusterRow> CLUSTERS = indexed(
            "SELECT c.id, c.name, c.managed, c.size FROM mz_catalog.mz_clusters c WHERE c.id LIKE 'u%'",
            row -> new ClusterRow(row.text("id"), row.text("name"), row.isTrue("managed"), row.text("size")));

    record ReplicaRow(String id, String clusterId, String name) {}

    static final Relation<ReplicaRow> REPLICAS = indexed(
            "SELECT c.id, c.cluster_id, c.name FROM mz_catalog.mz_cluster_replicas c",
            row -> new ReplicaRow(row.text("id"), row.text("cluster_id"), row.text("name")));

    /** Of the processes of replicas, by the replica's id: larger ones have several. */
    static final Relation<Status> REPLICA_STATUSES = indexed(
            "SELECT c.replica_id, c.status, c.reason FROM mz_internal.mz_cluster_replica_statuses c",
            row -> new Status(row.text("replica_id"), row.text("status"), row.text("reason")));

    record ObjectRow(String id, String schemaId, String name, ObjectType type, String clusterId) {}

    static final Relation<ObjectRow> OBJECTS = indexed(
            """
            SELECT o.id, o.schema_id, o.name, o.type, o.cluster_id
            FROM mz_catalog.mz_objects o
            WHERE o.id LIKE 'u%' AND o.type IN ('index', 'materialized-view', 'source', 'sink')
            """,
            row -> new ObjectRow(
                    row.text("id"),
                    row.text("schema_id"),
                    row.text("name"),
                    new ObjectType(row.text("type")),
                    row.text("cluster_id")));

    /** On which replica an object is hydrated; {@code null} where the server says that it is not, or does not know. */
    static final Relation<Attribute> HYDRATION_STATUSES = indexed(
            """
            SELECT h.object_id, h.replica_id, h.hydrated
            FROM mz_internal.mz_hydration_statuses h
            WHERE h.object_id LIKE 'u%'
            """, row -> new Attribute(row.text("object_id"), row.isTrue("hydrated") ? row.text("replica_id") : null));

    record FrontierRow(String objectId, String writeFrontier, String now) {}

    static final Relation<FrontierRow> FRONTIERS =
            indexed("""
            SELECT f.object_id, f.write_frontier::text AS write_frontier, mz_now()::text AS now
            FROM mz_internal.mz_frontiers f
            WHERE f.object_id LIKE 'u%'
            """, row -> new FrontierRow(row.text("object_id"), row.text("write_frontier"), row.text("now")));

    /** How often replicas were killed for want of memory in the last day. The index does not help here. */
    static final Relation<Attribute> KILLS = indexed("""
            SELECT c.replica_id, count(*) AS kills
            FROM mz_internal.mz_cluster_replica_status_history c
            WHERE c.reason = 'oom-killed' AND c.occurred_at > now() - INTERVAL '24 hours'
            GROUP BY c.replica_id
            """, attribute("replica_id", "kills"));

    static final Relation<Attribute> SCHEDULES = unindexed(
            "SELECT c.cluster_id, c.type FROM mz_internal.mz_cluster_schedules c", attribute("cluster_id", "type"));

    static final Relation<Attribute> REFRESH_STRATEGIES = unindexed(
            "SELECT m.materialized_view_id, m.type FROM mz_internal.mz_materialized_view_refresh_strategies m",
            attribute("materialized_view_id", "type"));

    static final Relation<Attribute> REFRESHES =
            unindexed("""
            SELECT m.materialized_view_id, m.last_completed_refresh::text AS last_completed_refresh
            FROM mz_internal.mz_materialized_view_refreshes m
            """, attribute("materialized_view_id", "last_completed_refresh"));

    static final Relation<Attribute> SIZES = indexed(
            "SELECT c.size, c.memory_bytes FROM mz_catalog.mz_cluster_replica_sizes c",
            attribute("size", "memory_bytes"));

    private static final Function<Row, Status> STATUS =
            row -> new Status(row.text("id"), row.text("status"), row.text("error"));

    static final Relation<Status> SOURCE_ERRORS = indexed("""
            SELECT s.id, s.status, s.error
            FROM mz_internal.mz_source_statuses s
            WHERE s.id LIKE 'u%' AND s.error IS NOT NULL
            """, STATUS);

    static final Relation<Status> SINK_ERRORS = indexed("""
            SELECT s.id, s.status, s.error
            FROM mz_internal.mz_sink_statuses s
            WHERE s.id LIKE 'u%' AND s.error IS NOT NULL
            """, STATUS);

    static final Relation<Status> SINK_STATUSES =
            indexed("SELECT s.id, s.status, s.error FROM mz_internal.mz_sink_statuses s", "s.id", STATUS);

    record MemoryRow(String replicaId, Integer percent) {}

    /**
     * How much of its memory each process of a replica uses. {@code heap_percent}, which counts swap too, is what a process is
     * killed for where there is swap; it came with v0.161, so columns are not named here: an unknown one would be an error.
     * All of it from Materialize's documentation of mz_internal; no recording has this relation.
     */
    static final Relation<MemoryRow> UTILIZATION =
            unindexed("SELECT * FROM mz_internal.mz_cluster_replica_utilization", row -> {
                Integer heap = Numbers.whole(optional(row, "heap_percent"));
                return new MemoryRow(
                        optional(row, "replica_id"),
                        heap == null ? Numbers.whole(optional(row, "memory_percent")) : heap);
            });

    private static String optional(Row row, String column) {
        return row.has(column) ? row.text(column) : null;
    }

    private RuntimeRelations() {}
}
