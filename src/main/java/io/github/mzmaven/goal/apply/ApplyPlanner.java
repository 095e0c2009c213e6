package io.github.mzmaven.goal.apply;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.AppliedFiles;
import io.github.mzmaven.catalog.AppliedFiles.Entry;
import io.github.mzmaven.catalog.AppliedFiles.ObjectName;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.CatalogObject;
import io.github.mzmaven.catalog.Catalog.Cluster;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.Marker.State;
import io.github.mzmaven.catalog.ProductionSnapshot;
import io.github.mzmaven.catalog.ProductionSnapshot.SchemaEntry;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.goal.apply.ApplyPlan.FileRun;
import io.github.mzmaven.goal.apply.ApplyPlan.MarkerNames;
import io.github.mzmaven.plan.Deployment;
import io.github.mzmaven.plan.MarkerChecks;
import io.github.mzmaven.plan.ObjectNames;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.project.ProjectSql;
import io.github.mzmaven.project.SqlFile;
import io.github.mzmaven.text.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides which files run, and what must be dropped for them: a file that is new, changed or was cut off runs, and so does
 * every file whose objects depend on what it makes, or that grants, comments or alters that.
 */
public final class ApplyPlanner {
    private static final String CHANGED = "changed";

    private final Settings settings;
    private final Catalog catalog;
    private final Marker marker;
    private final MarkerNames markerNames;
    private final AppliedFiles recorded;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, SqlFile> files = new LinkedHashMap<>();
    private final Map<String, List<ObjectName>> made = new LinkedHashMap<>();
    private final Map<String, String> why = new LinkedHashMap<>();
    private final FileNames names;
    private final FileSteps steps;

    private ApplyPlanner(Settings settings, Catalog catalog, String connection, List<SqlFile> files) {
        this.settings = settings;
        this.catalog = catalog;
        this.marker = Marker.of(catalog, settings.target());
        this.markerNames = new MarkerNames(
                marker.schemaName(),
                Marker.lockedName(settings.target(), State.APPLYING, connection),
                Marker.name(settings.target(), State.STAGED));
        this.recorded = AppliedFiles.of(catalog, marker);
        files.forEach(file -> this.files.put(file.path(), file));
        this.names = new FileNames(settings, files, problems);
        this.steps = new FileSteps(settings);
    }

    /**
     * Plans. The target must have a marker that apply may work with.
     *
     * @param connection of the session that will work, which becomes part of the marker's name
     * @param files as read, in the order in which they run
     */
    public static ApplyPlan plan(Settings settings, Catalog catalog, String connection, List<SqlFile> files) {
        var planner = new ApplyPlanner(settings, catalog, connection, files);
        planner.checkFiles();
        planner.findDirtyFiles();
        return planner.plan();
    }

    private void checkFiles() {
        boolean allowStateful = settings.init().allowStateful()
                || marker.facts() != null && marker.facts().allowStateful();
        var rules = new ApplyRules(settings, catalog.database().name(), allowStateful, problems);
        checkCopies();
        for (SqlFile file : files.values()) {
            made.put(file.path(), rules.check(file, names));
            String cluster = file.headers().get(ProjectSql.CLUSTER);
            if (cluster != null && !settings.clusterNames().contains(cluster)) {
                problems.add(Problem.hard(
                        file.path() + ": cluster " + cluster + " is none of the target's clusters."
                                + Nearest.hint(cluster, settings.clusterNames()),
                        "Clusters of target " + settings.target() + ": " + String.join(", ", settings.clusterNames())));
            }
        }
    }

    /** The marker's word is not enough: what somebody dropped, made again or swapped meanwhile must not be built into. */
    private void checkCopies() {
        ProductionSnapshot inventory = marker.inventory();
        if (inventory != null) {
            problems.addAll(MarkerChecks.configured(Deployment.of(settings, catalog)));
        }
        for (String name : settings.schemas()) {
            Schema copy = catalog.schema(settings.copyOf(name));
            SchemaEntry entry = inventory == null ? null : inventory.schemas().get(name);
            checkCopy(
                    "schema " + settings.copyOf(name),
                    copy == null ? null : copy.id(),
                    entry == null ? null : entry.id(),
                    inventory == null ? null : inventory.schemaCopy(name));
        }
        for (String name : settings.clusterNames()) {
            Cluster copy = catalog.cluster(settings.copyOf(name));
            checkCopy(
                    "cluster " + settings.copyOf(name),
                    copy == null ? null : copy.id(),
                    inventory == null ? null : inventory.clusters().get(name),
                    inventory == null ? null : inventory.clusterCopy(name));
        }
    }

