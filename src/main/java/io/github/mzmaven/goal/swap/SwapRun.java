package io.github.mzmaven.goal.swap;

import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.execute.GoalClock;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.execute.PlanExecutor;
import io.github.mzmaven.goal.await.Past;
import io.github.mzmaven.goal.await.Waiting;
import io.github.mzmaven.plan.Awaited;
import io.github.mzmaven.plan.Differences;
import io.github.mzmaven.plan.Direction;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.report.RunEvent;
import io.github.mzmaven.report.SwapEvent;
import io.github.mzmaven.report.SwapEvent.AttemptEnded;
import io.github.mzmaven.report.SwapEvent.FoundSwapped;
import io.github.mzmaven.report.SwapEvent.FoundSwapped.Cause;
import io.github.mzmaven.session.DatabaseException;
import io.github.mzmaven.sql.Sql;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The phases that promote and rollback share; each takes what was seen and returns what the next one sees. Whether
 * something is to be done is never remembered, guessed or taken from an answer that may have been lost: it is read before
 * every attempt, and once more while the swap's transaction is open, so that the commit acts on what was checked.
 */
final class SwapRun implements AutoCloseable {
    private final Direction direction;
    private final GoalContext context;
    private final SwapErrors errors;
    private final SwapSessions sessions;
    private final SwapLook look;

    SwapRun(Direction direction, GoalContext context) {
        this.direction = direction;
        this.context = context;
        this.errors = new SwapErrors(direction, context.settings());
        this.sessions = new SwapSessions(direction, context, errors);
        this.look = new SwapLook(direction, context, sessions, errors);
    }

    @Override
    public void close() {
        sessions.close();
    }

    /** Reads, plans, and refuses where something speaks against the swap. */
    Seen read() {
        return look.look(Seen.NOTHING);
    }

    /** Names what readers will find changed. */
    void tellChanges(Seen seen) {
        if (!seen.plan().swapped()) {
            Differences.between(context.settings(), seen.catalog())
                    .forEach(change -> context.tell(new SwapEvent.ObjectDiffers(change)));
        }
    }

    /** Lets the server try the whole swap and undo it: names, owners and rename conflicts are checked, nothing changes. */
    Seen rehearse(Seen first) {
        Seen seen = first;
        for (int retries = maxRetries(); !seen.plan().swapped(); retries--) {
            String rehearsal = seen.plan().transaction().rehearsal();
            try {
                sessions.writer(seen.production())
                        .repeat(session ->
                                session.about("the rehearsal of the swap").execute(rehearsal));
                context.tell(new SwapEvent.Rehearsed());
                return seen;
            } catch (DatabaseException e) {
                recover(seen, e);
                seen = look.look(seen);
                boolean again = e.isConflict() && retries > 0;
                if (!seen.plan().swapped() && !again) {
                    throw errors.refused(seen.production(), e);
                }
                sessions.pause();
            }
        }
        if (!first.plan().swapped()) {
            context.tell(new FoundSwapped(Cause.OTHER_DURING_REHEARSAL));
        }
        return seen;
    }

    /**
     * Waits where that is asked for; and where something is to be written before the swap, the server has to take the swap
     * first.
     */
    Seen ready(Seen seen) {
        Seen waited = waited(seen);
        return waited.plan().before().isEmpty() ? waited : waited(rehearse(waited));
    }

    /**
     * Swaps, once, however often it has to be tried; another run may turn out to have done it.
     *
     * @return with the plan of what is to be finished
     */
    Seen swap(Seen ready) {
        Seen seen = ready;
        var failed = new ArrayList<AttemptEnded>();
        while (seen.plan().transaction() != null) {
            var attempt = new SwapAttempt(
                    direction, context, look, sessions.writer(seen.production()).get());
            SwapAttempt.Result result = attempt.run(seen);
            if (result instanceof SwapAttempt.Committed committed) {
                tellSwapped(seen.plan(), committed.took(), failed);
                seen = committed.seen();
                break;
            }
            seen = ready(afterFailure(seen, result, failed));
        }
        tellIds(seen.plan());
        return seen;
    }

    /** What comes after the swap. */
    void finish(Seen swapped) {
        new SwapFinish(context, look, sessions, errors).run(swapped);
    }

    /**
     * Keeps how long all that took.
     *
     * @param clock began with the goal
     */
    void keepTime(Seen swapped, GoalClock clock) {
        Marker marker = Marker.of(swapped.catalog(), context.settings().target());
        clock.keep(
                context,
                sessions.writer(swapped.production()).get(),
                swapped.catalog(),
                marker,
                Marker.name(marker.target(), direction.endState()));
    }

