package io.github.mzmaven.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.mzmaven.plan.Plan;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.sql.Redaction;
import java.util.List;

/** A plan as {@code <goal>-plan.sql} and {@code <goal>-plan.json} tell it. */
final class PlanFile {
    private PlanFile() {}

    /** What {@code <goal>-plan.json} holds. */
    record Document(
            int schemaVersion,
            String goal,
            String target,
            String deployment,
            List<PlannedStep> steps,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FilePlan> files) {
        Document {
            steps = steps == null ? List.of() : List.copyOf(steps);
            files = files == null ? List.of() : List.copyOf(files);
        }

        /** Of a goal that left none. */
        static Document none() {
            return new Document(RunResult.SCHEMA_VERSION, null, null, null, List.of(), List.of());
        }
    }

    /** A step; {@code steps} are those of a transaction. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PlannedStep(String type, String describe, String sql, List<PlannedStep> steps) {}

    static Document document(RunResult result, Plan plan, List<FilePlan> files) {
        return new Document(
                RunResult.SCHEMA_VERSION,
                plan.goal(),
                result.target(),
                plan.deployment(),
                plan.steps().stream().map(PlanFile::step).toList(),
                files);
    }

    /** A script for psql; it stops at the first error, as the goal would. */
    static String script(RunResult result, Plan plan) {
        var script = new StringBuilder();
        comment(script, "mz:" + plan.goal() + " on target " + result.target());
        comment(script, "Deployment: " + plan.deployment());
        comment(
                script,
                "Planned for " + result.connection() + ", " + result.times().startedAt());
        script.append("\\set ON_ERROR_STOP on\n");
        for (Step step : plan.steps()) {
            script.append('\n');
            comment(script, step.describe());
            statement(script, Redaction.sql(step.sql()));
        }
        return script.toString();
    }

    private static PlannedStep step(Step step) {
        return new PlannedStep(
                step.getClass().getSimpleName(),
                step.describe(),
                Redaction.sql(step.sql()),
                step instanceof Step.Transaction transaction
                        ? transaction.steps().stream().map(PlanFile::step).toList()
                        : null);
    }

    /** A name with a line break in it must not end the comment. */
    private static void comment(StringBuilder script, String text) {
        script.append("-- ").append(text.replaceAll("\\R", " ")).append('\n');
    }

    private static void statement(StringBuilder script, String sql) {
        String text = sql.strip();
        // The last line may be a comment of the project's own SQL, which would swallow the semicolon.
        String lastLine = text.substring(text.lastIndexOf('\n') + 1);
        script.append(text).append(lastLine.contains("--") ? "\n;\n" : ";\n");
    }
}
