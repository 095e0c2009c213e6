package io.github.mzmaven.goal.cleanup;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.catalog.Current;
import io.github.mzmaven.catalog.History;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.ObjectKey;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.catalog.ProductionSnapshot;
import io.github.mzmaven.catalog.ProductionSnapshot.SchemaEntry;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.plan.Deployment;
import io.github.mzmaven.plan.Deployment.Pair;
import io.github.mzmaven.plan.ObjectNames;
import io.github.mzmaven.plan.Permissions;
import io.github.mzmaven.plan.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What becomes of a deployment's marker when all else is cleaned up. That of what production has stays, under the name {@code
 * current}, in the place of the one before; of one that is given up a line of the history stays, where there is one.
 *
 * <p>What is to stay is written before anything is dropped, and the rename comes last: whoever goes on after a cut finds all that
 * it needs in the marker.
 */
final class MarkerEnd {
    private final Deployment deployment;
    private final Settings settings;
    private final Catalog catalog;
    private final Marker marker;
    private final Current before;
    private final boolean stays;

    MarkerEnd(Deployment deployment) {
        this.deployment = deployment;
        settings = deployment.settings();
        catalog = deployment.catalog();
        marker = deployment.marker();
        before = Current.of(catalog, settings.target());
        stays = marker != null && !settings.cleanup().forget() && isInProduction(deployment);
    }

    /** Whether production has what the deployment made, by ids: something else may have swapped. */
    static boolean isInProduction(Deployment deployment) {
        List<Pair> recorded = deployment.pairs().stream()
                .filter(pair -> pair.recordedId() != null)
                .toList();
        Marker marker = deployment.marker();
        boolean promoted = marker != null && marker.wasPromoted();
        return !recorded.isEmpty() && recorded.stream().allMatch(pair -> isNew(pair, promoted));
    }

    /**
     * Of what the old version was nothing needs to be left: a cleanup that was cut off has dropped some of it. A copy whose id
     * was never recorded proves nothing: production may be a third one, beside an init that was cut off.
     */
    private static boolean isNew(Pair pair, boolean promoted) {
        return pair.productionId() != null
                && !pair.isOriginal()
                && (pair.recordedCopyId() == null
                        ? promoted
                        : pair.recordedCopyId().equals(pair.productionId()));
    }

    /** Whether the marker becomes {@code current}. */
    boolean stays() {
        return stays;
    }

    /** The schemas of this plugin's own that are dropped for good: the marker last. */
    List<Schema> dropped() {
        var schemas = new ArrayList<>(Marker.leftovers(catalog, settings.target()));
        if (before != null && (stays || settings.cleanup().forget())) {
            schemas.add(before.schema());
        }
        if (marker != null && !stays) {
            schemas.add(catalog.schemas().get(marker.schemaId()));
        }
        return schemas;
    }

    /**
     * What is written down before anything is dropped; nothing that is written already.
     *
     * @param markerName what the marker is called then
     */
    List<Step> record(String markerName) {
        var steps = new ArrayList<Step>();
        if (stays && !holdsHistory()) {
            History history = past().of(production());
            steps.add(store(
                    markerName,
                    marker.facts() == null ? history : history.with(entry()),
                    "record what production is built from"));
        } else if (isGivenUp() && obstacle() == null) {
            steps.add(store(
                    before.schema().name(),
                    past().with(entry().givenUp(catalog.identity().now())),
                    "record that the deployment is given up"));
        }
        return steps;
    }

    /** The last step, once the old version and the {@code current} before are gone. */
    List<Step> last(String markerName) {
        return stays
                ? List.of(new Step.RenameSchema(
                        catalog.database().name(), markerName, Marker.currentName(settings.target())))
                : List.of();
    }

    /** What is odd about what is kept. */
    List<Problem> problems() {
        if (before == null || marker == null || settings.cleanup().forget()) {
            return List.of();
        }
        String view = "The view \"" + History.VIEW + "\" of " + before.schema().name();
        String obstacle = isGivenUp() ? obstacle() : null;
        if (obstacle != null) {
            return List.of(Problem.warning(view + " " + obstacle + ": deployment " + marker.deployment()
                    + " will be missing in what mvn mz:history shows."));
        }
        return before.history().isEmpty()
                ? List.of(Problem.warning(view + " cannot be read: a new history is begun."))
                : List.of();
    }

    private boolean isGivenUp() {
        return !stays
                && marker != null
                && marker.facts() != null
                && before != null
                && !settings.cleanup().forget()
                && past().deployments().stream()
                        .noneMatch(known -> marker.schemaId().equals(known.marker()));
    }

    /**
     * Why the line cannot be written, {@code null} where it can: a deployment can be given up all the same, and a statement that
     * the server refuses would hold that up.
     */
    private String obstacle() {
        var permissions = new Permissions(catalog);
        if (!permissions.isMemberOf(before.schema().ownerId())) {
            return "belongs to role " + catalog.roleName(before.schema().ownerId());
        }
        for (CatalogObject object : catalog.objectsIn(before.schema().id())) {
            if (object.name().equals(History.VIEW)) {
                if (!object.is(ObjectType.VIEW)) {
                    return "is now a " + object.type();
                }
                if (!permissions.isMemberOf(object.ownerId())) {
                    return "belongs to role " + catalog.roleName(object.ownerId());
                }
                return readers(object);
            }
        }
        return null;
    }

    /** A view that others read cannot be replaced. */
    private String readers(CatalogObject history) {
        List<CatalogObject> readers = catalog.dependentsOf(Set.of(history.id())).stream()
                .map(catalog.objects()::get)
                .filter(Objects::nonNull)
                .toList();
        return readers.isEmpty() ? null : "is read by " + ObjectNames.list(catalog, readers);
    }

    private History.Entry entry() {
        return History.Entry.of(catalog, marker, stays);
    }

    private History past() {
        return before == null ? History.NOTHING : before.history().orElse(History.NOTHING);
    }

    private boolean holdsHistory() {
        return catalog.objectsIn(marker.schemaId()).stream()
                .anyMatch(object -> object.name().equals(History.VIEW));
    }

    private Step store(String schema, History history, String describe) {
        return new Step.StoreText(catalog.database().name(), schema, History.VIEW, history.json(), describe);
    }

    /** What was made since the promote is somebody else's. */
    private ProductionSnapshot production() {
        Map<String, SchemaEntry> schemas = new HashMap<>();
        deployment.schemas().stream()
                .filter(pair -> pair.recordedId() != null)
                .forEach(pair -> schemas.put(
                        pair.production(), new SchemaEntry(pair.productionId(), promoted(pair.productionId()))));
        Map<String, String> clusters = deployment.clusters().stream()
                .filter(pair -> pair.recordedId() != null)
                .collect(Collectors.toMap(Pair::production, Pair::productionId));
        return new ProductionSnapshot(deployment.suffix(), schemas, clusters);
    }

    private Map<ObjectKey, String> promoted(String schemaId) {
        String newest = marker.facts() == null ? null : marker.facts().newest();
        Map<ObjectKey, String> ids = new HashMap<>(catalog.idsIn(schemaId));
        if (newest != null) {
            ids.values().removeIf(id -> CatalogObject.number(id) > CatalogObject.number(newest));
        }
        return ids;
    }
}
