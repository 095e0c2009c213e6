package io.github.mzmaven.goal.cleanup;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.execute.DryRun;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.execute.ProblemPolicy;
import io.github.mzmaven.plan.PlanResult;
import io.github.mzmaven.session.Session;
import io.github.mzmaven.text.Count;
import io.github.mzmaven.text.Durations;
import java.time.Duration;
import java.util.HashSet;

/** Drops the old environment after a promote, or the new one of a deployment that is given up. */
public final class CleanupGoal implements Goal {
    @Override
    public String name() {
        return "cleanup";
    }

    @Override
    public void run(GoalContext context) {
        long started = System.nanoTime();
        Settings settings = context.settings();
        var told = new HashSet<Problem>();
        try (Session reader = context.beforeWriting(name(), () -> context.open(name()))) {
            Catalog catalog =
                    context.beforeWriting(name(), () -> CatalogReader.read(reader, settings, Reading.CLEANUP));
            PlanResult planned = CleanupPlanner.plan(settings, catalog);
            context.record().plan(planned.plan());
            Marker marker = Marker.of(catalog, settings.target());
            if (marker != null) {
                context.about(marker);
            }
            ProblemPolicy.check("cleanup", planned, "Nothing was written.", told, context);
            if (planned.plan().isEmpty()) {
                context.log().info("There is no deployment of target " + settings.target() + ". Nothing to do.");
                return;
            }
            context.log().info("Cleaning up deployment " + planned.plan().deployment());
            if (settings.dryRun()) {
                DryRun.print(planned.plan(), context);
                return;
            }
            try (Session writer = context.beforeWriting(name(), () -> context.open(name()))) {
                var run = new CleanupRun(context, reader, writer, told);
                int statements = run.run(catalog);
                context.log()
                        .info(
                                statements == 0
                                        ? "Another run has cleaned up meanwhile."
                                        : "Cleaned up: " + Count.of(statements, "statement") + " in "
                                                + Durations.precise(Duration.ofNanos(System.nanoTime() - started))
                                                + (run.leftNothing() ? ". Nothing of the deployment is left." : "."));
            }
        }
    }
}
