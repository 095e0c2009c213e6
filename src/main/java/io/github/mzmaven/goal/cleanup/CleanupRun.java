package io.github.mzmaven.goal.cleanup;

import io.github.mzmaven.MzException;
import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.execute.Backoff;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.execute.GuardedTransaction;
import io.github.mzmaven.execute.PlanExecutor;
import io.github.mzmaven.execute.ProblemPolicy;
import io.github.mzmaven.execute.StepFailure;
import io.github.mzmaven.plan.PlanResult;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.report.CleanupEvent;
import io.github.mzmaven.report.RunEvent;
import io.github.mzmaven.session.DatabaseException;
import io.github.mzmaven.session.Session;
import io.github.mzmaven.text.Count;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A cleanup that writes. It claims what it will drop in one guarded transaction, so that what was checked is what has the
 * private names, and drops that.
 */
final class CleanupRun {
    private static final String UNTOUCHED = "Nothing is dropped, and the deployment is as before.";

    private final GoalContext context;
    private final Session reader;
    private final Session writer;
    private Catalog catalog;
    private Instant began;
    private PlanResult planned;
    private boolean sent;
    private boolean leftCluster;
    private boolean leftAlone;

    /**
     * Prepares a run.
     *
     * @param reader its connection is the one that the marker's name will have
     * @param writer drops
     */
    CleanupRun(GoalContext context, Session reader, Session writer) {
        this.context = context;
        this.reader = reader;
        this.writer = writer;
    }

    /**
     * Claims and drops.
     *
     * @param read a moment ago
     * @return how many statements it took; 0 where nothing was left to do
     */
    int run(Catalog read) {
        catalog = read;
        began = read.identity().now();
        planned = plan(read);
        context.tell(new RunEvent.Planned(planned.plan()));
        claim();
        if (leftAlone) {
            return 0;
        }
        drop();
        return planned.plan().steps().size();
    }

    /** Whether the deployment was rolled back meanwhile, and only a promoted one was to be cleaned up; that is told. */
    boolean leftAlone() {
        return leftAlone;
    }

    /** Whether no warning named what was left alone. */
    boolean leftNothing() {
        return !leftCluster && planned.problems(Problem.Severity.WARNING).isEmpty();
    }

    /** Whether the last step was the one that keeps what production was built from. */
    boolean leftCurrent() {
        List<Step> steps = planned.plan().steps();
        String current = Marker.currentName(context.settings().target());
        return !steps.isEmpty()
                && steps.get(steps.size() - 1) instanceof Step.MarkerStep own
                && own.step() instanceof Step.RenameSchema rename
                && rename.to().equals(current);
    }

    /** What it records must not differ by the time at which it is planned once more. */
    private PlanResult plan(Catalog now) {
        return CleanupPlanner.plan(context.settings(), now.at(began));
    }

    private void claim() {
        var backoff = new Backoff(context.pause(), context.settings().promote().retryBackoff());
        int attempts = 0;
        while (transaction(planned) != null) {
            attempts++;
            DatabaseException refused = attempt(transaction(planned));
            if (sent && refused == null) {
                return;
            }
            backoff.pause();
            PlanResult before = planned;
            readAgain();
            if (leftAlone) {
                return;
            }
            boolean met = refused == null || refused.isConflict() || !isSame(before, planned);
            if (!met || attempts > context.settings().promote().maxRetries()) {
                throw met ? overtaken(attempts) : refusedByServer(refused);
            }
        }
    }

    /** Returns why the server refused; {@code null} where it did not, whether or not it was committed. */
    private DatabaseException attempt(Step.Transaction transaction) {
        long started = System.nanoTime();
        context.tell(new RunEvent.StepSent(transaction));
        sent = false;
        try (var open = GuardedTransaction.open(writer, transaction)) {
            sent = isSame(planned, plan(CatalogReader.read(reader, context.settings(), Reading.CLEANUP)));
            if (sent) {
                open.commit();
                Duration took = Duration.ofNanos(System.nanoTime() - started);
                context.tell(new RunEvent.TransactionCommitted(transaction, took));
            }
            return null;
        } catch (DatabaseException e) {
            if (e.isConnectionLost()) {
                throw lost(e);
            }
            end(e);
            return e;
        }
    }

    private void end(DatabaseException failure) {
        try {
            writer.rollback();
        } catch (DatabaseException e) {
            failure.addSuppressed(e);
            throw lost(failure);
        }
    }

