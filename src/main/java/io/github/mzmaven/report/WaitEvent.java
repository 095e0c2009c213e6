package io.github.mzmaven.report;

import io.github.mzmaven.catalog.RuntimeState.RunningCluster;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.plan.ClusterOutlook;
import io.github.mzmaven.plan.ClusterReadiness;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What waiting for copies tells, in mz:await and in a promote that waits. */
public sealed interface WaitEvent extends Event {
    /** Clusters are waited for; none where the copies hold nothing. */
    record Begun(int clusters, Settings.Await await) implements WaitEvent {}

    /**
     * How far the copies are.
     *
     * @param at by the clock here
     * @param elapsed since waiting began
     * @param outlooks by the cluster's name; none where nothing is known
     */
    record Looked(Instant at, Duration elapsed, List<ClusterReadiness> clusters, Map<String, ClusterOutlook> outlooks)
            implements WaitEvent {
        public Looked {
            clusters = List.copyOf(clusters);
            outlooks = Map.copyOf(outlooks);
        }

        /** What can be said of one of the clusters. */
        public ClusterOutlook outlook(ClusterReadiness cluster) {
            return outlooks.getOrDefault(cluster.cluster(), ClusterOutlook.NONE);
        }
    }

    /**
     * A replica is about to run out of memory.
     *
     * @param hydrating names of the objects that are not hydrated on it yet
     */
    record MemoryHigh(RunningCluster cluster, String replica, int percent, List<String> hydrating)
            implements WaitEvent {
        public MemoryHigh {
            hydrating = List.copyOf(hydrating);
        }
    }

    /** How full the memory of replicas is cannot be read; waiting goes on without. */
    record MemoryUnknown(String error) implements WaitEvent {}

    /** An object, with its kind, that was waited for and does not exist any more. */
    record ObjectGone(String object) implements WaitEvent {}

    /** The connection is lost; waiting goes on without. */
    record ConnectionLost(String error) implements WaitEvent {}

    /** It is there again. */
    record ConnectedAgain(Duration after) implements WaitEvent {}

    /** The server answers with errors; waiting goes on. */
    record ReadingFailed(String error) implements WaitEvent {}

    /** It answers as it should again. */
    record ReadAgain(Duration after) implements WaitEvent {}

    /** How long hydration took could not be kept. */
    record TimesNotStored(String error) implements WaitEvent {}

    /**
     * Nothing is left to wait for.
     *
     * @param goal the goal that waited, without prefix
     * @param promoted whether that is since another run promoted the deployment meanwhile
     */
    record Ready(String goal, Duration took, int objects, int clusters, boolean promoted) implements WaitEvent {}
}
