package io.github.mzmaven.goal.swap;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.AppliedFiles;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.CatalogObject;
import io.github.mzmaven.catalog.Catalog.Cluster;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.DeploymentFacts;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.ObjectKey;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.catalog.ProductionSnapshot;
import io.github.mzmaven.plan.Deployment;
import io.github.mzmaven.plan.Deployment.Pair;
import io.github.mzmaven.plan.Direction;
import io.github.mzmaven.plan.ObjectNames;
import io.github.mzmaven.plan.Permissions;
import io.github.mzmaven.text.Count;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a swap would harm: found before anything is written, and told all at once. */
final class SwapChecks {

    private final Direction direction;
    private final Deployment deployment;
    private final Catalog catalog;
    private final Replacement sides;
    private final List<CatalogObject> replaced;
    private final List<CatalogObject> replacements;
    private final List<Problem> problems = new ArrayList<>();

    SwapChecks(Direction direction, Deployment deployment, Replacement sides) {
        this.direction = direction;
        this.deployment = deployment;
        this.catalog = deployment.catalog();
        this.sides = sides;
        this.replaced = deployment.objectsIn(sides.replacedSchemas());
        this.replacements = deployment.objectsIn(sides.replacementSchemas());
    }

    List<Problem> problems() {
        checkPermissions();
        checkSinksInside();
        checkDependents();
        checkStrandedOnClusters();
        checkReadsOfReplaced();
        checkEmpty();
        if (direction == Direction.PROMOTE) {
            checkApplied();
            checkStateful();
            checkChangesSinceInit();
            problems.addAll(ProductionChanges.problems(deployment));
        } else {
            checkWhole();
            checkMadeSincePromote();
        }
        return problems;
    }

    private void checkPermissions() {
        var permissions = new Permissions(catalog);
        if (!deployment.schemas().isEmpty()) {
            problems.addAll(permissions.onDatabase());
        }
        Set<Problem> missing = new LinkedHashSet<>();
        Schema marker = catalog.schemas().get(deployment.marker().schemaId());
        missing.addAll(permissions.owns(ObjectType.SCHEMA, marker.name(), marker.ownerId()));
        for (Pair pair : deployment.schemas()) {
            for (String id : List.of(pair.productionId(), pair.copyId())) {
                Schema schema = catalog.schemas().get(id);
                missing.addAll(permissions.owns(ObjectType.SCHEMA, schema.name(), schema.ownerId()));
            }
        }
        for (Pair pair : deployment.clusters()) {
            for (String id : List.of(pair.productionId(), pair.copyId())) {
                Cluster cluster = catalog.clusters().get(id);
                missing.addAll(permissions.owns(ObjectType.CLUSTER, cluster.name(), cluster.ownerId()));
            }
        }
        problems.addAll(missing);
    }

    private void checkSinksInside() {
        var inside = new ArrayList<CatalogObject>(replaced);
        inside.addAll(replacements);
        for (CatalogObject sink : inside) {
            if (sink.is(ObjectType.SINK)) {
                problems.add(Problem.hard(
                        "Sink " + catalog.display(sink)
                                + " is in a schema that is to be swapped, and would move with it.",
                        "Keep sinks in a schema and a cluster of their own: create it there, and drop this one."));
            }
        }
        for (CatalogObject sink : catalog.objects().values()) {
            boolean there = sides.replacedClusters().contains(sink.clusterId())
                    || sides.replacementClusters().contains(sink.clusterId());
            if (sink.is(ObjectType.SINK) && there && !inside.contains(sink)) {
                problems.add(Problem.hard(
                        "Sink " + catalog.display(sink) + " runs on cluster "
                                + catalog.clusters().get(sink.clusterId()).name()
                                + ", which is to be swapped; it would stay on the "
                                + sides.replacedWord() + " one.",
                        "Keep sinks in a schema and a cluster of their own: create it there, and drop this one."));
            }
        }
    }

    private boolean isInside(CatalogObject object) {
        return sides.replacedSchemas().contains(object.schemaId())
                || sides.replacementSchemas().contains(object.schemaId());
    }

