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
import io.github.mzmaven.plan.Deployment;
import io.github.mzmaven.plan.ObjectNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Copies that are there already: ours if the marker recorded them; else they must be empty, or be adopted. */
final class InitCopyChecks {
    private final Settings settings;
    private final Catalog catalog;
    private final Marker marker;
    private final List<Problem> problems = new ArrayList<>();

    InitCopyChecks(Settings settings, Catalog catalog, Marker marker) {
        this.settings = settings;
        this.catalog = catalog;
        this.marker = marker;
    }

    List<Problem> problems() {
        checkCopies();
        return problems;
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
                checkCopy(ObjectType.SCHEMA, copy.name(), catalog.objectsIn(copy.id()));
            }
        }
        for (String name : settings.clusterNames()) {
            Cluster copy = catalog.cluster(settings.copyOf(name));
            if (copy != null && !ownClusters.contains(name)) {
                checkCopy(ObjectType.CLUSTER, copy.name(), catalog.objectsOn(copy.id()));
            }
        }
        if (inventory != null) {
            Deployment deployment = Deployment.of(settings, catalog);
            checkRecordedCopies(ObjectType.SCHEMA, deployment.schemas());
            checkRecordedCopies(ObjectType.CLUSTER, deployment.clusters());
        }
    }

    /** What has a copy's name and another id than init recorded is not the deployment's, whatever it holds. */
    private void checkRecordedCopies(ObjectType type, List<Deployment.Pair> pairs) {
        for (Deployment.Pair pair : pairs) {
            if (!pair.isForeign()) {
                continue;
            }
            String what = "The " + type + " " + pair.copy() + " is not the one that deployment " + marker.deployment()
                    + " recorded: it had the id " + pair.recordedCopyId() + " then, and the name has " + pair.copyId()
                    + " now. Something else made it.";
            problems.add(
                    settings.init().ignoreExistingObjects()
                            ? Problem.warning(what + " It is adopted and will be promoted.")
                            : Problem.hard(
                                    what,
                                    "Drop it, and mvn mz:init makes it again; or adopt it: mvn mz:init"
                                            + " -Dmz.ignoreExistingObjects=true"));
        }
    }

    private void checkCopy(ObjectType type, String name, List<CatalogObject> objects) {
        if (objects.isEmpty()) {
            return;
        }
        String what = "A deployment " + type + " " + name + " exists already and holds "
                + ObjectNames.list(catalog, objects) + ".";
        problems.add(
                settings.init().ignoreExistingObjects()
                        ? Problem.warning(what + " They are adopted and will be promoted.")
                        : Problem.hard(
                                what,
                                "If they are this deployment's (made by dbt, for example): mvn mz:init"
                                        + " -Dmz.ignoreExistingObjects=true; else drop them."));
    }
}
