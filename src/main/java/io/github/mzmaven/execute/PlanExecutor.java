package io.github.mzmaven.execute;

import io.github.mzmaven.plan.Step;
import io.github.mzmaven.session.DatabaseException;
import io.github.mzmaven.session.ServerNotice;
import io.github.mzmaven.session.Session;
import io.github.mzmaven.sql.Redaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Sends the steps of a plan, one message each, in order. {@link DryRun} prints what this would send. */
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
                context.log().debug("Other DDL came in between: " + step.describe() + "; trying again");
                backoff.pause();
            }
        }
    }

    private List<ServerNotice> send(Step step) {
        context.log().debug(Redaction.sql(step.sql()));
        long started = System.nanoTime();
        List<ServerNotice> notices;
        try {
            notices = session.about(step.describe()).execute(step.sql());
        } catch (DatabaseException e) {
            throw e.reworded(text -> Redaction.message(text, step.sql()));
        }
        context.record().step(step.describe(), step.sql(), Duration.ofNanos(System.nanoTime() - started));
        tell(step);
        notices.forEach(notice -> tell(step, notice));
        return notices;
    }

    private void tell(Step step) {
        // Of the project's own SQL people see files, not statements.
        boolean ofAFile = step instanceof Step.RunStatement
                || step instanceof Step.SetSession
                || step instanceof Step.ResetSession;
        if (ofAFile || step instanceof Step.MarkerStep) {
            context.log().debug(step.describe());
        } else {
            context.log().info("  " + step.describe());
        }
    }

    /**
     * What CASCADE takes along is told by a notice only. A WARNING (of a sink's key, for example) is the server's about
     * something that was so before: nobody has to act on it now.
     */
    private void tell(Step step, ServerNotice notice) {
        String said = notice.message()
                + (notice.detail() == null ? "" : ": " + notice.detail().replace("\n", ", "));
        String line = Redaction.message(said, step.sql());
        boolean cascade = step instanceof Step.DropSchemas schemas
                        && schemas.how().cascades()
                || step instanceof Step.DropClusters clusters && clusters.how().cascades();
        if (cascade || notice.severity().equals("WARNING")) {
            context.log().info("    " + line);
        } else {
            context.log().debug("    " + line);
        }
    }

    private void endTransaction(Step step, DatabaseException e) {
        boolean transaction = step instanceof Step.Transaction
                || step instanceof Step.MarkerStep bookkeeping && bookkeeping.step() instanceof Step.Transaction;
        if (transaction && !e.isConnectionLost()) {
            session.rollback();
        }
    }
}
