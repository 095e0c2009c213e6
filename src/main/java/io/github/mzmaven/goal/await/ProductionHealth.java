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
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Judges what readers of production have to do with: objects, replicas, and the sinks that read them. */
final class ProductionHealth {
    private final Readiness readiness;

    /** What the server said of each replica in the look before: what is counted includes what was before the swap. */
    private final Map<String, Long> outOfMemoryBefore = new HashMap<>();

    /** Names of what was seen, by id: what is gone has none any more. */
    private final Map<String, String> names = new HashMap<>();

    ProductionHealth(Settings settings) {
        readiness = new Readiness(settings);
    }

    /**
     * What one look found.
     *
     * @param failing what is not as it should be, and may be over in a moment: in words, by a key that stays the same as long
     *     as the same thing fails, whatever the server says of it
     * @param failed what needs no second look
     */
    record Look(List<ClusterReadiness> clusters, Map<String, String> failing, List<String> failed) {}

    Look judge(Awaited production, Set<String> objects, RuntimeState state) {
        List<ClusterReadiness> clusters = readiness.judge(production, state);
        Map<String, String> failing = new TreeMap<>();
        var failed = new ArrayList<String>();
        for (ClusterReadiness cluster : clusters) {
            // What others make meanwhile on the same cluster may take its time.
            cluster.missing().stream()
                    .filter(object -> objects.contains(object.id()))
                    .map(ProductionHealth::lack)
                    .forEach(lack -> failing.put(lack, lack));
            RunningCluster running = state.clusters().get(cluster.cluster());
            if (running != null) {
                // A scheduled cluster's replicas come and go.
                if (!running.scheduled()) {
                    cluster.offline().stream()
                            .map(replica -> "replica " + replica + " of cluster " + cluster.cluster() + " is offline")
                            .forEach(offline -> failing.put(offline, offline));
                }
                running.replicas().forEach(replica -> outOfMemory(running, replica, failed));
                if (running.replicas().isEmpty() && !running.scheduled() && cluster.total() > 0) {
                    String lack = "cluster " + running.name() + " has no replica";
                    failing.put(lack, lack);
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
                    failing.put(names.get(id), names.get(id) + ": " + object.trouble());
                }
            } else if (names.containsKey(id)) {
                failing.put(names.get(id) + " is gone", names.get(id) + " is gone");
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
        // The last look's, not the first's: what is counted are 24 hours, so that it becomes less too.
        Long before = outOfMemoryBefore.put(replica.id(), replica.outOfMemory());
        if (before != null && replica.outOfMemory() > before) {
            failed.add("replica " + replica.name() + " of cluster " + cluster.name() + " ran out of memory");
        }
    }
}
