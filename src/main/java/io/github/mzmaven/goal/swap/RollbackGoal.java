package io.github.mzmaven.goal.swap;

import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.execute.DryRun;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.plan.Direction;

/** Swaps back what promote swapped, sinks too, as long as the old environment exists. */
public final class RollbackGoal implements Goal {
    @Override
    public String name() {
        return Direction.ROLLBACK.goal();
    }

    @Override
    public void run(GoalContext context) {
        Settings settings = context.settings();
        try (var swap = new SwapRun(Direction.ROLLBACK, context)) {
            Seen seen = swap.look();
            Marker marker = Marker.of(seen.catalog(), settings.target());
            context.about(marker);
            if (seen.plan().isDone()) {
                context.log()
                        .info("Deployment " + marker.deployment()
                                + " is not promoted: production has the old version. Nothing left to do.");
                return;
            }
            swap.tellChanges(seen);
            if (settings.dryRun()) {
                DryRun.print(swap.rehearse(seen).plan().planned().plan(), context);
                return;
            }
            Seen swapped = swap.swap(seen);
            swap.finish(swapped);
            if (!swapped.plan().moves().isEmpty()) {
                context.log()
                        .warn("What the sinks emitted since the promote stays in their topics: a rollback cannot"
                                + " take it back, and a moved sink emits no snapshot.");
            }
            context.log()
                    .info("Rolled back. Production has the old version; deployment " + marker.deployment()
                            + " is staged again in *" + marker.inventory().suffix()
                            + ". Next: mvn mz:promote, or mvn mz:cleanup");
        }
    }
}
