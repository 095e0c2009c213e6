package io.github.mzmaven.execute;

import io.github.mzmaven.Count;
import io.github.mzmaven.Durations;
import io.github.mzmaven.MzException;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.plan.InitPlanner;
import io.github.mzmaven.plan.Planned;
import io.github.mzmaven.plan.Step;
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
            execute(context, session, planned.plan().steps());
            int statements = planned.plan().steps().size() + verify(context, session);
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
        Catalog catalog = CatalogReader.read(session, context.settings().clusterNames());
        Planned planned = InitPlanner.plan(context.settings(), catalog);
        context.record().plan(planned.plan());
        context.record()
                .deployment(
                        planned.plan().deployment(),
                        context.settings().tag(),
                        context.settings().gitSha());
        return planned;
    }

    /**
     * Reads again and plans again: what is left to do is what the server made otherwise than was foreseen, the privileges of
     * a new schema for example. After that nothing may be left.
     *
     * @return how many statements it took
     */
    private static int verify(GoalContext context, Session session) {
        Catalog after = CatalogReader.read(session, context.settings().clusterNames());
        List<Step> left = InitPlanner.plan(context.settings(), after).plan().steps();
        if (left.isEmpty()) {
            return 0;
        }
        execute(context, session, left);
        Catalog last = CatalogReader.read(session, context.settings().clusterNames());
        List<Step> still = InitPlanner.plan(context.settings(), last).plan().steps();
        if (!still.isEmpty()) {
            var text = new StringBuilder("The copies are made, but they do not come out equal to production."
                    + " The deployment is staged; production is untouched. These statements had no effect:");
            still.forEach(step -> text.append("\n    ").append(step.sql()).append(';'));
            throw new MzException(MzException.Kind.FAILED_CHECK, text.toString());
        }
        return left.size();
    }

    private static void execute(GoalContext context, Session session, List<Step> steps) {
        var executor = new PlanExecutor(context, session);
        try {
            executor.execute(steps);
        } catch (StepFailure e) {
            throw failure(context, session, executor, e);
        }
    }

    private static MzException failure(
            GoalContext context, Session session, PlanExecutor executor, StepFailure failure) {
        if (failure.failure().isConnectionLost()) {
            return new MzException(
                    failure.kind(),
                    failure.getMessage() + "\nProduction is untouched. What was created so far is marked as this"
                            + " deployment's. Run mvn mz:init again: it goes on from there.",
                    failure);
        }
        List<String> left = executor.undo(failure.done());
        var text = new StringBuilder(failure.getMessage()).append("\nProduction is untouched. ");
        if (left.isEmpty()) {
            text.append("What this run had created is dropped again.");
        } else {
            text.append("What this run had created is dropped again, except:");
            left.forEach(line -> text.append("\n    ").append(line));
            text.append("\nRun mvn mz:cleanup to drop the rest.");
        }
        Catalog now = CatalogReader.read(session, List.of());
        Marker winner = Marker.of(now, context.settings().target());
        if (winner != null
                && winner.facts() != null
                && !now.identity().connectionId().equals(winner.facts().connection())) {
            text.append("\nAnother run has claimed target ")
                    .append(winner.target())
                    .append(" meanwhile: deployment ")
                    .append(winner.deployment())
                    .append(", by ")
                    .append(winner.facts().user())
                    .append(" since ")
                    .append(winner.facts().started())
                    .append(". Run mvn mz:init again when it has finished.");
        }
        return new MzException(failure.kind(), text.toString(), failure);
    }
}
