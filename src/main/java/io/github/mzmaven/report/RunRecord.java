package io.github.mzmaven.report;

import io.github.mzmaven.MzException;
import io.github.mzmaven.Place;
import io.github.mzmaven.Problem;
import io.github.mzmaven.plan.ClusterOutlook;
import io.github.mzmaven.plan.Direction;
import io.github.mzmaven.plan.ObjectChange;
import io.github.mzmaven.plan.Plan;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.report.RunResult.HydrationSample;
import io.github.mzmaven.report.RunResult.SinkMove;
import io.github.mzmaven.report.RunResult.StepTime;
import io.github.mzmaven.report.RunResult.Swap;
import io.github.mzmaven.report.RunResult.TestResult;
import io.github.mzmaven.report.RunResult.Times;
import io.github.mzmaven.sql.Redaction;
import io.github.mzmaven.text.UrlPasswords;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects what a run tells, for the files it leaves. The files:
 *
 * <ul>
 *   <li>{@code <goal>-plan.sql}: the plan, for psql
 *   <li>{@code <goal>-plan.json}: {@code schemaVersion, goal, target, deployment, steps}, a step being {@code type,
 *       describe, sql} and, in a transaction, {@code steps}; of mz:apply also {@code files} ({@link FilePlan})
 *   <li>{@code <goal>-result.json}: {@code schemaVersion, goal, target, connection, success, dryRun, message, place (file,
 *       line, column), deployment (id, tag,
 *       gitSha), times (startedAt, finishedAt, tookMillis), steps (describe, sql, tookMillis), attempts (number, outcome),
 *       swaps (kind, name, copy, oldId, newId), objects (change, kind, name, oldId, newId, differences (aspect, what)),
 *       hydration (at, cluster, hydrated, total, lagMillis, memoryPercent, expectedAt), sinks (name, from, to, outcome, tookMillis), ids (object, oldId,
 *       newId), problems (severity, what, remedy, place), tests (path, outcome, tookMillis, summary, place), relations ({@link
 *       RelationDiff}), files (path, outcome) and leftOut (kind, name, why) of mz:export, status, history (state, deployment (id, tag, user, git, started, promoted, promotedBy, rolledBack,
 *       inProduction, goals))}; the same keys on success and failure, with {@code null} or an
 *       empty list for what was not said; {@code status} is {@link TargetStatus}, for mz:status alone
 *   <li>{@code report.html}: a page of all goals whose results are in the directory
 *   <li>{@code deployment.env}: the newest deployment's id, {@code MZ_DEPLOYMENT_ID=…}, for other jobs
 *   <li>{@code summary.md}: what of the newest deployment a reviewer reads in a pull request
 * </ul>
 */
public final class RunRecord implements Listener {
    private final String goal;
    private final String target;
    private final String connection;
    private final Instant startedAt;

