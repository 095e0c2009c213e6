package io.github.mzmaven.execute;

import io.github.mzmaven.Count;
import io.github.mzmaven.Durations;
import io.github.mzmaven.MzException;
import io.github.mzmaven.MzException.Kind;
import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.plan.ApplyPlan;
import io.github.mzmaven.plan.ApplyPlan.FileRun;
import io.github.mzmaven.plan.ApplyPlanner;
import io.github.mzmaven.plan.MarkerChecks;
import io.github.mzmaven.plan.Planned;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.project.ProjectSql;
import io.github.mzmaven.project.SqlFile;
import io.github.mzmaven.project.SqlStatement;
import io.github.mzmaven.session.DatabaseException;
import io.github.mzmaven.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs the project's SQL in the copies: what is new or changed, and what depends on it. */
public final class ApplyGoal implements Goal {
    private static final int WIDEST_PATH = 60;

    @Override
    public String name() {
        return "apply";
    }

    @Override
    public void run(GoalContext context) {
        long started = System.nanoTime();
        Settings settings = context.settings();
        var problems = new ArrayList<Problem>();
        List<SqlFile> files = ProjectSql.read(settings, problems);
        try (Session session = context.open("apply")) {
            Catalog before = CatalogReader.read(session, settings, Reading.APPLY);
            ApplyPlan plan = plan(context, before, files, problems);
            if (files.isEmpty()) {
                context.log()
                        .warn("There are no files <schema>/**/*.sql in "
                                + settings.sql().sqlDirectory() + ".");
            }
            if (settings.dryRun()) {
                DryRun.print(plan.plan(), context);
                return;
            }
            long ran = plan.files().stream().filter(FileRun::runs).count();
            context.log()
                    .info("Deployment " + plan.deployment() + ": " + Count.of(files.size(), "file") + ", " + ran
                            + " to run");
            context.allowProjectSql(session);
            new Run(context, session, plan).execute();
            session.limitSilence();
            if (!plan.plan().isEmpty()) {
                session.execute("SET cluster = " + Session.CATALOG_CLUSTER);
                check(context, before, CatalogReader.read(session, settings, Reading.APPLY));
            }
            context.log()
                    .info("Applied " + Count.of(ran, "file") + ", " + (files.size() - ran) + " unchanged, in "
                            + Durations.precise(Duration.ofNanos(System.nanoTime() - started))
                            + ". Next: mvn mz:await");
        }
    }

    private static ApplyPlan plan(GoalContext context, Catalog catalog, List<SqlFile> files, List<Problem> problems) {
        Settings settings = context.settings();
        Marker marker = Marker.of(catalog, settings.target());
        List<Problem> state = MarkerChecks.forCopies("apply", marker, settings.target());
        if (!state.isEmpty()) {
            Refusals.check("apply", new Planned(null, state), context);
        }
        ApplyPlan plan = ApplyPlanner.plan(settings, catalog, marker, files);
        problems.addAll(plan.problems());
        context.record().plan(plan.plan());
        context.about(marker);
        Refusals.check("apply", new Planned(plan.plan(), problems), context);
        return plan;
    }

    private static void check(GoalContext context, Catalog before, Catalog after) {
        var outsiders = new Outsiders(context.settings(), before, after);
        outsiders
                .readersOfProduction()
                .forEach(
                        line -> context.log()
                                .warn(
                                        line
                                                + ", which is production's: after mz:promote that is the old one. Leave out the schema's name."));
        List<String> changes = outsiders.changes();
        if (!changes.isEmpty()) {
            throw new MzException(
                    Kind.FAILED_CHECK,
                    "The files are applied, but outside of the deployment something changed while they ran:\n    "
                            + String.join("\n    ", changes)
                            + "\nIf a file did that, mend the file and undo the change by hand; if somebody else did, run"
                            + " mvn mz:apply again: it finds nothing to do.");
        }
    }

    /** One run's progress. */
    private static final class Run {
        private final GoalContext context;
        private final PlanExecutor executor;
        private final ApplyPlan plan;
        private final List<FileRun> done = new ArrayList<>();
        private final int width;

        Run(GoalContext context, Session session, ApplyPlan plan) {
            this.context = context;
            this.executor = new PlanExecutor(context, session);
            this.plan = plan;
            this.width = Math.min(
                    WIDEST_PATH,
                    plan.files().stream()
                            .mapToInt(file -> file.file().path().length())
                            .max()
                            .orElse(0));
        }

        void execute() {
            plan.before().forEach(this::send);
            for (FileRun file : plan.files()) {
                if (!file.runs()) {
                    tell("skipped", file, file.why());
                    continue;
                }
                long started = System.nanoTime();
                run(file);
                done.add(file);
                Duration took = Duration.ofNanos(System.nanoTime() - started);
                tell("applied", file, String.join(", ", file.relations()) + "  " + Durations.precise(took));
            }
            plan.after().forEach(this::send);
        }

        private void send(Step step) {
            try {
                executor.execute(step);
            } catch (DatabaseException e) {
                throw new MzException(e.kind(), "Cannot " + step.describe() + ": " + e.getMessage() + "\n" + goOn(), e);
            }
        }

        private void run(FileRun file) {
            int statement = 0;
            for (Step step : file.steps()) {
                try {
                    executor.execute(step);
                } catch (DatabaseException e) {
                    throw failure(
                            file.file(),
                            step instanceof Step.RunStatement
                                    ? file.file().statements().get(statement)
                                    : null,
                            e);
                }
                statement += step instanceof Step.RunStatement ? 1 : 0;
            }
        }

        private MzException failure(SqlFile file, SqlStatement statement, DatabaseException e) {
            int offset = statement == null ? 0 : statement.sourceOffset(e.position());
            String text = file.source().at(offset) + ": " + e.getMessage() + "\n"
                    + file.source().excerpt(offset);
            String outcome = e.isConnectionLost()
                    ? "Whether the statement took effect is unknown; the next run finds out. " + goOn()
                    : recordDone() + " of "
                            + plan.files().stream().filter(FileRun::runs).count() + " files are applied and recorded. "
                            + goOn();
            return new MzException(e.kind(), text + "\n" + outcome, e);
        }

        /** Best effort: what could not be recorded is made again by the next run. */
        private int recordDone() {
            if (!done.isEmpty()) {
                try {
                    executor.execute(plan.recordOf(done));
                } catch (DatabaseException e) {
                    context.log()
                            .warn("What is applied could not be recorded, so that the next run begins anew: "
                                    + e.getMessage());
                    return 0;
                }
            }
            return done.size();
        }

        private static String goOn() {
            return "Production is untouched. Fix it and run mvn mz:apply again: it goes on from there.";
        }

        private void tell(String what, FileRun file, String rest) {
            context.log()
                    .info(String.format(
                            "  %s  %-" + Math.max(1, width) + "s  %s",
                            what,
                            file.file().path(),
                            rest));
        }
    }
}
