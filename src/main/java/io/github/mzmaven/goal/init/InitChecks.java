package io.github.mzmaven.goal.init;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.CatalogObject;
import io.github.mzmaven.catalog.Catalog.Cluster;
import io.github.mzmaven.catalog.Catalog.LiveSession;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.ProductionSnapshot;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.plan.DefaultPrivilegeChanges;
import io.github.mzmaven.plan.Deployment;
import io.github.mzmaven.plan.MarkerChecks;
import io.github.mzmaven.plan.ObjectNames;
import io.github.mzmaven.plan.Permissions;
import io.github.mzmaven.sql.Sql;
import io.github.mzmaven.text.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Every reason for init not to begin. */
final class InitChecks {
    private static final String CLEANUP_FIRST = "Run mvn mz:cleanup to finish, then mvn mz:init again.";
    private static final Set<String> STATEFUL = Set.of("table", "source", "connection", "secret");

    private final Settings settings;
    private final Catalog catalog;
    private final Marker marker;
    private final List<Problem> problems = new ArrayList<>();

    InitChecks(Settings settings, Catalog catalog, Marker marker) {
        this.settings = settings;
        this.catalog = catalog;
        this.marker = marker;
    }

    List<Problem> problems() {
        checkMarker();
        checkOtherTargets();
        settings.schemas().forEach(this::checkSchema);
        problems.addAll(new InitClusterChecks(settings, catalog, marker).problems());
        checkCopies();
        problems.addAll(ClusterDifferences.warnings(settings, catalog));
        checkPermissions();
        return List.copyOf(new LinkedHashSet<>(problems));
    }

    private void checkMarker() {
        List<Schema> doomed = Marker.doomed(catalog, settings.target());
        if (!doomed.isEmpty() && (marker == null || marker.state() != Marker.State.CLEANING)) {
            problems.add(Problem.hard(
                    "A cleanup of target " + settings.target() + " was cut off and has left "
                            + ObjectNames.cut(doomed.stream().map(Schema::name).toList()) + ".",
                    CLEANUP_FIRST));
        }
        if (marker == null) {
            return;
        }
        LiveSession worker = marker.worker(catalog);
        if (worker != null) {
            problems.add(MarkerChecks.atWork(catalog, marker, worker));
        } else if (marker.state() == Marker.State.CLEANING) {
            problems.add(Problem.hard("Deployment " + marker.deployment() + " is half cleaned up.", CLEANUP_FIRST));
        } else if (marker.state() == Marker.State.PROMOTED) {
            problems.add(Problem.hard(
                    "Deployment " + marker.deployment() + " is promoted, and the old objects are still in *"
                            + settings.suffix() + ".",
                    "Run mvn mz:cleanup to drop them (or mvn mz:rollback to go back), then mvn mz:init again."));
        } else if (marker.facts() != null && !Objects.equals(marker.facts().tag(), settings.tag())) {
            problems.add(Problem.hard(
                    "Another deployment is in progress: " + marker.deployment() + ", tag "
                            + shownTag(marker.facts().tag()) + " (this one: " + shownTag(settings.tag())
                            + "), begun by "
                            + marker.facts().user() + " at " + marker.facts().started() + ".",
                    marker.state() != Marker.State.INITIALIZING
                            ? "Finish it with mvn mz:promote, or drop it with mvn mz:cleanup."
                            : "It is incomplete: finish its mz:init with that tag, or drop it with mvn mz:cleanup."));
        } else if (marker.inventory() != null) {
            checkRecorded();
        }
    }

    /** What the marker recorded decides which objects the copies' names stand for. */
    private void checkRecorded() {
        String suffix = marker.inventory().suffix();
        if (!suffix.equals(settings.suffix())) {
            problems.add(Problem.hard(
                    "Deployment " + marker.deployment() + " was begun with the suffix " + suffix + ", but "
                            + settings.suffix() + " is configured.",
                    "Set mz.suffix to " + suffix + ", or drop that deployment first: mvn mz:cleanup"));
            return;
        }
        Deployment deployment = Deployment.of(settings, catalog);
        if (deployment.side() == Deployment.ProductionVersion.NEW && marker.state() == Marker.State.INITIALIZING) {
            // Promote finishes no deployment that init has not finished.
            problems.add(Problem.hard(
                    "Deployment " + marker.deployment() + " is not finished, but production has its copies already:"
                            + " something else swapped them, and *" + suffix + " has the old objects.",
                    "Swap them back, then run mvn mz:init again:",
                    swapsBack(deployment)));
        } else if (deployment.side() == Deployment.ProductionVersion.NEW) {
            problems.add(Problem.hard(
                    "Deployment " + marker.deployment() + " is in production already: something else swapped it, and"
                            + " *" + suffix + " has the old objects.",
                    "Run mvn mz:promote, which finishes that (sinks, tags, marker), then mvn mz:cleanup."));
        } else if (deployment.side() == Deployment.ProductionVersion.MIXED
                && deployment.pairs().stream().allMatch(pair -> pair.productionId() != null)) {
            problems.add(MarkerChecks.mixed("continued", deployment));
        }
    }

