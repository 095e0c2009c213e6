package io.github.mzmaven.execute;

import io.github.mzmaven.Count;
import io.github.mzmaven.Durations;
import io.github.mzmaven.MzException;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.plan.CleanupPlanner;
import io.github.mzmaven.plan.Planned;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.session.Session;
import java.time.Duration;
import java.util.List;

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
        try (Session session = context.open("cleanup")) {
            Catalog catalog = CatalogReader.read(session, settings, Reading.CLEANUP);
            Planned planned = CleanupPlanner.plan(settings, catalog);
            context.record().plan(planned.plan());
            Marker marker = Marker.of(catalog, settings.target());
            if (marker != null) {
                context.about(marker);
            }
            Refusals.check("cleanup", planned, context);
            if (planned.plan().isEmpty()) {
                context.log().info("There is no deployment of target " + settings.target() + ". Nothing to do.");
                return;
            }
            context.log().info("Cleaning up deployment " + planned.plan().deployment());
            if (settings.dryRun()) {
                DryRun.print(planned.plan(), context);
                return;
            }
            execute(context, session, planned.plan().steps());
            context.log()
                    .info("Cleaned up: " + Count.of(planned.plan().steps().size(), "statement") + " in "
                            + Durations.precise(Duration.ofNanos(System.nanoTime() - started))
                            + ". Nothing of the deployment is left.");
        }
    }

    private static void execute(GoalContext context, Session session, List<Step> steps) {
        try {
            new PlanExecutor(context, session).execute(steps);
        } catch (StepFailure e) {
            String state = state(e.done(), steps.subList(e.done().size(), steps.size()));
            throw new MzException(
                    e.kind(),
                    e.getMessage() + "\n" + state + "\nMend that, then run mvn mz:cleanup again: it drops the rest.",
                    e);
        }
    }

    private static String state(List<Step> done, List<Step> left) {
        if (done.stream().anyMatch(step -> !(step instanceof Step.Bookkeeping))) {
            return "Production is untouched; what the lines above name is dropped, the rest is still there.";
        }
        boolean claimed = left.stream()
                .noneMatch(step -> step instanceof Step.Bookkeeping own && own.step() instanceof Step.RenameSchema);
        return claimed
                ? "Nothing is dropped yet; but the deployment is marked as being cleaned up, and can be neither promoted nor"
                        + " rolled back any more."
                : "Nothing is dropped yet.";
    }
}
