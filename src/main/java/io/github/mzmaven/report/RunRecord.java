package io.github.mzmaven.report;

import io.github.mzmaven.Problem;
import io.github.mzmaven.plan.ObjectChange;
import io.github.mzmaven.plan.Plan;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.report.RunResult.Attempt;
import io.github.mzmaven.report.RunResult.ChangedObject;
import io.github.mzmaven.report.RunResult.Deployment;
import io.github.mzmaven.report.RunResult.Detail;
import io.github.mzmaven.report.RunResult.HydrationSample;
import io.github.mzmaven.report.RunResult.IdChange;
import io.github.mzmaven.report.RunResult.Reason;
import io.github.mzmaven.report.RunResult.SinkMove;
import io.github.mzmaven.report.RunResult.StepTime;
import io.github.mzmaven.report.RunResult.Swap;
import io.github.mzmaven.report.RunResult.Times;
import io.github.mzmaven.sql.Redaction;
import io.github.mzmaven.text.UrlPasswords;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Collects what a run did, for the files it leaves; may be told by several threads. The files:
 *
 * <ul>
 *   <li>{@code <goal>-plan.sql}: the plan, for psql
 *   <li>{@code <goal>-plan.json}: {@code schemaVersion, goal, target, deployment, steps}, a step being {@code type,
 *       describe, sql} and, in a transaction, {@code steps}
 *   <li>{@code <goal>-result.json}: {@code schemaVersion, goal, target, connection, success, message, deployment (id, tag,
 *       gitSha), times (startedAt, finishedAt, tookMillis), steps (describe, sql, tookMillis), attempts (number, outcome),
 *       swaps (kind, name, copy, oldId, newId), objects (change, kind, name, oldId, newId, differences (aspect, what)),
 *       hydration (at, cluster, hydrated, total, lagMillis), sinks (name, from, to, outcome, tookMillis), ids (object, oldId,
 *       newId), problems (severity, what, remedy), status}; the same keys on success and failure, with {@code null} or an
 *       empty list for what was not told; {@code status} is {@link TargetStatus}, for mz:status alone
 *   <li>{@code report.html}: a page of all goals whose results are in the directory
 * </ul>
 */
public final class RunRecord {
    private final String goal;
    private final String target;
    private final String connection;
    private final Instant startedAt;

    private final List<StepTime> steps = new ArrayList<>();
    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Swap> swaps = new ArrayList<>();
    private final List<ChangedObject> objects = new ArrayList<>();
    private final List<HydrationSample> hydration = new ArrayList<>();
    private final List<SinkMove> sinks = new ArrayList<>();
    private final List<IdChange> ids = new ArrayList<>();
    private final List<Reason> problems = new ArrayList<>();
    private Plan plan;
    private Deployment deployment;
    private TargetStatus status;
    private boolean success;
    private String message = "";
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

    /** Which deployment it is about; tag and SHA may be {@code null}. */
    public synchronized void deployment(String id, String tag, String gitSha) {
        deployment = new Deployment(id, tag, gitSha);
    }

    /** The plan of this run; the last one told counts. */
    public synchronized void plan(Plan newPlan) {
        plan = newPlan;
    }

    /** The plan told last, or {@code null}. */
    public synchronized Plan plan() {
        return plan;
    }

    /** A message that the server has answered. */
    public synchronized void step(String describe, String sql, Duration took) {
        steps.add(new StepTime(describe, Redaction.sql(sql), took.toMillis()));
    }

    /** One try of the swap, counted from 1, and how it ended. */
    public synchronized void attempt(int number, String outcome) {
        attempts.add(new Attempt(number, outcome));
    }

    /**
     * Two names that changed places.
     *
     * @param kind schema or cluster
     * @param name production's
     * @param oldId what production's name held before
     * @param newId what it holds now
     */
    public synchronized void swapped(String kind, String name, String oldId, String newId) {
        swaps.add(new Swap(kind, name, copyOf(kind, name), oldId, newId));
    }

    /** An object added, removed or changed. */
    public synchronized void object(ObjectChange change) {
        objects.add(new ChangedObject(
                change.change().word(),
                change.kind(),
                change.name(),
                change.oldId(),
                change.newId(),
                change.differences().stream()
                        .map(difference ->
                                new Detail(difference.aspect().name().toLowerCase(Locale.ROOT), difference.what()))
                        .toList()));
    }

    /** How far a cluster is; the lag is {@code null} where none is known. */
    public synchronized void hydration(Instant at, String cluster, int hydrated, int total, Duration lag) {
        hydration.add(
                new HydrationSample(at.toString(), cluster, hydrated, total, lag == null ? null : lag.toMillis()));
    }

    /**
     * A sink that was pointed at another relation, or should have been.
     *
     * @param outcome "moved", or why not
     */
    public synchronized void sink(String name, String from, String to, String outcome, Duration took) {
        sinks.add(new SinkMove(name, from, to, outcome, took.toMillis()));
    }

    /** An object whose id changed under its name; one of the ids is {@code null} for what is new or gone. */
    public synchronized void id(String object, String oldId, String newId) {
        ids.add(new IdChange(object, oldId, newId));
    }

    /** A problem that was found, whether it stopped the goal or not. */
    public synchronized void problem(Problem problem) {
        problems.add(new Reason(
                problem.severity().name().toLowerCase(Locale.ROOT),
                UrlPasswords.hidden(problem.what()),
                problem.remedy().stream().map(UrlPasswords::hidden).toList()));
    }

    /** What mz:status found. */
    public synchronized void status(TargetStatus found) {
        status = found;
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
    public void write(Path outputDirectory) {
        Plan lastPlan = plan();
        new ReportFiles(outputDirectory).write(result(), lastPlan);
    }

    synchronized RunResult result() {
        return new RunResult(
                RunResult.SCHEMA_VERSION,
                goal,
                target,
                connection,
                success,
                message,
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
                List.copyOf(problems),
                status);
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
