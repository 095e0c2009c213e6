package io.github.mzmaven.goal.cleanup;

import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.execute.DryRun;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.execute.ProblemPolicy;
import io.github.mzmaven.plan.Deployment;
import io.github.mzmaven.plan.PlanResult;
import io.github.mzmaven.report.CleanupEvent;
import io.github.mzmaven.report.RunEvent;
import io.github.mzmaven.session.Session;
import java.time.Duration;

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
        try (Session reader = context.beforeWriting(name(), () -> context.open(name()))) {
            Catalog catalog =
                    context.beforeWriting(name(), () -> CatalogReader.read(reader, settings, Reading.CLEANUP));
            Marker marker = Marker.of(catalog, settings.target());
            if (marker != null) {
                context.about(marker);
            }
            if (isLeftAlone(context, catalog)) {
                return;
            }
            PlanResult planned = CleanupPlanner.plan(settings, catalog);
            context.tell(new RunEvent.Planned(planned.plan()));
            ProblemPolicy.check("cleanup", planned, "Nothing was written.", context);
            if (planned.plan().isEmpty()) {
                context.tell(new CleanupEvent.NothingThere(settings.target()));
                return;
            }
            context.tell(new CleanupEvent.Begun(
                    marker == null ? null : planned.plan().deployment()));
            if (settings.dryRun()) {
                DryRun.print(planned.plan(), context);
                return;
            }
            try (Session writer = context.beforeWriting(name(), () -> context.open(name()))) {
                var run = new CleanupRun(context, reader, writer);
                int statements = run.run(catalog);
                if (!run.leftAlone()) {
                    context.tell(new CleanupEvent.CleanedUp(
                            statements,
                            Duration.ofNanos(System.nanoTime() - started),
                            run.leftNothing(),
                            run.leftCurrent()));
                }
            }
        }
    }

    /** Whether there is a deployment that is none for a job which cleans up only what is promoted; says so. */
    static boolean isLeftAlone(GoalContext context, Catalog catalog) {
        Settings settings = context.settings();
        Marker marker = Marker.of(catalog, settings.target());
        boolean leaves = marker != null && settings.cleanup().promotedOnly() && !isPromoted(settings, catalog, marker);
        if (leaves) {
            context.tell(new CleanupEvent.LeftAlone(
                    marker.deployment(), marker.state().word()));
        }
        return leaves;
    }

    /** By ids too: something else may have swapped. A cleanup that was cut off was meant. */
    private static boolean isPromoted(Settings settings, Catalog catalog, Marker marker) {
        return marker.state() == Marker.State.PROMOTED
                || marker.state() == Marker.State.CLEANING
                || MarkerEnd.isInProduction(Deployment.of(settings, catalog));
    }
}
