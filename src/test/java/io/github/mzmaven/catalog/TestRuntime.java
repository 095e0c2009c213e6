package io.github.mzmaven.catalog;

import io.github.mzmaven.catalog.RuntimeState.Frontier;
import io.github.mzmaven.catalog.RuntimeState.Refresh;
import io.github.mzmaven.catalog.RuntimeState.RunningCluster;
import io.github.mzmaven.catalog.RuntimeState.RunningObject;
import io.github.mzmaven.catalog.RuntimeState.RunningReplica;
import io.github.mzmaven.catalog.RuntimeState.RunningSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Builds what a server would be doing. Ids are names; replica ids are cluster/replica. */
public final class TestRuntime {
    public static final long NOW = 1_800_000_000_000L;

    /** The database of all schemas. */
    public static final String DATABASE = "u1";

    private final Map<String, RunningSchema> schemas = new TreeMap<>();
    private final Map<String, RunningCluster> clusters = new TreeMap<>();
    private final List<RunningObject> objects = new ArrayList<>();
    private String trouble;

    /** A managed cluster of size 100cc with replicas that are online. */
    public TestRuntime cluster(String name, String... replicas) {
        return cluster(
                name,
                true,
                false,
                List.of(replicas).stream().map(TestRuntime::online).toArray(RunningReplica[]::new));
    }

    public TestRuntime cluster(String name, boolean managed, boolean scheduled, RunningReplica... replicas) {
        return cluster(name, name, managed, scheduled, false, replicas);
    }

    /** A cluster whose size sets no limit to memory. */
    public TestRuntime unlimited(String name, RunningReplica... replicas) {
        return cluster(name, name, true, false, true, replicas);
    }

    /** A cluster that has another id than its name. */
    public TestRuntime otherCluster(String name, String id) {
        return cluster(name, id, true, false, false);
    }

    private TestRuntime cluster(
            String name, String id, boolean managed, boolean scheduled, boolean unlimited, RunningReplica... replicas) {
        List<RunningReplica> own = List.of(replicas).stream()
                .map(replica -> new RunningReplica(
                        name + "/" + replica.name(),
                        replica.name(),
                        replica.online(),
                        replica.reason(),
                        replica.outOfMemory()))
                .toList();
        String size = managed ? "100cc" : null;
        String larger = unlimited ? null : "200cc";
        clusters.put(name, new RunningCluster(id, name, managed, size, larger, unlimited, scheduled, own));
        return this;
    }

    public static RunningReplica online(String name) {
        return new RunningReplica(name, name, true, null, 0);
    }

    public static RunningReplica offline(String name, String reason) {
        return new RunningReplica(name, name, false, reason, 0);
    }

    public static RunningReplica killed(String name, int times) {
        return new RunningReplica(name, name, true, null, times);
    }

    /** A materialized view whose frontier is so far behind. */
    public TestRuntime view(String cluster, String name, long lagMillis, String... hydratedOn) {
        return object(ObjectType.MATERIALIZED_VIEW, cluster, name, new Frontier(NOW - lagMillis), hydratedOn);
    }

    /** A materialized view that is refreshed at set times. */
    public TestRuntime refreshed(String cluster, String name, Refresh refresh) {
        return object(ObjectType.MATERIALIZED_VIEW, null, cluster, name, new Frontier(NOW + 60_000), refresh);
    }

    /** A source; see {@link #object}. */
    public TestRuntime source(String subtype, String cluster, String name, Frontier frontier, String... hydratedOn) {
        return object(ObjectType.SOURCE, subtype, cluster, name, frontier, Refresh.ON_COMMIT, hydratedOn);
    }

    /**
     * Any object.
     *
     * @param cluster {@code null} for what runs nowhere
     * @param name schema.name
     * @param frontier {@code null} where there is none yet
     * @param hydratedOn names of replicas of its cluster
     */
    public TestRuntime object(ObjectType type, String cluster, String name, Frontier frontier, String... hydratedOn) {
        return object(type, null, cluster, name, frontier, Refresh.ON_COMMIT, hydratedOn);
    }

    private TestRuntime object(
            ObjectType type,
            String subtype,
            String cluster,
            String name,
            Frontier frontier,
            Refresh refresh,
            String... hydratedOn) {
        String[] parts = name.split("\\.");
        schema(parts[0], parts[0]);
        Set<String> replicas = Set.copyOf(List.of(hydratedOn).stream()
                .map(replica -> cluster + "/" + replica)
                .toList());
        objects.add(new RunningObject(
                name, DATABASE, parts[0], parts[1], type, subtype, cluster, replicas, frontier, refresh, trouble));
        return this;
    }

    /** A schema; those of objects are there by themselves. */
    public TestRuntime schema(String name, String id) {
        schemas.put(id, new RunningSchema(id, DATABASE, name));
        return this;
    }

    /** What the server says is wrong with the sources and sinks that are added from now on. */
    public TestRuntime trouble(String what) {
        trouble = what;
        return this;
    }

    public RuntimeState state() {
        return new RuntimeState(NOW, schemas, clusters, objects);
    }
}
