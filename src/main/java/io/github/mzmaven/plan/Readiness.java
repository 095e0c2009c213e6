package io.github.mzmaven.plan;

import io.github.mzmaven.catalog.RuntimeState;
import io.github.mzmaven.catalog.RuntimeState.Cluster;
import io.github.mzmaven.catalog.RuntimeState.Frontier;
import io.github.mzmaven.catalog.RuntimeState.Refresh;
import io.github.mzmaven.catalog.RuntimeState.Replica;
import io.github.mzmaven.catalog.RuntimeState.RunningObject;
import io.github.mzmaven.catalog.Sql;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.config.Settings.Replicas;
import io.github.mzmaven.plan.ClusterReadiness.Cause;
import io.github.mzmaven.plan.ClusterReadiness.Failure;
import io.github.mzmaven.plan.ClusterReadiness.State;
import io.github.mzmaven.plan.ObjectReadiness.Missing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Judges how far copies of clusters are, object by object and replica by replica. It starts from the objects that exist:
 * what the server says nothing about is not ready.
 */
public final class Readiness {
    /** A replica that was killed this often for want of memory in 24 hours will be again. */
    private static final int OUT_OF_MEMORY_LIMIT = 3;

    private final String suffix;
    private final Settings.Await await;

    public Readiness(Settings settings) {
        suffix = settings.suffix();
        await = settings.await();
    }

    /** Judges each of these clusters, in that order; all of them must exist in the state. */
    public List<ClusterReadiness> judge(List<String> clusters, RuntimeState state) {
        Map<List<String>, RunningObject> byName = new HashMap<>();
        state.objects().forEach(object -> byName.put(nameOf(object, object.schema()), object));
        Map<String, List<RunningObject>> byCluster = state.objects().stream()
                .filter(object -> object.clusterId() != null && isMaintained(object))
                .collect(Collectors.groupingBy(RunningObject::clusterId));
        return clusters.stream()
                .map(name -> {
                    Cluster cluster = state.clusters().get(name);
                    List<RunningObject> all = byCluster.getOrDefault(cluster.id(), List.of());
                    List<ObjectReadiness> objects = all.stream()
                            .filter(object -> !cluster.scheduled() || object.refresh() != Refresh.ON_COMMIT)
                            .map(object -> judge(object, cluster, byName.get(productionName(object)), state.now()))
                            .sorted(Comparator.comparing(ObjectReadiness::name))
                            .toList();
                    return judge(cluster, objects, all.size() - objects.size());
                })
                .toList();
    }

    /** Progress and webhook sources are written by no dataflow, so that they never have a row about hydration. */
    private static boolean isMaintained(RunningObject object) {
        return !"progress".equals(object.subtype()) && !"webhook".equals(object.subtype());
    }

    private static ClusterReadiness judge(Cluster cluster, List<ObjectReadiness> objects, int others) {
        List<String> offline = cluster.replicas().stream()
                .filter(replica -> !replica.online())
                .map(Replica::name)
                .toList();
        Failure failure = objects.isEmpty() ? null : failure(cluster);
        return new ClusterReadiness(cluster.name(), state(objects, failure), failure, objects, others, offline);
    }

    private static State state(List<ObjectReadiness> objects, Failure failure) {
        if (objects.isEmpty()) {
            return State.EMPTY;
        }
        if (failure != null) {
            return State.FAILING;
        }
        List<Missing> missing = objects.stream().map(ObjectReadiness::missing).toList();
        if (missing.contains(Missing.HYDRATION)) {
            return State.HYDRATING;
        }
        if (missing.contains(Missing.REFRESH)) {
            return State.SCHEDULED;
        }
        return missing.contains(Missing.FRESHNESS) ? State.LAGGING : State.READY;
    }

    private ObjectReadiness judge(RunningObject object, Cluster cluster, RunningObject production, long now) {
        List<String> notOn = cluster.replicas().stream()
                .filter(replica -> !replica.online() || !object.hydratedOn().contains(replica.id()))
                .map(Replica::name)
                .toList();
        boolean refreshed = object.refresh() != Refresh.ON_COMMIT;
        Frontier twin = production == null ? null : production.frontier();
        return new ObjectReadiness(
                displayName(object),
                object.kind(),
                missing(object, cluster, notOn.size(), twin, now),
                notOn,
                cluster.replicas().size(),
                refreshed ? null : lag(object.frontier(), now),
                refreshed ? null : lag(twin, now),
                object.trouble());
    }

