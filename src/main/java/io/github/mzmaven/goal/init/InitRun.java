package io.github.mzmaven.goal.init;

import io.github.mzmaven.MzException;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.execute.PlanExecutor;
import io.github.mzmaven.execute.ProblemPolicy;
import io.github.mzmaven.execute.StepFailure;
import io.github.mzmaven.plan.PlanResult;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.session.DatabaseException;
import io.github.mzmaven.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Carries out init's plan: what is missing in production first, if that is asked for, then the copies. What the server makes
 * otherwise than was foreseen is seen by reading again.
 */
final class InitRun {
    private static final String GO_ON = "Run mvn mz:init again: it goes on from there.";

    private final GoalContext context;
    private final Session session;
    private final Settings settings;
    private final PlanExecutor executor;
    /** All that can still be undone. */
    private final List<Step> done = new ArrayList<>();

    private Catalog before;
    /** What is so of production, whatever fails. */
    private String production = "Production is untouched. ";

    private int statements;

    /** A run on what was read. */
    InitRun(GoalContext context, Session session, Catalog before) {
        this.context = context;
        this.session = session;
        this.settings = context.settings();
        this.executor = new PlanExecutor(context, session);
        this.before = before;
    }

    /**
     * Makes the copies, then reads again and plans again: what is left to do is what the server made otherwise than was
     * foreseen, the privileges of a new schema for example. Only when nothing of that is left are the copies' ids recorded and
     * the deployment staged.
     *
     * @return how many statements it took
     */
    int finish(List<Step> plan) {
        List<Step> steps = until(Step.RecordCopies.class, createProduction(plan));
        executeOrUndo(steps);
        String state = isStaged(plan)
                ? "The deployment is staged; what this run has written is in the copies only."
                : "The copies are made, but the deployment is not staged yet: its marker says initializing.";
        for (int round = 1; statements > 0; round++) {
            PlanResult planned = planAgain(state, () -> CatalogReader.again(session, settings, Reading.VERIFY, before));
            List<Step> left = planned.plan().steps();
            if (left.isEmpty()) {
                break;
            }
            boolean onlyMarker = left.stream().allMatch(Step.MarkerStep.class::isInstance);
            if (!onlyMarker && round > 1) {
                throw noEffect(left, state);
            }
            steps = until(Step.RecordCopies.class, left);
            execute(steps, state);
            // What other runs left is dropped too, and then the ids are still to be recorded.
            if (onlyMarker && steps.size() == left.size()) {
                break;
            }
        }
        return statements;
    }

    /**
     * Creates what is missing in production, if anything is, and records its ids before any copy is made: whatever cuts the run
     * off, what the marker knows is what cleanup and the next run go by.
     *
     * @return the rest of the plan, up to where the copies are made
     */
    private List<Step> createProduction(List<Step> plan) {
        List<Step> steps = until(Step.RecordProduction.class, plan);
        if (steps.size() == plan.size()) {
            return plan;
        }
        production = "What was in production already is untouched. ";
        executeOrUndo(steps);
        String state = "What was missing in production is created, empty; no copy is made yet. The deployment is "
                + (isStaged(plan) ? "staged." : "not staged yet: its marker says initializing.");
        PlanResult planned = planAgain(state, () -> before = CatalogReader.read(session, settings, Reading.INIT));
        if (!until(Step.RecordProduction.class, planned.plan().steps())
                .equals(planned.plan().steps())) {
            throw new MzException(
                    MzException.Kind.FAILED_CHECK,
                    "mz:init: something has dropped again what this run had created in production. " + production
                            + "No copy is made yet.\nRun mvn mz:init again once nothing else works there.");
        }
        executeOrUndo(planned.plan().steps().stream()
                .takeWhile(step -> step instanceof Step.MarkerStep own && !(own.step() instanceof Step.RecordCopies))
                .toList());
        // What the first plan would drop of a dead run's marker is dropped by now.
        return plan.subList(steps.size() + 1, plan.size()).stream()
                .filter(step -> !(step instanceof Step.MarkerStep))
                .toList();
    }

    private PlanResult planAgain(String state, Supplier<Catalog> reading) {
        PlanResult planned;
        try {
            planned = InitPlanner.plan(settings, reading.get());
        } catch (DatabaseException e) {
            throw new MzException(e.kind(), "mz:init: " + e.getMessage() + "\n" + production + state + "\n" + GO_ON, e);
        }
        ProblemPolicy.check("init", planned, state, context);
        return planned;
    }

    private static boolean isStaged(List<Step> steps) {
        return steps.stream()
                .noneMatch(step -> step instanceof Step.MarkerStep own && own.step() instanceof Step.RenameSchema);
    }

    /** What comes after that has to be planned again. */
    private static List<Step> until(Class<? extends Step> placeholder, List<Step> steps) {
        return steps.stream()
                .takeWhile(step -> !(step instanceof Step.MarkerStep own && placeholder.isInstance(own.step())))
                .toList();
    }

    private MzException noEffect(List<Step> left, String state) {
        var text = new StringBuilder(
                "The copies do not come out equal to production. " + state + " " + production.strip());
        text.append(" These statements had no effect:");
        left.stream()
                .filter(step -> !(step instanceof Step.MarkerStep))
                .forEach(step -> text.append("\n    ").append(step.sql()).append(';'));
        return new MzException(MzException.Kind.FAILED_CHECK, text.toString());
    }

    /** While everything that this run has done can be undone. */
    private void executeOrUndo(List<Step> steps) {
        execute(steps, null);
        done.addAll(steps);
    }

    /** @param made how things stand once the copies are made; {@code null} before, when all can be undone */
    private void execute(List<Step> steps, String made) {
        try {
            executor.execute(steps);
        } catch (StepFailure e) {
            String state;
            if (e.failure().isConnectionLost()) {
                state = "What was created so far is marked as this deployment's. " + GO_ON;
            } else if (made != null) {
                state = made + "\nFix that, then run mvn mz:init again: it writes what is missing.";
            } else {
                done.addAll(e.done());
                state = new InitUndo(session, settings, executor, before).undo(done, e.step());
            }
            throw new MzException(e.kind(), e.getMessage() + "\n" + production + state, e);
        }
        statements += steps.size();
    }
}
