package io.github.mzmaven.report;

import io.github.mzmaven.config.Settings;
import io.github.mzmaven.plan.ClusterReadiness;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What waiting for copies tells, in mz:await and in a promote that waits. */
public sealed interface WaitEvent extends Event {
    /** Clusters are waited for; none where the copies hold nothing. */
    record Begun(int clusters, Settings.Await await) implements WaitEvent {}

    /**
     * How far the copies are.
     *
     * @param at by the clock here
     * @param elapsed since waiting began
     */
    record Looked(Instant at, Duration elapsed, List<ClusterReadiness> clusters) implements WaitEvent {
        public Looked {
            clusters = List.copyOf(clusters);
        }
    }

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

    /**
     * Nothing is left to wait for.
     *
     * @param goal the goal that waited, without prefix
     * @param promoted whether that is since another run promoted the deployment meanwhile
     */
    record Ready(String goal, Duration took, int objects, int clusters, boolean promoted) implements WaitEvent {}
}
