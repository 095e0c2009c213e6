package io.github.mzmaven.plan;

import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.catalog.Cluster;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.ProductionSnapshot;
import io.github.mzmaven.config.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A target's deployment as the catalog has it now: production and copies by name, and by the ids that the marker recorded
 * which of them is the old one.
 *
 * @param marker {@code null} where there is none
 * @param suffix what the copies' names end in: the marker's, else the configured one
 * @param schemas what the marker recorded, in the configured order; what is configured where there is no marker
 * @param clusters likewise
 */
public record Deployment(
        Settings settings, Catalog catalog, Marker marker, String suffix, List<Pair> schemas, List<Pair> clusters) {

    /**
     * A production name and its copy's.
     *
     * @param recordedId the id that production had when the deployment began; {@code null} where none was recorded
     * @param recordedCopyId the id of the copy that init made; {@code null} where none was recorded
     * @param productionId the id that production's name has now; {@code null} where nothing has it
     * @param copyId the id that the copy's name has now; {@code null} where nothing has it
     */
    public record Pair(
            String production,
            String copy,
            String recordedId,
            String recordedCopyId,
            String productionId,
            String copyId) {
        /** Whether production's name still has what it had when the deployment began. */
        public boolean isOriginal() {
            return recordedId != null && recordedId.equals(productionId);
        }

        /** Whether the copy's name has what production was: somebody swapped. */
        public boolean isSwapped() {
            return recordedId != null
                    && recordedId.equals(copyId)
                    && productionId != null
                    && (recordedCopyId == null || recordedCopyId.equals(productionId));
        }

        /** Whether the copy's name has something that is neither what init made nor what production was. */
        public boolean isForeign() {
            return copyId != null
                    && recordedCopyId != null
                    && !copyId.equals(recordedCopyId)
                    && !copyId.equals(recordedId);
        }
    }

    /** Which version production's names have. */
    public enum ProductionVersion {
        /** What they had when the deployment began. */
        OLD,
        /** What the deployment built. */
        NEW,
        /** Neither all of the one nor all of the other: something else renamed, dropped or swapped. */
        MIXED
    }

    public static Deployment of(Settings settings, Catalog catalog) {
        Marker marker = Marker.of(catalog, settings.target());
        ProductionSnapshot inventory = marker == null ? null : marker.inventory();
        String suffix = inventory == null ? settings.suffix() : inventory.suffix();
        Set<String> schemaNames = new LinkedHashSet<>(settings.schemas());
        Set<String> clusterNames = new LinkedHashSet<>(settings.clusterNames());
        if (inventory != null) {
            schemaNames.retainAll(inventory.schemas().keySet());
            schemaNames.addAll(inventory.schemas().keySet());
            clusterNames.retainAll(inventory.clusters().keySet());
            clusterNames.addAll(inventory.clusters().keySet());
        }
        var schemas = new ArrayList<Pair>();
        for (String name : schemaNames) {
            schemas.add(new Pair(
                    name,
                    name + suffix,
                    inventory == null ? null : inventory.schemas().get(name).id(),
                    inventory == null ? null : inventory.schemaCopy(name),
                    id(catalog.schema(name)),
                    id(catalog.schema(name + suffix))));
        }
        schemas.replaceAll(pair -> doomed(pair, Marker.doomed(catalog, settings.target())));
        var clusters = new ArrayList<Pair>();
        for (String name : clusterNames) {
            clusters.add(new Pair(
                    name,
                    name + suffix,
                    inventory == null ? null : inventory.clusters().get(name),
                    inventory == null ? null : inventory.clusterCopy(name),
                    id(catalog.cluster(name)),
                    id(catalog.cluster(name + suffix))));
        }
        return new Deployment(settings, catalog, marker, suffix, List.copyOf(schemas), List.copyOf(clusters));
    }

    /** A cleanup at work, or cut off, has given the copy a private name. */
    private static Pair doomed(Pair pair, List<Schema> doomed) {
        return doomed.stream()
                .map(Schema::id)
                .filter(id -> id.equals(pair.recordedId()) || id.equals(pair.recordedCopyId()))
                .findFirst()
                .map(id -> new Pair(
                        pair.production(),
                        pair.copy(),
                        pair.recordedId(),
                        pair.recordedCopyId(),
                        pair.productionId(),
                        id))
                .orElse(pair);
    }

    /** All pairs, schemas first. */
    public List<Pair> pairs() {
        var all = new ArrayList<>(schemas);
        all.addAll(clusters);
        return all;
    }

    /** Which version production has, by ids: something else than this plugin may have swapped. */
    public ProductionVersion side() {
        if (pairs().stream().allMatch(Pair::isOriginal)) {
            return ProductionVersion.OLD;
        }
        return pairs().stream().allMatch(Pair::isSwapped) ? ProductionVersion.NEW : ProductionVersion.MIXED;
    }

    /**
     * The catalog as it is once the pairs are swapped and the marker says so.
     *
     * @param alreadySwapped whether only the marker's name changes
     */
    public Catalog swapped(Marker.State end, boolean alreadySwapped) {
        var schemaNames = new HashMap<String, String>();
        var clusterNames = new HashMap<String, String>();
        if (!alreadySwapped) {
            schemas.forEach(pair -> {
                schemaNames.put(pair.productionId(), pair.copy());
                schemaNames.put(pair.copyId(), pair.production());
            });
            clusters.forEach(pair -> {
                clusterNames.put(pair.productionId(), pair.copy());
                clusterNames.put(pair.copyId(), pair.production());
            });
        }
        schemaNames.put(marker.schemaId(), Marker.name(marker.target(), end));
        return catalog.renamed(schemaNames, clusterNames);
    }

    /** The ids of the schemas that have production's names. */
    public Set<String> productionSchemaIds() {
        return ids(schemas.stream().map(Pair::productionId).toList());
    }

    /** The ids of the schemas that have the copies' names. */
    public Set<String> copySchemaIds() {
        return ids(schemas.stream().map(Pair::copyId).toList());
    }

    /** The objects in any of these schemas, in the order of their creation. */
    public List<CatalogObject> objectsIn(Set<String> schemaIds) {
        return catalog.objects().values().stream()
                .filter(object -> schemaIds.contains(object.schemaId()))
                .toList();
    }

    /** The object of the same name and kind of thing (relation, index …) in a schema, or {@code null}. */
    public CatalogObject counterpart(CatalogObject object, String schemaId) {
        boolean relation = object.type().isRelation();
        return catalog.objectsIn(schemaId).stream()
                .filter(other -> other.name().equals(object.name())
                        && (relation ? other.type().isRelation() : other.is(object.type())))
                .findFirst()
                .orElse(null);
    }

    /** Of two schemas of a pair, the id of the other one; {@code null} for a schema of no pair. */
    public String otherSide(String schemaId) {
        for (Pair pair : schemas) {
            if (schemaId.equals(pair.productionId())) {
                return pair.copyId();
            }
            if (schemaId.equals(pair.copyId())) {
                return pair.productionId();
            }
        }
        return null;
    }

    private static Set<String> ids(Collection<String> ids) {
        Set<String> present = new LinkedHashSet<>(ids);
        present.remove(null);
        return present;
    }

    private static String id(Schema schema) {
        return schema == null ? null : schema.id();
    }

    private static String id(Cluster cluster) {
        return cluster == null ? null : cluster.id();
    }
}