    /** They follow ids: what reads an old object goes on reading it, under its new name. */
    private void checkDependents() {
        Map<String, Set<String>> usedBy = catalog.usedBy();
        for (CatalogObject object : replaced) {
            List<CatalogObject> direct = usedBy.getOrDefault(object.id(), Set.of()).stream()
                    .map(catalog.objects()::get)
                    .filter(user -> user != null && !isInside(user) && !isMoved(user, object))
                    .toList();
            for (CatalogObject user : direct) {
                List<CatalogObject> further = catalog.dependentsOf(Set.of(user.id())).stream()
                        .map(catalog.objects()::get)
                        .filter(other -> other != null && !other.is(ObjectType.INDEX))
                        .toList();
                boolean reads = object.type().isRelation();
                problems.add(Problem.soft(
                        "The " + user.type() + " " + catalog.display(user) + (reads ? " reads " : " uses ")
                                + sides.productionName(object) + " and would keep "
                                + (reads ? "reading" : "using") + " the " + sides.replacedWord() + " one"
                                + (further.isEmpty() ? "" : ", and with it " + ObjectNames.list(catalog, further))
                                + ".",
                        (catalog.isTemporary(user)
                                        ? "It is temporary: it goes when its session ends"
                                        : "Add its schema to <schemas>, or create it again after mz:"
                                                + direction.goal())
                                + "; mz:cleanup refuses until then."));
            }
        }
    }

    /** Sinks are pointed at another relation after the swap; what else they use, a connection, they keep. */
    private static boolean isMoved(CatalogObject user, CatalogObject used) {
        return user.is(ObjectType.SINK) && used.type().isRelation();
    }

    private void checkStrandedOnClusters() {
        for (String clusterId : sides.replacedClusters()) {
            List<CatalogObject> stranded = catalog.objectsOn(clusterId).stream()
                    .filter(object -> !sides.replacedSchemas().contains(object.schemaId()))
                    .filter(object -> !sides.replacementSchemas().contains(object.schemaId()))
                    .filter(object -> !object.is(ObjectType.SINK))
                    .toList();
            if (!stranded.isEmpty()) {
                problems.add(Problem.soft(
                        "Cluster " + catalog.clusters().get(clusterId).name()
                                + " runs objects of schemas that are not swapped: "
                                + ObjectNames.list(catalog, stranded)
                                + ". They would stay on the " + sides.replacedWord() + " cluster.",
                        "Add their schemas to <schemas>, or create them on another cluster."));
            }
        }
    }

    /** A copy that names production in full, or runs on production's cluster, would be left with the old things. */
    private void checkReadsOfReplaced() {
        Set<String> replacedIds = replaced.stream().map(CatalogObject::id).collect(Collectors.toSet());
        for (CatalogObject object : replacements) {
            List<CatalogObject> reads = catalog.uses().getOrDefault(object.id(), Set.of()).stream()
                    .filter(replacedIds::contains)
                    .map(catalog.objects()::get)
                    .toList();
            if (!reads.isEmpty()) {
                problems.add(Problem.soft(
                        "The " + object.type() + " " + catalog.display(object) + " reads "
                                + ObjectNames.list(catalog, reads) + " instead of "
                                + (reads.size() == 1 ? "its" : "their")
                                + " counterpart beside it, and would keep reading"
                                + " the " + sides.replacedWord() + " one.",
                        "Name it without its schema, or as ${schema.…} in files that mz:apply runs."));
            }
            if (object.clusterId() != null && sides.replacedClusters().contains(object.clusterId())) {
                problems.add(Problem.soft(
                        "The " + object.type() + " " + catalog.display(object) + " runs on cluster "
                                + catalog.clusters().get(object.clusterId()).name()
                                + ", and would stay on the " + sides.replacedWord() + " one.",
                        "Create it without IN CLUSTER, or with ${cluster.…} in files that mz:apply runs."));
            }
        }
    }

    private void checkEmpty() {
        for (Map.Entry<String, String> pair : sides.replacements().entrySet()) {
            boolean had = replaced.stream()
                    .anyMatch(object -> object.schemaId().equals(pair.getKey())
                            && object.type().isRelation());
            boolean has =
                    replacements.stream().anyMatch(object -> object.schemaId().equals(pair.getValue()));
            if (had && !has) {
                problems.add(Problem.soft(
                        "Schema " + catalog.schemas().get(pair.getValue()).name() + " is empty, while "
                                + sides.names().get(pair.getKey()) + " is not.",
                        "Run mvn mz:apply (or dbt) to fill it."));
            }
        }
    }

    private void checkStateful() {
        boolean allowed = deployment.settings().init().allowStateful()
                || deployment.marker().facts() != null
                        && deployment.marker().facts().allowStateful();
        List<CatalogObject> stateful =
                replaced.stream().filter(CatalogObject::isStateful).toList();
        if (!stateful.isEmpty() && !allowed) {
            problems.add(Problem.soft(
                    "Production schemas hold " + ObjectNames.list(catalog, stateful)
                            + ", which would be replaced and dropped by mz:cleanup.",
                    "Move them to a schema of their own, or set -Dmz.allowStateful=true."));
        }
    }