    private final List<StepTime> steps = new ArrayList<>();
    private final List<SwapEvent.AttemptEnded> attempts = new ArrayList<>();
    private final List<Swap> swaps = new ArrayList<>();
    private final List<ObjectChange> objects = new ArrayList<>();
    private final List<HydrationSample> hydration = new ArrayList<>();
    private final List<SinkMove> sinks = new ArrayList<>();
    private final List<SwapEvent.IdChanged> ids = new ArrayList<>();
    private final Set<Problem> problems = new LinkedHashSet<>();
    private final List<TestResult> tests = new ArrayList<>();
    private final List<RelationDiff> relations = new ArrayList<>();
    private final List<RunResult.ExportedFile> files = new ArrayList<>();
    private final List<ExportEvent.LeftOut> leftOut = new ArrayList<>();
    private final Handlers handlers = new Handlers()
            .on(RunEvent.DeploymentKnown.class, known -> deployment = known)
            .on(RunEvent.Planned.class, planned -> plan = planned.plan())
            .on(RunEvent.PlanShown.class, shown -> dryRun = true)
            .on(RunEvent.ProblemsFound.class, found -> problems.addAll(found.problems()))
            .on(RunEvent.StepDone.class, done -> step(done.step(), done.took()))
            .on(RunEvent.TransactionCommitted.class, committed -> step(committed.transaction(), committed.took()))
            .on(WaitEvent.Looked.class, this::looked)
            .on(SwapEvent.SoakLooked.class, this::looked)
            .on(TestEvent.Tested.class, tested -> tests.add(result(tested.test())))
            .on(WaitEvent.MemoryHigh.class, high -> problems.add(FailureText.highMemory(high)))
            .on(SwapEvent.Begun.class, begun -> swapsBack = begun.direction() == Direction.ROLLBACK)
            .on(SwapEvent.ObjectDiffers.class, this::differs)
            .on(SwapEvent.AttemptEnded.class, attempts::add)
            .on(
                    SwapEvent.NamesSwapped.class,
                    swapped -> swaps.add(new Swap(
                            swapped.kind(),
                            swapped.name(),
                            copyOf(swapped.kind(), swapped.name()),
                            swapped.oldId(),
                            swapped.newId())))
            .on(SwapEvent.SinkMoved.class, this::moved)
            .on(SwapEvent.IdChanged.class, ids::add)
            .on(StatusFound.class, this::status)
            // What was compared while somebody changed either version is of no use to anybody.
            .on(DiffEvent.Ended.class, ended -> relations.addAll(ended.relations()))
            .ignore(DiffEvent.AlreadyPromoted.class)
            .ignore(DiffEvent.Begun.class)
            .ignore(DiffEvent.Compared.class)
            .ignore(ExportEvent.Begun.class)
            .on(ExportEvent.ObjectsLeftOut.class, left -> leftOut.addAll(left.objects()))
            .on(ExportEvent.FileShown.class, this::shown)
            .on(ExportEvent.FileDone.class, file -> files.add(new RunResult.ExportedFile(file.path(), file.outcome())))
            .ignore(ExportEvent.OthersKept.class)
            .on(ExportEvent.Exported.class, exported -> dryRun = exported.dryRun())
            .on(HistoryFound.class, found -> history = found.deployments())
            .ignore(RunEvent.Started.class)
            .ignore(RunEvent.ServerSilent.class)
            .ignore(RunEvent.StepSent.class)
            .ignore(RunEvent.StepRetried.class)
            .ignore(RunEvent.TimeNotKept.class)
            .ignore(InitEvent.class)
            .ignore(ApplyEvent.class)
            .on(ApplyEvent.FilesPlanned.class, planned -> ordered = planned.files())
            .ignore(WaitEvent.Begun.class)
            .ignore(WaitEvent.MemoryUnknown.class)
            .ignore(WaitEvent.TimesNotStored.class)
            .ignore(WaitEvent.ObjectGone.class)
            .ignore(WaitEvent.ConnectionLost.class)
            .ignore(WaitEvent.ConnectedAgain.class)
            .ignore(WaitEvent.ReadingFailed.class)
            .ignore(WaitEvent.ReadAgain.class)
            .ignore(WaitEvent.Ready.class)
            .ignore(TestEvent.NoTests.class)
            .ignore(TestEvent.QuerySent.class)
            .ignore(TestEvent.Passed.class)
            .ignore(SwapEvent.NothingLeft.class)
            .ignore(SwapEvent.Rehearsed.class)
            .ignore(SwapEvent.TryingAgain.class)
            .ignore(SwapEvent.Swapped.class)
            .ignore(SwapEvent.FoundSwapped.class)
            .ignore(SwapEvent.SinkUnhealthy.class)
            .ignore(SwapEvent.SoakPlanned.class)
            .ignore(SwapEvent.SoakBegun.class)
            .ignore(SwapEvent.SoakCutOff.class)
            .ignore(SwapEvent.SoakFailed.class)
            .ignore(SwapEvent.SoakPassed.class)
            .ignore(SwapEvent.Ended.class)
            .ignore(CleanupEvent.class)
            .ignore(ValidateEvent.class);
    private Plan plan;
    private List<FilePlan> ordered = List.of();
    private RunEvent.DeploymentKnown deployment;
    private TargetStatus status;
    private List<HistoryFound.Past> history = List.of();
    private boolean success;
    private boolean dryRun;
    private boolean swapsBack;
    private String message = "";
    private Place place;
    private Instant finishedAt;

    /**
     * Starts the record of one goal.
     *
     * @param goal without prefix: init, promote …
     * @param connection where and as whom, without password: {@code ConnectionSettings.describe()}
     */
    public RunRecord(String goal, String target, String connection, Instant startedAt) {
        this.goal = goal;
        this.target = target;
        this.connection = connection;
        this.startedAt = startedAt;
        this.finishedAt = startedAt;
    }

    @Override
    public synchronized void on(Event event) {
        handlers.handle(event);
    }

