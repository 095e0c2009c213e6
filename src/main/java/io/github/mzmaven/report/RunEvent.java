package io.github.mzmaven.report;

import io.github.mzmaven.Problem;
import io.github.mzmaven.plan.Plan;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.session.ServerNotice;
import io.github.mzmaven.session.Unanswered;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What any goal may tell. */
public sealed interface RunEvent extends Event {
    /**
     * A goal begins.
     *
     * @param connection where and as whom, without password; {@code null} where nothing connects
     * @param origins where each value of the connection comes from
     * @param warnings what is odd about the configuration
     */
    record Started(String target, String connection, List<String> origins, List<Problem> warnings)
            implements RunEvent {}

    /** The server does not answer, and is waited for. */
    record ServerSilent(Unanswered unanswered) implements RunEvent {}

    /** Which deployment the run is about; tag and SHA are {@code null} where unknown. */
    record DeploymentKnown(String id, String tag, String gitSha) implements RunEvent {}

    /** What the run is going to send; the last plan counts. */
    record Planned(Plan plan) implements RunEvent {}

    /**
     * What a plan has against it, whether or not it was said before.
     *
     * @param refused whether the goal ends with it; the error names the problems then
     */
    record ProblemsFound(List<Problem> problems, boolean refused) implements RunEvent {}

    /**
     * A dry run ends here.
     *
     * @param script where the plan is written too
     */
    record PlanShown(Plan plan, Path script) implements RunEvent {}

    /** A message is about to be sent. */
    record StepSent(Step step) implements RunEvent {}

    /** Other sessions' DDL came in between, so that nothing happened; the step is sent again. */
    record StepRetried(Step step) implements RunEvent {}

    /** The server has answered; the notices came along. */
    record StepDone(Step step, Duration took, List<ServerNotice> notices) implements RunEvent {}

    /** How long a goal took could not be kept in the marker. */
    record TimeNotKept(String goal, String error) implements RunEvent {}

    /** What was done in a guarded transaction is committed. */
    record TransactionCommitted(Step.Transaction transaction, Duration took) implements RunEvent {}
}
