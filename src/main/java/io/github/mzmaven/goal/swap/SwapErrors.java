package io.github.mzmaven.goal.swap;

import io.github.mzmaven.MzException;
import io.github.mzmaven.Problem;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.plan.Direction;
import io.github.mzmaven.report.SwapEvent.AttemptEnded;
import io.github.mzmaven.session.DatabaseException;
import io.github.mzmaven.text.Count;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Puts into words how a promote or rollback can fail, and how production stands then. */
final class SwapErrors {
    private final String goal;
    private final int maxRetries;

    SwapErrors(Direction direction, Settings settings) {
        this.goal = "mz:" + direction.goal();
        this.maxRetries = settings.promote().maxRetries();
    }

    /** Whatever the server or the connection does meanwhile: a person learns how production stands. */
    <T> T orSay(ProductionState production, Supplier<T> work) {
        try {
            return work.get();
        } catch (DatabaseException e) {
            throw failed(production, e);
        }
    }

    MzException failed(ProductionState production, DatabaseException e) {
        return new MzException(
                e.kind(),
                goal + ": " + e.getMessage() + "\n" + production.sentence() + "\nRun mvn " + goal
                        + " again: it reads the state and goes on from there.",
                e);
    }

    /** The server does not take the swap. */
    MzException refused(ProductionState production, DatabaseException e) {
        return new MzException(
                e.kind(),
                goal + ": the server refuses the swap. " + production.sentence() + "\n    " + e.getMessage() + "\n"
                        + advice(e),
                e);
    }

    /**
     * No attempt is left.
     *
     * @param last why the last one failed; {@code null} where it found that something had changed
     */
    MzException notSwapped(ProductionState production, List<AttemptEnded> attempts, DatabaseException last) {
        if (last != null && attempts.size() == 1 && !last.isConflict() && !last.isConnectionLost()) {
            return refused(production, last);
        }
        String text = goal + ": nothing is swapped after " + Count.of(attempts.size(), "attempt") + " ("
                + attempts.stream().map(AttemptEnded::describe).collect(Collectors.joining(", ")) + "). "
                + production.sentence() + "\n    ";
        return last == null
                ? new MzException(
                        MzException.Kind.REFUSED,
                        text + "Something else kept changing the deployment or production.\nRun mvn " + goal
                                + " again when that is over.")
                : new MzException(last.kind(), text + last.getMessage() + "\n" + advice(last), last);
    }

    private String advice(DatabaseException e) {
        return e.isConflict() || e.isConnectionLost()
                ? "Run mvn " + goal + " again when less DDL goes on, or set -Dmz.maxRetries higher (now " + maxRetries
                        + ")."
                : "Fix that, then run mvn " + goal + " again.";
    }

    MzException swappedBack() {
        return new MzException(
                MzException.Kind.REFUSED,
                goal + ": production was swapped, and something else has swapped it back since.\n"
                        + "mvn mz:status shows what is where.");
    }

    /**
     * Sinks still read what is replaced.
     *
     * @param total how many were to be moved
     * @param left those that were tried
     * @param unmovable what keeps others from being tried
     */
    MzException sinksLeft(int total, List<SinkMover.Left> left, List<Problem> unmovable) {
        int count = left.size() + unmovable.size();
        var text = new StringBuilder(goal + ": production is swapped, but " + count + " of "
                + Count.of(Math.max(total, count), "sink") + (count == 1 ? " still reads" : " still read")
                + " the replaced object. Do not clean up yet.");
        left.forEach(one -> text.append("\n  ").append(one.describe()));
        unmovable.forEach(problem -> {
            text.append("\n  ").append(problem.what());
            problem.remedy().forEach(line -> text.append("\n    ").append(line));
        });
        text.append("\nFix that, then run mvn ").append(goal).append(" again; it will finish only this.");
        return new MzException(MzException.Kind.FAILED_CHECK, text.toString());
    }
}
