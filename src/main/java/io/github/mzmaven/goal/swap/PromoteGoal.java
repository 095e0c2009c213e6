package io.github.mzmaven.goal.swap;

import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.execute.DryRun;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.execute.GoalClock;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.plan.Direction;
import io.github.mzmaven.report.SwapEvent;

/** Swaps the copies with production, points the sinks at the new objects, and tags the schemas. */
public final class PromoteGoal implements Goal {
    @Override
    public String name() {
        return Direction.PROMOTE.goal();
    }

    @Override
    public void run(GoalContext context) {
        Soak soak = Soak.of(context);
        String deployment = run(Direction.PROMOTE, context);
        if (soak != null && context.settings().dryRun()) {
            soak.tellPlan();
        } else if (soak != null) {
            soak.run(deployment);
        }
    }

    /**
     * Goes through the phases, which are those of a rollback too: reads, plans and refuses; waits and rehearses where that is
     * needed; swaps, settling what became of each attempt; finishes. Each takes what was seen and returns what is seen now.
     *
     * @return the id of the deployment
     */
    static String run(Direction direction, GoalContext context) {
        var clock = new GoalClock(direction.goal());
        try (var swap = new SwapRun(direction, context)) {
            Seen seen = swap.read();
            Marker marker = Marker.of(seen.catalog(), context.settings().target());
            context.about(marker);
            context.tell(new SwapEvent.Begun(
                    direction, marker.deployment(), marker.facts(), seen.plan().swapped()));
            if (seen.plan().isDone()) {
                context.tell(new SwapEvent.NothingLeft(direction, marker.deployment()));
                return marker.deployment();
            }
            swap.tellChanges(seen);
            if (context.settings().dryRun()) {
                DryRun.print(swap.rehearse(seen).plan().planned().plan(), context);
                return marker.deployment();
            }
            Seen ready = swap.ready(seen);
            Seen swapped = swap.swap(ready);
            swap.finish(swapped);
            if (!seen.plan().swapped()) {
                swap.keepTime(swapped, clock);
            }
            context.tell(new SwapEvent.Ended(
                    direction,
                    marker.deployment(),
                    marker.inventory().suffix(),
                    !swapped.plan().moves().isEmpty()));
            return marker.deployment();
        }
    }
}