    Handlers handlers() {
        return handlers;
    }

    private void step(Step step, Duration took) {
        steps.add(new StepTime(step.describe(), Redaction.sql(step.sql()), took.toMillis()));
    }

    private void shown(ExportEvent.FileShown file) {
        dryRun = true;
        files.add(new RunResult.ExportedFile(file.path(), file.outcome()));
    }

    private void looked(WaitEvent.Looked looked) {
        looked.clusters()
                .forEach(cluster -> hydration.add(HydrationSample.of(looked.at(), cluster, looked.outlook(cluster))));
    }

    private void looked(SwapEvent.SoakLooked looked) {
        looked.clusters()
                .forEach(cluster -> hydration.add(HydrationSample.of(looked.at(), cluster, ClusterOutlook.NONE)));
    }

    /** A promote that goes back makes what it changed as it was. */
    private void differs(SwapEvent.ObjectDiffers differs) {
        if (!goesBack()) {
            objects.add(differs.change());
        }
    }

    private void moved(SwapEvent.SinkMoved moved) {
        sinks.add(new SinkMove(
                moved.name(),
                moved.from(),
                moved.to(),
                moved.outcome() + (goesBack() && moved.outcome().equals("moved") ? " back" : ""),
                moved.took().toMillis()));
    }

    private boolean goesBack() {
        return swapsBack && goal.equals(Direction.PROMOTE.goal());
    }

    private void status(StatusFound found) {
        status = TargetStatus.of(found);
        objects.addAll(found.changes());
    }

    private static TestResult result(TestReport.TestCase test) {
        return new TestResult(
                test.path(), test.outcome(), test.took().toMillis(), UrlPasswords.hidden(test.summary()), test.place());
    }

    /** How the goal ended, in the words of its error. */
    public synchronized void fail(RuntimeException error, Instant at) {
        place = error instanceof MzException e ? e.place() : null;
        finish(false, error.getMessage(), at);
    }

    /** How the goal ended, in the words of its last log line or error. */
    public synchronized void finish(boolean succeeded, String lastMessage, Instant at) {
        success = succeeded;
        message = lastMessage == null ? "" : UrlPasswords.hidden(lastMessage);
        finishedAt = at;
    }

    /**
     * Writes the files, over those of an earlier run of the goal.
     *
     * @param outputDirectory made where it does not exist
     * @throws java.io.UncheckedIOException where that fails
     */
    public synchronized void write(Path outputDirectory) {
        new ReportFiles(outputDirectory).write(result(), plan, ordered);
    }

    synchronized RunResult result() {
        return new RunResult(
                RunResult.SCHEMA_VERSION,
                goal,
                target,
                connection,
                success,
                dryRun,
                message,
                place,
                deployment,
                new Times(
                        startedAt.toString(),
                        finishedAt.toString(),
                        Duration.between(startedAt, finishedAt).toMillis()),
                List.copyOf(steps),
                List.copyOf(attempts),
                List.copyOf(swaps),
                List.copyOf(objects),
                Downsampling.of(hydration),
                List.copyOf(sinks),
                List.copyOf(ids),
                problems.stream().map(RunRecord::withoutPasswords).toList(),
                List.copyOf(tests),
                List.copyOf(relations),
                List.copyOf(files),
                List.copyOf(leftOut),
                status,
                history);
    }

    private static Problem withoutPasswords(Problem problem) {
        return new Problem(
                problem.severity(),
                UrlPasswords.hidden(problem.what()),
                problem.remedy().stream().map(UrlPasswords::hidden).toList(),
                problem.place());
    }

    private String copyOf(String kind, String name) {
        return plan == null
                ? null
                : plan.steps().stream()
                        .map(step -> copyOf(step, kind, name))
                        .filter(copy -> copy != null)
                        .findFirst()
                        .orElse(null);
    }

    private static String copyOf(Step step, String kind, String name) {
        if (step instanceof Step.Transaction transaction) {
            return transaction.steps().stream()
                    .map(inner -> copyOf(inner, kind, name))
                    .filter(copy -> copy != null)
                    .findFirst()
                    .orElse(null);
        }
        if (step instanceof Step.SwapSchemas swap
                && kind.equals("schema")
                && swap.production().equals(name)) {
            return swap.copy();
        }
        if (step instanceof Step.SwapClusters swap
                && kind.equals("cluster")
                && swap.production().equals(name)) {
            return swap.copy();
        }
        return null;
    }
}
