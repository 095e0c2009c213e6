package io.github.mzmaven.goal.init;

import io.github.mzmaven.MzException;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.execute.DryRun;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.execute.PlanExecutor;
import io.github.mzmaven.execute.ProblemPolicy;
import io.github.mzmaven.execute.StepFailure;
import io.github.mzmaven.plan.PlanResult;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.report.InitEvent;
import io.github.mzmaven.report.RunEvent;
import io.github.mzmaven.session.DatabaseException;
import io.github.mzmaven.session.Session;
import java.time.Duration;
import java.util.List;

/** Creates copies of production's schemas and clusters beside production. */
public final class InitGoal implements Goal {
    @Override
    public String name() {
        return "init";
    }

    @Override
    public void run(GoalContext context) {
        long started = System.nanoTime();
        Settings settings = context.settings();
        try (Session session = context.beforeWriting(name(), () -> context.open(name()))) {
            Catalog catalog = context.beforeWriting(name(), () -> CatalogReader.read(session, settings, Reading.INIT));
            PlanResult planned = InitPlanner.plan(settings, catalog);
            context.tell(new RunEvent.Planned(planned.plan()));
            context.tell(new RunEvent.DeploymentKnown(planned.plan().deployment(), settings.tag(), settings.gitSha()));
            ProblemPolicy.check("init", planned, "Nothing was written.", context);
            context.tell(new InitEvent.Begun(
                    planned.plan().deployment(),
                    settings.tag(),
                    settings.schemas().size(),
                    settings.clusters().size(),
                    settings.suffix()));
            if (settings.dryRun()) {
                DryRun.print(planned.plan(), context);
                return;
            }
            int statements = finish(context, session, catalog, planned.plan().steps());
            context.tell(new InitEvent.Staged(statements, Duration.ofNanos(System.nanoTime() - started)));
        }
    }

    private static PlanResult planAgain(GoalContext context, Session session, Catalog before, String state) {
        Settings settings = context.settings();
        try {
            return InitPlanner.plan(settings, CatalogReader.again(session, settings, Reading.VERIFY, before));
        } catch (DatabaseException e) {
            throw new MzException(
                    e.kind(),
                    "mz:init: " + e.getMessage() + "\nProduction is untouched. " + state
                            + "\nRun mvn mz:init again: it goes on from there.",
                    e);
        }
    }

    /**
     * Makes the copies, then reads again and plans again: what is left to do is what the server made otherwise than was
     * foreseen, the privileges of a new schema for example. Only when nothing of that is left are the copies' ids recorded and
     * the deployment staged.
     *
     * @return how many statements it took
     */
    private static int finish(GoalContext context, Session session, Catalog before, List<Step> first) {
        List<Step> steps = untilCopiesAreMade(first);
        boolean staged = isStaged(first);
        execute(context, session, steps, null);
        int statements = steps.size();
        String state = staged
                ? "The deployment is staged; what this run has written is in the copies only."
                : "The copies are made, but the deployment is not staged yet: its marker says initializing.";
        for (int round = 1; statements > 0; round++) {
            PlanResult planned = planAgain(context, session, before, state);
            ProblemPolicy.check("init", planned, state, context);
            List<Step> left = planned.plan().steps();
            if (left.isEmpty()) {
                break;
            }
            boolean onlyMarker = left.stream().allMatch(Step.MarkerStep.class::isInstance);
            if (!onlyMarker && round > 1) {
                throw noEffect(left, state);
            }
            steps = untilCopiesAreMade(left);
            execute(context, session, steps, state);
            statements += steps.size();
            // What other runs left is dropped too, and then the ids are still to be recorded.
            if (onlyMarker && steps.size() == left.size()) {
                break;
            }
        }
        return statements;
    }

    private static boolean isStaged(List<Step> steps) {
        return steps.stream()
                .noneMatch(step -> step instanceof Step.MarkerStep own && own.step() instanceof Step.RenameSchema);
    }

    /** What comes after that has to be planned again. */
    private static List<Step> untilCopiesAreMade(List<Step> steps) {
        return steps.stream()
                .takeWhile(step -> !(step instanceof Step.MarkerStep own && own.step() instanceof Step.RecordCopies))
                .toList();
    }

    private static MzException noEffect(List<Step> left, String state) {
        var text = new StringBuilder(
                "The copies do not come out equal to production. " + state + " Production is untouched.");
        text.append(" These statements had no effect:");
        left.stream()
                .filter(step -> !(step instanceof Step.MarkerStep))
                .forEach(step -> text.append("\n    ").append(step.sql()).append(';'));
        return new MzException(MzException.Kind.FAILED_CHECK, text.toString());
    }

    /** @param made how things stand once the copies are made; {@code null} before, when all can be undone */
    private static void execute(GoalContext context, Session session, List<Step> steps, String made) {
        var executor = new PlanExecutor(context, session);
        try {
            executor.execute(steps);
        } catch (StepFailure e) {
            String state;
            if (e.failure().isConnectionLost()) {
                state = "What was created so far is marked as this deployment's. Run mvn mz:init again: it goes on from"
                        + " there.";
            } else if (made != null) {
                state = made + "\nFix that, then run mvn mz:init again: it writes what is missing.";
            } else {
                state = undo(context, session, executor, e.done());
            }
            throw new MzException(e.kind(), e.getMessage() + "\nProduction is untouched. " + state, e);
        }
    }

    /** Drops what was created, and says what the state is then. */
    private static String undo(GoalContext context, Session session, PlanExecutor executor, List<Step> done) {
        List<String> left = executor.undo(done);
        String state = left.isEmpty()
                ? "What this run had created is dropped again."
                : "What this run had created is dropped again, except:\n    " + String.join("\n    ", left)
                        + "\nRun mvn mz:cleanup to drop the rest.";
        return state + winner(context, session);
    }

    /** Who was faster, if anybody was; nothing where that cannot be read any more. */
    private static String winner(GoalContext context, Session session) {
        Catalog now;
        try {
            now = CatalogReader.read(session, context.settings(), Reading.COPIES);
        } catch (DatabaseException e) {
            return "";
        }
        Marker winner = Marker.of(now, context.settings().target());
        boolean other = winner != null
                && winner.facts() != null
                && !now.identity().connectionId().equals(winner.facts().connection());
        return other
                ? "\nAnother run has claimed target " + winner.target() + " meanwhile: deployment "
                        + winner.deployment()
                        + ", by " + winner.facts().user() + " since "
                        + winner.facts().started() + ". Run mvn mz:init again when it has finished."
                : "";
    }
}
