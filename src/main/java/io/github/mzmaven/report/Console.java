package io.github.mzmaven.report;

import io.github.mzmaven.Log;
import io.github.mzmaven.Problem;
import io.github.mzmaven.Problem.Severity;
import io.github.mzmaven.plan.Direction;
import io.github.mzmaven.report.TestReport.Outcome;
import io.github.mzmaven.report.TestReport.TestCase;
import io.github.mzmaven.session.Unanswered;
import io.github.mzmaven.sql.Redaction;
import io.github.mzmaven.text.Count;
import io.github.mzmaven.text.Durations;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Puts what a run tells into lines, as it comes. */
public final class Console implements Listener {
    private static final int WIDEST_PATH = 60;

    private final Log log;
    private final boolean bar;
    private final Duration heartbeat;
    private final Handlers handlers = new Handlers();
    private final Set<Problem> warned = new HashSet<>();
    private int pathWidth = 1;
    private WaitProgress progress;

    /**
     * A console of one run.
     *
     * @param bar whether a bar of progress is wanted, and its charset has the characters
     * @param watched whether a person watches: progress is shown more often then
     */
    public Console(Log log, boolean bar, boolean watched) {
        this.log = log;
        this.bar = bar;
        this.heartbeat = Duration.ofSeconds(watched ? 5 : 30);
        ofAnyGoal();
        ofInit();
        ofApply();
        ofWaiting();
        ofTest();
        ofSwap();
        ofDiff();
        ofCleanup();
        ofExport();
        info(
                ValidateEvent.Valid.class,
                valid -> Count.of(valid.files(), "file") + " in " + Count.of(valid.schemas(), "schema") + ", "
                        + Count.of(valid.tests(), "test") + ": "
                        + (valid.warnings() == 0
                                ? "nothing is wrong."
                                : "nothing is wrong, but for " + Count.of(valid.warnings(), "warning") + "."));
        handlers.on(StatusFound.class, found -> new StatusLines(log, found).tell())
                .on(HistoryFound.class, found -> new HistoryLines(log, found).tell());
    }

    @Override
    public synchronized void on(Event event) {
        handlers.handle(event);
    }

    Handlers handlers() {
        return handlers;
    }

    private <E extends Event> void info(Class<E> type, Function<E, String> line) {
        handlers.on(type, event -> log.info(line.apply(event)));
    }

    private <E extends Event> void warn(Class<E> type, Function<E, String> line) {
        handlers.on(type, event -> log.warn(line.apply(event)));
    }

    private <E extends Event> void debug(Class<E> type, Function<E, String> line) {
        handlers.on(type, event -> log.debug(line.apply(event)));
    }

    private void ofAnyGoal() {
        var steps = new StepLines(log);
        handlers.on(RunEvent.Started.class, this::started)
                .on(RunEvent.ProblemsFound.class, this::problems)
                .on(RunEvent.PlanShown.class, steps::plan)
                .on(RunEvent.StepDone.class, steps::done)
                .ignore(RunEvent.DeploymentKnown.class)
                .ignore(RunEvent.Planned.class)
                .ignore(ApplyEvent.FilesPlanned.class)
                .ignore(RunEvent.TransactionCommitted.class);
        info(RunEvent.ServerSilent.class, silent -> unanswered(silent.unanswered()));
        debug(RunEvent.StepSent.class, sent -> Redaction.sql(sent.step().sql()));
        debug(
                RunEvent.TimeNotKept.class,
                failed -> "How long mz:" + failed.goal() + " took could not be kept for mz:history: " + failed.error());
        debug(
                RunEvent.StepRetried.class,
                retried -> "Other DDL came in between: " + retried.step().describe() + "; trying again");
    }

    private void started(RunEvent.Started started) {
        for (Problem warning : started.warnings()) {
            log.warn(warning.what());
            warning.remedy().forEach(line -> log.warn("  " + line));
        }
        if (started.connection() != null) {
            log.info("Target " + started.target() + ": " + started.connection() + " ("
                    + String.join(", ", started.origins()) + ")");
        }
    }

    /** An error names what a goal refuses for. */
    private void problems(RunEvent.ProblemsFound found) {
        if (found.refused()) {
            return;
        }
        fresh(found, Severity.SOFT).forEach(problem -> log.warn("Forced: " + problem.what()));
        fresh(found, Severity.WARNING).forEach(this::warn);
    }

    private void warn(Problem problem) {
        log.warn(problem.what());
        problem.remedy().forEach(line -> log.warn("    " + line));
    }

    /** A goal that plans again finds the same again. */
    private List<Problem> fresh(RunEvent.ProblemsFound found, Severity severity) {
        return found.problems().stream()
                .filter(problem -> problem.severity() == severity && warned.add(problem))
                .toList();
    }

    private static String unanswered(Unanswered message) {
        return "Waiting for the server's answer: " + message.what() + " (" + Durations.text(message.waited())
                + "; gives up after " + Durations.text(message.limit()) + ", " + message.key() + ")";
    }

