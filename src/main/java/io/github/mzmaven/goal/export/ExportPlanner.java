package io.github.mzmaven.goal.export;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.catalog.Cluster;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.goal.export.ExportPlan.ExportFile;
import io.github.mzmaven.plan.ObjectNames;
import io.github.mzmaven.project.FileNames;
import io.github.mzmaven.project.FileRules;
import io.github.mzmaven.project.Placeholders;
import io.github.mzmaven.project.ProjectSql;
import io.github.mzmaven.project.SafeName;
import io.github.mzmaven.project.Source;
import io.github.mzmaven.project.SqlFile;
import io.github.mzmaven.report.ExportEvent.LeftOut;
import io.github.mzmaven.sql.Definition;
import io.github.mzmaven.sql.SecretFinder;
import io.github.mzmaven.text.Nearest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Plans which files hold production, and names what cannot be in one. */
final class ExportPlanner {
    private static final Set<ObjectType> IN_FILES =
            Set.of(ObjectType.VIEW, ObjectType.MATERIALIZED_VIEW, ObjectType.TYPE, ObjectType.TABLE);

    private final Settings settings;
    private final Catalog catalog;
    private final List<Problem> problems = new ArrayList<>();
    private final List<LeftOut> leftOut = new ArrayList<>();
    private final List<ExportFile> files = new ArrayList<>();
    private final Map<String, Set<String>> usedBy = new LinkedHashMap<>();
    private final Set<String> written = new HashSet<>();

    private ExportPlanner(Settings settings, Catalog catalog) {
        this.settings = settings;
        this.catalog = catalog;
    }

    static ExportPlan plan(Settings settings, Catalog catalog) {
        var planner = new ExportPlanner(settings, catalog);
        planner.plan();
        planner.warnOfGaps();
        return new ExportPlan(planner.files, planner.leftOut, planner.problems);
    }

    private void plan() {
        Map<String, String> folders = SafeName.of(settings.schemas(), "");
        for (String name : settings.schemas()) {
            Schema schema = catalog.schema(name);
            if (schema == null) {
                problems.add(missing(
                        "schema",
                        name,
                        schemaNames(),
                        " in database " + catalog.database().name()));
            } else if (!SafeName.decode(folders.get(name)).equals(name)) {
                problems.add(Problem.hard(
                        "The schema " + name + " has too long a name for a folder.",
                        "Leave it out of mz.schemas, or rename it."));
            } else {
                addSchema(schema, folders.get(name));
            }
        }
        for (String name : settings.clusterNames()) {
            Cluster cluster = catalog.cluster(name);
            if (cluster == null) {
                List<String> names =
                        catalog.clusters().values().stream().map(Cluster::name).toList();
                problems.add(missing("cluster", name, names, ""));
            } else {
                leaveOutElsewhere(cluster);
            }
        }
    }

    private static Problem missing(String kind, String name, List<String> known, String where) {
        return Problem.hard(
                "There is no " + kind + " " + name + where + "." + Nearest.hint(name, known),
                "Correct or remove it in mz." + kind
                        + "s; without mz.schemas and mz.clusters mz:export looks for them itself.");
    }

    private List<String> schemaNames() {
        String database = catalog.database().id();
        return catalog.schemas().values().stream()
                .filter(schema -> database.equals(schema.databaseId()))
                .map(Schema::name)
                .toList();
    }

