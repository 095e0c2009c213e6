package io.github.mzmaven.execute;

import io.github.mzmaven.Count;
import io.github.mzmaven.Durations;
import io.github.mzmaven.MzException;
import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.plan.Differences;
import io.github.mzmaven.plan.Direction;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.plan.SwapPlan;
import io.github.mzmaven.plan.SwapPlanner;
import io.github.mzmaven.session.DatabaseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What promote and rollback share. Before every attempt the state is read anew and planned anew, so whether something is to be
 * done is never remembered, guessed or taken from an answer that may have been lost.
 */
final class SwapGoal implements AutoCloseable {
    /** What this run knows of production, for messages. */
    private enum Known {
        UNTOUCHED("Nothing was written."),
        BEFORE("Production is as before."),
        UNKNOWN("Whether production is swapped is unknown to this run, but it is whole: all of it or nothing."),
        ALREADY("Production is swapped already; this run wrote nothing."),
        AFTER("Production was swapped; what comes after that (sinks, tags) is not finished.");

        private final String text;

        Known(String text) {
            this.text = text;
        }
    }

    private final Direction direction;
    private final GoalContext context;
    private final Backoff backoff;
    private final LastingSession session;
    private final Set<Problem> told = new HashSet<>();
    private Known known = Known.UNTOUCHED;
    private Catalog catalog;
    private SwapPlan plan;

    SwapGoal(Direction direction, GoalContext context) {
        this.direction = direction;
        this.context = context;
        this.backoff = new Backoff(context.pause(), context.settings().promote().retryBackoff());
        this.session = new LastingSession(context, direction.goal(), backoff);
    }

    @Override
    public void close() {
        session.close();
    }

    /** Reads, plans, and refuses where something speaks against it. */
    SwapPlan prepare() {
        catalog =
                orTell(() -> session.repeat(current -> CatalogReader.read(current, context.settings(), Reading.SWAP)));
        plan = SwapPlanner.plan(direction, context.settings(), catalog);
        if (known == Known.UNTOUCHED && plan.swapped()) {
            known = Known.ALREADY;
        }
        if (known != Known.AFTER) {
            // What is left to do after the swap is not the plan of the run.
            context.record().plan(plan.planned().plan());
        }
        Refusals.check(direction.goal(), plan.planned(), known.text, told, context);
        if (known == Known.UNKNOWN) {
            known = plan.swapped() ? Known.AFTER : Known.BEFORE;
        }
        return plan;
    }

    Catalog catalog() {
        return catalog;
    }

    /** Lets the server try the whole swap and undo it: names, owners and rename conflicts are checked, nothing changes. */
    void rehearse() {
        if (plan.swapped()) {
            return;
        }
        for (int retries = context.settings().promote().maxRetries(); !plan.swapped(); retries--) {
            try {
                session.repeat(current -> current.execute(plan.transaction().rehearsal()));
                context.log().info("Tried on the server and rolled back: ok");
                return;
            } catch (DatabaseException e) {
                orTell(() -> session.recover(e));
                prepare();
                boolean again = e.isConflict() && retries > 0;
                if (!plan.swapped() && !again) {
                    throw new MzException(
                            e.kind(),
                            "mz:" + direction.goal() + ": the server refuses the swap. Nothing was written.\n    "
                                    + e.getMessage() + "\n" + advice(e),
                            e);
                }
                backoff.pause();
            }
        }
        context.log().info("Swapped meanwhile, by another run");
    }

    /** Names what readers will find changed. */
    void tellChanges() {
        if (!plan.swapped()) {
            Differences.between(context.settings(), catalog).forEach(change -> {
                context.record().object(change);
                context.log().info("  " + change.describe());
            });
        }
    }

