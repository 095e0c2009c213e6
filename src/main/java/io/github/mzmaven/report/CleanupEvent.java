package io.github.mzmaven.report;

import java.time.Duration;

/** What mz:cleanup tells. */
public sealed interface CleanupEvent extends Event {
    /** The target has no deployment. */
    record NothingThere(String target) implements CleanupEvent {}

    /** There is something to drop. */
    record Begun(String deployment) implements CleanupEvent {}

    /** A cluster has another id than when it was checked, {@code null} where it is gone, and is left alone. */
    record ClusterLeft(String name, String checkedId, String idNow) implements CleanupEvent {}

    /**
     * It is done.
     *
     * @param statements 0 where another run did it
     * @param complete whether nothing of the deployment is left
     */
    record CleanedUp(int statements, Duration took, boolean complete) implements CleanupEvent {}
}
