package io.github.mzmaven.execute;

import io.github.mzmaven.plan.Step;
import io.github.mzmaven.report.RunEvent;
import io.github.mzmaven.session.DatabaseException;
import io.github.mzmaven.session.ServerNotice;
import io.github.mzmaven.session.Session;
import io.github.mzmaven.sql.Redaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Sends the steps of a plan, one message each, in order. {@link DryRun} shows what this would send. */
public final class PlanExecutor {
    private final GoalContext context;
    private final Session session;

    public PlanExecutor(GoalContext context, Session session) {
        this.context = context;
        this.session = session;
    }

    /**
     * Executes steps.
     *
     * @throws StepFailure at the first that fails, with those that took effect before
     */
    public void execute(List<Step> steps) {
        var done = new ArrayList<Step>();
        for (Step step : steps) {
            try {
                execute(step);
            } catch (DatabaseException e) {
                throw new StepFailure(done.size() + 1, steps.size(), step, done, e);
            }
            done.add(step);
        }
    }

    /**
     * Undoes steps, the last first, and goes on where one cannot be undone. The marker goes last, and only if nothing is
     * left: it is what cleanup goes by.
     *
     * @return what is left, a line each
     */
    public List<String> undo(List<Step> done) {
        List<String> left = undo(done, step -> !(step instanceof Step.MarkerStep));
        return left.isEmpty() ? undo(done, Step.MarkerStep.class::isInstance) : left;
    }

    private List<String> undo(List<Step> done, Predicate<Step> which) {
        var left = new ArrayList<String>();
        for (int i = done.size() - 1; i >= 0; i--) {
            Step inverse = done.get(i).inverse();
            if (inverse != null && which.test(done.get(i))) {
                try {
                    execute(inverse);
                } catch (DatabaseException e) {
                    left.add("not undone: " + done.get(i).describe() + " (" + e.getMessage() + ")");
                }
            }
        }
        return left;
    }

    /**
     * Sends one step; other sessions' DDL in between (40001) means that nothing happened, so it is sent again.
     *
     * @return the notices that came with it
     */
    public List<ServerNotice> execute(Step step) {
        var backoff = new Backoff(context.pause(), context.settings().promote().retryBackoff());
        for (int retries = context.settings().promote().maxRetries(); ; retries--) {
            try {
                return send(step);
            } catch (DatabaseException e) {
                endTransaction(step, e);
                if (!e.isConflict() || retries <= 0) {
                    throw e;
                }
                context.tell(new RunEvent.StepRetried(step));
                backoff.pause();
            }
        }
    }

    private List<ServerNotice> send(Step step) {
        context.tell(new RunEvent.StepSent(step));
        long started = System.nanoTime();
        List<ServerNotice> notices;
        try {
            notices = session.about(step.describe()).execute(step.sql());
        } catch (DatabaseException e) {
            throw e.reworded(text -> Redaction.message(text, step.sql()));
        }
        context.tell(new RunEvent.StepDone(step, Duration.ofNanos(System.nanoTime() - started), notices));
        return notices;
    }

    private void endTransaction(Step step, DatabaseException e) {
        boolean transaction = step instanceof Step.Transaction
                || step instanceof Step.MarkerStep bookkeeping && bookkeeping.step() instanceof Step.Transaction;
        if (transaction && !e.isConnectionLost()) {
            session.rollback();
        }
    }
}
