package io.github.mzmaven.plan;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.LiveSession;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.catalog.RuntimeState;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.plan.Deployment.Pair;
import io.github.mzmaven.plan.Deployment.ProductionVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The schemas and clusters that hold a deployment's new objects, which are judged and waited for: by name, and by the id
 * that each has, so that it is noticed when another thing takes a name.
 *
 * @param databaseId of the schemas
 * @param suffix what names of copies end in
 * @param marker the marker's schema; {@code null} for copies that dbt made
 */
public record Awaited(String databaseId, String suffix, Thing marker, List<Thing> schemas, List<Thing> clusters) {
    public Awaited {
        schemas = List.copyOf(schemas);
        clusters = List.copyOf(clusters);
    }

    /** A schema or a cluster, and the id that its name had; {@code null} where nothing had it. */
    public record Thing(String name, String id) {
        /** What has become of the name, by the id that it has now; {@code null} where it has the same. */
        public String change(ObjectType type, String idNow) {
            if (Objects.equals(id, idNow)) {
                return null;
            }
            if (id == null) {
                return type + " " + name + " appeared";
            }
            return idNow == null
                    ? type + " " + name + " is gone: dropped or renamed"
                    : type + " " + name + " is another one (" + id + " before, " + idNow
                            + " now): dropped and made again, or swapped";
        }
    }

    /** The copies, as the marker names them, or the settings where there is none; what does not exist is left out. */
    public static Awaited copies(Settings settings, Catalog catalog) {
        return of(Deployment.of(settings, catalog), false);
    }

    /** What holds the new objects: production's names after a promote, the copies' before. */
    public static Awaited newObjects(Settings settings, Catalog catalog) {
        Deployment deployment = Deployment.of(settings, catalog);
        return of(deployment, deployment.side() == ProductionVersion.NEW);
    }

    /** Why a goal cannot wait for the copies: they hold nothing new, or are not all there. Empty where it can. */
    public static List<Problem> problems(String goal, Settings settings, Catalog catalog) {
        Deployment deployment = Deployment.of(settings, catalog);
        Marker marker = deployment.marker();
        if (marker != null) {
            List<Problem> state = MarkerChecks.forCopies(goal, marker, settings.target());
            if (!state.isEmpty()) {
                return state;
            }
            if (marker.state() == Marker.State.APPLYING) {
                return List.of(applying(deployment));
            }
        }
        var problems = new ArrayList<Problem>();
        if (marker != null && marker.inventory() != null) {
            problems.addAll(MarkerChecks.configured(deployment));
        }
        if (deployment.pairs().stream().anyMatch(Pair::isSwapped)) {
            problems.add(swapped(deployment));
        }
        deployment.schemas().forEach(pair -> addMissing(problems, ObjectType.SCHEMA, pair));
        deployment.clusters().forEach(pair -> addMissing(problems, ObjectType.CLUSTER, pair));
        return problems;
    }

    /** What production calls a schema or a cluster: a copy's name without the suffix, any other name as it is. */
    public String production(String name) {
        return isCopy(name) ? name.substring(0, name.length() - suffix.length()) : name;
    }

    /** Whether a name is one that copies have. */
    public boolean isCopy(String name) {
        return name.endsWith(suffix);
    }

    /** What has happened to it since: other things have taken the names, or another goal works on it. Empty where nothing has. */
    public List<String> changes(RuntimeState state) {
        RuntimeState.RunningSchema markerNow =
                marker == null ? null : state.schemas().get(marker.id());
        Map<String, String> schemaIds = new HashMap<>();
        state.schemas().values().stream()
                .filter(schema -> databaseId.equals(schema.databaseId()))
                .forEach(schema -> schemaIds.put(schema.name(), schema.id()));
        return changes(markerNow == null ? null : markerNow.name(), schemaIds::get, name -> {
            RuntimeState.RunningCluster cluster = state.clusters().get(name);
            return cluster == null ? null : cluster.id();
        });
    }

    /** The same by what a later reading of the catalog says. */
    public List<String> changes(Catalog now) {
        Catalog.Schema markerNow = marker == null ? null : now.schemas().get(marker.id());
        return changes(markerNow == null ? null : markerNow.name(), schemaIds(now), clusterIds(now));
    }

