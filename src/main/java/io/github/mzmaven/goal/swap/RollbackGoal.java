package io.github.mzmaven.goal.swap;

import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.plan.Direction;

/** Swaps back what promote swapped, sinks too, as long as the old environment exists: the phases of a promote, backwards. */
public final class RollbackGoal implements Goal {
    @Override
    public String name() {
        return Direction.ROLLBACK.goal();
    }

    @Override
    public void run(GoalContext context) {
        // Which one may be promoted is nothing to a rollback that somebody asks for.
        PromoteGoal.run(Direction.ROLLBACK, context.with(context.settings().expecting(null)));
    }
}