    private void ofInit() {
        info(
                InitEvent.Begun.class,
                begun -> "Deployment " + begun.deployment()
                        + (begun.tag() == null ? "" : " (tag " + begun.tag() + ")") + ": "
                        + Count.of(begun.schemas(), "schema") + ", " + Count.of(begun.clusters(), "cluster")
                        + ", suffix " + begun.suffix());
        info(
                InitEvent.Staged.class,
                staged -> staged.statements() == 0
                        ? "Staged already; nothing was missing. Next: mvn mz:apply"
                        : "Staged: " + Count.of(staged.statements(), "statement") + " in "
                                + Durations.precise(staged.took()) + ". Next: mvn mz:apply");
    }

    private void ofApply() {
        warn(ApplyEvent.NoFiles.class, none -> "There are no files <schema>/**/*.sql in " + none.directory() + ".");
        info(ApplyEvent.Begun.class, begun -> {
            pathWidth = Math.min(
                    WIDEST_PATH,
                    begun.paths().stream().mapToInt(String::length).max().orElse(1));
            return "Deployment " + begun.deployment() + ": "
                    + Count.of(begun.paths().size(), "file") + ", " + begun.toRun() + " to run";
        });
        info(ApplyEvent.FileSkipped.class, file -> file("skipped", file.path(), file.why()));
        info(
                ApplyEvent.FileApplied.class,
                file -> file(
                        "applied",
                        file.path(),
                        String.join(", ", file.relations()) + "  " + Durations.precise(file.took())));
        info(
                ApplyEvent.FilePutOff.class,
                file -> file("put off", file.path(), "line " + file.line() + ": " + file.error()));
        warn(
                ApplyEvent.ProductionRead.class,
                read -> read.object() + " reads " + read.used()
                        + ", which is production's: after mz:promote that is the"
                        + " old one. Leave out the schema's name.");
        warn(
                ApplyEvent.RecordFailed.class,
                failed ->
                        "What is applied could not be recorded, so that the next run starts again: " + failed.error());
        info(
                ApplyEvent.Applied.class,
                applied -> "Applied " + Count.of(applied.ran(), "file") + ", " + applied.unchanged() + " unchanged, in "
                        + Durations.precise(applied.took()) + ". Next: mvn mz:await");
    }

    private String file(String what, String path, String rest) {
        return String.format("  %s  %-" + Math.max(1, pathWidth) + "s  %s", what, path, rest);
    }

    private void ofWaiting() {
        info(WaitEvent.Begun.class, begun -> {
            progress = new WaitProgress(log, bar, heartbeat);
            return WaitProgress.announcement(begun);
        });
        handlers.on(WaitEvent.Looked.class, looked -> progress.tell(looked));
        handlers.on(WaitEvent.MemoryHigh.class, high -> warn(FailureText.highMemory(high)));
        debug(
                WaitEvent.MemoryUnknown.class,
                unknown -> "How full the memory of replicas is cannot be read (" + unknown.error()
                        + "); going on without");
        info(
                WaitEvent.ObjectGone.class,
                gone -> "  " + gone.object() + " is gone: dropped or renamed while this waits");
        info(
                WaitEvent.ConnectionLost.class,
                lost -> "The connection is lost (" + lost.error() + "); trying again until the timeout");
        info(WaitEvent.ConnectedAgain.class, again -> "Connected again after " + Durations.text(again.after()));
        info(
                WaitEvent.ReadingFailed.class,
                failed -> "The catalog could not be read (" + failed.error() + "); trying again");
        info(
                WaitEvent.ReadAgain.class,
                again -> "The catalog can be read again after " + Durations.text(again.after()));
        debug(
                WaitEvent.TimesNotStored.class,
                failed -> "How long hydration took could not be recorded, so that the next mz:await cannot say it: "
                        + failed.error());
        info(WaitEvent.Ready.class, Console::ready);
    }

    private static String ready(WaitEvent.Ready ready) {
        if (ready.promoted()) {
            return "Promoted meanwhile, by another run, after " + Durations.text(ready.took()) + " of waiting.";
        }
        return "Ready after " + Durations.text(ready.took()) + ": " + Count.of(ready.objects(), "object") + " on "
                + Count.of(ready.clusters(), "cluster") + "."
                + (ready.goal().equals("await") ? " Next: mvn mz:test, then mvn mz:promote" : "");
    }

    private void ofTest() {
        warn(TestEvent.NoTests.class, none -> "No tests found: no file **/*.sql in " + none.directory() + ".");
        debug(TestEvent.QuerySent.class, sent -> Redaction.sql(sent.sql()));
        handlers.on(TestEvent.Tested.class, tested -> test(tested.test()));
        info(
                TestEvent.Passed.class,
                passed -> Count.of(passed.tests(), "test") + " passed in " + Durations.precise(passed.took())
                        + ". Next: mvn mz:promote");
    }