    private String swapsBack(Deployment deployment) {
        String database = Sql.shown(catalog.database().name());
        var swaps = new StringBuilder("BEGIN;");
        deployment
                .schemas()
                .forEach(pair -> swaps.append(" ALTER SCHEMA ")
                        .append(database)
                        .append('.')
                        .append(Sql.shown(pair.production()))
                        .append(" SWAP WITH ")
                        .append(Sql.shown(pair.copy()))
                        .append(';'));
        deployment
                .clusters()
                .forEach(pair -> swaps.append(" ALTER CLUSTER ")
                        .append(Sql.shown(pair.production()))
                        .append(" SWAP WITH ")
                        .append(Sql.shown(pair.copy()))
                        .append(';'));
        return swaps.append(" COMMIT;").toString();
    }

    private static String shownTag(String tag) {
        return tag == null ? "none" : tag;
    }

    private void checkOtherTargets() {
        for (Marker other : Marker.others(catalog, settings.target())) {
            ProductionSnapshot inventory = other.inventory();
            if (inventory == null) {
                continue;
            }
            Set<String> shared = new LinkedHashSet<>();
            if (other.databaseId().equals(catalog.database().id())) {
                settings.schemas().stream()
                        .filter(inventory.schemas()::containsKey)
                        .forEach(name -> shared.add("schema " + name));
            }
            settings.clusterNames().stream()
                    .filter(inventory.clusters()::containsKey)
                    .forEach(name -> shared.add("cluster " + name));
            if (!shared.isEmpty()) {
                problems.add(Problem.hard(
                        "Deployment " + other.deployment() + " of target " + other.target() + " in database "
                                + catalog.databases().get(other.databaseId()).name() + " has "
                                + String.join(", ", shared)
                                + " too.",
                        "Finish that one first: mvn mz:cleanup -Dmz.target=" + other.target()));
            }
        }
    }

    private void checkSchema(String name) {
        Schema schema = catalog.schema(name);
        if (schema == null) {
            List<String> known = catalog.schemas().values().stream()
                    .filter(candidate ->
                            candidate.databaseId().equals(catalog.database().id()))
                    .map(Schema::name)
                    .toList();
            problems.add(Problem.hard(
                    "There is no schema \"" + name + "\" in database "
                            + catalog.database().name() + "." + Nearest.hint(name, known),
                    "If this is its first deployment, create it, empty:",
                    "CREATE SCHEMA " + Sql.qualified(catalog.database().name(), name) + ";"));
            return;
        }
        List<CatalogObject> objects = catalog.objectsIn(schema.id());
        for (CatalogObject sink : ofType(objects, Set.of("sink"))) {
            problems.add(Problem.hard("Schema " + name + " holds the sink " + sink.name()
                    + "; a swap would move it. Keep sinks in a schema and a cluster of their own."));
        }
        List<CatalogObject> stateful = ofType(objects, STATEFUL).stream()
                .filter(object -> !object.isPartOfSource())
                .toList();
        if (!stateful.isEmpty() && !settings.init().allowStateful()) {
            problems.add(Problem.hard(
                    "Schema " + name + " holds " + ObjectNames.list(catalog, stateful)
                            + "; a swap would replace them by new, empty ones, and cleanup would drop them.",
                    "Keep them in a schema of their own, or set <allowStateful>true</allowStateful>"
                            + " (-Dmz.allowStateful) if the deployment makes new ones."));
        }
        List<CatalogObject> types = ofType(objects, Set.of("type"));
        if (!types.isEmpty()) {
            problems.add(Problem.warning("Schema " + name + " holds " + ObjectNames.list(catalog, types)
                    + "; what uses them outside keeps the old ones after the swap."));
        }
        checkClustersOf(name, objects);
    }

    private void checkClustersOf(String schema, List<CatalogObject> objects) {
        Set<String> configured = settings.clusters().stream()
                .map(cluster -> catalog.cluster(cluster.name()))
                .filter(Objects::nonNull)
                .map(Cluster::id)
                .collect(Collectors.toSet());
        for (Cluster cluster : catalog.clusters().values()) {
            List<CatalogObject> there = objects.stream()
                    .filter(object -> cluster.id().equals(object.clusterId()) && !configured.contains(cluster.id()))
                    .toList();
            if (!there.isEmpty()) {
                problems.add(Problem.warning("Schema " + schema + " has objects on cluster " + cluster.name()
                        + ", which is not part of the deployment: " + ObjectNames.list(catalog, there)
                        + ". New ones there share it with the old ones."));
            }
        }
    }

