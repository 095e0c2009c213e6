package io.github.mzmaven.goal.await;

import io.github.mzmaven.MzException;
import io.github.mzmaven.catalog.RuntimeState.RunningCluster;
import io.github.mzmaven.catalog.RuntimeState.RunningReplica;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.plan.ClusterOutlook.ReplicaMemory;
import io.github.mzmaven.plan.ClusterReadiness;
import io.github.mzmaven.plan.ObjectReadiness;
import io.github.mzmaven.plan.ObjectReadiness.Missing;
import io.github.mzmaven.report.WaitEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Knows how full the memory of replicas is, and warns before they run out of it. The server does not promise what it is read
 * from, so the first error ends that, and waiting goes on without.
 */
final class MemoryWatch {
    private static final Duration SELDOM = Duration.ofSeconds(30);
    private static final int HIGH_PERCENT = 85;
    private static final int RISE_PERCENT = 5;

    private final GoalContext context;
    private final InstantSource clock;
    private final Map<String, Integer> warned = new HashMap<>();
    private Map<String, Integer> percents = new HashMap<>();
    private Instant next = Instant.MIN;
    private boolean off;

    MemoryWatch(GoalContext context, InstantSource clock) {
        this.context = context;
        this.clock = clock;
    }

    /** Reads it if that is due. */
    void read(ReconnectingRuntimeSource look) {
        if (off || clock.instant().isBefore(next)) {
            return;
        }
        try {
            Map<String, Integer> read = look.memory();
            percents = read == null ? new HashMap<>() : new HashMap<>(read);
        } catch (MzException e) {
            off = true;
            percents.clear();
            context.tell(new WaitEvent.MemoryUnknown(
                    e.getMessage().lines().findFirst().orElse("")));
        }
        next = clock.instant().plus(SELDOM);
    }

    /**
     * Of a cluster's replicas that are online, the fullest first. Warns of each that is nearly full, and again only where it has
     * got fuller since.
     */
    List<ReplicaMemory> of(RunningCluster cluster, ClusterReadiness readiness) {
        var known = new ArrayList<ReplicaMemory>();
        for (RunningReplica replica : cluster.replicas()) {
            if (!replica.online()) {
                // When it is back it has not what it had.
                percents.remove(replica.id());
            }
            Integer percent = percents.get(replica.id());
            if (percent != null) {
                known.add(new ReplicaMemory(replica.name(), percent));
                warn(cluster, replica, percent, readiness);
            }
        }
        known.sort(Comparator.comparing(ReplicaMemory::percent).reversed());
        return known;
    }

    private void warn(RunningCluster cluster, RunningReplica replica, int percent, ClusterReadiness readiness) {
        Integer before = warned.get(replica.id());
        if (percent < (before == null ? HIGH_PERCENT : before + RISE_PERCENT)) {
            return;
        }
        warned.put(replica.id(), percent);
        List<String> hydrating = readiness.missing(Missing.HYDRATION).stream()
                .filter(object -> object.notOn().contains(replica.name()))
                .map(ObjectReadiness::name)
                .toList();
        context.tell(new WaitEvent.MemoryHigh(cluster, replica.name(), percent, hydrating));
    }
}
