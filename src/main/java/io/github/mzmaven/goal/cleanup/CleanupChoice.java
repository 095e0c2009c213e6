package io.github.mzmaven.goal.cleanup;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.Cluster;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.catalog.ProductionSnapshot;
import io.github.mzmaven.plan.Deployment;
import io.github.mzmaven.plan.Deployment.Pair;
import io.github.mzmaven.plan.ObjectNames;
import io.github.mzmaven.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What of a deployment a cleanup drops, besides what an earlier one has given private names: by the ids that the marker
 * recorded. What merely has the name is left alone.
 */
final class CleanupChoice {
    private static final String FORCE = "Set -Dmz.force=true if that is meant.";

    private final Deployment deployment;
    private final Catalog catalog;
    private final Marker marker;
    private final List<Problem> problems;
    private final Set<String> doomed;
    private final List<Schema> schemas = new ArrayList<>();
    private final List<Cluster> clusters = new ArrayList<>();

    /** @param problems gets what speaks against it, and what is left alone */
    CleanupChoice(Deployment deployment, List<Problem> problems) {
        this.deployment = deployment;
        this.catalog = deployment.catalog();
        this.marker = deployment.marker();
        this.problems = problems;
        this.doomed = Marker.doomed(catalog, deployment.settings().target()).stream()
                .map(Schema::id)
                .collect(Collectors.toSet());
        if (marker.inventory() == null) {
            withoutInventory();
        } else {
            checkSides();
            deployment.schemas().stream()
                    .filter(pair -> isOurs(ObjectType.SCHEMA, pair))
                    .forEach(this::takeSchema);
            deployment.clusters().stream()
                    .filter(pair -> isOurs(ObjectType.CLUSTER, pair))
                    .forEach(this::takeCluster);
            deployment.schemas().forEach(this::warnOfRenamedSchemas);
            deployment.clusters().forEach(this::warnOfRenamedClusters);
        }
    }

    List<Schema> schemas() {
        return schemas;
    }

    List<Cluster> clusters() {
        return clusters;
    }

    private void takeSchema(Pair pair) {
        schemas.add(catalog.schemas().get(pair.copyId()));
    }

    private void takeCluster(Pair pair) {
        clusters.add(catalog.clusters().get(pair.copyId()));
    }

    /** The names of copies that exist. */
    static List<String> copiesThere(Deployment deployment) {
        return deployment.pairs().stream()
                .filter(pair -> pair.copyId() != null)
                .map(Pair::copy)
                .distinct()
                .toList();
    }

    /** A cleanup that was cut off drops the inventory when all else is gone; else somebody did, and names are no proof. */
    private void withoutInventory() {
        List<String> there = copiesThere(deployment);
        if (there.isEmpty()) {
            return;
        }
        String what = "The marker " + marker.schemaName() + " lacks its view \"" + ProductionSnapshot.VIEW
                + "\", so nothing tells whether these are the deployment's: " + ObjectNames.cut(there) + ".";
        if (marker.state() == Marker.State.CLEANING) {
            problems.add(Problem.warning(what + " They are left alone."));
            return;
        }
        problems.add(
                Problem.soft(what, "Set -Dmz.force=true to drop them; else drop the marker by hand:", dropByHand()));
        deployment.schemas().stream().filter(pair -> pair.copyId() != null).forEach(this::takeSchema);
        deployment.clusters().stream().filter(pair -> pair.copyId() != null).forEach(this::takeCluster);
    }

    private String dropByHand() {
        return "DROP SCHEMA " + Sql.shown(marker.schemaName()) + " CASCADE;";
    }

    /** Whether something else swapped, so that the copies' names hold what nobody may want to lose. */
    private void checkSides() {
        String back = names(deployment.pairs().stream()
                .filter(pair -> pair.isOriginal() && pair.copyId() != null && !pair.isForeign()));
        if (marker.wasPromoted() && !back.isEmpty()) {
            problems.add(Problem.soft(
                    "Deployment " + marker.deployment() + " was promoted, but production has the old version of " + back
                            + " again: something else swapped back. Cleanup would drop the new version.",
                    FORCE));
        }
        String swapped = names(deployment.pairs().stream().filter(Pair::isSwapped));
        if (marker.state() == Marker.State.INITIALIZING && !swapped.isEmpty()) {
            problems.add(Problem.soft(
                    "Deployment " + marker.deployment() + " was never finished, but production has its copies of "
                            + swapped + ": something else swapped. Cleanup would drop what production was.",
                    FORCE));
        }
    }

    private static String names(Stream<Pair> pairs) {
        return ObjectNames.cut(pairs.map(Pair::production).distinct().collect(Collectors.toList()));
    }

    /** What init made, wherever production is; what production was, as long as production's name has the deployment's copy. */
    private boolean isOurs(ObjectType type, Pair pair) {
        if (pair.copyId() == null || doomed.contains(pair.copyId())) {
            return false;
        }
        if (pair.isForeign()) {
            problems.add(Problem.warning("The " + type + " " + pair.copy()
                    + " is not the deployment's and is left alone:"
                    + " it has the id " + pair.copyId() + ", and deployment " + marker.deployment() + " recorded "
                    + pair.recordedCopyId() + " for the copy and " + pair.recordedId() + " for production's "
                    + pair.production() + "."));
            return false;
        }
        if (pair.isSwapped() || pair.isOriginal() || pair.copyId().equals(pair.recordedCopyId())) {
            return true;
        }
        boolean replaced = pair.copyId().equals(pair.recordedId());
        problems.add(Problem.hard(
                pair.copy()
                        + (replaced
                                ? " is what production was, but production is not what deployment "
                                        + marker.deployment() + " made: "
                                : " is not what deployment " + marker.deployment() + " made or replaced: ")
                        + "production's " + pair.production() + " had " + pair.recordedId() + " then, and now "
                        + pair.production() + " has " + (pair.productionId() == null ? "nothing" : pair.productionId())
                        + " and " + pair.copy() + " has " + pair.copyId() + ".",
                "Something else swapped or renamed them. Put the names right, or drop the marker by hand:",
                dropByHand()));
        return false;
    }

    private void warnOfRenamedSchemas(Pair pair) {
        ids(pair)
                .map(catalog.schemas()::get)
                .filter(Objects::nonNull)
                .forEach(schema -> warnOfRenamed(ObjectType.SCHEMA, schema.name(), schema.id(), pair));
    }

    private void warnOfRenamedClusters(Pair pair) {
        ids(pair)
                .map(catalog.clusters()::get)
                .filter(Objects::nonNull)
                .forEach(cluster -> warnOfRenamed(ObjectType.CLUSTER, cluster.name(), cluster.id(), pair));
    }

    /** The recorded ids that neither of the two names has. */
    private static Stream<String> ids(Pair pair) {
        return Stream.of(pair.recordedId(), pair.recordedCopyId())
                .filter(id -> id != null && !id.equals(pair.productionId()) && !id.equals(pair.copyId()));
    }

    private void warnOfRenamed(ObjectType type, String name, String id, Pair pair) {
        problems.add(Problem.warning("The " + type + " " + name + " has the id " + id + ", which "
                + (id.equals(pair.recordedId()) ? "production's " + pair.production() : pair.copy())
                + " had in deployment " + marker.deployment()
                + ". Something else renamed it; it is left alone."));
    }
}