    private void test(TestCase test) {
        if (test.outcome() == Outcome.PASSED) {
            log.info("  passed  " + test.path() + "  " + Durations.precise(test.took()));
            return;
        }
        boolean failed = test.outcome() == Outcome.FAILED;
        log.warn((failed ? "  FAILED  " : "  ERROR   ") + test.path() + "  " + (failed ? test.summary() + "  " : "")
                + Durations.precise(test.took()));
        test.text().lines().forEach(line -> log.warn("    " + line));
    }

    private void ofSwap() {
        handlers.on(SwapEvent.Begun.class, begun -> {
                    if (begun.direction() == Direction.PROMOTE) {
                        log.info(SwapLines.begun(begun));
                    }
                })
                .ignore(SwapEvent.AttemptEnded.class)
                .ignore(SwapEvent.NamesSwapped.class)
                .ignore(SwapEvent.IdChanged.class)
                .ignore(SwapEvent.SinkMoved.class);
        info(SwapEvent.NothingLeft.class, SwapLines::nothingLeft);
        info(SwapEvent.ObjectDiffers.class, differs -> "  " + differs.change().describe());
        info(SwapEvent.Rehearsed.class, rehearsed -> "Tried on the server and rolled back: ok");
        info(SwapEvent.TryingAgain.class, SwapLines::tryingAgain);
        info(SwapEvent.Swapped.class, SwapLines::swapped);
        info(SwapEvent.FoundSwapped.class, SwapLines::foundSwapped);
        warn(
                SwapEvent.SinkUnhealthy.class,
                sink -> "  sink " + sink.name() + " is " + sink.status() + ": " + sink.error());
        ofSoak();
        handlers.on(SwapEvent.Ended.class, ended -> {
            if (ended.direction() == Direction.ROLLBACK && ended.sinksMoved()) {
                log.warn(SwapLines.EMITTED);
            }
            log.info(SwapLines.ended(ended));
        });
    }

    private void ofDiff() {
        var diff = new DiffLines(log);
        info(DiffEvent.AlreadyPromoted.class, DiffLines::alreadyPromoted);
        handlers.on(DiffEvent.Begun.class, diff::begun)
                .on(DiffEvent.Compared.class, compared -> diff.compared(compared.relation()))
                .on(DiffEvent.Ended.class, diff::ended);
    }

    private void ofExport() {
        var export = new ExportLines(log);
        handlers.on(ExportEvent.Begun.class, export::begun)
                .on(ExportEvent.ObjectsLeftOut.class, export::objectsLeftOut)
                .on(ExportEvent.FileShown.class, export::shown)
                .on(ExportEvent.FileDone.class, export::done)
                .on(ExportEvent.OthersKept.class, export::others)
                .on(ExportEvent.Exported.class, export::exported);
    }

    private void ofSoak() {
        var soak = new SoakLines(log, heartbeat);
        info(SwapEvent.SoakPlanned.class, SoakLines::planned);
        info(SwapEvent.SoakBegun.class, SoakLines::begun);
        handlers.on(SwapEvent.SoakLooked.class, soak::looked).on(SwapEvent.SoakFailed.class, soak::failed);
        info(SwapEvent.SoakPassed.class, SoakLines::passed);
        warn(SwapEvent.SoakCutOff.class, SoakLines::cutOff);
    }

    private void ofCleanup() {
        info(
                CleanupEvent.NothingThere.class,
                nothing -> "There is no deployment of target " + nothing.target() + ". Nothing to do.");
        info(
                CleanupEvent.LeftAlone.class,
                left -> "Deployment " + left.deployment() + " is " + left.state()
                        + ", not promoted: it is left alone (promotedOnly).");
        info(
                CleanupEvent.Begun.class,
                begun -> begun.deployment() == null
                        ? "There is no deployment; what earlier ones left is dropped"
                        : "Cleaning up deployment " + begun.deployment());
        warn(
                CleanupEvent.ClusterLeft.class,
                left -> "Cluster " + left.name() + " had the id " + left.checkedId() + " when it was checked, and "
                        + (left.idNow() == null
                                ? "there is none of that name any more"
                                : "has " + left.idNow() + " now")
                        + ". Something else swapped, renamed or dropped it; it is left alone.");
        info(
                CleanupEvent.CleanedUp.class,
                cleaned -> cleaned.statements() == 0
                        ? "Another run has cleaned up meanwhile."
                        : "Cleaned up: " + Count.of(cleaned.statements(), "statement") + " in "
                                + Durations.precise(cleaned.took())
                                + "." + left(cleaned));
    }

    private static String left(CleanupEvent.CleanedUp cleaned) {
        if (!cleaned.complete()) {
            return "";
        }
        return cleaned.recorded()
                ? " Nothing of the old version is left. mvn mz:history shows what production was built from."
                : " Nothing of the deployment is left.";
    }
}
