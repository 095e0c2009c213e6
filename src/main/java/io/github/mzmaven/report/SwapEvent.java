package io.github.mzmaven.report;

import io.github.mzmaven.plan.ObjectChange;
import java.time.Duration;

/** What mz:promote and mz:rollback tell. */
public sealed interface SwapEvent extends Event {
    /** A line that goal/swap does not tell as an event yet. */
    record Line(Level level, String text) implements SwapEvent {
        public enum Level {
            INFO,
            WARN,
            DEBUG
        }
    }

    /** An object that readers will find added, removed or changed. */
    record ObjectDiffers(ObjectChange change) implements SwapEvent {}

    /** One try of the swap, counted from 1, and how it ended. */
    record AttemptEnded(int number, String outcome) implements SwapEvent {}

    /**
     * Two names have changed places.
     *
     * @param kind schema or cluster
     * @param name production's
     * @param oldId what production's name held before
     * @param newId what it holds now
     */
    record NamesSwapped(String kind, String name, String oldId, String newId) implements SwapEvent {}

    /**
     * A sink was pointed at another relation, or should have been.
     *
     * @param outcome "moved", or why not
     */
    record SinkMoved(String name, String from, String to, String outcome, Duration took) implements SwapEvent {}

    /** An object's id changed under its name; one of the ids is {@code null} for what is new or gone. */
    record IdChanged(String object, String oldId, String newId) implements SwapEvent {}
}
