package io.github.mzmaven.goal.swap;

import io.github.mzmaven.catalog.DeploymentFacts;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.execute.DryRun;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.plan.Direction;

/** Swaps the copies with production, points the sinks at the new objects, and tags the schemas. */
public final class PromoteGoal implements Goal {
    @Override
    public String name() {
        return Direction.PROMOTE.goal();
    }

    @Override
    public void run(GoalContext context) {
        Settings settings = context.settings();
        try (var swap = new SwapRun(Direction.PROMOTE, context)) {
            Seen seen = swap.look();
            Marker marker = Marker.of(seen.catalog(), settings.target());
            announce(context, marker, seen.plan());
            if (seen.plan().isDone()) {
                context.log().info("Nothing left to do.");
                return;
            }
            swap.tellChanges(seen);
            if (settings.dryRun()) {
                DryRun.print(swap.rehearse(seen).plan().planned().plan(), context);
                return;
            }
            swap.finish(swap.swap(seen));
            context.log()
                    .info("Promoted. Production is now " + marker.deployment() + "; the old objects are in *"
                            + marker.inventory().suffix() + ". Next: mvn mz:cleanup, or mvn mz:rollback");
        }
    }

    private static void announce(GoalContext context, Marker marker, SwapPlan plan) {
        DeploymentFacts facts = marker.facts();
        context.about(marker);
        if (!plan.swapped()) {
            context.log()
                    .info("Deployment " + marker.deployment() + " is staged"
                            + (facts == null ? "" : " (begun at " + facts.started() + " by " + facts.user() + ")"));
        } else if (facts != null && facts.promoted() != null) {
            context.log()
                    .info("Deployment " + marker.deployment() + " was promoted at " + facts.promoted() + " by "
                            + facts.promotedBy() + ".");
        } else {
            context.log()
                    .info("Deployment " + marker.deployment()
                            + " is in production already: another run swapped it, or something else did.");
        }
    }
}