    /** Waits, where that is asked for, until all that is to be swapped in is ready; objects made since are waited for too. */
    private Seen waited(Seen first) {
        Seen seen = first;
        while (look.willWait(seen)) {
            Awaited copies = Awaited.copies(context.settings(), seen.catalog());
            context.tell(new Waiting(context, direction.goal())
                    .until(copies, Past.of(context.settings(), seen.catalog()))
                    .ready());
            seen = look.look(seen.afterWait());
        }
        return seen;
    }

    /**
     * Settles what became of an attempt that was not committed, as far as is known, and reads how things stand now.
     *
     * @param attempts how those before it ended; this one is added
     */
    private Seen afterFailure(Seen planned, SwapAttempt.Result result, List<AttemptEnded> attempts) {
        DatabaseException e = result instanceof SwapAttempt.Failed failed ? failed.why() : null;
        var attempt = new AttemptEnded(attempts.size() + 1, outcome(e));
        attempts.add(attempt);
        context.tell(attempt);
        boolean again = (e == null || e.isConflict() || e.isConnectionLost()) && attempt.number() <= maxRetries();
        if (again) {
            context.tell(new SwapEvent.TryingAgain(attempt));
        }
        if (e != null) {
            recover(result.seen(), e);
            settle(result.seen());
            if (again) {
                sessions.pause();
            }
        }
        Seen seen = look.look(result.seen());
        boolean wasSwapped = planned.plan().swapped();
        boolean isSwapped = seen.plan().swapped();
        if (!isSwapped && !again) {
            throw errors.notSwapped(seen.production(), attempts, e);
        }
        if (wasSwapped && !again && e != null && seen.plan().transaction() != null) {
            throw errors.failed(seen.production(), e);
        }
        if (isSwapped && !wasSwapped) {
            context.tell(new FoundSwapped(
                    e != null && e.isConnectionLost() ? Cause.LOST_COMMIT : Cause.OTHER_DURING_ATTEMPT));
        }
        return seen;
    }

    private static String outcome(DatabaseException e) {
        if (e == null) {
            return "found that something had changed";
        }
        if (e.isConflict()) {
            return "met another session's DDL";
        }
        return e.isConnectionLost() ? "lost the connection" : "failed: " + e.serverMessage();
    }

    /** Makes the connection usable again. */
    private void recover(Seen seen, DatabaseException e) {
        errors.orSay(seen.production(), () -> {
            sessions.writer(seen.production()).recover(e);
            return null;
        });
    }

    /**
     * Where the answer to COMMIT was lost the server may still be at it: a comment, since any other session's DDL makes such a
     * transaction fail, settles that it has happened or never will.
     */
    private void settle(Seen seen) {
        Marker marker = Marker.of(seen.catalog(), context.settings().target());
        if (seen.production() != ProductionState.UNKNOWN || marker.facts() == null) {
            return;
        }
        var comment = new Step.MarkerStep(new Step.Comment(
                ObjectType.SCHEMA,
                Sql.qualified(seen.catalog().database().name(), marker.schemaName()),
                marker.facts().json(),
                "settle whether the swap was committed"));
        errors.orSay(
                seen.production(),
                () -> sessions.writer(seen.production()).repeat(session -> {
                    try {
                        new PlanExecutor(context, session).execute(comment);
                    } catch (DatabaseException refused) {
                        if (refused.isConnectionLost()) {
                            throw refused;
                        }
                    }
                    return null;
                }));
    }

    private void tellSwapped(SwapPlan plan, Duration took, List<AttemptEnded> failed) {
        context.tell(new RunEvent.TransactionCommitted(plan.transaction(), took));
        context.tell(new AttemptEnded(failed.size() + 1, "committed"));
        if (!plan.swapped()) {
            context.tell(new SwapEvent.Swapped(plan.transaction(), failed, took));
        }
    }

    /** For those who keep ids elsewhere, Terraform for example. */
    private void tellIds(SwapPlan plan) {
        plan.ids()
                .forEach((what, ids) -> context.tell(
                        what.schema() == null
                                ? new SwapEvent.NamesSwapped(what.type().word(), what.name(), ids.before(), ids.after())
                                : new SwapEvent.IdChanged(what.toString(), ids.before(), ids.after())));
    }

    private int maxRetries() {
        return context.settings().promote().maxRetries();
    }
}
