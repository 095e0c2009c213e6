package io.github.mzmaven.goal.apply;

import io.github.mzmaven.MzException;
import io.github.mzmaven.MzException.Kind;
import io.github.mzmaven.Place;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.QualifiedName;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.execute.GoalClock;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.execute.PlanExecutor;
import io.github.mzmaven.goal.apply.ApplyPlan.FileRun;
import io.github.mzmaven.plan.Awaited;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.project.FileOrder;
import io.github.mzmaven.project.SqlFile;
import io.github.mzmaven.project.SqlStatement;
import io.github.mzmaven.report.ApplyEvent;
import io.github.mzmaven.session.DatabaseException;
import io.github.mzmaven.session.ServerNotice;
import io.github.mzmaven.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One run's way through the files of a deployment that it has claimed, and its end, whatever happens. */
final class ApplyRun {
    private static final String GO_ON =
            "Production is untouched. Fix it and run mvn mz:apply again: it goes on from there.";

    private final GoalContext context;
    private final Session session;
    private final ApplyClaim claim;
    private final PlanExecutor executor;
    private final ApplyPlan plan;
    private final GoalClock clock;
    private final List<FileRun> done = new ArrayList<>();
    /** What files that wait for each other have still to create. */
    private final Set<QualifiedName> toCome = new HashSet<>();

    /** @param clock began with the goal */
    ApplyRun(GoalContext context, Session session, ApplyClaim claim, GoalClock clock) {
        this.context = context;
        this.session = session;
        this.claim = claim;
        this.executor = claim.executor();
        this.plan = claim.plan();
        this.clock = clock;
    }

    void execute() {
        plan.before().forEach(this::send);
        context.allowProjectSql(session);
        plan.together().forEach(this::runTogether);
        session.limitSilence();
        List<String> changes = plan.after().isEmpty() ? List.of() : look();
        plan.after().forEach(this::send);
        keepTime();
        giveBack();
        if (!changes.isEmpty()) {
            throw new MzException(
                    Kind.FAILED_CHECK,
                    "The files are applied, but outside of the deployment something changed while they ran:\n    "
                            + String.join("\n    ", changes)
                            + "\nIf a file did that, fix the file and undo the change by hand; if somebody else did, run"
                            + " mvn mz:apply again: it finds nothing to do.");
        }
    }

    /** As long as the marker is held: nobody else's transaction can be open on it. */
    private void keepTime() {
        if (!plan.after().isEmpty()) {
            Marker marker = Marker.of(claim.catalog(), context.settings().target());
            clock.keep(context, session, claim.catalog(), marker, plan.names().held());
        }
    }

    private void giveBack() {
        DatabaseException e = claim.giveBack();
        if (e != null) {
            throw new MzException(
                    e.kind(),
                    "The files are applied and recorded, but the deployment could not be given back: " + e.getMessage()
                            + "\nProduction is untouched. " + ApplyClaim.NOT_FREE,
                    e);
        }
    }