    /** For those who keep ids elsewhere, Terraform for example. */
    private void tellIds() {
        plan.ids().forEach((what, ids) -> {
            int space = what.indexOf(' ');
            String kind = what.substring(0, space);
            if (kind.equals("schema") || kind.equals("cluster")) {
                context.record().swapped(kind, what.substring(space + 1), ids.before(), ids.after());
            } else {
                context.record().id(what, ids.before(), ids.after());
            }
        });
    }

    /** Swaps, once, however often it has to be tried; another run may turn out to have done it. */
    void swap() {
        tellIds();
        var met = new ArrayList<String>();
        for (int attempt = 1; plan.transaction() != null; attempt++) {
            boolean wasSwapped = plan.swapped();
            DatabaseException e = attempt(attempt, met);
            if (e == null) {
                return;
            }
            met.add("attempt " + attempt + " " + outcome(e));
            context.record().attempt(attempt, outcome(e));
            boolean again = (e.isConflict() || e.isConnectionLost())
                    && attempt <= context.settings().promote().maxRetries();
            orTell(() -> session.recover(e));
            if (again) {
                context.log().info("Attempt " + attempt + " " + outcome(e) + "; trying again");
                backoff.pause();
            }
            prepare();
            if (plan.swapped()) {
                if (!wasSwapped) {
                    context.log()
                            .info(
                                    e.isConnectionLost()
                                            ? "Swapped: the connection was lost, but the transaction was committed"
                                            : "Swapped already, by another run at the same time");
                }
                return;
            }
            if (!again) {
                throw notSwapped(e, attempt, met);
            }
        }
    }

    /** Returns why it failed; {@code null} where it did not. */
    private DatabaseException attempt(int attempt, List<String> met) {
        var executor = new PlanExecutor(context, session.get());
        Step.Transaction transaction = plan.transaction();
        List<Step> steps = plan.planned().plan().steps();
        boolean swaps = !plan.swapped();
        try {
            known = swaps ? Known.BEFORE : Known.AFTER;
            for (Step step : steps.subList(0, steps.indexOf(transaction))) {
                executor.execute(step);
            }
            long started = System.nanoTime();
            context.log().debug(transaction.sql());
            known = swaps ? Known.UNKNOWN : Known.AFTER;
            session.get().execute(transaction.sql());
            known = Known.AFTER;
            Duration took = Duration.ofNanos(System.nanoTime() - started);
            context.record().step(transaction.describe(), transaction.sql(), took);
            context.record().attempt(attempt, "committed");
            if (swaps) {
                context.log()
                        .info(transaction.describe().replaceFirst("^swap", "Swapped")
                                + (met.isEmpty() ? "" : " (attempt " + attempt + "; " + String.join(", ", met) + ")")
                                + ", " + Durations.precise(took));
            }
            return null;
        } catch (DatabaseException e) {
            if (known == Known.UNKNOWN && !e.isConnectionLost()) {
                known = Known.BEFORE;
            }
            return e;
        }
    }

    private static String outcome(DatabaseException e) {
        if (e.isConflict()) {
            return "met another session's DDL";
        }
        return e.isConnectionLost() ? "lost the connection" : "failed: " + e.serverMessage();
    }

    private MzException notSwapped(DatabaseException e, int attempts, List<String> met) {
        return new MzException(
                e.kind(),
                "mz:" + direction.goal() + ": nothing is swapped after " + Count.of(attempts, "attempt") + " ("
                        + String.join(", ", met) + "). Production is as before.\n    " + e.getMessage() + "\n"
                        + advice(e),
                e);
    }

    private String advice(DatabaseException e) {
        return e.isConflict() || e.isConnectionLost()
                ? "Run mvn mz:" + direction.goal() + " again when less DDL goes on, or set -Dmz.maxRetries higher (now "
                        + context.settings().promote().maxRetries() + ")."
                : "Mend that, then run mvn mz:" + direction.goal() + " again.";
    }

