package io.github.mzmaven.goal.export;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.catalog.Cluster;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.config.ClusterSetting;
import io.github.mzmaven.config.Names;
import io.github.mzmaven.config.Names.Named;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.plan.ObjectNames;
import io.github.mzmaven.report.ExportEvent.LeftOut;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which schemas and clusters are exported: those that are configured, or else those that the server has and that can be swapped
 * as a whole without harm.
 *
 * @param settings with these schemas and clusters
 * @param found whether any were looked for
 * @param leftOut what was passed over then
 */
record Extent(Settings settings, boolean found, List<LeftOut> leftOut) {
    private static final Set<ObjectType> DEPLOYED =
            Set.of(ObjectType.VIEW, ObjectType.MATERIALIZED_VIEW, ObjectType.INDEX);

    Extent {
        leftOut = List.copyOf(leftOut);
    }

    static Extent of(Settings settings, Catalog catalog) {
        if (!settings.schemas().isEmpty() || !settings.clusters().isEmpty()) {
            return new Extent(settings, false, List.of());
        }
        var leftOut = new ArrayList<LeftOut>();
        List<Schema> schemas = schemas(settings, catalog, leftOut);
        List<ClusterSetting> clusters = clusters(settings, catalog, schemas, leftOut).stream()
                .map(ClusterSetting::new)
                .toList();
        return new Extent(settings.of(schemas.stream().map(Schema::name).toList(), clusters), true, leftOut);
    }

    private static List<Schema> schemas(Settings settings, Catalog catalog, List<LeftOut> leftOut) {
        var chosen = new ArrayList<Schema>();
        String database = catalog.database().id();
        List<Schema> own = catalog.schemas().values().stream()
                .filter(schema ->
                        database.equals(schema.databaseId()) && isProduction(settings, catalog, schema.name()))
                .sorted(Comparator.comparing(Schema::name))
                .toList();
        for (Schema schema : own) {
            List<CatalogObject> objects = catalog.objectsIn(schema.id());
            List<String> inTheWay = objects.stream()
                    .filter(object -> object.is(ObjectType.SINK)
                            || object.isStateful() && !settings.init().allowStateful())
                    .map(object -> object.type() + " " + object.name())
                    .sorted()
                    .toList();
            String unsayable = unsayable(settings, schema.name(), "");
            if (unsayable != null) {
                leftOut.add(new LeftOut("schema", schema.name(), unsayable));
            } else if (!inTheWay.isEmpty()) {
                leftOut.add(new LeftOut(
                        "schema",
                        schema.name(),
                        "a swap would replace or move what it holds: " + ObjectNames.cut(inTheWay)));
            } else if (objects.stream().anyMatch(object -> DEPLOYED.contains(object.type()))) {
                chosen.add(schema);
            } else {
                leftOut.add(new LeftOut("schema", schema.name(), "it holds no view, materialized view or index"));
            }
        }
        return chosen;
    }

    /** What the server and this plugin keep for themselves is no production, nor is what a deployment has made. */
    private static boolean isProduction(Settings settings, Catalog catalog, String schema) {
        String suffix = settings.suffix();
        boolean copy = schema.endsWith(suffix)
                && catalog.schema(schema.substring(0, schema.length() - suffix.length())) != null;
        return !copy
                && !schema.startsWith("mz_")
                && !schema.startsWith("pg_")
                && !schema.startsWith(Names.MARKER_PREFIX);
    }

    /** Why a name cannot stand in the configuration; {@code null} where it can. */
    private static String unsayable(Settings settings, String schema, String cluster) {
        String name = schema + cluster;
        if (!name.equals(name.strip()) || name.contains("${env.")) {
            return "no configuration can say its name: it begins or ends in a blank, or holds ${env.";
        }
        return Names.problems(settings.target(), named(schema), named(cluster), named(settings.suffix())).stream()
                .map(Problem::what)
                .findFirst()
                .orElse(null);
    }

    private static Named named(String name) {
        return new Named(name.isEmpty() ? List.of() : List.of(name), null);
    }

    /** Whether it came with the server, as quickstart: then its owner is a role that nobody can be a member of. */
    private static boolean isTheServers(Cluster cluster) {
        return cluster.ownerId().startsWith("s");
    }

    /** Where the objects of these schemas run, and nothing else does; those first that run most. */
    private static List<String> clusters(
            Settings settings, Catalog catalog, List<Schema> schemas, List<LeftOut> leftOut) {
        Set<String> schemaIds = Set.copyOf(schemas.stream().map(Schema::id).toList());
        Map<String, Integer> counts = new TreeMap<>();
        for (Cluster cluster : catalog.clusters().values()) {
            List<CatalogObject> objects = catalog.objectsOn(cluster.id());
            List<CatalogObject> own = objects.stream()
                    .filter(object -> schemaIds.contains(object.schemaId()))
                    .toList();
            List<String> others = objects.stream()
                    .filter(object -> !schemaIds.contains(object.schemaId()) || !DEPLOYED.contains(object.type()))
                    .map(object -> object.type() + " " + catalog.display(object))
                    .sorted()
                    .toList();
            String unsayable = unsayable(settings, "", cluster.name());
            if (!own.isEmpty() && unsayable != null) {
                leftOut.add(new LeftOut("cluster", cluster.name(), unsayable));
            } else if (!own.isEmpty()
                    && isTheServers(cluster)
                    && !catalog.identity().superuser()) {
                leftOut.add(new LeftOut(
                        "cluster",
                        cluster.name(),
                        "only its owner, " + catalog.roleName(cluster.ownerId())
                                + ", could swap it; files name it as it is"));
            } else if (!own.isEmpty() && others.isEmpty()) {
                counts.put(cluster.name(), own.size());
            } else if (!own.isEmpty()) {
                leftOut.add(new LeftOut(
                        "cluster",
                        cluster.name(),
                        "a swap would move what else it runs: " + ObjectNames.cut(others)
                                + "; files name it as it is"));
            }
        }
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .toList();
    }
}
