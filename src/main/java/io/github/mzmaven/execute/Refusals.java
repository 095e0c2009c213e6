package io.github.mzmaven.execute;

import io.github.mzmaven.MzException;
import io.github.mzmaven.Problem;
import io.github.mzmaven.plan.Planned;
import java.util.ArrayList;
import java.util.List;

/** What happens to the problems that a planner found: they stop the goal, or are named in the log. */
final class Refusals {
    private Refusals() {}

    /**
     * Refuses where a problem is hard, or soft without force; else logs soft ones and warnings.
     *
     * @throws MzException with all of them
     */
    static void check(String goal, Planned planned, GoalContext context) {
        boolean force = context.settings().force();
        var stopping = new ArrayList<>(planned.problems(Problem.Severity.HARD));
        List<Problem> soft = planned.problems(Problem.Severity.SOFT);
        boolean refused = !stopping.isEmpty() || !soft.isEmpty() && !force;
        planned.problems().forEach(context.record()::problem);
        if (refused) {
            boolean onlySoft = stopping.isEmpty();
            if (!force) {
                stopping.addAll(soft);
            }
            String headline = "mz:" + goal + " refuses. Nothing was written."
                    + (onlySoft ? " -Dmz.force=true goes on all the same." : "");
            throw MzException.refusal(headline, stopping);
        }
        soft.forEach(problem -> context.log().warn("Forced: " + problem.what()));
        warn(planned.problems(Problem.Severity.WARNING), context);
    }

    /** Names problems that stop nothing. */
    static void warn(List<Problem> problems, GoalContext context) {
        problems.forEach(problem -> {
            context.log().warn(problem.what());
            problem.remedy().forEach(line -> context.log().warn("    " + line));
        });
    }
}
