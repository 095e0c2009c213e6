package io.github.mzmaven.goal.swap;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.goal.swap.Replacement.Handover;
import io.github.mzmaven.plan.ObjectNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What would be left with the replaced version, or be moved along with it, though nobody wants that. */
final class LeftBehindChecks {
    private static final String ELSEWHERE =
            "Keep sinks in a schema and a cluster of their own: create it there, and drop this one.";

    private final Replacement replacement;
    private final Catalog catalog;
    private final List<CatalogObject> replaced;
    private final List<CatalogObject> replacements;
    private final List<Problem> problems = new ArrayList<>();

    private LeftBehindChecks(Replacement replacement) {
        this.replacement = replacement;
        this.catalog = replacement.deployment().catalog();
        this.replaced = replacement.replaced();
        this.replacements = replacement.replacements();
    }

    static List<Problem> problems(Replacement replacement) {
        var checks = new LeftBehindChecks(replacement);
        checks.checkSinksInside();
        checks.checkDependents();
        checks.checkStrandedOnClusters();
        checks.checkReadsOfReplaced();
        return checks.problems;
    }

    private void checkSinksInside() {
        Stream.concat(replaced.stream(), replacements.stream())
                .filter(object -> object.is(ObjectType.SINK))
                .forEach(sink -> problems.add(Problem.hard(
                        "Sink " + catalog.display(sink)
                                + " is in a schema that is to be swapped, and would move with it.",
                        ELSEWHERE)));
        for (CatalogObject sink : catalog.objects().values()) {
            if (sink.is(ObjectType.SINK) && replacement.runsInside(sink) && !replacement.isInside(sink)) {
                problems.add(Problem.hard(
                        "Sink " + catalog.display(sink) + " runs on cluster "
                                + catalog.clusters().get(sink.clusterId()).name()
                                + ", which is to be swapped; it would stay on the "
                                + replacement.replacedWord() + " one.",
                        ELSEWHERE));
            }
        }
    }

    /** They follow ids: what reads an old object goes on reading it, under its new name. */
    private void checkDependents() {
        Map<String, Set<String>> usedBy = catalog.usedBy();
        for (CatalogObject object : replaced) {
            List<CatalogObject> direct = usedBy.getOrDefault(object.id(), Set.of()).stream()
                    .map(catalog.objects()::get)
                    .filter(user -> user != null && !replacement.isInside(user) && !isMoved(user, object))
                    .toList();
            for (CatalogObject user : direct) {
                List<CatalogObject> further = catalog.dependentsOf(Set.of(user.id())).stream()
                        .map(catalog.objects()::get)
                        .filter(other -> other != null && !other.is(ObjectType.INDEX))
                        .toList();
                boolean reads = object.type().isRelation();
                problems.add(Problem.soft(
                        "The " + user.type() + " " + catalog.display(user) + (reads ? " reads " : " uses ")
                                + replacement.productionName(object) + " and would keep "
                                + (reads ? "reading" : "using") + " the " + replacement.replacedWord() + " one"
                                + (further.isEmpty() ? "" : ", and with it " + ObjectNames.list(catalog, further))
                                + ".",
                        (catalog.isTemporary(user)
                                        ? "It is temporary: it goes when its session ends"
                                        : "Add its schema to <schemas>, or create it again after mz:"
                                                + replacement.direction().goal())
                                + "; mz:cleanup refuses until then."));
            }
        }
    }

    /** Sinks are pointed at another relation after the swap; what else they use, a connection, they keep. */
    private static boolean isMoved(CatalogObject user, CatalogObject used) {
        return user.is(ObjectType.SINK) && used.type().isRelation();
    }

    private void checkStrandedOnClusters() {
        for (Handover cluster : replacement.clusters().values()) {
            List<CatalogObject> stranded = catalog.objectsOn(cluster.replaced().id()).stream()
                    .filter(object -> !replacement.isInside(object) && !object.is(ObjectType.SINK))
                    .toList();
            if (!stranded.isEmpty()) {
                problems.add(Problem.soft(
                        "Cluster " + cluster.replaced().name()
                                + " runs objects of schemas that are not swapped: "
                                + ObjectNames.list(catalog, stranded)
                                + ". They would stay on the " + replacement.replacedWord() + " cluster.",
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
                                + " the " + replacement.replacedWord() + " one.",
                        "Name it without its schema, or as ${schema.…} in files that mz:apply runs."));
            }
            if (object.clusterId() != null && replacement.clusters().containsKey(object.clusterId())) {
                problems.add(Problem.soft(
                        "The " + object.type() + " " + catalog.display(object) + " runs on cluster "
                                + catalog.clusters().get(object.clusterId()).name()
                                + ", and would stay on the " + replacement.replacedWord() + " one.",
                        "Create it without IN CLUSTER, or with ${cluster.…} in files that mz:apply runs."));
            }
        }
    }
}
