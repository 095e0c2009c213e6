package io.github.mzmaven.goal.apply;

import io.github.mzmaven.MzException;
import io.github.mzmaven.MzException.Kind;
import io.github.mzmaven.Place;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.execute.GoalClock;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.execute.PlanExecutor;
import io.github.mzmaven.goal.apply.ApplyPlan.FileRun;
import io.github.mzmaven.plan.Awaited;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.report.ApplyEvent;
import io.github.mzmaven.session.DatabaseException;
import io.github.mzmaven.session.Session;
import java.util.ArrayList;
import java.util.List;

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
    private final FileRunner files;

    /** @param clock began with the goal */
    ApplyRun(GoalContext context, Session session, ApplyClaim claim, GoalClock clock) {
        this.context = context;
        this.session = session;
        this.claim = claim;
        this.executor = claim.executor();
        this.plan = claim.plan();
        this.clock = clock;
        this.files = new FileRunner(
                context, executor, done, (kind, what, place, cause) -> failure(kind, what, GO_ON, place, cause));
    }

    void execute() {
        plan.before().forEach(this::send);
        context.allowProjectSql(session);
        plan.together().forEach(files::run);
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
