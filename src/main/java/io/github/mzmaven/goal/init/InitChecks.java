package io.github.mzmaven.goal.init;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.catalog.Cluster;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.catalog.ProductionSnapshot;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.plan.DefaultPrivilegeChanges;
import io.github.mzmaven.plan.Deployment;
import io.github.mzmaven.plan.ObjectNames;
import io.github.mzmaven.plan.Permissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Every reason for init not to begin. */
final class InitChecks {

    private final Settings settings;
    private final Catalog catalog;
    private final Marker marker;
    private final MissingProduction missing;
    private final List<Problem> problems = new ArrayList<>();

    InitChecks(Settings settings, Catalog catalog, Marker marker) {
        this.settings = settings;
        this.catalog = catalog;
        this.marker = marker;
        this.missing = new MissingProduction(settings, catalog, marker);
    }

    List<Problem> problems() {
        problems.addAll(new InitMarkerChecks(settings, catalog, marker).problems());
        settings.schemas().forEach(this::checkSchema);
        problems.addAll(new InitClusterChecks(settings, catalog, marker, missing).problems());
        problems.addAll(new InitCopyChecks(settings, catalog, marker).problems());
        problems.addAll(ClusterDifferences.warnings(settings, catalog));
        checkPermissions();
        return List.copyOf(new LinkedHashSet<>(problems));
    }

    private void checkSchema(String name) {
        Schema schema = catalog.schema(name);
        if (schema == null) {
            problems.addAll(missing.problemsOfSchema(name));
            return;
        }
        List<CatalogObject> objects = catalog.objectsIn(schema.id());
        objects.stream()
                .filter(object -> object.is(ObjectType.SINK))
                .forEach(sink -> problems.add(Problem.hard("Schema " + name + " holds the sink " + sink.name()
                        + "; a swap would move it. Keep sinks in a schema and a cluster of their own.")));
        List<CatalogObject> stateful =
                objects.stream().filter(CatalogObject::isStateful).toList();
        if (!stateful.isEmpty() && !settings.init().allowStateful()) {
            problems.add(Problem.hard(
                    "Schema " + name + " holds " + ObjectNames.list(catalog, stateful)
                            + "; a swap would replace them by new, empty ones, and cleanup would drop them.",
                    "Keep them in a schema of their own, or set <allowStateful>true</allowStateful>"
                            + " (-Dmz.allowStateful) if the deployment makes new ones."));
        }
        List<CatalogObject> types =
                objects.stream().filter(object -> object.is(ObjectType.TYPE)).toList();
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

    private void checkPermissions() {
        var permissions = new Permissions(catalog);
        problems.addAll(permissions.onDatabase());
        if (isMarkerWritten()) {
            Schema schema = catalog.schemas().get(marker.schemaId());
            problems.addAll(permissions.owns(ObjectType.SCHEMA, schema.name(), schema.ownerId()));
        }
        Marker.leftovers(catalog, settings.target())
                .forEach(schema ->
                        problems.addAll(permissions.owns(ObjectType.SCHEMA, schema.name(), schema.ownerId())));
        if (settings.clusterNames().stream()
                .anyMatch(name -> catalog.cluster(name) == null || catalog.cluster(settings.copyOf(name)) == null)) {
            problems.addAll(permissions.onSystem());
        }
        for (String name : settings.schemas()) {
            Schema schema = catalog.schema(name);
            if (schema != null) {
                problems.addAll(permissions.owns(ObjectType.SCHEMA, name, schema.ownerId()));
            }
            Schema copy = catalog.schema(settings.copyOf(name));
            if (schema != null) {
                // What the copy has already, from a superuser's run for example, need not be granted.
                DefaultPrivilegeChanges.creators(catalog, schema.id(), copy == null ? null : copy.id())
                        .forEach(creator -> problems.addAll(permissions.defaultsFor(name, creator)));
            }
            if (copy != null) {
                problems.addAll(permissions.owns(ObjectType.SCHEMA, copy.name(), copy.ownerId()));
            }
        }
        for (String name : settings.clusterNames()) {
            for (String each : List.of(name, settings.copyOf(name))) {
                Cluster cluster = catalog.cluster(each);
                if (cluster != null) {
                    problems.addAll(permissions.owns(ObjectType.CLUSTER, each, cluster.ownerId()));
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
}
