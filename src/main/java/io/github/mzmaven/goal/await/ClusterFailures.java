package io.github.mzmaven.goal.await;

import io.github.mzmaven.catalog.RuntimeState.RunningCluster;
import io.github.mzmaven.catalog.RuntimeState.RunningReplica;
import io.github.mzmaven.goal.await.ClusterReadiness.Cause;
import io.github.mzmaven.goal.await.ClusterReadiness.Failure;
import io.github.mzmaven.sql.Sql;
import java.util.List;
import java.util.stream.Collectors;

/** Finds out why a cluster on which something is to be hydrated cannot do it. */
final class ClusterFailures {
    /** A replica that was killed this often for want of memory in 24 hours will be again. */
    private static final int OUT_OF_MEMORY_LIMIT = 3;

    private ClusterFailures() {}

    /** {@code null} where it can. */
    static Failure of(RunningCluster cluster) {
        List<RunningReplica> replicas = cluster.replicas();
        String name = Sql.identifier(cluster.name());
        if (replicas.isEmpty()) {
            // A scheduled cluster has replicas only while it refreshes.
            return cluster.scheduled() ? null : noReplica(cluster, name);
        }
        List<RunningReplica> killed = replicas.stream()
                .filter(replica -> replica.outOfMemory() >= OUT_OF_MEMORY_LIMIT)
                .toList();
        if (killed.size() == replicas.size()) {
            return new Failure(Cause.OUT_OF_MEMORY, outOfMemory(killed), moreMemory(cluster, name));
        }
        boolean allOffline = replicas.stream().noneMatch(RunningReplica::online);
        return allOffline && !cluster.scheduled() ? offline(replicas) : null;
    }

    private static Failure noReplica(RunningCluster cluster, String name) {
        return new Failure(
                Cause.NO_REPLICA,
                "it has no replica",
                cluster.managed()
                        ? "Give it one: ALTER CLUSTER " + name + " SET (REPLICATION FACTOR 1)"
                        : "Give it one: CREATE CLUSTER REPLICA " + name + ".r1 SIZE = '<size>'");
    }

    private static String outOfMemory(List<RunningReplica> killed) {
        if (killed.size() == 1) {
            RunningReplica replica = killed.get(0);
            return "replica " + replica.name() + " ran out of memory " + replica.outOfMemory()
                    + " times in the last 24 h";
        }
        return "all replicas ran out of memory in the last 24 h ("
                + killed.stream()
                        .map(replica -> replica.name() + " " + replica.outOfMemory() + " times")
                        .collect(Collectors.joining(", "))
                + ")";
    }

    private static String moreMemory(RunningCluster cluster, String name) {
        if (!cluster.managed()) {
            return "Replace its replicas by larger ones (CREATE CLUSTER REPLICA " + name + ".<name> SIZE = '<size>')";
        }
        if (cluster.unlimited()) {
            return "Its size, " + cluster.size()
                    + ", sets no limit to memory, so the machine had no more: give it a larger"
                    + " machine, or spread the objects over more clusters";
        }
        return cluster.largerSize() == null
                ? "Give it more memory, or spread its objects over more clusters (its size is " + cluster.size() + ")"
                : "Give it more memory, e.g. ALTER CLUSTER " + name + " SET (SIZE = "
                        + Sql.literal(cluster.largerSize()) + ")";
    }

    private static Failure offline(List<RunningReplica> replicas) {
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
}