    private void readAgain() {
        try {
            catalog = CatalogReader.read(reader, context.settings(), Reading.CLEANUP);
        } catch (DatabaseException e) {
            throw failed(e, e.getMessage() + "\n" + UNTOUCHED + "\nRun mvn mz:cleanup again.");
        }
        leftAlone = CleanupGoal.isLeftAlone(context, catalog);
        if (leftAlone) {
            return;
        }
        planned = plan(catalog);
        context.tell(new RunEvent.Planned(planned.plan()));
        ProblemPolicy.check("cleanup", planned, UNTOUCHED, context);
    }

    /** What is only a warning changes nothing. */
    private static boolean isSame(PlanResult one, PlanResult other) {
        return one.plan().equals(other.plan())
                && one.problems(Problem.Severity.HARD).equals(other.problems(Problem.Severity.HARD))
                && one.problems(Problem.Severity.SOFT).equals(other.problems(Problem.Severity.SOFT));
    }

    private static Step.Transaction transaction(PlanResult planned) {
        return planned.plan().steps().stream()
                .map(step -> step instanceof Step.MarkerStep own ? own.step() : step)
                .filter(Step.Transaction.class::isInstance)
                .map(Step.Transaction.class::cast)
                .findFirst()
                .orElse(null);
    }

    private MzException lost(DatabaseException e) {
        return failed(
                e,
                e.getMessage() + "\n"
                        + (sent
                                ? "Nothing is dropped yet. Whether the deployment is marked as being cleaned up is unknown"
                                        + " to this run; if it is, it can be neither promoted nor rolled back any more."
                                : UNTOUCHED)
                        + "\nRun mvn mz:cleanup again: it reads the state and goes on from there.");
    }

    private MzException overtaken(int attempts) {
        return new MzException(
                MzException.Kind.DATABASE,
                "mz:cleanup: other sessions' DDL came in between, " + Count.of(attempts, "time") + " in a row. "
                        + UNTOUCHED
                        + "\nRun mvn mz:cleanup again when less DDL goes on, or set -Dmz.maxRetries higher (now "
                        + context.settings().promote().maxRetries() + ").");
    }

    private static MzException refusedByServer(DatabaseException e) {
        return failed(
                e,
                "the server refuses to rename what is to be dropped. " + UNTOUCHED + "\n    " + e.getMessage()
                        + "\nFix that, then run mvn mz:cleanup again.");
    }

    private static MzException failed(DatabaseException e, String text) {
        return new MzException(e.kind(), "mz:cleanup: " + text, e);
    }

    private void drop() {
        List<Step> steps = planned.plan().steps();
        Step.Transaction claimed = transaction(planned);
        var executor = new PlanExecutor(context, writer);
        var done = new ArrayList<Step>();
        for (Step step : steps) {
            boolean claim = step instanceof Step.MarkerStep own && own.step().equals(claimed);
            if (!claim) {
                sent = false;
                try {
                    Step now = step instanceof Step.DropClusters clusters ? stillThose(clusters) : step;
                    sent = true;
                    if (now != null) {
                        executor.execute(now);
                    }
                } catch (DatabaseException e) {
                    throw stopped(new StepFailure(done.size() + 1, steps.size(), step, done, e), claimed != null);
                }
            }
            done.add(step);
        }
    }

    /**
     * Clusters keep their names until they are dropped, so somebody may have swapped or renamed them since.
     *
     * @return {@code null} where none is left
     */
    private Step.DropClusters stillThose(Step.DropClusters step) {
        Map<String, String> ids = CatalogReader.clusterIds(reader);
        var names = new ArrayList<String>();
        for (String name : step.names()) {
            String id = catalog.cluster(name).id();
            String now = ids.get(name);
            if (id.equals(now)) {
                names.add(name);
            } else {
                leftCluster = true;
                context.tell(new CleanupEvent.ClusterLeft(name, id, now));
            }
        }
        return names.isEmpty() ? null : new Step.DropClusters(names, step.how());
    }

    private MzException stopped(StepFailure e, boolean claimed) {
        boolean dropped = e.done().stream().anyMatch(step -> !(step instanceof Step.MarkerStep));
        boolean unknown = e.failure().isConnectionLost() && sent;
        String state;
        if (unknown && !dropped) {
            state =
                    "The deployment is marked as being cleaned up, and can be neither promoted nor rolled back any more.";
        } else if (dropped) {
            state = "Production is untouched; what the lines above name is dropped, the rest is still there.";
        } else {
            state = "Nothing is dropped yet"
                    + (claimed
                            ? "; but the deployment is marked as being cleaned up, and can be neither promoted nor rolled"
                                    + " back any more."
                            : ".");
        }
        if (unknown) {
            state += "\nWhether the last step took effect is unknown to this run.";
        }
        return new MzException(
                e.kind(),
                e.getMessage() + "\n" + state + "\nFix that, then run mvn mz:cleanup again: it drops the rest.",
                e);
    }
}