    /** The names alone that other things have taken, or nothing has, by a later reading of the catalog. */
    public List<String> changedThings(Catalog now) {
        return changedThings(schemaIds(now), clusterIds(now));
    }

    private static UnaryOperator<String> schemaIds(Catalog catalog) {
        return name ->
                catalog.schema(name) == null ? null : catalog.schema(name).id();
    }

    private static UnaryOperator<String> clusterIds(Catalog catalog) {
        return name ->
                catalog.cluster(name) == null ? null : catalog.cluster(name).id();
    }

    private List<String> changes(String markerNow, UnaryOperator<String> schemaIds, UnaryOperator<String> clusterIds) {
        var changes = new ArrayList<String>();
        if (marker != null && markerNow == null) {
            changes.add("its marker " + marker.name() + " is gone: another run cleans up, or did");
        } else if (marker != null && !markerNow.equals(marker.name())) {
            changes.add("its marker is " + markerNow + " now, and was " + marker.name()
                    + ": another goal is at work on it, or was");
        }
        changes.addAll(changedThings(schemaIds, clusterIds));
        return changes;
    }

    private List<String> changedThings(UnaryOperator<String> schemaIds, UnaryOperator<String> clusterIds) {
        return Stream.concat(
                        schemas.stream().map(copy -> copy.change(ObjectType.SCHEMA, schemaIds.apply(copy.name()))),
                        clusters.stream().map(copy -> copy.change(ObjectType.CLUSTER, clusterIds.apply(copy.name()))))
                .filter(Objects::nonNull)
                .toList();
    }

    /** The ids of what is in its schemas and on its clusters. */
    public Set<String> objects(Catalog catalog) {
        return Stream.concat(
                        schemas.stream().flatMap(schema -> catalog.objectsIn(schema.id()).stream()),
                        clusters.stream().flatMap(cluster -> catalog.objectsOn(cluster.id()).stream()))
                .map(CatalogObject::id)
                .collect(Collectors.toSet());
    }

    private static Problem swapped(Deployment deployment) {
        return deployment.side() == ProductionVersion.NEW
                ? Problem.hard(
                        "Deployment " + deployment.marker().deployment()
                                + " is staged, but something else swapped: the deployment's names hold the old objects now.",
                        "Run mvn mz:promote, which finishes that (sinks, tags, marker).")
                : MarkerChecks.mixed("waited for", deployment);
    }

    /** What an apply has not made yet would be taken for ready. */
    private static Problem applying(Deployment deployment) {
        Marker marker = deployment.marker();
        LiveSession worker = marker.worker(deployment.catalog());
        return worker == null
                ? Problem.hard(
                        "Deployment " + marker.deployment()
                                + " is applied in part: its last mz:apply has not finished.",
                        "Run mvn mz:apply again; it goes on from there.")
                : MarkerChecks.atWork(deployment.catalog(), marker, worker);
    }

    private static void addMissing(List<Problem> problems, ObjectType type, Pair pair) {
        if (pair.copyId() == null) {
            problems.add(Problem.hard("There is no " + type + " " + pair.copy() + ".", "Run mvn mz:init first."));
        } else if (pair.isForeign()) {
            problems.add(Problem.hard(
                    "The " + type + " " + pair.copy() + " (" + pair.copyId() + ") is not the one that init made ("
                            + pair.recordedCopyId() + "): something else dropped it and made it again.",
                    "Drop the deployment with mvn mz:cleanup, and start again with mvn mz:init."));
        }
    }

    private static Awaited of(Deployment deployment, boolean production) {
        Marker marker = deployment.marker();
        return new Awaited(
                deployment.catalog().database().id(),
                deployment.suffix(),
                marker == null ? null : new Thing(marker.schemaName(), marker.schemaId()),
                things(deployment.schemas(), production),
                things(deployment.clusters(), production));
    }

    private static List<Thing> things(List<Pair> pairs, boolean production) {
        return pairs.stream()
                .map(pair -> production
                        ? new Thing(pair.production(), pair.productionId())
                        : new Thing(pair.copy(), pair.copyId()))
                .filter(thing -> thing.id() != null)
                .toList();
    }
}
