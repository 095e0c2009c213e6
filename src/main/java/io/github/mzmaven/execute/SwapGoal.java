package io.github.mzmaven.execute;

import io.github.mzmaven.Count;
import io.github.mzmaven.Durations;
import io.github.mzmaven.MzException;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.plan.Differences;
import io.github.mzmaven.plan.Direction;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.plan.SwapPlan;
import io.github.mzmaven.plan.SwapPlanner;
import io.github.mzmaven.session.DatabaseException;
import io.github.mzmaven.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What promote and rollback share. Before every attempt the state is read anew and planned anew, so whether something is to be
 * done is never remembered, guessed or taken from an answer that may have been lost.
 */
final class SwapGoal implements AutoCloseable {
    private final Direction direction;
    private final GoalContext context;
    private final Backoff backoff;
    private Session session;
    private Catalog catalog;
    private SwapPlan plan;

    SwapGoal(Direction direction, GoalContext context) {
        this.direction = direction;
        this.context = context;
        this.backoff = new Backoff(context.pause(), context.settings().promote().retryBackoff());
        this.session = context.open(direction.goal());
    }

    @Override
    public void close() {
        session.close();
    }

    /** Reads, plans, and refuses where something speaks against it. */
    SwapPlan prepare() {
        catalog = read();
        plan = SwapPlanner.plan(direction, context.settings(), catalog);
        context.record().plan(plan.planned().plan());
        Refusals.check(direction.goal(), plan.planned(), context);
        return plan;
    }

    /** A connection that was idle during a long wait may be gone. */
    private Catalog read() {
        try {
            return CatalogReader.read(session, List.of());
        } catch (DatabaseException e) {
            if (!e.isConnectionLost()) {
                throw e;
            }
            recover(e);
            return CatalogReader.read(session, List.of());
        }
    }

    Catalog catalog() {
        return catalog;
    }