    /** Copies that are there already are ours if the inventory says so; else they must be empty or be adopted. */
    private void checkCopies() {
        ProductionSnapshot inventory = marker == null ? null : marker.inventory();
        boolean refused =
                marker != null && (marker.state() == Marker.State.PROMOTED || marker.state() == Marker.State.CLEANING);
        if (inventory == null && refused) {
            return;
        }
        Set<String> ownSchemas =
                inventory == null ? Set.of() : inventory.schemas().keySet();
        Set<String> ownClusters =
                inventory == null ? Set.of() : inventory.clusters().keySet();
        for (String name : settings.schemas()) {
            Schema copy = catalog.schema(settings.copyOf(name));
            if (copy != null && !ownSchemas.contains(name)) {
                checkCopy("schema", copy.name(), catalog.objectsIn(copy.id()));
            }
        }
        for (String name : settings.clusterNames()) {
            Cluster copy = catalog.cluster(settings.copyOf(name));
            if (copy != null && !ownClusters.contains(name)) {
                checkCopy("cluster", copy.name(), catalog.objectsOn(copy.id()));
            }
        }
        if (inventory != null) {
            Deployment deployment = Deployment.of(settings, catalog);
            checkRecordedCopies("schema", deployment.schemas());
            checkRecordedCopies("cluster", deployment.clusters());
        }
    }

    /** What has a copy's name and another id than init recorded is not the deployment's, whatever it holds. */
    private void checkRecordedCopies(String kind, List<Deployment.Pair> pairs) {
        for (Deployment.Pair pair : pairs) {
            if (!pair.isForeign()) {
                continue;
            }
            String what = "The " + kind + " " + pair.copy() + " is not the one that deployment " + marker.deployment()
                    + " recorded: it had the id " + pair.recordedCopyId() + " then, and the name has " + pair.copyId()
                    + " now. Something else made it.";
            problems.add(
                    settings.init().ignoreExistingObjects()
                            ? Problem.warning(what + " It is adopted and will be promoted.")
                            : Problem.hard(
                                    what,
                                    "Drop it, and mvn mz:init makes it anew; or adopt it: mvn mz:init"
                                            + " -Dmz.ignoreExistingObjects=true"));
        }
    }

    private void checkCopy(String kind, String name, List<CatalogObject> objects) {
        if (objects.isEmpty()) {
            return;
        }
        String what = "A deployment " + kind + " " + name + " exists already and holds "
                + ObjectNames.list(catalog, objects) + ".";
        problems.add(
                settings.init().ignoreExistingObjects()
                        ? Problem.warning(what + " They are adopted and will be promoted.")
                        : Problem.hard(
                                what,
                                "If they are this deployment's (made by dbt, for example): mvn mz:init"
                                        + " -Dmz.ignoreExistingObjects=true; else drop them."));
    }

    private void checkPermissions() {
        var permissions = new Permissions(catalog);
        problems.addAll(permissions.onDatabase());
        if (isMarkerWritten()) {
            Schema schema = catalog.schemas().get(marker.schemaId());
            problems.addAll(permissions.owns("schema", schema.name(), schema.ownerId()));
        }
        Marker.leftovers(catalog, settings.target())
                .forEach(schema -> problems.addAll(permissions.owns("schema", schema.name(), schema.ownerId())));
        if (settings.clusterNames().stream().anyMatch(name -> catalog.cluster(settings.copyOf(name)) == null)) {
            problems.addAll(permissions.onSystem());
        }
        for (String name : settings.schemas()) {
            Schema schema = catalog.schema(name);
            if (schema != null) {
                problems.addAll(permissions.owns("schema", name, schema.ownerId()));
            }
            Schema copy = catalog.schema(settings.copyOf(name));
            if (schema != null) {
                // What the copy has already, from a superuser's run for example, need not be granted.
                DefaultPrivilegeChanges.creators(catalog, schema.id(), copy == null ? null : copy.id())
                        .forEach(creator -> problems.addAll(permissions.defaultsFor(name, creator)));
            }
            if (copy != null) {
                problems.addAll(permissions.owns("schema", copy.name(), copy.ownerId()));
            }
        }
        for (String name : settings.clusterNames()) {
            for (String each : List.of(name, settings.copyOf(name))) {
                Cluster cluster = catalog.cluster(each);
                if (cluster != null) {
                    problems.addAll(permissions.owns("cluster", each, cluster.ownerId()));
                }
            }
        }
    }

    /** Whether init takes the marker over, or has something to record in it. */
    private boolean isMarkerWritten() {
        if (marker == null) {
            return false;
        }
        return switch (marker.state()) {
            case INITIALIZING -> true;
            case STAGED, APPLYING -> marker.facts() == null || lacksAllowStateful() || !isWholeRecorded();
            case PROMOTED, CLEANING -> false;
        };
    }

    private boolean lacksAllowStateful() {
        return settings.init().allowStateful() && !marker.facts().allowStateful();
    }

    private boolean isWholeRecorded() {
        ProductionSnapshot inventory = marker.inventory();
        return inventory != null
                && inventory.schemas().keySet().containsAll(settings.schemas())
                && inventory.clusters().keySet().containsAll(settings.clusterNames())
                && Deployment.of(settings, catalog).pairs().stream()
                        .allMatch(pair -> pair.copyId() != null && pair.copyId().equals(pair.recordedCopyId()));
    }

    private static List<CatalogObject> ofType(Collection<CatalogObject> objects, Set<String> types) {
        return objects.stream().filter(object -> types.contains(object.type())).toList();
    }
}
