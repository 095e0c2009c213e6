package io.github.mzmaven.goal.apply;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.AppliedFiles;
import io.github.mzmaven.catalog.AppliedFiles.Entry;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.Marker.State;
import io.github.mzmaven.catalog.QualifiedName;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.goal.apply.ApplyPlan.FileRun;
import io.github.mzmaven.goal.apply.ApplyPlan.MarkerNames;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.project.FileNames;
import io.github.mzmaven.project.FileOrder;
import io.github.mzmaven.project.FileRules;
import io.github.mzmaven.project.SqlFile;
import io.github.mzmaven.project.SqlStatement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Plans which files run, what must be dropped for them, and what the marker says before and after. */
final class ApplyPlanner {
    private final Settings settings;
    private final Catalog catalog;
    private final Marker marker;
    private final MarkerNames markerNames;
    private final AppliedFiles recorded;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, SqlFile> files = new LinkedHashMap<>();
    private final Map<String, List<QualifiedName>> made = new LinkedHashMap<>();
    private final FileNames names;
    private final FileOrder order;
    private final FileSteps steps;
    private final ApplyChecks checks;

    private ApplyPlanner(Settings settings, Catalog catalog, String connection, List<SqlFile> files) {
        this.settings = settings;
        this.catalog = catalog;
        this.marker = Marker.of(catalog, settings.target());
        this.markerNames = new MarkerNames(
                marker.schemaName(),
                Marker.lockedName(settings.target(), State.APPLYING, connection),
                Marker.name(settings.target(), State.STAGED));
        this.recorded = AppliedFiles.of(catalog, marker);
        this.names = new FileNames(settings, files, problems);
        this.order = FileOrder.of(settings, files, names);
        order.files().forEach(file -> this.files.put(file.path(), file));
        this.steps = new FileSteps(settings);
        this.checks = new ApplyChecks(settings, catalog, marker, recorded, problems);
    }

    /**
     * Plans. The target must have a marker that apply may work with.
     *
     * @param connection of the session that will work, which becomes part of the marker's name
     * @param files as read
     */
    public static ApplyPlan plan(Settings settings, Catalog catalog, String connection, List<SqlFile> files) {
        var planner = new ApplyPlanner(settings, catalog, connection, files);
        planner.checkFiles();
        return planner.plan();
    }

    private void checkFiles() {
        boolean allowStateful = settings.init().allowStateful()
                || marker.facts() != null && marker.facts().allowStateful();
        checks.checkCopies();
        problems.addAll(order.problems());
        made.putAll(FileRules.check(
                settings, catalog.database().name(), allowStateful, List.copyOf(files.values()), names, problems));
    }

    private ApplyPlan plan() {
        var selection = new FileSelection(settings, catalog, recorded, files, made, names, order);
        checks.checkDropped(selection, names);
        checks.tellWhatStays(selection, files, names);
        Map<String, Entry> pending = new TreeMap<>(recorded.files());
        pending.replaceAll((path, entry) -> files.containsKey(path) ? entry : new Entry(null, entry.objects()));
        Map<String, Entry> applied = new TreeMap<>();
        for (String path : files.keySet()) {
            applied.put(path, new Entry(steps.checksum(files.get(path)), made.get(path)));
            if (selection.runs(path)) {
                var objects = new TreeSet<>(made.get(path));
                objects.addAll(recorded.objectsOf(path));
                pending.put(path, new Entry(null, List.copyOf(objects)));
            }
        }
        return new ApplyPlan(
                marker.deployment(),
                catalog.database().name(),
                markerNames,
                recorded,
                new AppliedFiles(pending),
                ApplyDrops.steps(catalog, selection.dropped()),
                runs(selection),
                new AppliedFiles(applied),
                problems);
    }

    private List<FileRun> runs(FileSelection selection) {
        var runs = new ArrayList<FileRun>();
        var session = steps.session();
        for (SqlFile file : files.values()) {
            boolean run = selection.runs(file.path());
            List<String> circle = order.circles().stream()
                    .filter(paths -> paths.contains(file.path()))
                    .findFirst()
                    .orElse(List.of());
            runs.add(new FileRun(
                    file,
                    run ? selection.why(file.path()) : "unchanged",
                    run,
                    run ? session.steps(file, circle.isEmpty()) : List.of(),
                    relations(file),
                    new Entry(steps.checksum(file), made.get(file.path())),
                    order.after(file.path()),
                    order.byStatement(file.path()),
                    file.statements().stream()
                            .map(statement -> made(file, statement))
                            .toList(),
                    circle));
        }
        addToLast(runs, session.end());
        return runs;
    }

    private List<QualifiedName> made(SqlFile file, SqlStatement statement) {
        return statement.summary().createsForGood() ? names.madeBy(file, statement) : List.of();
    }

    private static void addToLast(List<FileRun> runs, List<Step> more) {
        for (int i = runs.size() - 1; i >= 0 && !more.isEmpty(); i--) {
            if (runs.get(i).runs()) {
                runs.set(i, runs.get(i).with(more));
                return;
            }
        }
    }

    private List<String> relations(SqlFile file) {
        return file.statements().stream()
                .filter(statement -> statement.summary().is("CREATE"))
                .flatMap(statement -> names.madeBy(file, statement).stream()
                        .map(object -> statement.summary().kind() + " " + settings.copyOf(object.schema()) + "."
                                + object.name()))
                .toList();
    }
}
