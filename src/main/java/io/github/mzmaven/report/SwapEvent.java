package io.github.mzmaven.report;

import io.github.mzmaven.catalog.DeploymentFacts;
import io.github.mzmaven.plan.ClusterReadiness;
import io.github.mzmaven.plan.Direction;
import io.github.mzmaven.plan.ObjectChange;
import io.github.mzmaven.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What mz:promote and mz:rollback tell. */
public sealed interface SwapEvent extends Event {
    /**
     * How things stand.
     *
     * @param facts {@code null} where the marker lacks them
     * @param swapped whether production has the wanted version already
     */
    record Begun(Direction direction, String deployment, DeploymentFacts facts, boolean swapped) implements SwapEvent {}

    /** Production has the wanted version, and nothing is left to finish. */
    record NothingLeft(Direction direction, String deployment) implements SwapEvent {}

    /** An object that readers will find added, removed or changed. */
    record ObjectDiffers(ObjectChange change) implements SwapEvent {}

    /** The server has tried the whole swap, and undone it. */
    record Rehearsed() implements SwapEvent {}

    /** One try of the swap, counted from 1, and how it ended. */
    record AttemptEnded(int number, String outcome) implements SwapEvent {
        /** For people, e.g. "attempt 1 lost the connection". */
        public String describe() {
            return "attempt " + number + " " + outcome;
        }
    }

    /** Another attempt follows that one. */
    record TryingAgain(AttemptEnded failed) implements SwapEvent {}

    /**
     * This run has swapped.
     *
     * @param failed the attempts before
     */
    record Swapped(Step.Transaction transaction, List<AttemptEnded> failed, Duration took) implements SwapEvent {
        public Swapped {
            failed = List.copyOf(failed);
        }
    }

    /** Production turned out to be swapped. */
    record FoundSwapped(Cause cause) implements SwapEvent {
        /** By what. */
        public enum Cause {
            /** This run's transaction, the answer to which was lost. */
            LOST_COMMIT,
            /** Something else, during this run's attempt. */
            OTHER_DURING_ATTEMPT,
            /** Something else, during this run's rehearsal. */
            OTHER_DURING_REHEARSAL
        }
    }

    /**
     * Two names have changed places.
     *
     * @param kind schema or cluster
     * @param name production's
     * @param oldId what production's name held before
     * @param newId what it holds now
     */
    record NamesSwapped(String kind, String name, String oldId, String newId) implements SwapEvent {}

    /** An object's id changed under its name; one of the ids is {@code null} for what is new or gone. */
    record IdChanged(String object, String oldId, String newId) implements SwapEvent {}

    /**
     * A sink was pointed at another relation, or should have been.
     *
     * @param outcome "moved", or why not
     */
    record SinkMoved(String name, String from, String to, String outcome, Duration took) implements SwapEvent {}

    /** A sink stands still after its move; the status is the server's word. */
    record SinkUnhealthy(String name, String status, String error) implements SwapEvent {}

    /** Of a dry run: what would be watched. */
    record SoakPlanned(Duration time, int tests) implements SwapEvent {}

    /**
     * Production is watched from now on.
     *
     * @param rollback whether it is swapped back where it fails
     */
    record SoakBegun(Duration time, boolean rollback, int objects, int clusters, int sinks, int tests)
            implements SwapEvent {}

    /**
     * How production was at a moment.
     *
     * @param at by the clock here
     * @param elapsed since watching began
     * @param failing what is not as it should be, and may be over in a moment
     */
    record SoakLooked(
            Instant at, Duration elapsed, Duration time, List<ClusterReadiness> clusters, List<String> failing)
            implements SwapEvent {
        public SoakLooked {
            clusters = List.copyOf(clusters);
            failing = List.copyOf(failing);
        }
    }

    /** The JVM ends while production is watched, by Ctrl-C for example. */
    record SoakCutOff() implements SwapEvent {}

    /** Production fails; a rollback follows where that is asked for. */
    record SoakFailed(List<String> failures, Duration after, boolean rollback) implements SwapEvent {
        public SoakFailed {
            failures = List.copyOf(failures);
        }
    }

    /** Nothing failed for so long. */
    record SoakPassed(Duration took) implements SwapEvent {}

    /**
     * All is done.
     *
     * @param suffix of the copies' names
     * @param sinksMoved whether there were any to move
     */
    record Ended(Direction direction, String deployment, String suffix, boolean sinksMoved) implements SwapEvent {}
}