    private void checkCopy(String what, String id, String productionWas, String made) {
        String status = "Run mvn mz:status to see the deployment";
        if (id == null) {
            problems.add(Problem.hard("There is no " + what + ".", status + ", and mvn mz:init to complete it."));
        } else if (id.equals(productionWas)) {
            problems.add(Problem.hard(
                    "The " + what + " is what production was when the deployment began: something else swapped it.",
                    status + "."));
        } else if (made != null && !id.equals(made)) {
            problems.add(Problem.hard(
                    "The " + what + " has the id " + id + ", but mz:init made " + made
                            + ": something else dropped it and made another one, or swapped it.",
                    status + "; mvn mz:cleanup drops what is left of it, then mvn mz:init begins anew."));
        }
    }

    private void findDirtyFiles() {
        for (SqlFile file : files.values()) {
            Entry entry = recorded.files().get(file.path());
            if (entry == null) {
                why.put(file.path(), "new");
            } else if (entry.sha256() == null) {
                why.put(file.path(), "was not finished");
            } else if (!entry.sha256().equals(steps.checksum(file))) {
                why.put(file.path(), CHANGED);
            } else {
                made.get(file.path()).stream()
                        .filter(object -> find(object) == null)
                        .findFirst()
                        .ifPresent(missing -> why.put(file.path(), missing.name() + " is missing"));
            }
        }
    }

    private ApplyPlan plan() {
        TreeSet<String> dropped = dropped();
        checkDropped(dropped);
        tellWhatStays();
        Map<String, Entry> pending = new TreeMap<>(recorded.files());
        pending.replaceAll((path, entry) -> files.containsKey(path) ? entry : new Entry(null, entry.objects()));
        Map<String, Entry> applied = new TreeMap<>();
        for (String path : files.keySet()) {
            applied.put(path, new Entry(steps.checksum(files.get(path)), made.get(path)));
            if (why.containsKey(path)) {
                var objects = new TreeSet<>(made.get(path));
                objects.addAll(recordedObjects(path));
                pending.put(path, new Entry(null, List.copyOf(objects)));
            }
        }
        return new ApplyPlan(
                marker.deployment(),
                catalog.database().name(),
                markerNames,
                recorded,
                new AppliedFiles(pending),
                ApplyDrops.steps(catalog, dropped),
                runs(),
                new AppliedFiles(applied),
                problems);
    }

    /** Ids of what files that run, or are gone, have made, and of all that depends on it; finds more files that run. */
    private TreeSet<String> dropped() {
        while (true) {
            var ids = new TreeSet<String>();
            why.keySet().forEach(path -> {
                made.get(path).forEach(object -> addId(ids, object));
                recordedObjects(path).forEach(object -> addId(ids, object));
            });
            recorded.files().keySet().stream()
                    .filter(path -> !files.containsKey(path))
                    .forEach(path -> recordedObjects(path).forEach(object -> addId(ids, object)));
            ids.addAll(catalog.dependentsOf(ids));
            ids.retainAll(catalog.objects().keySet());
            boolean added = addFilesOf(ids);
            added |= addFilesThatChangeThose();
            if (!added) {
                return ids;
            }
        }
    }

    /** A grant, a comment or an index of another file goes with the object: that file runs again too. */
    private boolean addFilesThatChangeThose() {
        List<String> more = files.values().stream()
                .filter(file -> !why.containsKey(file.path()))
                .filter(file ->
                        names.changedBy(file).stream().map(names::fileOf).anyMatch(why::containsKey))
                .map(SqlFile::path)
                .toList();
        more.forEach(path -> why.put(path, "depends on what changed"));
        return !more.isEmpty();
    }

