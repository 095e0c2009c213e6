package io.github.mzmaven.report;

import io.github.mzmaven.Place;
import io.github.mzmaven.Problem;
import io.github.mzmaven.plan.ClusterOutlook;
import io.github.mzmaven.plan.ClusterReadiness;
import io.github.mzmaven.plan.ObjectChange;
import java.time.Instant;
import java.util.List;

/**
 * What {@code <goal>-result.json} holds, whether the goal succeeded or not; see {@link RunRecord}. Times are ISO 8601 in
 * UTC, durations are milliseconds, and lists are never {@code null}.
 *
 * @param schemaVersion of this shape; grows when a reader of the old one would misread the new one
 * @param connection where and as whom, e.g. "materialize at db.example.com:6875 as deployer"
 * @param dryRun whether it only showed its plan
 * @param message how it ended, as the log says it
 * @param place where in the project's files its error is; {@code null} where it is in none, or is one of the problems
 * @param deployment {@code null} where the goal knew of none
 * @param files what mz:export has written, or found as it is to be
 * @param leftOut what of production mz:export has put into no file
 * @param status what mz:status found; {@code null} for other goals
 * @param history what mz:history found
 */
record RunResult(
        int schemaVersion,
        String goal,
        String target,
        String connection,
        boolean success,
        boolean dryRun,
        String message,
        Place place,
        RunEvent.DeploymentKnown deployment,
        Times times,
        List<StepTime> steps,
        List<SwapEvent.AttemptEnded> attempts,
        List<Swap> swaps,
        List<ObjectChange> objects,
        List<HydrationSample> hydration,
        List<SinkMove> sinks,
        List<SwapEvent.IdChanged> ids,
        List<Problem> problems,
        List<TestResult> tests,
        List<RelationDiff> relations,
        List<ExportedFile> files,
        List<ExportEvent.LeftOut> leftOut,
        TargetStatus status,
        List<HistoryFound.Past> history) {

    /** The version of this shape. */
    static final int SCHEMA_VERSION = 1;

    RunResult {
        // A file that somebody shortened by hand reads as one that tells less.
        steps = listOf(steps);
        attempts = listOf(attempts);
        swaps = listOf(swaps);
        objects = listOf(objects);
        hydration = listOf(hydration);
        sinks = listOf(sinks);
        ids = listOf(ids);
        problems = listOf(problems);
        tests = listOf(tests);
        relations = listOf(relations);
        files = listOf(files);
        leftOut = listOf(leftOut);
        history = listOf(history);
    }

    /**
     * Whether there is one that another job may go on with: the id that an init would give is none yet, where it refused or was a dry
     * run, and what a cleanup is about is none any more.
     */
    boolean hasDeployment() {
        return deployment != null
                && !goal.equals("cleanup")
                && (!goal.equals("init") || !dryRun && (success || !steps.isEmpty()));
    }

    private static <T> List<T> listOf(List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    /** When the goal ran. */
    record Times(String startedAt, String finishedAt, long tookMillis) {}

    /** A message that was sent and answered. */
    record StepTime(String describe, String sql, long tookMillis) {}

    /**
     * Two names that changed places.
     *
     * @param kind schema or cluster
     * @param name production's
     * @param copy {@code null} where the plan does not say
     * @param oldId what production's name held before
     * @param newId what it holds now
     */
    record Swap(String kind, String name, String copy, String oldId, String newId) {}

    /**
     * How far a cluster was at a moment.
     *
     * @param lagMillis {@code null} where none is known
     * @param memoryPercent of its fullest replica, as last read; {@code null} where it was not
     * @param expectedAt when it would be hydrated if it took as long as the last time; {@code null} where that is not known
     */
    record HydrationSample(
            String at,
            String cluster,
            int hydrated,
            int total,
            Long lagMillis,
            Integer memoryPercent,
            String expectedAt) {
        static HydrationSample of(Instant at, ClusterReadiness cluster, ClusterOutlook outlook) {
            return new HydrationSample(
                    at.toString(),
                    cluster.cluster(),
                    cluster.hydrated(),
                    cluster.total(),
                    cluster.lag() == null ? null : cluster.lag().toMillis(),
                    outlook.highestMemory(),
                    outlook.expectedAt() == null ? null : outlook.expectedAt().toString());
        }
    }

    /**
     * A test of the project's.
     *
     * @param path relative to the directory of tests
     * @param summary how many rows, or the error; empty where it passed
     * @param place {@code null} where it passed
     */
    record TestResult(String path, TestReport.Outcome outcome, long tookMillis, String summary, Place place) {
        boolean passed() {
            return outcome == TestReport.Outcome.PASSED;
        }

        /** What is wrong, with the file. */
        String described() {
            return TestReport.TestCase.described(path, summary);
        }
    }

    /** A file of mz:export. */
    record ExportedFile(String path, ExportEvent.Outcome outcome) {}

    /** A sink that was pointed elsewhere, or should have been. */
    record SinkMove(String name, String from, String to, String outcome, long tookMillis) {}
}
