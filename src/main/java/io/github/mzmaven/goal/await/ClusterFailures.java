package io.github.mzmaven.goal.await;

import io.github.mzmaven.catalog.RuntimeState.RunningCluster;
import io.github.mzmaven.catalog.RuntimeState.RunningReplica;
import io.github.mzmaven.plan.ClusterReadiness.Cause;
import io.github.mzmaven.plan.ClusterReadiness.Failure;
import java.util.List;

/** Finds out why a cluster on which something is to be hydrated cannot do it. */
final class ClusterFailures {
    /** A replica that was killed this often for want of memory in 24 hours will be again. */
    private static final int OUT_OF_MEMORY_LIMIT = 3;

    private ClusterFailures() {}

    /** {@code null} where it can. */
    static Failure of(RunningCluster cluster) {
        Cause cause = cause(cluster);
        return cause == null ? null : new Failure(cause, cluster);
    }

    private static Cause cause(RunningCluster cluster) {
        List<RunningReplica> replicas = cluster.replicas();
        if (replicas.isEmpty()) {
            // A scheduled cluster has replicas only while it refreshes.
            return cluster.scheduled() ? null : Cause.NO_REPLICA;
        }
        if (replicas.stream().allMatch(replica -> replica.outOfMemory() >= OUT_OF_MEMORY_LIMIT)) {
            return Cause.OUT_OF_MEMORY;
        }
        boolean allOffline = replicas.stream().noneMatch(RunningReplica::online);
        return allOffline && !cluster.scheduled() ? Cause.OFFLINE : null;
    }
}
