package io.github.mzmaven.goal.init;

import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.Cluster;
import io.github.mzmaven.catalog.ProductionSnapshot;
import io.github.mzmaven.config.Settings;
import java.util.HashMap;
import java.util.Map;

/** What the marker records of production and of the copies, as the catalog has them now. */
final class Snapshot {
    private final Settings settings;
    private final Catalog catalog;
    private final ProductionSnapshot recorded;

    /** A snapshot that keeps what is recorded already; {@code null} where nothing is. */
    Snapshot(Settings settings, Catalog catalog, ProductionSnapshot recorded) {
        this.settings = settings;
        this.catalog = catalog;
        this.recorded = recorded;
    }

    /** What does not exist yet is left out. What was recorded once stays: production may have changed since, and promote must find that. */
    ProductionSnapshot ofProduction() {
        Map<String, ProductionSnapshot.SchemaEntry> schemas = new HashMap<>();
        for (String name : settings.schemas()) {
            Schema schema = catalog.schema(name);
            if (schema != null) {
                schemas.put(name, new ProductionSnapshot.SchemaEntry(schema.id(), catalog.idsIn(schema.id())));
            }
        }
        Map<String, String> clusters = new HashMap<>();
        Map<String, String> definitions = new HashMap<>();
        for (String name : settings.clusterNames()) {
            Cluster cluster = catalog.cluster(name);
            if (cluster != null) {
                clusters.put(name, cluster.id());
                definitions.put(name, cluster.definition().sorted().sql());
            }
        }
        if (recorded != null) {
            schemas.putAll(recorded.schemas());
            clusters.putAll(recorded.clusters());
            definitions.putAll(recorded.definitions());
        }
        return new ProductionSnapshot(
                recorded == null ? settings.suffix() : recorded.suffix(),
                schemas,
                clusters,
                definitions,
                recorded == null ? null : recorded.made(),
                recorded == null || recorded.copies() == null ? null : withoutMissing(recorded.copies()));
    }

    /** A copy that is gone is forgotten before it is made again: a run cut off in between would find another id. */
    private ProductionSnapshot.Copies withoutMissing(ProductionSnapshot.Copies copies) {
        Map<String, String> schemas = new HashMap<>(copies.schemas());
        schemas.keySet().removeIf(name -> catalog.schema(settings.copyOf(name)) == null);
        Map<String, String> clusters = new HashMap<>(copies.clusters());
        clusters.keySet().removeIf(name -> catalog.cluster(settings.copyOf(name)) == null);
        return new ProductionSnapshot.Copies(schemas, clusters);
    }

    /** The ids of what has the copies' names; {@code null} while one is still to be made. */
    ProductionSnapshot.Copies ofCopies() {
        Map<String, String> schemas = new HashMap<>();
        Map<String, String> clusters = new HashMap<>();
        if (recorded != null && recorded.copies() != null) {
            ProductionSnapshot.Copies still = withoutMissing(recorded.copies());
            schemas.putAll(still.schemas());
            clusters.putAll(still.clusters());
        }
        for (String name : settings.schemas()) {
            Schema copy = catalog.schema(settings.copyOf(name));
            if (copy == null) {
                return null;
            }
            schemas.put(name, copy.id());
        }
        for (String name : settings.clusterNames()) {
            Cluster copy = catalog.cluster(settings.copyOf(name));
            if (copy == null) {
                return null;
            }
            clusters.put(name, copy.id());
        }
        return new ProductionSnapshot.Copies(schemas, clusters);
    }
}
