package io.github.mzmaven.plan;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.CatalogObject;
import io.github.mzmaven.catalog.Catalog.Cluster;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.Facts;
import io.github.mzmaven.catalog.Inventory;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.Sql;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.plan.Deployment.Pair;
import io.github.mzmaven.plan.Deployment.Side;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Plans the drop of what has the deployment's names: the old environment after a promote, the new one of a deployment that is
 * given up. Ids decide what that is, never the suffix alone, and nothing that a live production name means is ever dropped.
 */
public final class CleanupPlanner {
    private final Settings settings;
    private final Catalog catalog;
    private final Deployment deployment;
    private final Marker marker;
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
        this.database = catalog.database().name();
    }

    /** Plans cleanup, or says why not; empty where there is no deployment. */
    public static Planned plan(Settings settings, Catalog catalog) {
        var planner = new CleanupPlanner(settings, catalog);
        planner.plan();
        boolean refused = planner.problems.stream().anyMatch(problem -> problem.severity() == Problem.Severity.HARD);
        String id = planner.marker == null ? "none" : planner.marker.deployment();
        return new Planned(new Plan("cleanup", id, refused ? List.of() : planner.steps), planner.problems);
    }

    private void plan() {
        if (marker == null) {
            nothingOfOurs();
            dropMarkers(Map.of());
            return;
        }
        problems.addAll(MarkerChecks.notAtWork(deployment));
        chooseWhatToDrop();
        List<CatalogObject> objects =
                deployment.objectsIn(schemas.stream().map(Schema::id).collect(Collectors.toSet()));
        boolean cascade = checkPermissions(objects);
        var checks = new CleanupChecks(deployment, schemas, clusters, objects);
        problems.addAll(checks.problems());
        claim();
        cascade |= checks.anythingOutside();
        if (!cascade) {
            steps.addAll(DropOrder.of(catalog, objects));
        }
        dropContainers(cascade ? Step.Drop.CASCADE : Step.Drop.RESTRICT);
        dropMarker();
    }

    private void nothingOfOurs() {
        List<String> there = copiesThere();
        if (!there.isEmpty()) {
            problems.add(Problem.warning(
                    "There is no deployment of target " + settings.target() + ", but these exist: " + Named.cut(there)
                            + ". They are not known to be this plugin's and are left alone.",
                    "Adopt them first, if they are: mvn mz:init -Dmz.ignoreExistingObjects=true"));
        }
    }

    private List<String> copiesThere() {
        return deployment.pairs().stream()
                .filter(pair -> pair.copyId() != null)
                .map(Pair::copy)
                .distinct()
                .toList();
    }

    /** A cleanup that was cut off drops the inventory when all else is gone; else somebody did, and names are no proof. */
    private void withoutInventory() {
        List<String> there = copiesThere();
        if (there.isEmpty()) {
            return;
        }
        String what = "The marker " + marker.schemaName() + " lacks its view \"" + Inventory.VIEW
                + "\", so nothing tells whether these are the deployment's: " + Named.cut(there) + ".";
        if (marker.state() == Marker.State.CLEANING) {
            problems.add(Problem.warning(what + " They are left alone."));
            return;
        }
        problems.add(
                Problem.soft(what, "Set -Dmz.force=true to drop them; else drop the marker by hand:", dropByHand()));
        deployment.schemas().stream()
                .filter(pair -> pair.copyId() != null)
                .forEach(pair -> schemas.add(catalog.schemas().get(pair.copyId())));
        deployment.clusters().stream()
                .filter(pair -> pair.copyId() != null)
                .forEach(pair -> clusters.add(catalog.clusters().get(pair.copyId())));
    }

    private String dropByHand() {
        return "DROP SCHEMA " + Sql.shown(marker.schemaName()) + " CASCADE;";
    }

    private void chooseWhatToDrop() {
        if (marker.inventory() == null) {
            withoutInventory();
            return;
        }
        boolean promoted = marker.state() == Marker.State.PROMOTED
                || marker.facts() != null && marker.facts().promoted() != null;
        if (promoted && deployment.side() == Side.OLD && !deployment.pairs().isEmpty()) {
            problems.add(Problem.soft(
                    "Deployment " + marker.deployment() + " was promoted, but production has the old version again:"
                            + " something else swapped back. Cleanup would drop the new version.",
                    "Set -Dmz.force=true if that is meant."));
        }
        for (Pair pair : deployment.schemas()) {
            if (isOurs(pair)) {
                schemas.add(catalog.schemas().get(pair.copyId()));
            }
        }
        for (Pair pair : deployment.clusters()) {
            if (isOurs(pair)) {
                clusters.add(catalog.clusters().get(pair.copyId()));
            }
        }
    }

    /** The old one if somebody swapped, else the new one as long as production is what it was. */
    private boolean isOurs(Pair pair) {
        if (pair.copyId() == null) {
            return false;
        }
        boolean ours = pair.isSwapped() || pair.isOriginal();
        if (!ours) {
            problems.add(Problem.hard(
                    pair.copy() + " is not what deployment " + marker.deployment() + " made or replaced: production's "
                            + pair.production() + " had " + pair.recordedId() + " then, and now " + pair.production()
                            + " has " + (pair.productionId() == null ? "nothing" : pair.productionId()) + " and "
                            + pair.copy() + " has " + pair.copyId() + ".",
                    "Something else swapped or renamed them. Put the names right, or drop the marker by hand:",
                    dropByHand()));
        }
        return ours;
    }

    /**
     * Schemas and clusters must be the role's own; so must objects that are dropped by name, whereas CASCADE asks only for
     * their schema.
     *
     * @return whether only CASCADE will do
     */
    private boolean checkPermissions(List<CatalogObject> objects) {
        var permissions = new Permissions(catalog);
        Set<Problem> missing = new LinkedHashSet<>();
        Schema markerSchema = catalog.schemas().get(marker.schemaId());
        missing.addAll(permissions.owns("schema", markerSchema.name(), markerSchema.ownerId()));
        schemas.forEach(schema -> missing.addAll(permissions.owns("schema", schema.name(), schema.ownerId())));
        clusters.forEach(cluster -> missing.addAll(permissions.owns("cluster", cluster.name(), cluster.ownerId())));
        problems.addAll(missing);
        Map<String, List<CatalogObject>> others = objects.stream()
                .filter(object -> !object.is("index") && !permissions.isMemberOf(object.ownerId()))
                .collect(Collectors.groupingBy(
                        object -> catalog.roleName(object.ownerId()), LinkedHashMap::new, Collectors.toList()));
        others.forEach((owner, theirs) -> problems.add(Problem.soft(
                "Role " + catalog.identity().role() + " is not an owner of " + Named.list(catalog, theirs) + " (owner: "
                        + owner + ").",
                "As " + owner + " or a superuser: GRANT " + Sql.shown(owner) + " TO "
                        + Sql.shown(catalog.identity().role()) + ";",
                "or set -Dmz.force=true, which drops them with their schemas by CASCADE.")));
        return !others.isEmpty();
    }

    /** From here on nothing can be promoted or rolled back any more: the rename takes the name that those rename from. */
    private void claim() {
        Facts facts = marker.facts();
        if (facts != null) {
            bookkeeping(new Step.Comment(
                    "SCHEMA",
                    Sql.qualified(database, marker.schemaName()),
                    facts.withConnection(catalog.identity().connectionId()).json(),
                    "record who cleans up"));
        }
        if (marker.state() != Marker.State.CLEANING) {
            bookkeeping(new Step.RenameSchema(
                    database, marker.schemaName(), Marker.name(settings.target(), Marker.State.CLEANING)));
        }
    }

    private void dropContainers(Step.Drop how) {
        if (!schemas.isEmpty()) {
            steps.add(new Step.DropSchemas(
                    database, schemas.stream().map(Schema::name).toList(), how));
        }
        if (!clusters.isEmpty()) {
            steps.add(new Step.DropClusters(clusters.stream().map(Cluster::name).toList(), how));
        }
    }

    /** Last: as long as it is there, the next cleanup knows what is to be dropped. */
    private void dropMarker() {
        dropMarkers(Map.of(marker.schemaId(), Marker.name(settings.target(), Marker.State.CLEANING)));
    }

    /** With what dead runs left. */
    private void dropMarkers(Map<String, String> namesById) {
        Map<String, String> names = new LinkedHashMap<>(namesById);
        Marker.leftovers(catalog, settings.target()).forEach(schema -> names.put(schema.id(), schema.name()));
        if (names.isEmpty()) {
            return;
        }
        var views = new ArrayList<String>();
        names.forEach((id, name) ->
                catalog.objectsIn(id).forEach(view -> views.add(Sql.qualified(database, name, view.name()))));
        if (!views.isEmpty()) {
            bookkeeping(new Step.DropObjects("VIEW", views, "drop what was recorded"));
        }
        bookkeeping(new Step.DropSchemas(database, List.copyOf(names.values()), Step.Drop.RESTRICT));
    }

    private void bookkeeping(Step step) {
        steps.add(new Step.Bookkeeping(step));
    }
}
