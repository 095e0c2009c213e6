package io.github.mzmaven.execute;

import io.github.mzmaven.Count;
import io.github.mzmaven.Durations;
import io.github.mzmaven.MzException;
import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.plan.InitPlanner;
import io.github.mzmaven.plan.Planned;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.session.DatabaseException;
import io.github.mzmaven.session.Session;
import java.time.Duration;
import java.util.ArrayList;
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
        try (Session session = context.open("init")) {
            Planned planned = plan(context, session);
            Refusals.check("init", planned, context);
            context.log()
                    .info("Deployment " + planned.plan().deployment()
                            + (settings.tag() == null ? "" : " (tag " + settings.tag() + ")") + ": "
                            + Count.of(settings.schemas().size(), "schema") + ", "
                            + Count.of(settings.clusters().size(), "cluster") + ", suffix " + settings.suffix());
            if (settings.dryRun()) {
                DryRun.print(planned.plan(), context);
                return;
            }
            execute(context, session, planned.plan().steps(), false);
            int statements = planned.plan().steps().size() + verify(context, session, planned);
            context.log()
                    .info(
                            statements == 0
                                    ? "Staged already; nothing was missing. Next: mvn mz:apply"
                                    : "Staged: " + Count.of(statements, "statement") + " in "
                                            + Durations.precise(Duration.ofNanos(System.nanoTime() - started))
                                            + ". Next: mvn mz:apply");
        }
    }

    private static Planned plan(GoalContext context, Session session) {
        Planned planned = planNow(context, session);
        context.record().plan(planned.plan());
        context.record()
                .deployment(
                        planned.plan().deployment(),
                        context.settings().tag(),
                        context.settings().gitSha());
        return planned;
    }

    private static Planned planNow(GoalContext context, Session session) {
        Settings settings = context.settings();
        return InitPlanner.plan(settings, CatalogReader.read(session, settings, Reading.INIT));
    }

    /**
     * Reads again and plans again: what is left to do is what the server made otherwise than was foreseen, the privileges of
     * a new schema for example. After that nothing may be left.
     *
     * @return how many statements it took
     */
    private static int verify(GoalContext context, Session session, Planned planned) {
        Planned after = planNow(context, session);
        List<Problem> news = new ArrayList<>(after.problems(Problem.Severity.WARNING));
        news.removeAll(planned.problems());
        Refusals.warn(news, context);
        List<Step> left = after.plan().steps();
        if (left.isEmpty()) {
            return 0;
        }
        execute(context, session, left, true);
        List<Step> still = planNow(context, session).plan().steps();
        if (!still.isEmpty()) {
            var text = new StringBuilder("The copies are made, but they do not come out equal to production."
                    + " The deployment is staged; production is untouched. These statements had no effect:");
            still.forEach(step -> text.append("\n    ").append(step.sql()).append(';'));
            throw new MzException(MzException.Kind.FAILED_CHECK, text.toString());
        }
        return left.size();
    }

    private static void execute(GoalContext context, Session session, List<Step> steps, boolean staged) {
        var executor = new PlanExecutor(context, session);
        try {
            executor.execute(steps);
        } catch (StepFailure e) {
            String state;
            if (e.failure().isConnectionLost()) {
                state = "What was created so far is marked as this deployment's. Run mvn mz:init again: it goes on from"
                        + " there.";
            } else if (staged) {
                state = "The deployment is staged, but its copies are not equal to production yet.\n"
                        + "Mend that, then run mvn mz:init again: it writes what is missing.";
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
