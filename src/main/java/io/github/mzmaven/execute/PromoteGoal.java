package io.github.mzmaven.execute;

import io.github.mzmaven.catalog.Facts;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.plan.Direction;
import io.github.mzmaven.plan.SwapPlan;
import java.util.List;

/** Swaps the copies with production, points the sinks at the new objects, and tags the schemas. */
public final class PromoteGoal implements Goal {
    @Override
    public String name() {
        return Direction.PROMOTE.goal();
    }

    @Override
    public void run(GoalContext context) {
        Settings settings = context.settings();
        try (var swap = new SwapGoal(Direction.PROMOTE, context)) {
            SwapPlan plan = swap.prepare();
            Marker marker = Marker.of(swap.catalog(), settings.target());
            announce(context, marker, plan);
            if (plan.isDone()) {
                context.log().info("Nothing left to do.");
                return;
            }
            swap.tellChanges();
            swap.rehearse();
            if (settings.dryRun()) {
                DryRun.print(plan.planned().plan(), context);
                return;
            }
            if (settings.promote().waitFirst() && !plan.swapped()) {
                List<String> copies =
                        settings.clusterNames().stream().map(settings::copyOf).toList();
                context.log().info(new Waiting(context, name()).until(copies).describe());
                plan = swap.prepare();
            }
            swap.swap();
            swap.finish();
            context.log()
                    .info("Promoted. Production is now " + marker.deployment() + "; the old objects are in *"
                            + settings.suffix() + ". Next: mvn mz:cleanup, or mvn mz:rollback");
        }
    }

    private static void announce(GoalContext context, Marker marker, SwapPlan plan) {
        Facts facts = marker.facts();
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
