package io.github.mzmaven.execute;

import io.github.mzmaven.plan.Plan;
import io.github.mzmaven.report.RunEvent;

/** The other executor of a plan: it shows what {@link PlanExecutor} would send. */
public final class DryRun {
    private DryRun() {}

    public static void print(Plan plan, GoalContext context) {
        context.tell(new RunEvent.PlanShown(
                plan, context.settings().outputDirectory().resolve(plan.goal() + "-plan.sql")));
    }
}
