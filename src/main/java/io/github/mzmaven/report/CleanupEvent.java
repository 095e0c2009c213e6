package io.github.mzmaven.report;

import java.time.Duration;

/** What mz:cleanup tells. */
public sealed interface CleanupEvent extends Event {
    /** The target has no deployment. */
    record NothingThere(String target) implements CleanupEvent {}

    /**
     * A deployment that is not promoted is left alone, as is asked for.
     *
     * @param state by the marker's name
     */
    record LeftAlone(String deployment, String state) implements CleanupEvent {}

    /** There is something to drop; of no deployment where that is {@code null}. */
    record Begun(String deployment) implements CleanupEvent {}

    /** A cluster has another id than when it was checked, {@code null} where it is gone, and is left alone. */
    record ClusterLeft(String name, String checkedId, String idNow) implements CleanupEvent {}

    /**
     * It is done.
     *
     * @param statements 0 where another run did it
     * @param complete whether nothing of what was to be dropped is left
     * @param recorded whether it is kept in the database what production was built from
     */
    record CleanedUp(int statements, Duration took, boolean complete, boolean recorded) implements CleanupEvent {}
}
