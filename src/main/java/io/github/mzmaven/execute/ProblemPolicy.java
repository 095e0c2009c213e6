package io.github.mzmaven.execute;

import io.github.mzmaven.MzException;
import io.github.mzmaven.Problem;
import io.github.mzmaven.plan.PlanResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What happens to the problems that a planner found: they stop the goal, or are named in the log. */
public final class ProblemPolicy {
    private ProblemPolicy() {}

    /**
     * Refuses where a problem is hard, or soft without force; else logs soft ones and warnings.
     *
     * @throws MzException with all of them
     */
    public static void check(String goal, PlanResult planned, GoalContext context) {
        check(goal, planned, "Nothing was written.", new HashSet<>(), context);
    }

    /**
     * Likewise, for a goal that plans more than once.
     *
     * @param state what a refusal says of the database
     * @param told what was logged before; what is logged now is added
     */
    public static void check(String goal, PlanResult planned, String state, Set<Problem> told, GoalContext context) {
        boolean force = context.settings().force();
        var stopping = new ArrayList<>(planned.problems(Problem.Severity.HARD));
        List<Problem> soft = planned.problems(Problem.Severity.SOFT);
        boolean refused = !stopping.isEmpty() || !soft.isEmpty() && !force;
        planned.problems().stream().filter(problem -> !told.contains(problem)).forEach(context.record()::problem);
        if (refused) {
            boolean onlySoft = stopping.isEmpty();
            if (!force) {
                stopping.addAll(soft);
            }
            String headline =
                    "mz:" + goal + " refuses. " + state + (onlySoft ? " -Dmz.force=true goes on all the same." : "");
            throw MzException.refusal(headline, stopping);
        }
        soft.stream().filter(told::add).forEach(problem -> context.log().warn("Forced: " + problem.what()));
        warn(
                planned.problems(Problem.Severity.WARNING).stream()
                        .filter(told::add)
                        .toList(),
                context);
    }

    /** Names problems that stop nothing. */
    static void warn(List<Problem> problems, GoalContext context) {
        problems.forEach(problem -> {
            context.log().warn(problem.what());
            problem.remedy().forEach(line -> context.log().warn("    " + line));
        });
    }
}