    /** A type may have a relation's name: then one file makes both, since two may not make the same name. */
    private void addSchema(Schema schema, String folder) {
        Map<String, List<CatalogObject>> byName = new TreeMap<>();
        Map<String, List<CatalogObject>> indexes = new TreeMap<>();
        for (CatalogObject object : catalog.objectsIn(schema.id())) {
            if (object.is(ObjectType.INDEX)) {
                indexes.computeIfAbsent(Definition.indexedId(object.createSql()), k -> new ArrayList<>())
                        .add(object);
            } else if (IN_FILES.contains(object.type())
                    && (!object.isStateful() || settings.init().allowStateful())) {
                byName.computeIfAbsent(object.name(), k -> new ArrayList<>()).add(object);
            } else if (!object.isPartOfSource()) {
                leaveOut(object, whyNot(object));
            }
        }
        Map<String, String> fileNames = SafeName.of(byName.keySet(), ".sql");
        var references = new FileReferences(settings, catalog, schema);
        var text = new ObjectText(catalog, references, leftOut);
        byName.forEach((name, objects) -> {
            var statements = new ArrayList<String>();
            objects.sort(Comparator.comparing(object -> !object.is(ObjectType.TYPE)));
            for (CatalogObject object : objects) {
                List<CatalogObject> own = indexes.getOrDefault(object.id(), List.of());
                statements.addAll(text.statements(
                        object,
                        own.stream()
                                .sorted(Comparator.comparing(CatalogObject::name))
                                .toList()));
                indexes.remove(object.id());
            }
            String path = folder + "/" + fileNames.get(name);
            Set<String> used = references.takeUsed();
            if (addFile(path, objects, statements)) {
                usedBy.put(path, used);
            }
        });
        indexes.values().forEach(rest -> rest.forEach(index -> leaveOut(index, "its relation is in no file")));
    }

    /** A file that uses what no file makes cannot run in an empty copy. */
    private void warnOfGaps() {
        usedBy.forEach((path, used) -> {
            List<String> missing = used.stream()
                    .filter(id -> !written.contains(id))
                    .map(id -> catalog.objects().get(id))
                    .filter(object -> !object.is(ObjectType.INDEX))
                    .map(object -> object.type() + " " + catalog.display(object))
                    .toList();
            if (!missing.isEmpty()) {
                problems.add(Problem.warning(
                        path + " uses what no file makes: " + ObjectNames.cut(missing) + ".",
                        "Write a file that makes it, or move it into a schema that is not deployed; else mz:apply fails"
                                + " there."));
            }
        });
    }

    private boolean addFile(String path, List<CatalogObject> objects, List<String> statements) {
        if (statements.isEmpty()) {
            return false;
        }
        String text = statements.stream().collect(Collectors.joining(";\n\n", "", ";\n"));
        String refusal = SecretFinder.find(text).isEmpty()
                ? refusal(path, text)
                : "its definition holds what looks like a secret (a text after PASSWORD or SECRET)";
        if (refusal == null) {
            files.add(new ExportFile(path, text));
            objects.forEach(object -> written.add(object.id()));
        } else {
            objects.forEach(object -> leaveOut(object, refusal));
        }
        return refusal == null;
    }

    /** What mz:apply would say of a file; {@code null} where it takes it. */
    private String refusal(String path, String text) {
        var found = new ArrayList<Problem>();
        List<SqlFile> file = List.of(
                SqlFile.parse(new Source(path, text), List.of(ProjectSql.CLUSTER), Placeholders.of(settings), found));
        FileRules.check(
                settings,
                catalog.database().name(),
                settings.init().allowStateful(),
                file,
                new FileNames(settings, file, found),
                found);
        return found.isEmpty()
                ? null
                : "mz:apply would refuse it: " + found.get(0).what();
    }

    private String whyNot(CatalogObject object) {
        if (object.is(ObjectType.SINK)) {
            return "a swap would move it: keep sinks in a schema and a cluster of their own";
        }
        if (object.is(ObjectType.TABLE)) {
            return "each deployment would replace it by an empty one; -Dmz.allowStateful=true exports it, without its rows";
        }
        if (object.is(ObjectType.SECRET)) {
            return "no file may hold its value";
        }
        return object.isStateful()
                ? "what it was created with is not all in the catalog: create it by hand, in a schema outside of the deployment"
                : "mz:apply creates no " + object.type();
    }

    /** What a deployed cluster runs for schemas that are not. */
    private void leaveOutElsewhere(Cluster cluster) {
        Set<String> schemaIds = settings.schemas().stream()
                .map(catalog::schema)
                .filter(schema -> schema != null)
                .map(Schema::id)
                .collect(Collectors.toSet());
        catalog.objectsOn(cluster.id()).stream()
                .filter(object -> !schemaIds.contains(object.schemaId()) && !object.isPartOfSource())
                .forEach(object -> leaveOut(
                        object, "it runs on cluster " + cluster.name() + ", and its schema is not one of mz.schemas"));
    }

    private void leaveOut(CatalogObject object, String why) {
        leftOut.add(new LeftOut(object.type().toString(), catalog.display(object), why));
    }
}
