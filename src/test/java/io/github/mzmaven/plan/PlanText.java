package io.github.mzmaven.plan;

import io.github.mzmaven.Problem;
import java.util.List;

/** Plans and problems as texts to compare as a whole. */
public final class PlanText {
    private PlanText() {}

    /** A statement a line, as far as the server's own syntax goes. */
    public static String sql(Plan plan) {
        var text = new StringBuilder();
        plan.steps().forEach(step -> text.append(step.sql()).append(";\n"));
        return text.toString();
    }

    public static String sql(PlanResult planned) {
        return sql(planned.plan());
    }

    /** What is wrong, a line each, and the remedies indented below. */
    public static String problems(List<Problem> problems) {
        var text = new StringBuilder();
        for (Problem problem : problems) {
            text.append(problem.severity()).append(": ").append(problem.what()).append('\n');
            problem.remedy().forEach(line -> text.append("    ").append(line).append('\n'));
        }
        return text.toString();
    }

    public static String problems(PlanResult planned) {
        return problems(planned.problems());
    }
}