    private void send(Step step) {
        try {
            executor.execute(step);
        } catch (DatabaseException e) {
            throw failure(e.kind(), "Cannot " + step.describe() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Runs a file, or those that wait for each other: one whose next statement mentions what another one has still to create
     * goes on after the others, where it stopped, as long as any of them gets further. Where none does, the server says
     * whether it finds the name.
     */
    private void runTogether(List<FileRun> files) {
        Map<FileRun, Integer> open = new LinkedHashMap<>();
        files.forEach(file -> open.put(file, 0));
        toCome.clear();
        files.stream()
                .filter(file -> file.runs() && files.size() > 1)
                .forEach(file -> file.makes().forEach(toCome::addAll));
        while (!open.isEmpty()) {
            boolean further = false;
            Stopped first = null;
            for (FileRun file : List.copyOf(open.keySet())) {
                Stopped stopped = runFrom(file, open.get(file));
                if (stopped == null) {
                    open.remove(file);
                    further = true;
                } else {
                    if (files.size() == 1 || !stopped.isUnknownName()) {
                        throw failure(stopped);
                    }
                    further |= stopped.statement() > open.put(file, stopped.statement());
                    first = first == null || first.error() == null ? stopped : first;
                    context.tell(new ApplyEvent.FilePutOff(
                            file.file().path(), stopped.place().line(), stopped.why()));
                }
            }
            if (!further && toCome.isEmpty()) {
                throw failure(first);
            } else if (!further) {
                toCome.clear();
            }
        }
    }

    /** Runs a file's statements from one on; {@code null} where all ran. */
    private Stopped runFrom(FileRun file, int first) {
        if (!file.runs()) {
            context.tell(new ApplyEvent.FileSkipped(file.file().path(), file.why()));
            return null;
        }
        long started = System.nanoTime();
        int next = 0;
        for (Step step : file.steps()) {
            int statement = step instanceof Step.RunStatement ? next++ : -1;
            SqlStatement own = statement < 0 ? null : file.file().statements().get(statement);
            if (own != null && statement < first && !own.summary().changesSession()) {
                continue;
            }
            String awaited = own == null ? null : awaited(file.mentions().get(statement));
            if (awaited != null) {
                return new Stopped(file.file(), statement, own, awaited, null);
            }
            try {
                for (ServerNotice notice : executor.execute(step)) {
                    checkNotice(file.file(), own, notice);
                }
            } catch (DatabaseException e) {
                return new Stopped(file.file(), Math.max(first, statement), own, e.serverMessage(), e);
            }
            if (own != null) {
                file.makes().get(statement).forEach(toCome::remove);
            }
        }
        done.add(file);
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        context.tell(new ApplyEvent.FileApplied(file.file().path(), file.relations(), took));
        return null;
    }

    /** What a statement waits for: the server might find something else by that name. */
    private String awaited(List<FileOrder.Edge> mentions) {
        return mentions.stream()
                .map(FileOrder.Edge::relation)
                .filter(toCome::contains)
                .findFirst()
                .map(relation -> "waits for " + relation)
                .orElse(null);
    }

    /**
     * Where a file stopped.
     *
     * @param statement which of its statements, from 0
     * @param own that one; {@code null} where it was none of the file's own
     * @param why what it waits for, or the server's message
     * @param error {@code null} where it was not sent
     */
    private record Stopped(SqlFile file, int statement, SqlStatement own, String why, DatabaseException error) {
        /** Whether it may be the name of what another file makes. */
        boolean isUnknownName() {
            return error == null || why != null && (why.startsWith("unknown ") || why.endsWith(" does not exist"));
        }

        int offset() {
            return own == null ? 0 : own.sourceOffset(error == null ? 0 : error.position());
        }

        Place place() {
            return file.source().place(offset());
        }
    }

    private MzException failure(Stopped stopped) {
        DatabaseException e = stopped.error();
        return failure(e.kind(), at(stopped.file(), stopped.offset(), e.getMessage()), GO_ON, stopped.place(), e);
    }

    /** What a file creates was dropped before, so whatever is there now is somebody else's. */
    private void checkNotice(SqlFile file, SqlStatement statement, ServerNotice notice) {
        if (statement != null && notice.message().endsWith(" already exists, skipping")) {
            throw failure(
                    Kind.FAILED_CHECK,
                    at(
                            file,
                            statement.sourceOffset(0),
                            notice.message() + ": somebody else made it while mz:apply ran."),
                    GO_ON,
                    statement.place(),
                    null);
        }
    }

    private static String at(SqlFile file, int offset, String message) {
        return file.source().at(offset) + ": " + message + "\n" + file.source().excerpt(offset);
    }

    /**
     * Reads again what came of it.
     *
     * @return what else changed outside of the deployment meanwhile
     * @throws MzException where something that the files created is not where it belongs
     */
    private List<String> look() {
        Catalog after;
        try {
            session.execute(Session.READ_CATALOG);
            after = CatalogReader.read(session, context.settings(), Reading.APPLY);
        } catch (DatabaseException e) {
            throw failure(e.kind(), "Cannot read what the files made: " + e.getMessage(), e);
        }
        var outsiders = new OutsideChanges(context.settings(), claim.catalog(), after);
        List<String> changed =
                Awaited.copies(context.settings(), claim.catalog()).changedThings(after);
        if (!changed.isEmpty()) {
            done.clear();
            throw failure(
                    Kind.FAILED_CHECK,
                    "While mz:apply ran, the deployment changed: " + String.join("; ", changed)
                            + ". What the files made may be in the wrong place.",
                    "Nothing is swapped by mz:apply; see mvn mz:status, and what the files have made where; then drop the deployment with mvn mz:cleanup"
                            + " and start again.",
                    null,
                    null);
        }
        var missing = new ArrayList<String>();
        for (FileRun file : List.copyOf(done)) {
            List<String> gone = outsiders.missing(file.entry().objects());
            if (!gone.isEmpty()) {
                done.remove(file);
                missing.add(file.file().path() + " ran, but did not leave " + String.join(", ", gone));
            }
        }
        if (!missing.isEmpty()) {
            throw failure(
                    Kind.FAILED_CHECK,
                    String.join("\n", missing)
                            + "\nSomething else dropped or renamed that while mz:apply ran, or it was created elsewhere.",
                    null);
        }
        outsiders.readersOfProduction().forEach(context::tell);
        return outsiders.changes();
    }

    private MzException failure(Kind kind, String what, DatabaseException cause) {
        return failure(kind, what, GO_ON, null, cause);
    }

    /** Records what is done, gives the deployment back, and says what the state is then. */
    private MzException failure(Kind kind, String what, String next, Place place, DatabaseException cause) {
        if (cause != null && cause.isConnectionLost()) {
            return new MzException(
                    cause.kind(),
                    what + "\nWhether the statement took effect is unknown; the next run finds out. " + next + " "
                            + ApplyClaim.NOT_FREE,
                    place,
                    cause);
        }
        String outcome = recordDone() + " of "
                + plan.files().stream().filter(FileRun::runs).count() + " files are applied and recorded. " + next
                + claim.giveBackAfterError();
        return new MzException(kind, what + "\n" + outcome, place, cause);
    }

    /** Best effort: what could not be recorded is made again by the next run. */
    private int recordDone() {
        if (!done.isEmpty()) {
            try {
                executor.execute(plan.recordOf(done));
            } catch (DatabaseException e) {
                context.tell(new ApplyEvent.RecordFailed(e.getMessage()));
                return 0;
            }
        }
        return done.size();
    }
}
