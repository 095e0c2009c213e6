package io.github.mzmaven.report;

import io.github.mzmaven.Log;
import io.github.mzmaven.plan.Plan;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.session.ServerNotice;
import io.github.mzmaven.sql.Redaction;

/** The steps of a plan, in lines. */
record StepLines(Log log) {
    void plan(RunEvent.PlanShown shown) {
        Plan plan = shown.plan();
        if (plan.isEmpty()) {
            log.info("Dry run: mz:" + plan.goal() + " would send nothing.");
            return;
        }
        log.info("Dry run: nothing is written. The statements that mz:" + plan.goal() + " would send (also in "
                + shown.script() + "):");
        for (Step step : plan.steps()) {
            (Redaction.sql(step.sql()) + ";").lines().forEach(line -> log.info("  " + line));
        }
    }

    void done(RunEvent.StepDone done) {
        Step step = done.step();
        // Of the project's own SQL people see files, not statements.
        boolean ofAFile = step instanceof Step.RunStatement
                || step instanceof Step.SetSession
                || step instanceof Step.ResetSession;
        if (ofAFile || step instanceof Step.MarkerStep) {
            log.debug(step.describe());
        } else {
            log.info("  " + step.describe());
        }
        done.notices().forEach(notice -> notice(step, notice));
    }

    /**
     * What CASCADE takes along is named by a notice only. A WARNING (of a sink's key, for example) is the server's about
     * something that was so before: nobody has to act on it now.
     */
    private void notice(Step step, ServerNotice notice) {
        String said = notice.message()
                + (notice.detail() == null ? "" : ": " + notice.detail().replace("\n", ", "));
        String line = "    " + Redaction.message(said, step.sql());
        boolean cascade = step instanceof Step.DropSchemas schemas
                        && schemas.how().cascades()
                || step instanceof Step.DropClusters clusters && clusters.how().cascades();
        if (cascade || notice.severity().equals("WARNING")) {
            log.info(line);
        } else {
            log.debug(line);
        }
    }
}