    /** Lets the server try the whole swap and undo it: names, owners and rename conflicts are checked, nothing changes. */
    void rehearse() {
        if (plan.transaction() == null || plan.swapped()) {
            return;
        }
        for (int retries = context.settings().promote().maxRetries(); ; retries--) {
            try {
                session.execute(plan.transaction().rehearsal());
                context.log().info("Tried on the server and rolled back: ok");
                return;
            } catch (DatabaseException e) {
                if (e.isConnectionLost()) {
                    throw e;
                }
                session.rollback();
                prepare();
                if (plan.transaction() == null || plan.swapped()) {
                    context.log().info("Swapped meanwhile, by another run");
                    return;
                }
                if (!e.isConflict() || retries <= 0) {
                    throw new MzException(
                            e.kind(),
                            "mz:" + direction.goal() + ": the server refuses the swap. Nothing was written.\n    "
                                    + e.getMessage(),
                            e);
                }
                backoff.pause();
            }
        }
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
            try {
                attempt(attempt, met);
                return;
            } catch (DatabaseException e) {
                boolean last = attempt > context.settings().promote().maxRetries();
                met.add("attempt " + attempt + " " + outcome(e));
                context.record().attempt(attempt, outcome(e));
                boolean again = (e.isConflict() || e.isConnectionLost()) && !last;
                recover(e);
                if (again) {
                    context.log().info("Attempt " + attempt + " " + outcome(e) + "; trying again");
                    backoff.pause();
                }
                prepare();
                if (plan.swapped()) {
                    context.log()
                            .info(
                                    e.isConnectionLost()
                                            ? "Swapped: the connection was lost, but the transaction was committed"
                                            : "Swapped already, by another run at the same time");
                    return;
                }
                if (!again) {
                    throw notSwapped(e, attempt, met);
                }
            }
        }
    }

    private void attempt(int attempt, List<String> met) {
        var executor = new PlanExecutor(context, session);
        Step.Transaction transaction = plan.transaction();
        List<Step> steps = plan.planned().plan().steps();
        for (Step step : steps.subList(0, steps.indexOf(transaction))) {
            executor.execute(step);
        }
        long started = System.nanoTime();
        context.log().debug(transaction.sql());
        session.execute(transaction.sql());
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        context.record().step(transaction.describe(), transaction.sql(), took);
        context.record().attempt(attempt, "committed");
        if (!plan.swapped()) {
            context.log()
                    .info(transaction.describe().replaceFirst("^swap", "Swapped")
                            + (met.isEmpty() ? "" : " (attempt " + attempt + "; " + String.join(", ", met) + ")") + ", "
                            + Durations.precise(took));
        }
    }

    /** The marker may still have the old name where something else than this plugin swapped. */
    private void markOnly() {
        if (plan.transaction() != null) {
            try {
                session.execute(plan.transaction().sql());
            } catch (DatabaseException e) {
                recover(e);
                prepare();
                if (plan.transaction() != null) {
                    throw e;
                }
            }
        }
    }

    private static String outcome(DatabaseException e) {
        if (e.isConflict()) {
            return "met another session's DDL";
        }
        return e.isConnectionLost() ? "lost the connection" : "failed: " + e.serverMessage();
    }

    /** Makes the session usable again: by ROLLBACK, or by a new connection where the old one is gone. */
    private void recover(DatabaseException e) {
        if (!e.isConnectionLost()) {
            try {
                session.rollback();
                return;
            } catch (DatabaseException rollback) {
                if (!rollback.isConnectionLost()) {
                    throw rollback;
                }
            }
        }
        session.close();
        for (int retries = Math.max(1, context.settings().promote().maxRetries()); ; retries--) {
            try {
                session = context.open(direction.goal());
                return;
            } catch (DatabaseException open) {
                if (retries <= 0) {
                    throw new MzException(
                            MzException.Kind.CONNECTION,
                            "mz:" + direction.goal()
                                    + ": the connection was lost during the swap, and a new one cannot be"
                                    + " made. Whether production is swapped is unknown to this run, but it is whole: all"
                                    + " of it or nothing. Run mvn mz:" + direction.goal()
                                    + " again: it reads the state and goes on from there.\n    " + open.getMessage(),
                            open);
                }
                backoff.pause();
            }
        }
    }

    private MzException notSwapped(DatabaseException e, int attempts, List<String> met) {
        String advice = e.isConflict() || e.isConnectionLost()
                ? "Run mvn mz:" + direction.goal() + " again when less DDL goes on, or set -Dmz.maxRetries higher (now "
                        + context.settings().promote().maxRetries() + ")."
                : "Mend that, then run mvn mz:" + direction.goal() + " again.";
        return new MzException(
                e.kind(),
                "mz:" + direction.goal() + ": nothing is swapped after " + Count.of(attempts, "attempt") + " ("
                        + String.join(", ", met) + "). Production is as before.\n    " + e.getMessage() + "\n" + advice,
                e);
    }

    /**
     * What comes after the swap: the marker's facts, the sinks, the tags. Planned anew, from the ids that are there now.
     */
    void finish() {
        prepare();
        if (plan.transaction() != null && !plan.swapped()) {
            throw new MzException(
                    MzException.Kind.REFUSED,
                    "mz:" + direction.goal()
                            + ": production was swapped, and something else has swapped it back since.\n"
                            + "mvn mz:status shows what is where.");
        }
        markOnly();
        List<Step> steps = plan.planned().plan().steps().stream()
                .filter(step -> !(step instanceof Step.Transaction))
                .toList();
        List<Step.MoveSink> moves = steps.stream()
                .filter(Step.MoveSink.class::isInstance)
                .map(Step.MoveSink.class::cast)
                .toList();
        var executor = new PlanExecutor(context, session);
        steps.stream().filter(step -> step instanceof Step.Bookkeeping).forEach(executor::execute);
        var mover = new SinkMover(context, catalog);
        List<SinkMover.Left> left = mover.move(moves);
        steps.stream()
                .filter(step -> !(step instanceof Step.Bookkeeping) && !(step instanceof Step.MoveSink))
                .forEach(executor::execute);
        mover.checkStatus(session, moves);
        if (!left.isEmpty()) {
            throw sinksLeft(left, moves.size());
        }
    }

    private MzException sinksLeft(List<SinkMover.Left> left, int total) {
        var text = new StringBuilder("mz:" + direction.goal() + ": production is swapped, but " + left.size() + " of "
                + Count.of(total, "sink") + (left.size() == 1 ? " still reads" : " still read")
                + " the replaced object. Do not clean up yet.");
        left.forEach(one -> text.append("\n  ").append(one.describe()));
        text.append("\nMend that, then run mvn mz:")
                .append(direction.goal())
                .append(" again; it will finish only this.");
        return new MzException(MzException.Kind.FAILED_CHECK, text.toString());
    }
}
