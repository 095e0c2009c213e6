package io.github.mzmaven.goal.await;

import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.catalog.RuntimeState;
import io.github.mzmaven.catalog.RuntimeState.RunningCluster;
import io.github.mzmaven.catalog.RuntimeState.RunningObject;
import io.github.mzmaven.catalog.RuntimeState.RunningReplica;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.plan.Awaited;
import io.github.mzmaven.plan.ClusterReadiness;
import io.github.mzmaven.plan.ObjectReadiness;
import io.github.mzmaven.plan.ObjectReadiness.Missing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Judges what readers of production have to do with: objects, replicas, and the sinks that read them. */
final class ProductionHealth {
    private final Readiness readiness;

    /** What the server said of each replica when it was first seen: what is counted includes what was before. */
    private final Map<String, Long> outOfMemoryBefore = new HashMap<>();

    /** Names of what was seen, by id: what is gone has none any more. */
    private final Map<String, String> names = new HashMap<>();

    ProductionHealth(Settings settings) {
        readiness = new Readiness(settings);
    }

    /**
     * What one look found.
     *
     * @param failing what is not as it should be, and may be over in a moment
     * @param failed what needs no second look
     */
    record Look(List<ClusterReadiness> clusters, Set<String> failing, List<String> failed) {}

    Look judge(Awaited production, Set<String> objects, RuntimeState state) {
        List<ClusterReadiness> clusters = readiness.judge(production, state);
        Set<String> failing = new TreeSet<>();
        var failed = new ArrayList<String>();
        for (ClusterReadiness cluster : clusters) {
            cluster.missing().forEach(object -> failing.add(lack(object)));
            cluster.offline()
                    .forEach(replica ->
                            failing.add("replica " + replica + " of cluster " + cluster.cluster() + " is offline"));
            RunningCluster running = state.clusters().get(cluster.cluster());
            if (running != null) {
                running.replicas().forEach(replica -> outOfMemory(running, replica, failed));
                if (running.replicas().isEmpty() && !running.scheduled() && cluster.total() > 0) {
                    failing.add("cluster " + running.name() + " has no replica");
                }
            }
        }
        Map<String, RunningObject> byId =
                state.objects().stream().collect(Collectors.toMap(RunningObject::id, object -> object, (a, b) -> a));
        for (String id : objects) {
            RunningObject object = byId.get(id);
            if (object != null) {
                names.put(id, object.type() + " " + object.schema() + "." + object.name());
                if (object.is(ObjectType.SINK) && object.trouble() != null) {
                    failing.add(names.get(id) + ": " + object.trouble());
                }
            } else if (names.containsKey(id)) {
                failing.add(names.get(id) + " is gone");
            }
        }
        return new Look(clusters, failing, failed);
    }

    private static String lack(ObjectReadiness object) {
        String name = object.kind() + " " + object.name();
        if (object.missing() == Missing.FRESHNESS) {
            return name + " lags behind";
        }
        return name + (object.missing() == Missing.REFRESH ? " is not refreshed" : " is not hydrated");
    }

    private void outOfMemory(RunningCluster cluster, RunningReplica replica, List<String> failed) {
        Long before = outOfMemoryBefore.putIfAbsent(replica.id(), replica.outOfMemory());
        if (before != null && replica.outOfMemory() > before) {
            failed.add("replica " + replica.name() + " of cluster " + cluster.name() + " ran out of memory");
        }
    }
}
