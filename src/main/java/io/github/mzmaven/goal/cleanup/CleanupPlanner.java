package io.github.mzmaven.goal.cleanup;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.catalog.Cluster;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.plan.Deployment;
import io.github.mzmaven.plan.DropOrder;
import io.github.mzmaven.plan.MarkerChecks;
import io.github.mzmaven.plan.ObjectNames;
import io.github.mzmaven.plan.Permissions;
import io.github.mzmaven.plan.Plan;
import io.github.mzmaven.plan.PlanResult;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.sql.Sql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Plans the drop of what has the deployment's names: the old environment after a promote, the new one of a deployment that is
 * given up. Ids decide what that is, never the suffix alone, and nothing that a live production name means is ever dropped.
 *
 * <p>One transaction takes the lock and gives every schema a private name; what is dropped then is dropped by that name, so
 * nobody can swap something else under it.
 */
public final class CleanupPlanner {
    private final Settings settings;
    private final Catalog catalog;
    private final Deployment deployment;
    private final Marker marker;
    private final MarkerEnd end;
    private final String database;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Schema> schemas = new ArrayList<>();
    private final List<Cluster> clusters = new ArrayList<>();

    private CleanupPlanner(Settings settings, Catalog catalog) {
        this.settings = settings;
        this.catalog = catalog;
        this.deployment = Deployment.of(settings, catalog);
        this.marker = deployment.marker();
        this.end = new MarkerEnd(deployment);
        this.database = catalog.database().name();
    }

    /** Plans cleanup, or says why not; empty where there is no deployment. */
    public static PlanResult plan(Settings settings, Catalog catalog) {
        var planner = new CleanupPlanner(settings, catalog);
        planner.plan();
        boolean refused = planner.problems.stream().anyMatch(problem -> problem.severity() == Problem.Severity.HARD);
        String id = planner.marker == null ? "none" : planner.marker.deployment();
        return new PlanResult(new Plan("cleanup", id, refused ? List.of() : planner.steps), planner.problems);
    }

    private void plan() {
        schemas.addAll(Marker.doomed(catalog, settings.target()));
        if (marker == null) {
            nothingOfOurs();
        } else {
            problems.addAll(MarkerChecks.notAtWork(deployment));
            var choice = new CleanupChoice(deployment, problems);
            choice.schemas().stream()
                    .filter(schema -> !schemas.contains(schema))
                    .forEach(schemas::add);
            clusters.addAll(choice.clusters());
        }
        problems.addAll(end.problems());
        List<Schema> markers = end.dropped();
        List<CatalogObject> objects = deployment.objectsIn(Stream.concat(schemas.stream(), markers.stream())
                .map(Schema::id)
                .collect(Collectors.toSet()));
        boolean cascade = checkPermissions(markers, objects);
        var checks = new CleanupChecks(deployment, schemas, clusters, objects);
        problems.addAll(checks.problems());
        Map<String, String> names = claim(markers);
        String markerName = marker == null ? null : names.get(marker.schemaId());
        end.record(markerName).forEach(this::bookkeeping);
        if (cascade || checks.anythingOutside()) {
            dropByCascade(markers, names);
        } else {
            dropInOrder(markers, objects, names);
        }
        end.last(markerName).forEach(this::bookkeeping);
    }

    private void nothingOfOurs() {
        List<String> there = CleanupChoice.copiesThere(deployment);
        if (!there.isEmpty()) {
            problems.add(Problem.warning(
                    "There is no deployment of target " + settings.target() + ", but these exist: "
                            + ObjectNames.cut(there) + ". They are not known to be this plugin's and are left alone.",
                    "Adopt them first, if they are: mvn mz:init -Dmz.ignoreExistingObjects=true"));
        }
    }

    /**
     * Schemas and clusters must be the role's own; so must objects that are dropped by name, whereas CASCADE asks only for
     * their schema.
     *
     * @return whether only CASCADE will do
     */
    private boolean checkPermissions(List<Schema> markers, List<CatalogObject> objects) {
        var permissions = new Permissions(catalog);
        Set<Problem> missing = new LinkedHashSet<>();
        if (marker != null) {
            missing.addAll(permissions.onDatabase());
        }
        Stream.of(own(), markers, schemas)
                .flatMap(List::stream)
                .forEach(
                        schema -> missing.addAll(permissions.owns(ObjectType.SCHEMA, schema.name(), schema.ownerId())));
        clusters.forEach(
                cluster -> missing.addAll(permissions.owns(ObjectType.CLUSTER, cluster.name(), cluster.ownerId())));
        problems.addAll(missing);
        Map<String, List<CatalogObject>> others = objects.stream()
                .filter(object -> !object.is(ObjectType.INDEX) && !permissions.isMemberOf(object.ownerId()))
                .collect(Collectors.groupingBy(
                        object -> catalog.roleName(object.ownerId()), LinkedHashMap::new, Collectors.toList()));
        others.forEach((owner, theirs) -> problems.add(Problem.soft(
                "Role " + catalog.identity().role() + " is not an owner of " + ObjectNames.list(catalog, theirs)
                        + " (owner: " + owner + ").",
                "As " + owner + " or a superuser: GRANT " + Sql.shown(owner) + " TO "
                        + Sql.shown(catalog.identity().role()) + ";",
                "or set -Dmz.force=true, which drops them with their schemas by CASCADE.")));
        return !others.isEmpty();
    }