    private Missing missing(RunningObject object, Cluster cluster, int notOn, Frontier production, long now) {
        if (object.refresh() != Refresh.ON_COMMIT) {
            return object.refresh() == Refresh.COMPLETED ? Missing.NOTHING : Missing.REFRESH;
        }
        int replicas = cluster.replicas().size();
        // A source or sink may run on one replica only, whatever their number.
        boolean oneIsEnough = await.replicas() == Replicas.ONE
                || object.type().equals("source")
                || object.type().equals("sink");
        if (replicas == 0 || notOn > (oneIsEnough ? replicas - 1 : 0)) {
            return Missing.HYDRATION;
        }
        return isFresh(object.frontier(), production, now) ? Missing.NOTHING : Missing.FRESHNESS;
    }

    private boolean isFresh(Frontier frontier, Frontier production, long now) {
        if (frontier != null && frontier.time() == null) {
            return true;
        }
        long threshold = await.lagThreshold().toMillis();
        Duration lag = lag(frontier, now);
        if (lag == null) {
            return false;
        }
        return lag.toMillis() <= threshold
                || lag(production, now) != null && production.time() - frontier.time() <= threshold;
    }

    /** {@code null} for a frontier that is closed, missing or, as before the first answer of a replica, zero. */
    private static Duration lag(Frontier frontier, long now) {
        return frontier == null || frontier.time() == null || frontier.time() == 0
                ? null
                : Duration.ofMillis(Math.max(0, now - frontier.time()));
    }

    private static Failure failure(Cluster cluster) {
        List<Replica> replicas = cluster.replicas();
        String name = Sql.identifier(cluster.name());
        if (replicas.isEmpty()) {
            // A scheduled cluster has replicas only while it refreshes.
            return cluster.scheduled() ? null : noReplica(cluster, name);
        }
        List<Replica> killed = replicas.stream()
                .filter(replica -> replica.outOfMemory() >= OUT_OF_MEMORY_LIMIT)
                .toList();
        if (killed.size() == replicas.size()) {
            return new Failure(Cause.OUT_OF_MEMORY, outOfMemory(killed), moreMemory(cluster, name));
        }
        boolean allOffline = replicas.stream().noneMatch(Replica::online);
        return allOffline && !cluster.scheduled() ? offline(replicas) : null;
    }

    private static Failure noReplica(Cluster cluster, String name) {
        return new Failure(
                Cause.NO_REPLICA,
                "it has no replica",
                cluster.managed()
                        ? "Give it one: ALTER CLUSTER " + name + " SET (REPLICATION FACTOR 1)"
                        : "Give it one: CREATE CLUSTER REPLICA " + name + ".r1 SIZE = '<size>'");
    }

    private static String outOfMemory(List<Replica> killed) {
        if (killed.size() == 1) {
            Replica replica = killed.get(0);
            return "replica " + replica.name() + " ran out of memory " + replica.outOfMemory()
                    + " times in the last 24 h";
        }
        return "all replicas ran out of memory in the last 24 h ("
                + killed.stream()
                        .map(replica -> replica.name() + " " + replica.outOfMemory() + " times")
                        .collect(Collectors.joining(", "))
                + ")";
    }

    private static String moreMemory(Cluster cluster, String name) {
        if (!cluster.managed()) {
            return "Replace its replicas by larger ones (CREATE CLUSTER REPLICA " + name + ".<name> SIZE = '<size>')";
        }
        return cluster.largerSize() == null
                ? "Give the copy more memory, or spread its objects over more clusters (its size is " + cluster.size()
                        + ")"
                : "Give the copy more memory, e.g. ALTER CLUSTER " + name + " SET (SIZE = "
                        + Sql.literal(cluster.largerSize()) + ")";
    }

    private static Failure offline(List<Replica> replicas) {
        List<String> names = replicas.stream()
                .map(replica -> replica.name() + (replica.reason() == null ? "" : " (" + replica.reason() + ")"))
                .toList();
        String reason = names.size() == 1
                ? "replica " + names.get(0) + " is offline"
                : "all replicas are offline: " + String.join(", ", names);
        return new Failure(
                Cause.OFFLINE,
                reason,
                "Find out why: SELECT * FROM mz_internal.mz_cluster_replica_status_history WHERE replica_id = "
                        + Sql.literal(replicas.get(0).id()));
    }

    private List<String> productionName(RunningObject object) {
        // An object of a schema that is no copy has no twin; it must not be compared with itself.
        return object.schema().endsWith(suffix) ? nameOf(object, productionSchema(object)) : List.of();
    }

    private String displayName(RunningObject object) {
        return productionSchema(object) + "." + object.name();
    }

    private String productionSchema(RunningObject object) {
        String schema = object.schema();
        return schema.endsWith(suffix) ? schema.substring(0, schema.length() - suffix.length()) : schema;
    }

    private static List<String> nameOf(RunningObject object, String schema) {
        var name = new ArrayList<String>();
        name.add(String.valueOf(object.databaseId()));
        name.add(schema);
        name.add(object.name());
        return name;
    }
}
