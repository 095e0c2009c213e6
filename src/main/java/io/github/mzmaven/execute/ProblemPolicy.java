package io.github.mzmaven.execute;

import io.github.mzmaven.MzException;
import io.github.mzmaven.Problem;
import io.github.mzmaven.plan.PlanResult;
import io.github.mzmaven.report.RunEvent;
import java.util.ArrayList;
import java.util.List;

/** What happens to the problems that a planner found: they stop the goal, or are named in the log. */
public final class ProblemPolicy {
    private ProblemPolicy() {}

    /**
     * Refuses where a problem is hard, or soft without force.
     *
     * @param state what a refusal says of the database
     * @throws MzException with all that stop the goal
     */
    public static void check(String goal, PlanResult planned, String state, GoalContext context) {
        boolean force = context.settings().force();
        var stopping = new ArrayList<>(planned.problems(Problem.Severity.HARD));
        List<Problem> soft = planned.problems(Problem.Severity.SOFT);
        boolean refused = !stopping.isEmpty() || !soft.isEmpty() && !force;
        context.tell(new RunEvent.ProblemsFound(planned.problems(), refused));
        if (refused) {
            boolean onlySoft = stopping.isEmpty();
            if (!force) {
                stopping.addAll(soft);
            }
            String headline =
                    "mz:" + goal + " refuses. " + state + (onlySoft ? " -Dmz.force=true goes on all the same." : "");
            throw MzException.refusal(headline, stopping);
        }
    }
}