    /**
     * What comes after the swap: the marker's facts, the sinks, the tags. Planned anew, from the ids that are there now.
     */
    void finish() {
        known = Known.AFTER;
        prepare();
        requireSwapped();
        markOnly();
        List<Step> steps = plan.planned().plan().steps();
        List<Step.MoveSink> moves = moves();
        int sinks = moves.size() + plan.unmovable().size();
        steps.stream().filter(step -> step instanceof Step.Bookkeeping).forEach(this::send);
        var mover = new SinkMover(context, catalog);
        List<SinkMover.Left> left = mover.move(moves);
        steps.stream()
                .filter(step -> !(step instanceof Step.Bookkeeping)
                        && !(step instanceof Step.MoveSink)
                        && !(step instanceof Step.Transaction))
                .forEach(this::send);
        orTell(() -> session.repeat(current -> {
            mover.checkStatus(current, moves);
            return null;
        }));
        if (!left.isEmpty() || !plan.unmovable().isEmpty()) {
            requireMoved(left, sinks);
        }
    }

    private List<Step.MoveSink> moves() {
        return plan.planned().plan().steps().stream()
                .filter(Step.MoveSink.class::isInstance)
                .map(Step.MoveSink.class::cast)
                .toList();
    }

    /** Comments: sent twice they say the same. One that is refused may be so because another run rolled back meanwhile. */
    private void send(Step step) {
        try {
            session.repeat(current -> {
                new PlanExecutor(context, current).execute(step);
                return null;
            });
        } catch (DatabaseException e) {
            prepare();
            requireSwapped();
            throw told(e);
        }
    }

    private void requireSwapped() {
        if (plan.transaction() != null && !plan.swapped()) {
            throw new MzException(
                    MzException.Kind.REFUSED,
                    "mz:" + direction.goal()
                            + ": production was swapped, and something else has swapped it back since.\n"
                            + "mvn mz:status shows what is where.");
        }
    }

    /** The marker may still have the old name where something else than this plugin swapped. */
    private void markOnly() {
        if (plan.transaction() == null) {
            return;
        }
        try {
            session.get().execute(plan.transaction().sql());
        } catch (DatabaseException e) {
            orTell(() -> session.recover(e));
            prepare();
            requireSwapped();
            if (plan.transaction() != null) {
                throw told(e);
            }
        }
    }

    /** Fails where a sink is left; one whose answer was lost may have moved all the same, so what is left is read. */
    private void requireMoved(List<SinkMover.Left> failed, int total) {
        prepare();
        List<Step.MoveSink> still = moves();
        List<SinkMover.Left> left =
                failed.stream().filter(one -> still.contains(one.move())).toList();
        int count = left.size() + plan.unmovable().size();
        if (count == 0) {
            return;
        }
        var text = new StringBuilder("mz:" + direction.goal() + ": production is swapped, but " + count + " of "
                + Count.of(Math.max(total, count), "sink") + (count == 1 ? " still reads" : " still read")
                + " the replaced object. Do not clean up yet.");
        left.forEach(one -> text.append("\n  ").append(one.describe()));
        plan.unmovable().forEach(problem -> {
            text.append("\n  ").append(problem.what());
            problem.remedy().forEach(line -> text.append("\n    ").append(line));
        });
        text.append("\nMend that, then run mvn mz:")
                .append(direction.goal())
                .append(" again; it will finish only this.");
        throw new MzException(MzException.Kind.FAILED_CHECK, text.toString());
    }

    private void orTell(Runnable phase) {
        orTell(() -> {
            phase.run();
            return null;
        });
    }

    /** Whatever the server or the connection does: a person learns how production stands. */
    private <T> T orTell(Supplier<T> phase) {
        try {
            return phase.get();
        } catch (DatabaseException e) {
            throw told(e);
        }
    }

    private MzException told(DatabaseException e) {
        return new MzException(
                e.kind(),
                "mz:" + direction.goal() + ": " + e.getMessage() + "\n" + known.text + "\nRun mvn mz:"
                        + direction.goal() + " again: it reads the state and goes on from there.",
                e);
    }
}
