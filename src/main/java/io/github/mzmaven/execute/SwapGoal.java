package io.github.mzmaven.execute;

import io.github.mzmaven.Count;
import io.github.mzmaven.Durations;
import io.github.mzmaven.MzException;
import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Acl;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.catalog.RuntimeReader;
import io.github.mzmaven.catalog.RuntimeState;
import io.github.mzmaven.catalog.Sql;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.plan.Awaited;
import io.github.mzmaven.plan.Differences;
import io.github.mzmaven.plan.Direction;
import io.github.mzmaven.plan.Readiness;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.plan.SwapPlan;
import io.github.mzmaven.plan.SwapPlanner;
import io.github.mzmaven.session.DatabaseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What promote and rollback share. Whether something is to be done is never remembered, guessed or taken from an answer that
 * may have been lost: it is read anew before every attempt, and once more while the swap's transaction is open, so that the
 * commit acts on what was checked.
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

    /** The catalog at one moment, and what it makes of the swap. */
    record Seen(Catalog catalog, SwapPlan plan) {}

    private final Direction direction;
    private final GoalContext context;
    private final Backoff backoff;
    private final LastingSession reader;
    private final Set<Problem> told = new HashSet<>();
    private LastingSession writer;
    private final Map<String, Acl> given = new HashMap<>();
    private Set<String> waitedFor;
    private Known known = Known.UNTOUCHED;
    private Catalog latest;

    SwapGoal(Direction direction, GoalContext context) {
        this.direction = direction;
        this.context = context;
        this.backoff = new Backoff(context.pause(), context.settings().promote().retryBackoff());
        this.reader = orTell(() -> new LastingSession(context, direction.goal(), backoff));
    }

    @Override
    public void close() {
        reader.close();
        if (writer != null) {
            writer.close();
        }
    }

    /** Reads, plans, and refuses where something speaks against it. */
    Seen look() {
        Seen seen = withHydration(planned());
        SwapPlan plan = seen.plan();
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
        return seen;
    }

    private Seen planned() {
        Settings settings = context.settings();
        latest = orTell(() -> reader.repeat(current -> latest == null
                ? CatalogReader.read(current, settings, Reading.SWAP)
                : CatalogReader.again(current, settings, Reading.SWAP, latest)));
        return new Seen(latest, SwapPlanner.plan(direction, settings, latest, given));
    }

    /** What sinks are to read must be hydrated before the swap: after it they would wait, and read the old version until then. */
    private Seen withHydration(Seen seen) {
        SwapPlan plan = seen.plan();
        boolean willWait = context.settings().promote().waitFirst() && waitedFor == null;
        if (plan.swapped() || willWait || plan.sinkTargets().isEmpty()) {
            return seen;
        }
        RuntimeState state = orTell(() -> reader.repeat(current -> new RuntimeReader(current).read(true)));
        List<Problem> problems = Readiness.notHydrated(state, plan.sinkTargets().keySet()).entrySet().stream()
                .map(lack -> Problem.soft(
                        "The " + plan.sinkTargets().get(lack.getKey()) + ", which is not ready (" + lack.getValue()
                                + "): the sink would wait for it after the swap.",
                        direction == Direction.PROMOTE
                                ? "Let mz:promote wait first: -Dmz.wait=true, or run mvn mz:await."
                                : "Give it what it lacks, or set -Dmz.force=true if the sinks may wait."))
                .toList();
        return new Seen(seen.catalog(), plan.with(problems));
    }

    /** Lets the server try the whole swap and undo it: names, owners and rename conflicts are checked, nothing changes. */
    Seen rehearse(Seen first) {
        Seen seen = first;
        for (int retries = context.settings().promote().maxRetries();
                !seen.plan().swapped();
                retries--) {
            String rehearsal = seen.plan().transaction().rehearsal();
            try {
                writer().repeat(current ->
                        current.about("the rehearsal of the swap").execute(rehearsal));
                context.log().info("Tried on the server and rolled back: ok");
                return seen;
            } catch (DatabaseException e) {
                orTell(() -> writer().recover(e));
                seen = look();
                boolean again = e.isConflict() && retries > 0;
                if (!seen.plan().swapped() && !again) {
                    throw refused(e);
                }
                backoff.pause();
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
            Awaited copies = Awaited.copies(context.settings(), seen.catalog());
            context.log()
                    .info(new Waiting(context, direction.goal()).until(copies).describe());
            seen = look();
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
                    backoff.pause();
                }
            }
            seen = look();
            if (!seen.plan().swapped() && !again) {
                throw notSwapped(e, attempt, met);
            }
            if (wasSwapped && !again && e != null && seen.plan().transaction() != null) {
                throw told(e);
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
                var executor = new PlanExecutor(context, writer().get());
                if (!plan.before().isEmpty()) {
                    rehearse(seen);
                }
                for (Step step : plan.before()) {
                    known = Known.BEFORE;
                    executor.execute(step);
                    remember(step);
                }
                long started = System.nanoTime();
                context.log().debug(plan.transaction().opening());
                if (GuardedTransaction.commitIf(writer().get(), plan.transaction(), this::isStillSo)) {
                    known = Known.AFTER;
                    tell(plan, Duration.ofNanos(System.nanoTime() - started));
                    committed = new Seen(
                            checked.catalog(),
                            SwapPlanner.planAfterwards(direction, context.settings(), checked.catalog()));
                }
                return null;
            } catch (DatabaseException e) {
                if (known == Known.UNKNOWN && !e.isConnectionLost()) {
                    known = Known.BEFORE;
                }
                return e;
            }
        }

        private void remember(Step step) {
            if (step instanceof Step.ChangePrivileges change) {
                Acl acl = change.acl(seen.catalog());
                change.targets()
                        .forEach(target -> given.merge(
                                target, acl, (had, now) -> change.grant() ? had.plus(now) : had.minus(now)));
            }
        }

        private boolean isStillSo() {
            checked = planned();
            Refusals.check(direction.goal(), checked.plan().planned(), known.text, told, context);
            boolean still = seen.plan().isStill(checked.plan());
            if (still) {
                known = seen.plan().swapped() ? Known.AFTER : Known.UNKNOWN;
                context.log().debug("COMMIT");
            }
            return still;
        }

        private void tell(SwapPlan plan, Duration took) {
            Step.Transaction transaction = plan.transaction();
            context.record().step(transaction.describe(), transaction.sql(), took);
            context.record().attempt(number, "committed");
            if (!plan.swapped()) {
                context.log()
                        .info(transaction.describe().replaceFirst("^swap", "Swapped")
                                + (met.isEmpty() ? "" : " (attempt " + number + "; " + String.join(", ", met) + ")")
                                + ", " + Durations.precise(took));
            }
        }
    }

    private LastingSession writer() {
        if (writer == null) {
            writer = orTell(() -> new LastingSession(context, direction.goal(), backoff));
        }
        return writer;
    }

    /**
     * Makes the connection usable again. Where the answer to COMMIT was lost the server may still be at it: a comment, since any
     * other session's DDL makes such a transaction fail, settles that it has happened or never will.
     */
    private void settle(Seen seen, DatabaseException e) {
        orTell(() -> writer().recover(e));
        Marker marker = Marker.of(seen.catalog(), context.settings().target());
        if (known == Known.UNKNOWN && marker.facts() != null) {
            var comment = new Step.Bookkeeping(new Step.Comment(
                    "SCHEMA",
                    Sql.qualified(seen.catalog().database().name(), marker.schemaName()),
                    marker.facts().json(),
                    "settle whether the swap was committed"));
            orTell(() -> writer().repeat(current -> {
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
                + String.join(", ", met) + "). " + known.text + "\n    ";
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
                "mz:" + direction.goal() + ": the server refuses the swap. " + known.text + "\n    " + e.getMessage()
                        + "\n" + advice(e),
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
            int space = what.indexOf(' ');
            String kind = what.substring(0, space);
            if (kind.equals("schema") || kind.equals("cluster")) {
                context.record().swapped(kind, what.substring(space + 1), ids.before(), ids.after());
            } else {
                context.record().id(what, ids.before(), ids.after());
            }
        });
    }

    /** What comes after the swap: the marker's facts, the sinks, the tags. */
    void finish(Seen seen) {
        known = Known.AFTER;
        SwapPlan plan = seen.plan();
        List<Step.MoveSink> moves = moves(plan);
        int sinks = moves.size() + plan.unmovable().size();
        plan.after().stream().filter(step -> step instanceof Step.Bookkeeping).forEach(this::send);
        var mover = new SinkMover(context, seen.catalog());
        List<SinkMover.Left> left = mover.move(moves);
        plan.after().stream()
                .filter(step -> !(step instanceof Step.Bookkeeping) && !(step instanceof Step.MoveSink))
                .forEach(this::send);
        orTell(() -> reader.repeat(current -> {
            mover.checkStatus(current, moves);
            return null;
        }));
        if (!left.isEmpty() || !plan.unmovable().isEmpty()) {
            requireMoved(left, sinks);
        }
    }

    private static List<Step.MoveSink> moves(SwapPlan plan) {
        return plan.after().stream()
                .filter(Step.MoveSink.class::isInstance)
                .map(Step.MoveSink.class::cast)
                .toList();
    }

    /** Comments: sent twice they say the same. One that is refused may be so because another run rolled back meanwhile. */
    private void send(Step step) {
        try {
            writer().repeat(current -> {
                new PlanExecutor(context, current).execute(step);
                return null;
            });
        } catch (DatabaseException e) {
            requireSwapped(look());
            throw told(e);
        }
    }

    private void requireSwapped(Seen seen) {
        if (seen.plan().transaction() != null && !seen.plan().swapped()) {
            throw new MzException(
                    MzException.Kind.REFUSED,
                    "mz:" + direction.goal()
                            + ": production was swapped, and something else has swapped it back since.\n"
                            + "mvn mz:status shows what is where.");
        }
    }

    /** Fails where a sink is left; one whose answer was lost may have moved all the same, so what is left is read. */
    private void requireMoved(List<SinkMover.Left> failed, int total) {
        SwapPlan plan = look().plan();
        List<Step.MoveSink> still = moves(plan);
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