    private boolean addFilesOf(TreeSet<String> ids) {
        boolean added = false;
        for (String id : ids) {
            ObjectName name = nameInDeployment(catalog.objects().get(id));
            String path = name == null ? null : names.fileOf(name);
            if (path != null && !why.containsKey(path)) {
                why.put(path, "depends on what changed");
                added = true;
            }
        }
        return added;
    }

    /** What nobody would make again, or is somebody else's, is not dropped silently. */
    private void checkDropped(TreeSet<String> ids) {
        var everMade = new TreeSet<ObjectName>();
        recorded.files().values().forEach(entry -> everMade.addAll(entry.objects()));
        for (String id : ids) {
            CatalogObject object = catalog.objects().get(id);
            ObjectName name = nameInDeployment(object);
            String display = object.kind() + " " + catalog.display(object);
            if (name == null) {
                problems.add(Problem.hard(
                        "The " + display + " is not in the deployment and depends on what must be made again.",
                        "Drop it, or point it at production."));
            } else if (everMade.contains(name) || ApplyDrops.goesAlong(catalog, object, ids)) {
                continue;
            } else if (names.fileOf(name) != null) {
                problems.add(Problem.soft(
                        "The " + display + " is there, and no mz:apply made it; " + names.fileOf(name)
                                + " would replace it.",
                        "Drop it, or let it be replaced: -Dmz.force=true"));
            } else {
                problems.add(Problem.soft(
                        "The " + display + " depends on what must be made again, and no file creates it.",
                        "Put it into a file, or drop it, or let it be dropped: -Dmz.force=true"));
            }
        }
    }

    /** Only what is made anew is free of what a file did to it before. */
    private void tellWhatStays() {
        String remedy = "Undo it by a statement (REVOKE, COMMENT … IS NULL), where that is wanted.";
        for (SqlFile file : files.values()) {
            List<String> kept = names.changedBy(file).stream()
                    .filter(object -> !why.containsKey(names.fileOf(object)))
                    .map(ObjectName::toString)
                    .toList();
            if (CHANGED.equals(why.get(file.path())) && !kept.isEmpty()) {
                problems.add(Problem.warning(
                        file.path() + " has changed: what it granted, commented or altered before on "
                                + ObjectNames.cut(kept) + " stays.",
                        remedy));
            }
        }
        recorded.files().forEach((path, entry) -> {
            if (!files.containsKey(path) && entry.objects().isEmpty()) {
                problems.add(Problem.warning(path + " is gone: what it granted, commented or altered stays.", remedy));
            }
        });
    }

    private List<FileRun> runs() {
        var runs = new ArrayList<FileRun>();
        var session = steps.session();
        for (SqlFile file : files.values()) {
            boolean run = why.containsKey(file.path());
            runs.add(new FileRun(
                    file,
                    run ? why.get(file.path()) : "unchanged",
                    run,
                    run ? session.steps(file) : List.of(),
                    relations(file),
                    new Entry(steps.checksum(file), made.get(file.path()))));
        }
        addToLast(runs, session.end());
        return runs;
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
                .filter(statement -> statement.head().is("CREATE"))
                .flatMap(statement -> names.madeBy(file, statement).stream()
                        .map(object ->
                                statement.head().kind() + " " + settings.copyOf(object.schema()) + "." + object.name()))
                .toList();
    }

    private List<ObjectName> recordedObjects(String path) {
        Entry entry = recorded.files().get(path);
        return entry == null ? List.of() : entry.objects();
    }

    private void addId(TreeSet<String> ids, ObjectName name) {
        CatalogObject object = find(name);
        if (object != null) {
            ids.add(object.id());
        }
    }

    /** The object of that name in the copy, or {@code null}. */
    private CatalogObject find(ObjectName name) {
        Schema copy = catalog.schema(settings.copyOf(name.schema()));
        return copy == null
                ? null
                : catalog.objectsIn(copy.id()).stream()
                        .filter(object -> object.name().equals(name.name()))
                        .findFirst()
                        .orElse(null);
    }

    /** The name of an object in one of the copies; {@code null} for one elsewhere. */
    private ObjectName nameInDeployment(CatalogObject object) {
        for (String schema : settings.schemas()) {
            Schema copy = catalog.schema(settings.copyOf(schema));
            if (copy != null && copy.id().equals(object.schemaId())) {
                return new ObjectName(schema, object.name());
            }
        }
        return null;
    }
}
