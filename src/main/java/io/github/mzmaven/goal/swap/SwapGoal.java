package io.github.mzmaven.goal.swap;

import io.github.mzmaven.MzException;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.execute.GuardedTransaction;
import io.github.mzmaven.execute.PlanExecutor;
import io.github.mzmaven.goal.await.Waiting;
import io.github.mzmaven.goal.swap.SwapLook.Known;
import io.github.mzmaven.goal.swap.SwapLook.Seen;
import io.github.mzmaven.plan.Awaited;
import io.github.mzmaven.plan.Direction;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.report.RunEvent;
import io.github.mzmaven.session.DatabaseException;
import io.github.mzmaven.sql.Sql;
import io.github.mzmaven.text.Count;
import io.github.mzmaven.text.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What promote and rollback share. Whether something is to be done is never remembered, guessed or taken from an answer that
 * may have been lost: it is read anew before every attempt, and once more while the swap's transaction is open, so that the
 * commit acts on what was checked.
 */
final class SwapGoal implements AutoCloseable {
    private final Direction direction;
    private final GoalContext context;
    private final SwapLook look;
    private Set<String> waitedFor;

    SwapGoal(Direction direction, GoalContext context) {
        this.direction = direction;
        this.context = context;
        this.look = new SwapLook(direction, context);
    }

    @Override
    public void close() {
        look.close();
    }

    /** Reads, plans, and refuses where something speaks against it. */
    Seen look() {
        return look.look();
    }

    /** What comes after the swap. */
    void finish(Seen seen) {
        new SwapFinish(direction, context, look).finish(seen);
    }

    /** Lets the server try the whole swap and undo it: names, owners and rename conflicts are checked, nothing changes. */
    Seen rehearse(Seen first) {
        Seen seen = first;
        for (int retries = context.settings().promote().maxRetries();
                !seen.plan().swapped();
                retries--) {
            String rehearsal = seen.plan().transaction().rehearsal();
            try {
                look.writer()
                        .repeat(current ->
                                current.about("the rehearsal of the swap").execute(rehearsal));
                context.log().info("Tried on the server and rolled back: ok");
                return seen;
            } catch (DatabaseException e) {
                look.orTell(() -> look.writer().recover(e));
                seen = look.look();
                boolean again = e.isConflict() && retries > 0;
                if (!seen.plan().swapped() && !again) {
                    throw refused(e);
                }
                look.backoff().pause();
            }
        }
        if (!first.plan().swapped()) {
            context.log().info("Swapped meanwhile, by another run");
        }
        return seen;
    }

    /** Names what readers will find changed. */
    void tellChanges(Seen seen) {
        if (!seen.plan().swapped()) {
            Differences.between(context.settings(), seen.catalog()).forEach(change -> {
                context.record().object(change);
                context.log().info("  " + change.describe());
            });
        }
    }

    /** Waits, where that is asked for, until all that is to be swapped in is ready; objects made since are waited for too. */
    private Seen waited(Seen first) {
        Seen seen = first;
        while (direction == Direction.PROMOTE
                && context.settings().promote().waitFirst()
                && !seen.plan().swapped()
                && !seen.plan().objects().equals(waitedFor)) {
            waitedFor = seen.plan().objects();
            look.waits();
            Awaited copies = Awaited.copies(context.settings(), seen.catalog());
            context.tell(new Waiting(context, direction.goal()).until(copies));
            seen = look.look();
        }
        return seen;
    }

    /**
     * Swaps, once, however often it has to be tried; another run may turn out to have done it.
     *
     * @return what is to be finished
     */
    Seen swap(Seen first) {
        Seen seen = waited(first);
        var met = new ArrayList<String>();
        for (int attempt = 1; seen.plan().transaction() != null; attempt++) {
            boolean wasSwapped = seen.plan().swapped();
            var tried = new Attempt(seen, attempt, met);
            DatabaseException e = tried.run();
            if (tried.committed != null) {
                seen = tried.committed;
                break;
            }
            String outcome = e == null ? "found that something had changed" : outcome(e);
            met.add("attempt " + attempt + " " + outcome);
            context.record().attempt(attempt, outcome);
            boolean again = (e == null || e.isConflict() || e.isConnectionLost())
                    && attempt <= context.settings().promote().maxRetries();
            if (again) {
                context.log().info("Attempt " + attempt + " " + outcome + "; trying again");
            }
            if (e != null) {
                settle(seen, e);
                if (again) {
                    look.backoff().pause();
                }
            }
            seen = look.look();
            if (!seen.plan().swapped() && !again) {
                throw notSwapped(e, attempt, met);
            }
            if (wasSwapped && !again && e != null && seen.plan().transaction() != null) {
                throw look.told(e);
            }
            if (seen.plan().swapped() && !wasSwapped) {
                context.log()
                        .info(
                                e != null && e.isConnectionLost()
                                        ? "Swapped: the connection was lost, but the transaction was committed"
                                        : "Swapped already, by another run at the same time");
            }
            seen = waited(seen);
        }
        tellIds(seen.plan());
        return seen;
    }

