package io.github.mzmaven.report;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.RuntimeState.RunningCluster;
import io.github.mzmaven.catalog.RuntimeState.RunningReplica;
import io.github.mzmaven.plan.ClusterReadiness.Failure;
import io.github.mzmaven.sql.Sql;
import java.util.List;
import java.util.stream.Collectors;

/** Puts into words why a cluster cannot get ready, and what to do. */
public final class FailureText {
    private FailureText() {}

    /** In the present tense, without a subject's article: "it has no replica". */
    public static String reason(Failure failure) {
        List<RunningReplica> replicas = failure.cluster().replicas();
        return switch (failure.cause()) {
            case NO_REPLICA -> "it has no replica";
            case OUT_OF_MEMORY -> outOfMemory(replicas);
            case OFFLINE -> offline(replicas);
        };
    }

    /** One sentence, without a full stop. */
    public static String remedy(Failure failure) {
        RunningCluster cluster = failure.cluster();
        String name = Sql.identifier(cluster.name());
        return switch (failure.cause()) {
            case NO_REPLICA ->
                cluster.managed()
                        ? "Give it one: ALTER CLUSTER " + name + " SET (REPLICATION FACTOR 1)"
                        : "Give it one: CREATE CLUSTER REPLICA " + name + ".r1 SIZE = '<size>'";
            case OUT_OF_MEMORY -> moreMemory(cluster, name);
            case OFFLINE ->
                "Find out why: SELECT * FROM mz_internal.mz_cluster_replica_status_history WHERE replica_id = "
                        + Sql.literal(cluster.replicas().get(0).id());
        };
    }

    /** A replica that is nearly full, as a warning. */
    static Problem highMemory(WaitEvent.MemoryHigh high) {
        RunningCluster cluster = high.cluster();
        int more = high.hydrating().size() - 1;
        String hydrating = more < 0
                ? ""
                : ", with " + high.hydrating().get(0) + (more == 0 ? "" : " and " + more + " more")
                        + " still to hydrate on it";
        return Problem.warning(
                "Replica " + high.replica() + " of cluster " + cluster.name() + " uses " + high.percent()
                        + " % of its memory" + hydrating + ". If it runs out of memory, it starts over.",
                moreMemory(cluster, Sql.identifier(cluster.name())) + "; it starts over then, too.");
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

    private static String offline(List<RunningReplica> replicas) {
        List<String> names = replicas.stream()
                .map(replica -> replica.name() + (replica.reason() == null ? "" : " (" + replica.reason() + ")"))
                .toList();
        return names.size() == 1
                ? "replica " + names.get(0) + " is offline"
                : "all replicas are offline: " + String.join(", ", names);
    }
}
