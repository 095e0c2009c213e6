package io.github.mzmaven.plan;

import io.github.mzmaven.Problem;
import java.util.List;

/**
 * What a planner found: the plan, and what speaks against it. Where a problem is hard the plan may be incomplete and must not
 * be executed.
 */
public record PlanResult(Plan plan, List<Problem> problems) {
    public PlanResult {
        problems = List.copyOf(problems);
    }

    /** The problems of one severity. */
    public List<Problem> problems(Problem.Severity severity) {
        return problems.stream()
                .filter(problem -> problem.severity() == severity)
                .toList();
    }
}