    private void checkChangesSinceInit() {
        var changes = new ArrayList<String>();
        for (Map.Entry<String, ProductionSnapshot.SchemaEntry> entry :
                deployment.marker().inventory().schemas().entrySet()) {
            Map<ObjectKey, String> now = catalog.idsIn(entry.getValue().id());
            Map<ObjectKey, String> then = entry.getValue().objects();
            then.forEach((key, id) -> {
                if (!now.containsKey(key)) {
                    changes.add("dropped " + key.in(entry.getKey()));
                } else if (!now.get(key).equals(id)) {
                    changes.add("replaced " + key.in(entry.getKey()));
                }
            });
            now.keySet().stream()
                    .filter(key -> !then.containsKey(key))
                    .sorted()
                    .forEach(key -> changes.add("created " + key.in(entry.getKey())));
        }
        if (!changes.isEmpty()) {
            problems.add(Problem.soft(
                    "Production has changed since mz:init: " + ObjectNames.cut(changes)
                            + ". The version to be swapped in may not have that.",
                    "Check that it has; then set -Dmz.force=true, or begin anew: mvn mz:cleanup, mvn mz:init."));
        }
    }

    /** What a file was to make may be missing, so that readers would miss it. */
    private void checkApplied() {
        Marker marker = deployment.marker();
        if (marker.state() == Marker.State.APPLYING) {
            problems.add(Problem.hard(
                    "Deployment " + marker.deployment() + " is half applied: its last mz:apply has not finished.",
                    "Run mvn mz:apply again: it goes on from there."));
            return;
        }
        Optional<AppliedFiles> applied = AppliedFiles.read(catalog, marker);
        if (applied.isEmpty()) {
            problems.add(Problem.hard(
                    "What mz:apply recorded in "
                            + catalog.schemas().get(marker.schemaId()).name() + "." + AppliedFiles.VIEW
                            + " cannot be read, so nobody knows whether deployment " + marker.deployment()
                            + " is whole.",
                    "Run mvn mz:apply again, or begin anew: mvn mz:cleanup, mvn mz:init."));
            return;
        }
        List<String> unfinished = applied.get().unfinished();
        if (!unfinished.isEmpty()) {
            problems.add(Problem.hard(
                    "Deployment " + marker.deployment() + " is half applied: " + Count.of(unfinished.size(), "file")
                            + " did not finish (" + ObjectNames.cut(unfinished) + ").",
                    "Run mvn mz:apply again: it goes on from there."));
        }
    }

    /** What readers or other people made on the new version goes with it, and mz:cleanup would drop it. */
    private void checkMadeSincePromote() {
        List<CatalogObject> rows = replaced.stream()
                .filter(object -> object.is(ObjectType.TABLE) || object.is(ObjectType.SOURCE))
                .filter(object -> !object.isPartOfSource())
                .toList();
        if (!rows.isEmpty()) {
            problems.add(Problem.soft(
                    "Rows that came since mz:promote are in the new version only: " + ObjectNames.list(catalog, rows)
                            + ". Production would have the old ones again, and mz:cleanup would drop the new ones.",
                    "Save what must not be lost; then set -Dmz.force=true."));
        }
        DeploymentFacts facts = deployment.marker().facts();
        if (facts == null || facts.newest() == null || !facts.newest().matches("u\\d{1,18}")) {
            return;
        }
        List<CatalogObject> made = replaced.stream()
                .filter(object -> object.number() > CatalogObject.number(facts.newest()))
                .toList();
        if (!made.isEmpty()) {
            problems.add(Problem.soft(
                    "Made in production since mz:promote: " + ObjectNames.list(catalog, made)
                            + ". The old version has none of that, and mz:cleanup would drop it.",
                    "Save what must not be lost; then set -Dmz.force=true."));
        }
    }

    /** The old environment shall be all there; what was dropped of it may have been meant, even before the promote. */
    private void checkWhole() {
        var missing = new ArrayList<String>();
        deployment
                .marker()
                .inventory()
                .schemas()
                .forEach((schema, entry) -> entry.objects().forEach((key, id) -> {
                    if (!catalog.objects().containsKey(id)) {
                        missing.add(key.in(schema).toString());
                    }
                }));
        if (!missing.isEmpty()) {
            problems.add(Problem.soft(
                    "The old environment is incomplete; dropped since mz:init: " + ObjectNames.cut(missing) + ".",
                    "Deploy the wanted version anew instead: mvn mz:cleanup, mvn mz:init …; or set -Dmz.force=true"
                            + " if production can do without."));
        }
    }
}
