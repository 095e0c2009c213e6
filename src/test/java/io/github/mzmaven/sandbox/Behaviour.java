package io.github.mzmaven.sandbox;

import io.github.mzmaven.sandbox.postgres.PgClient;
import io.github.mzmaven.sandbox.postgres.PgDatabase;
import java.io.IOException;
import java.time.Duration;

/**
 * How clusters and objects fare. Unless told otherwise an object is hydrated 300 ms after it and a replica of its cluster
 * exist, is up to date from then on, and replicas stay online. What is set holds for the object or cluster, under
 * whatever name, until set again. Names are of the database {@code materialize}; one that does not exist is an error.
 */
public final class Behaviour {
    private final PgDatabase database;

    Behaviour(PgDatabase database) {
        this.database = database;
    }

    /** How long hydration takes where nothing else is set. */
    public void hydration(Duration delay) {
        run("UPDATE sandbox_state.behaviour_defaults SET hydration_delay = " + interval(delay));
    }

    /** After which age {@code mz_wallclock_global_lag} knows an object; 75 s at first. */
    public void lagKnownAfter(Duration age) {
        run("UPDATE sandbox_state.behaviour_defaults SET wallclock_lag_delay = " + interval(age));
    }

    /** How long each object of a cluster takes to hydrate; {@code null} for never. */
    public void clusterHydration(String cluster, Duration delay) {
        changeOne("INSERT INTO sandbox_state.behaviour_clusters (cluster_id, hydration_delay) SELECT id, "
                + interval(delay)
                + " FROM sandbox_state.clusters WHERE name = " + literal(cluster)
                + " ON CONFLICT (cluster_id) DO UPDATE SET hydration_delay = excluded.hydration_delay");
    }

    /** How long an object takes to hydrate; {@code null} for never. */
    public void hydration(String schema, String object, Duration delay) {
        setObject(schema, object, "hydration_delay", interval(delay));
    }

    /** How far an object stays behind. */
    public void lag(String schema, String object, Duration lag) {
        setObject(schema, object, "lag", interval(lag));
    }

    /** Lets an object's frontier stand still from now on. */
    public void stuck(String schema, String object) {
        setObject(schema, object, "stuck_at", "clock_timestamp()");
    }

    /**
     * What {@code mz_sink_statuses} or {@code mz_source_statuses} say.
     *
     * @param status e.g. {@code running} or {@code stalled}
     * @param error {@code null} for none
     */
    public void status(String schema, String object, String status, String error) {
        setObject(schema, object, "status", literal(status));
        setObject(schema, object, "error", literal(error));
        setObject(schema, object, "status_since", "clock_timestamp()");
    }

    /** Forgets all that was set for an object. */
    public void healthy(String schema, String object) {
        run("DELETE FROM sandbox_state.behaviour_objects WHERE object_id = " + objectId(schema, object));
    }

    /** Kills a replica for want of memory so many times; it is online again afterwards. */
    public void outOfMemory(String cluster, String replica, int times) {
        for (int i = 0; i < times; i++) {
            replicaEvent(cluster, replica, "offline", "oom-killed");
        }
        online(cluster, replica);
    }

    public void offline(String cluster, String replica) {
        replicaEvent(cluster, replica, "offline", null);
    }

    public void online(String cluster, String replica) {
        replicaEvent(cluster, replica, "online", null);
    }

    /**
     * How full the memory of a replica is.
     *
     * @param heapPercent of each of its processes, swap counted; {@code null} where that is not known
     */
    public void memory(String cluster, String replica, Double... heapPercent) {
        String id = "(SELECT r.id FROM sandbox_state.replicas r JOIN sandbox_state.clusters c ON c.id = r.cluster_id"
                + " WHERE c.name = " + literal(cluster) + " AND r.name = " + literal(replica) + ")";
        run("DELETE FROM sandbox_state.behaviour_replica_memory WHERE replica_id = " + id);
        for (int process = 0; process < heapPercent.length; process++) {
            Double heap = heapPercent[process];
            // With swap to spare, memory is always nearly full.
            changeOne("INSERT INTO sandbox_state.behaviour_replica_memory VALUES (" + id + ", " + process + ", "
                    + (heap == null ? "NULL, NULL" : "99.5, " + heap) + ")");
        }
    }

    /** Lets the server be one from before {@code heap_percent}. */
    public void memoryWithoutSwap() {
        run("ALTER VIEW mz_internal.mz_cluster_replica_utilization RENAME COLUMN heap_percent TO other");
    }

    /** Lets the server have no relation that says how full replicas are. */
    public void memoryUnknown() {
        run("ALTER VIEW mz_internal.mz_cluster_replica_utilization RENAME TO gone");
    }

    /** What {@code mz_version()} says. */
    void version(String version) {
        run("CREATE OR REPLACE FUNCTION mz_catalog.mz_version() RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT "
                + literal(version) + "::text $$");
    }

    private void replicaEvent(String cluster, String replica, String status, String reason) {
        changeOne("INSERT INTO sandbox_state.behaviour_replica_events SELECT r.id, " + literal(status) + ", "
                + literal(reason) + ", clock_timestamp() FROM sandbox_state.replicas r"
                + " JOIN sandbox_state.clusters c ON c.id = r.cluster_id"
                + " WHERE c.name = " + literal(cluster) + " AND r.name = " + literal(replica));
    }

    private void setObject(String schema, String object, String column, String value) {
        changeOne("INSERT INTO sandbox_state.behaviour_objects (object_id, " + column + ") SELECT x.id, " + value
                + " FROM " + objectId(schema, object) + " x ON CONFLICT (object_id) DO UPDATE SET "
                + column + " = excluded." + column);
    }

    private static String objectId(String schema, String object) {
        return "(SELECT o.id FROM sandbox_state.objects o JOIN sandbox_state.schemas s ON s.id = o.schema_id"
                + " JOIN sandbox_state.databases d ON d.id = s.database_id WHERE d.name = 'materialize' AND s.name = "
                + literal(schema) + " AND o.name = " + literal(object) + ")";
    }

    private void changeOne(String sql) {
        if (!run(sql).endsWith(" 1")) {
            throw new IllegalArgumentException("There is no such object: " + sql);
        }
    }

    private String run(String sql) {
        try (PgClient client = database.connect()) {
            PgClient.Result result = client.query(sql).get(0);
            if (result.error() != null) {
                throw new IllegalStateException(result.error().field('M') + ": " + sql);
            }
            return result.tag();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String interval(Duration duration) {
        return duration == null ? "interval 'infinity'" : "interval '" + duration.toMillis() + " ms'";
    }

    private static String literal(String value) {
        return value == null ? "NULL" : "'" + value.replace("'", "''") + "'";
    }
}