    /** One attempt to commit what was planned. */
    private final class Attempt {
        private final Seen seen;
        private final int number;
        private final List<String> met;
        private Seen checked;
        private Seen committed;

        Attempt(Seen seen, int number, List<String> met) {
            this.seen = seen;
            this.number = number;
            this.met = met;
        }

        /** Returns why it failed; {@code null} where it did not, or where the plan is not the same any more. */
        DatabaseException run() {
            SwapPlan plan = seen.plan();
            try {
                var executor = new PlanExecutor(context, look.writer().get());
                if (!plan.before().isEmpty()) {
                    rehearse(seen);
                }
                for (Step step : plan.before()) {
                    look.know(Known.BEFORE);
                    executor.execute(step);
                    look.remember(step, seen);
                }
                long started = System.nanoTime();
                context.log().debug(plan.transaction().opening());
                if (GuardedTransaction.commitIf(look.writer().get(), plan.transaction(), this::isStillSo)) {
                    look.know(Known.AFTER);
                    tell(plan, Duration.ofNanos(System.nanoTime() - started));
                    committed = new Seen(
                            checked.catalog(),
                            SwapPlanner.planAfterwards(direction, context.settings(), checked.catalog()));
                }
                return null;
            } catch (DatabaseException e) {
                if (look.known() == Known.UNKNOWN && !e.isConnectionLost()) {
                    look.know(Known.BEFORE);
                }
                return e;
            }
        }

        private boolean isStillSo() {
            checked = look.lookAgain();
            boolean still = seen.plan().isStill(checked.plan());
            if (still) {
                look.know(seen.plan().swapped() ? Known.AFTER : Known.UNKNOWN);
                context.log().debug("COMMIT");
            }
            return still;
        }

        private void tell(SwapPlan plan, Duration took) {
            Step.Transaction transaction = plan.transaction();
            context.tell(new RunEvent.TransactionCommitted(transaction, took));
            context.record().attempt(number, "committed");
            if (!plan.swapped()) {
                context.log()
                        .info(transaction.describe().replaceFirst("^swap", "Swapped")
                                + (met.isEmpty() ? "" : " (attempt " + number + "; " + String.join(", ", met) + ")")
                                + ", " + Durations.precise(took));
            }
        }
    }

    /**
     * Makes the connection usable again. Where the answer to COMMIT was lost the server may still be at it: a comment, since any
     * other session's DDL makes such a transaction fail, settles that it has happened or never will.
     */
    private void settle(Seen seen, DatabaseException e) {
        look.orTell(() -> look.writer().recover(e));
        Marker marker = Marker.of(seen.catalog(), context.settings().target());
        if (look.known() == Known.UNKNOWN && marker.facts() != null) {
            var comment = new Step.MarkerStep(new Step.Comment(
                    ObjectType.SCHEMA,
                    Sql.qualified(seen.catalog().database().name(), marker.schemaName()),
                    marker.facts().json(),
                    "settle whether the swap was committed"));
            look.orTell(() -> look.writer().repeat(current -> {
                try {
                    new PlanExecutor(context, current).execute(comment);
                } catch (DatabaseException gone) {
                    if (gone.isConnectionLost()) {
                        throw gone;
                    }
                }
                return null;
            }));
        }
    }

    private static String outcome(DatabaseException e) {
        if (e.isConflict()) {
            return "met another session's DDL";
        }
        return e.isConnectionLost() ? "lost the connection" : "failed: " + e.serverMessage();
    }

    private MzException notSwapped(DatabaseException e, int attempts, List<String> met) {
        if (e != null && attempts == 1 && !e.isConflict() && !e.isConnectionLost()) {
            return refused(e);
        }
        String text = "mz:" + direction.goal() + ": nothing is swapped after " + Count.of(attempts, "attempt") + " ("
                + String.join(", ", met) + "). " + look.known().text() + "\n    ";
        return e == null
                ? new MzException(
                        MzException.Kind.REFUSED,
                        text + "Something else kept changing the deployment or production.\nRun mvn mz:"
                                + direction.goal() + " again when that is over.")
                : new MzException(e.kind(), text + e.getMessage() + "\n" + advice(e), e);
    }

    private MzException refused(DatabaseException e) {
        return new MzException(
                e.kind(),
                "mz:" + direction.goal() + ": the server refuses the swap. "
                        + look.known().text() + "\n    " + e.getMessage() + "\n" + advice(e),
                e);
    }

    private String advice(DatabaseException e) {
        return e.isConflict() || e.isConnectionLost()
                ? "Run mvn mz:" + direction.goal() + " again when less DDL goes on, or set -Dmz.maxRetries higher (now "
                        + context.settings().promote().maxRetries() + ")."
                : "Mend that, then run mvn mz:" + direction.goal() + " again.";
    }

    /** For those who keep ids elsewhere, Terraform for example. */
    private void tellIds(SwapPlan plan) {
        plan.ids().forEach((what, ids) -> {
            if (what.schema() == null) {
                context.record().swapped(what.type().word(), what.name(), ids.before(), ids.after());
            } else {
                context.record().id(what.toString(), ids.before(), ids.after());
            }
        });
    }
}