    /**
     * From here on nothing can be promoted or rolled back any more: the marker has not the name that those rename from.
     *
     * @return the names that schemas have from then on, by id
     */
    private Map<String, String> claim(List<Schema> markers) {
        Map<String, String> names = new HashMap<>();
        markers.forEach(schema -> names.put(schema.id(), schema.name()));
        own().forEach(schema -> names.put(schema.id(), schema.name()));
        schemas.forEach(schema -> names.put(schema.id(), schema.name()));
        if (marker != null) {
            names.put(
                    marker.schemaId(),
                    Marker.lockedName(
                            settings.target(),
                            Marker.State.CLEANING,
                            catalog.identity().connectionId()));
            schemas.forEach(schema -> names.put(schema.id(), Marker.doomedName(settings.target(), schema.id())));
            List<Step> renames = Stream.concat(own().stream(), schemas.stream())
                    .filter(schema -> !names.get(schema.id()).equals(schema.name()))
                    .map(schema -> (Step) new Step.RenameSchema(database, schema.name(), names.get(schema.id())))
                    .toList();
            if (!renames.isEmpty()) {
                bookkeeping(new Step.Transaction(renames, "claim the deployment for cleanup"));
            }
        }
        return names;
    }

    /** In one statement with the schemas the marker is there until all of them are gone. */
    private void dropInOrder(List<Schema> markers, List<CatalogObject> objects, Map<String, String> names) {
        Set<String> markerIds = markers.stream().map(Schema::id).collect(Collectors.toSet());
        Map<Boolean, List<CatalogObject>> byMarker =
                objects.stream().collect(Collectors.partitioningBy(object -> markerIds.contains(object.schemaId())));
        List<Step> drops = DropOrder.of(catalog, byMarker.get(false), names);
        List<Step> records = DropOrder.of(catalog, byMarker.get(true), names);
        Step.DropObjects together = together(drops, records);
        steps.addAll(together == null ? drops : drops.subList(0, drops.size() - 1));
        dropClusters(Step.Drop.RESTRICT);
        if (together == null) {
            records.forEach(this::bookkeeping);
        } else {
            steps.add(together);
        }
        List<String> all = Stream.concat(schemas.stream(), markers.stream())
                .map(schema -> names.get(schema.id()))
                .toList();
        if (!schemas.isEmpty()) {
            steps.add(new Step.DropSchemas(database, all, Step.Drop.RESTRICT, describe()));
        } else if (!all.isEmpty()) {
            bookkeeping(new Step.DropSchemas(database, all, Step.Drop.RESTRICT));
        }
    }

    /**
     * Views that have nothing on a cluster need not go before the clusters, and so can go with the marker's.
     *
     * @return {@code null} where they must go apart
     */
    private Step.DropObjects together(List<Step> drops, List<Step> records) {
        boolean oneEach = !drops.isEmpty() && records.size() == 1;
        if (oneEach
                && drops.get(drops.size() - 1) instanceof Step.DropObjects last
                && records.get(0) instanceof Step.DropObjects own
                && last.type().equals(own.type())
                && catalog.objects().values().stream().noneMatch(this::isIndexOfDoomedView)) {
            var targets = new ArrayList<>(last.targets());
            targets.addAll(own.targets());
            return new Step.DropObjects(last.type(), targets, last.describe());
        }
        return null;
    }

    private boolean isIndexOfDoomedView(CatalogObject index) {
        return index.is(ObjectType.INDEX)
                && catalog.uses().getOrDefault(index.id(), Set.of()).stream()
                        .map(catalog.objects()::get)
                        .anyMatch(used -> used != null
                                && used.is(ObjectType.VIEW)
                                && schemas.stream()
                                        .anyMatch(schema -> schema.id().equals(used.schemaId())));
    }

    private void dropByCascade(List<Schema> markers, Map<String, String> names) {
        if (!schemas.isEmpty()) {
            List<String> all =
                    schemas.stream().map(schema -> names.get(schema.id())).toList();
            steps.add(new Step.DropSchemas(database, all, Step.Drop.CASCADE, describe()));
        }
        dropClusters(Step.Drop.CASCADE);
        List<String> last =
                markers.stream().map(schema -> names.get(schema.id())).toList();
        if (!last.isEmpty()) {
            bookkeeping(new Step.DropSchemas(database, last, Step.Drop.CASCADE));
        }
    }

    /** By the names that people know. */
    private String describe() {
        return new Step.DropSchemas(database, schemas.stream().map(Schema::name).toList(), Step.Drop.RESTRICT)
                .describe();
    }

    private void dropClusters(Step.Drop how) {
        if (!clusters.isEmpty()) {
            steps.add(new Step.DropClusters(clusters.stream().map(Cluster::name).toList(), how));
        }
    }

    /** The marker's schema, if there is one. */
    private List<Schema> own() {
        return marker == null ? List.of() : List.of(catalog.schemas().get(marker.schemaId()));
    }

    private void bookkeeping(Step step) {
        steps.add(new Step.MarkerStep(step));
    }
}
