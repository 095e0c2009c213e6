package io.github.mzmaven.execute;

import io.github.mzmaven.Log;
import io.github.mzmaven.plan.Plan;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.sql.Redaction;

/** The other executor of a plan: it prints what {@link PlanExecutor} would send. */
public final class DryRun {
    private DryRun() {}

    public static void print(Plan plan, GoalContext context) {
        Log log = context.log();
        if (plan.isEmpty()) {
            log.info("Dry run: mz:" + plan.goal() + " would send nothing.");
            return;
        }
        log.info("Dry run: nothing is written. The statements that mz:" + plan.goal() + " would send (also in "
                + context.settings().outputDirectory().resolve(plan.goal() + "-plan.sql") + "):");
        for (Step step : plan.steps()) {
            (Redaction.sql(step.sql()) + ";").lines().forEach(line -> log.info("  " + line));
        }
    }
}
