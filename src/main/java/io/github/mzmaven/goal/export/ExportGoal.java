package io.github.mzmaven.goal.export;

import io.github.mzmaven.MzException;
import io.github.mzmaven.MzException.Kind;
import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.execute.GoalClock;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.execute.ProblemPolicy;
import io.github.mzmaven.goal.export.TargetFiles.Target;
import io.github.mzmaven.plan.Plan;
import io.github.mzmaven.plan.PlanResult;
import io.github.mzmaven.report.ExportEvent;
import io.github.mzmaven.report.ExportEvent.Outcome;
import io.github.mzmaven.session.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Writes production as the project's files. It reads the database, and writes nothing but files. */
public final class ExportGoal implements Goal {
    private static final int ATTEMPTS = 5;

    private final String version;

    /** @param version the plugin's, for a POM that runs it */
    public ExportGoal(String version) {
        this.version = version;
    }

    @Override
    public String name() {
        return "export";
    }

    /** What is exported, as it was at one moment. */
    private record Production(Extent extent, Catalog catalog) {}

    @Override
    public void run(GoalContext context) {
        var clock = new GoalClock(name());
        Production production;
        try (Session session = context.open(name())) {
            production = context.beforeWriting(name(), () -> read(session, context.settings()));
        }
        Extent extent = production.extent();
        Settings settings = extent.settings();
        context.tell(
                new ExportEvent.Begun(settings.schemas(), settings.clusterNames(), extent.found(), extent.leftOut()));
        ExportPlan plan = ExportPlanner.plan(settings, production.catalog());
        if (!plan.leftOut().isEmpty()) {
            context.tell(new ExportEvent.ObjectsLeftOut(plan.leftOut()));
        }
        var problems = new ArrayList<>(plan.problems());
        if (extent.found() && settings.schemas().isEmpty()) {
            problems.add(nothingFound(production.catalog()));
        }
        var directory = new TargetFiles(settings.files().sqlDirectory(), problems);
        List<Target> targets = new ArrayList<>(directory.compare(plan.files()));
        List<String> others = directory.others(targets);
        List<Target> starter = Starter.of(settings, version, extent.found());
        if (extent.found() && !settings.schemas().isEmpty() && !Starter.configures(starter)) {
            problems.add(Starter.unconfigured(settings));
        }
        ProblemPolicy.check(
                name(), new PlanResult(new Plan(name(), null, List.of()), problems), "No file was written.", context);
        targets.forEach(target -> write(target, context));
        starter.forEach(target -> write(target, context));
        if (!others.isEmpty()) {
            context.tell(new ExportEvent.OthersKept(settings.files().sqlDirectory(), others));
        }
        long unchanged = targets.stream()
                .filter(target -> target.outcome() == Outcome.UNCHANGED)
                .count();
        context.tell(new ExportEvent.Exported(
                settings.target(),
                settings.files().sqlDirectory(),
                targets.size() - unchanged,
                unchanged,
                starter.stream().map(Target::path).toList(),
                Starter.missingPlugin(settings, version),
                settings.dryRun(),
                clock.elapsed()));
    }

    private static Problem nothingFound(Catalog catalog) {
        return Problem.hard(
                "Database " + catalog.database().name()
                        + " has no schema that could be deployed: one that holds views, materialized views or indexes, and"
                        + " no tables, sources, sinks, connections or secrets.",
                "Name schemas by mz.schemas, and clusters by mz.clusters, if you know better.");
    }

    private static void write(Target target, GoalContext context) {
        boolean unchanged = target.outcome() == Outcome.UNCHANGED;
        if (context.settings().dryRun()) {
            context.tell(new ExportEvent.FileShown(target.path(), target.outcome(), unchanged ? "" : target.text()));
            return;
        }
        TargetFiles.write(target);
        context.tell(new ExportEvent.FileDone(target.path(), target.outcome()));
    }

    /**
     * Reads which objects there are, then, in one message, all there is to know of them, so that it is of one moment; again where
     * others have come, or are in their place.
     */
    private static Production read(Session session, Settings settings) {
        Catalog before = CatalogReader.read(session, settings.of(List.of(), List.of()), Reading.EXPORT);
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Extent extent = Extent.of(settings, before);
            Catalog catalog = CatalogReader.again(session, extent.settings(), Reading.EXPORT, before);
            if (Extent.of(settings, catalog).equals(extent)
                    && ids(extent.settings(), before).equals(ids(extent.settings(), catalog))) {
                return new Production(extent, catalog);
            }
            before = catalog;
        }
        throw new MzException(
                Kind.DATABASE,
                "mz:export: objects of production came and went while they were read, " + ATTEMPTS
                        + " times. No file was written.\nRun mvn mz:export again when nobody changes production.");
    }

    /** By schema, its id and those of its objects. */
    private static Map<String, Set<String>> ids(Settings settings, Catalog catalog) {
        Map<String, Set<String>> ids = new HashMap<>();
        for (String name : settings.schemas()) {
            Schema schema = catalog.schema(name);
            if (schema != null) {
                var all = new TreeSet<String>();
                all.add("schema " + schema.id());
                catalog.objectsIn(schema.id()).forEach(object -> all.add(object.id()));
                ids.put(name, all);
            }
        }
        return ids;
    }
}
