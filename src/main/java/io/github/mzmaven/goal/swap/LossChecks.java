package io.github.mzmaven.goal.swap;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.AppliedFiles;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.catalog.DeploymentFacts;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.ObjectKey;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.catalog.ProductionSnapshot;
import io.github.mzmaven.goal.swap.Replacement.Handover;
import io.github.mzmaven.plan.Deployment;
import io.github.mzmaven.plan.Direction;
import io.github.mzmaven.plan.ObjectNames;
import io.github.mzmaven.text.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What production would lack after a swap: what the version that is swapped in does not have, or not yet. */
final class LossChecks {
    private final Replacement replacement;
    private final Deployment deployment;
    private final Catalog catalog;
    private final List<CatalogObject> replaced;
    private final List<Problem> problems = new ArrayList<>();

    private LossChecks(Replacement replacement) {
        this.replacement = replacement;
        this.deployment = replacement.deployment();
        this.catalog = deployment.catalog();
        this.replaced = replacement.replaced();
    }

    static List<Problem> problems(Replacement replacement) {
        var checks = new LossChecks(replacement);
        checks.checkEmpty();
        if (replacement.direction() == Direction.PROMOTE) {
            checks.checkApplied();
            checks.checkStateful();
            checks.checkChangesSinceInit();
        } else {
            checks.checkWhole();
            checks.checkMadeSincePromote();
        }
        return checks.problems;
    }

    private void checkEmpty() {
        for (Handover schema : replacement.schemas().values()) {
            boolean had = catalog.objectsIn(schema.replaced().id()).stream()
                    .anyMatch(object -> object.type().isRelation());
            if (had && catalog.objectsIn(schema.replacement().id()).isEmpty()) {
                problems.add(
                        replacement.direction() == Direction.PROMOTE
                                ? Problem.soft(
                                        "Schema " + schema.replacement().name() + " is empty, while " + schema.name()
                                                + " is not.",
                                        "Run mvn mz:apply (or dbt) to fill it.")
                                : Problem.soft(
                                        "Schema " + schema.name() + " is empty in the version before: swapped back,"
                                                + " it has nothing for readers.",
                                        "Deploy a version that works instead: mvn mz:cleanup, mvn mz:init …; or set"
                                                + " -Dmz.force=true"));
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
                    "Check that it has; then set -Dmz.force=true, or start again: mvn mz:cleanup, mvn mz:init."));
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
                    "Run mvn mz:apply again, or start again: mvn mz:cleanup, mvn mz:init."));
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
                    "Deploy the wanted version again instead: mvn mz:cleanup, mvn mz:init …; or set -Dmz.force=true"
                            + " if production can do without."));
        }
    }
}
