package io.github.mzmaven.goal.apply;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.AppliedFiles;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.catalog.Cluster;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.ProductionSnapshot;
import io.github.mzmaven.catalog.ProductionSnapshot.SchemaEntry;
import io.github.mzmaven.catalog.QualifiedName;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.plan.Deployment;
import io.github.mzmaven.plan.MarkerChecks;
import io.github.mzmaven.plan.ObjectNames;
import io.github.mzmaven.project.FileNames;
import io.github.mzmaven.project.SqlFile;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What speaks against running the selected files: copies that are not the deployment's, and what would be lost. */
final class ApplyChecks {
    private final Settings settings;
    private final Catalog catalog;
    private final Marker marker;
    private final AppliedFiles recorded;
    private final List<Problem> problems;

    ApplyChecks(Settings settings, Catalog catalog, Marker marker, AppliedFiles recorded, List<Problem> problems) {
        this.settings = settings;
        this.catalog = catalog;
        this.marker = marker;
        this.recorded = recorded;
        this.problems = problems;
    }

    /** The marker's word is not enough: what somebody dropped, made again or swapped meanwhile must not be built into. */
    void checkCopies() {
        ProductionSnapshot inventory = marker.inventory();
        if (inventory != null) {
            problems.addAll(MarkerChecks.configured(Deployment.of(settings, catalog)));
        }
        for (String name : settings.schemas()) {
            Schema copy = catalog.schema(settings.copyOf(name));
            SchemaEntry entry = inventory == null ? null : inventory.schemas().get(name);
            checkCopy(
                    "schema " + settings.copyOf(name),
                    copy == null ? null : copy.id(),
                    entry == null ? null : entry.id(),
                    inventory == null ? null : inventory.schemaCopy(name));
        }
        for (String name : settings.clusterNames()) {
            Cluster copy = catalog.cluster(settings.copyOf(name));
            checkCopy(
                    "cluster " + settings.copyOf(name),
                    copy == null ? null : copy.id(),
                    inventory == null ? null : inventory.clusters().get(name),
                    inventory == null ? null : inventory.clusterCopy(name));
        }
    }

    private void checkCopy(String what, String id, String productionWas, String made) {
        String status = "Run mvn mz:status to see the deployment";
        if (id == null) {
            problems.add(Problem.hard("There is no " + what + ".", status + ", and mvn mz:init to complete it."));
        } else if (id.equals(productionWas)) {
            problems.add(Problem.hard(
                    "The " + what + " is what production was when the deployment began: something else swapped it.",
                    status + "."));
        } else if (made != null && !id.equals(made)) {
            problems.add(Problem.hard(
                    "The " + what + " has the id " + id + ", but mz:init made " + made
                            + ": something else dropped it and made another one, or swapped it.",
                    status + "; mvn mz:cleanup drops what is left of it, then mvn mz:init starts again."));
        }
    }

    /** What nobody would make again, or is somebody else's, is not dropped silently. */
    void checkDropped(FileSelection selection, FileNames names) {
        Set<QualifiedName> everMade = recorded.allObjects();
        for (String id : selection.dropped()) {
            CatalogObject object = catalog.objects().get(id);
            QualifiedName name = selection.nameInDeployment(object);
            String display = object.type() + " " + catalog.display(object);
            if (name == null) {
                problems.add(Problem.hard(
                        "The " + display + " is not in the deployment and depends on what must be made again.",
                        "Drop it, or point it at production."));
            } else if (everMade.contains(name) || ApplyDrops.goesAlong(catalog, object, selection.dropped())) {
                continue;
            } else if (names.fileOf(name) != null) {
                problems.add(Problem.soft(
                        "The " + display + " is there, and no mz:apply made it; " + names.fileOf(name)
                                + " would replace it.",
                        "Drop it, or let it be replaced: -Dmz.force=true"));
            } else {
                problems.add(Problem.soft(
                        "The " + display + " depends on what must be made again, and no file creates it.",
                        "Put it into a file, or drop it, or let it be dropped: -Dmz.force=true"));
            }
        }
    }

    /** Only what is made again is free of what a file did to it before. */
    void tellWhatStays(FileSelection selection, Map<String, SqlFile> files, FileNames names) {
        String remedy = "Undo it by a statement (REVOKE, COMMENT … IS NULL), where that is wanted.";
        for (SqlFile file : files.values()) {
            List<String> kept = names.changedBy(file).stream()
                    .filter(object -> !selection.runs(names.fileOf(object)))
                    .map(QualifiedName::toString)
                    .toList();
            if (FileSelection.CHANGED.equals(selection.why(file.path())) && !kept.isEmpty()) {
                problems.add(Problem.warning(
                        file.path() + " has changed: what it granted, commented or altered before on "
                                + ObjectNames.cut(kept) + " stays.",
                        remedy));
            }
        }
        recorded.files().forEach((path, entry) -> {
            if (!files.containsKey(path) && entry.objects().isEmpty()) {
                problems.add(Problem.warning(path + " is gone: what it granted, commented or altered stays.", remedy));
            }
        });
    }
}
