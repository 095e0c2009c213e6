package io.github.mzmaven.goal.apply;

import io.github.mzmaven.MzException;
import io.github.mzmaven.MzException.Kind;
import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.execute.PlanExecutor;
import io.github.mzmaven.execute.ProblemPolicy;
import io.github.mzmaven.plan.MarkerChecks;
import io.github.mzmaven.plan.Plan;
import io.github.mzmaven.plan.PlanResult;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.project.SqlFile;
import io.github.mzmaven.report.ApplyEvent;
import io.github.mzmaven.report.RunEvent;
import io.github.mzmaven.session.DatabaseException;
import io.github.mzmaven.session.Session;
import java.util.ArrayList;
import java.util.List;

/**
 * What one run of apply is going to do, and its hold on the deployment: the marker's rename to a name with the connection, of
 * which only one run at a time finds the name that it renames. What is done is planned after that, when no other goal can come
 * in between.
 */
final class ApplyClaim {
    /** What an error says that leaves the claim behind. */
    static final String NOT_FREE =
            "Until mvn mz:apply runs again the deployment counts as being applied, and cannot be promoted.";

    private final GoalContext context;
    private final Settings settings;
    private final Session session;
    private final PlanExecutor executor;
    private final List<SqlFile> files;
    private final List<Problem> problemsOfFiles;
    private final List<Step> taken = new ArrayList<>();
    private Catalog catalog;
    private ApplyPlan plan;

    /** @param problemsOfFiles what was wrong in them when they were read */
    ApplyClaim(GoalContext context, Session session, List<SqlFile> files, List<Problem> problemsOfFiles) {
        this.context = context;
        this.settings = context.settings();
        this.session = session;
        this.executor = new PlanExecutor(context, session);
        this.files = files;
        this.problemsOfFiles = problemsOfFiles;
    }

    /** As read when the plan was made. */
    Catalog catalog() {
        return catalog;
    }

    PlanExecutor executor() {
        return executor;
    }

    /** What is to be done; read and planned at the first call. */
    ApplyPlan plan() {
        if (plan == null) {
            planNow();
        }
        return plan;
    }

    /**
     * Claims the deployment, and plans again. Where there is nothing to do it is not claimed.
     *
     * @throws MzException where another run has it, or something speaks against the plan; then nothing is written
     */
    ApplyPlan take() {
        while (!plan().lock().isEmpty()) {
            if (rename()) {
                planHeld();
                return plan;
            }
        }
        return plan;
    }

    /**
     * Gives the deployment back.
     *
     * @return why that is not possible; {@code null} where it is done
     */
    DatabaseException giveBack() {
        try {
            plan.unlock().forEach(executor::execute);
            return null;
        } catch (DatabaseException e) {
            return isGivenBack() ? null : e;
        }
    }

    /** What a dead run left, another one may have given back at the same time. */
    private boolean isGivenBack() {
        try {
            session.execute(Session.READ_CATALOG);
            Marker marker = Marker.of(CatalogReader.read(session, settings, Reading.COPIES), settings.target());
            return marker == null || marker.state() != Marker.State.APPLYING;
        } catch (DatabaseException e) {
            return false;
        }
    }

    /** The same, and what an error has to say of it; empty where it is done. */
    String giveBackAfterError() {
        DatabaseException e = giveBack();
        return e == null ? "" : "\n" + NOT_FREE + " It could not be given back: " + e.getMessage();
    }

    /** Whether the deployment is claimed; if not, somebody else was faster, and what is to be done now is planned. */
    private boolean rename() {
        List<Step> lock = plan.lock();
        try {
            lock.forEach(executor::execute);
            taken.addAll(lock);
            return true;
        } catch (DatabaseException e) {
            if (e.isConnectionLost()) {
                throw new MzException(
                        e.kind(),
                        "Lost the connection while claiming the deployment: " + e.getMessage()
                                + "\nNo file was run, and production is untouched. Run mvn mz:apply again; it finds out"
                                + " whether the deployment is claimed, and takes it over.",
                        e);
            }
            String before = plan.names().read();
            planNow();
            if (plan.names().read().equals(before)) {
                throw new MzException(
                        e.kind(),
                        "Cannot claim the deployment (rename schema " + before + "): " + e.getMessage()
                                + "\nNo file was run, and production is untouched.",
                        e);
            }
            return false;
        }
    }

    private void planHeld() {
        ApplyPlan before = plan;
        try {
            planNow();
        } catch (MzException e) {
            plan = before;
            String rest = e.kind() == Kind.CONNECTION ? " " + NOT_FREE : giveBackAfterError();
            throw rest.isEmpty() ? e : new MzException(e.kind(), e.getMessage() + rest, e);
        }
    }

    private void planNow() {
        String nothingDone = taken.isEmpty() ? "Nothing was written." : "No file was run, and production is untouched.";
        try {
            catalog = CatalogReader.read(session, settings, Reading.APPLY);
        } catch (DatabaseException e) {
            throw new MzException(
                    e.kind(),
                    "Cannot read the catalog: " + e.getMessage() + "\n" + nothingDone + " Run mvn mz:apply again.",
                    e);
        }
        ProblemPolicy.check(
                "apply", new PlanResult(null, MarkerChecks.forApply(catalog, settings.target())), nothingDone, context);
        plan = ApplyPlanner.plan(settings, catalog, catalog.identity().connectionId(), files);
        var steps = new ArrayList<>(taken);
        steps.addAll(plan.plan().steps());
        var whole = new Plan("apply", plan.deployment(), steps);
        context.tell(new RunEvent.Planned(whole));
        context.tell(new ApplyEvent.FilesPlanned(
                plan.files().stream().map(ApplyPlan.FileRun::described).toList()));
        context.about(Marker.of(catalog, settings.target()));
        var problems = new ArrayList<>(problemsOfFiles);
        problems.addAll(plan.problems());
        ProblemPolicy.check("apply", new PlanResult(whole, problems), nothingDone, context);
    }
}
