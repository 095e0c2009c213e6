package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.engine.Entities.Cluster;
import io.github.mzmaven.sandbox.engine.Entities.Database;
import io.github.mzmaven.sandbox.engine.Entities.Item;
import io.github.mzmaven.sandbox.engine.Entities.Replica;
import io.github.mzmaven.sandbox.engine.Entities.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What falls with an object, dependents first, in the order in which Materialize tells it. */
final class Dependencies {
    private final Catalog catalog;
    private final Set<Object> found = new LinkedHashSet<>();
    private final Set<String> visited = new LinkedHashSet<>();

    Dependencies(Catalog catalog) {
        this.catalog = catalog;
    }

    /** Everything that has to go, the objects themselves included. */
    List<Object> closure(List<?> objects) {
        objects.forEach(this::visit);
        return new ArrayList<>(found);
    }

    private void visit(Object object) {
        if (object instanceof Item item) {
            item(item);
        } else if (object instanceof Schema schema) {
            schema(schema);
        } else if (object instanceof Database database) {
            catalog.schemas.values().stream()
                    .filter(s -> database.id().equals(s.database()))
                    .sorted(Comparator.comparing(Schema::name))
                    .forEach(this::schema);
        } else if (object instanceof Cluster cluster) {
            boundTo(catalog, cluster).forEach(this::item);
            catalog.replicasOf(cluster).forEach(found::add);
        }
        found.add(object);
    }

    private void schema(Schema schema) {
        catalog.itemsOf(schema)
                .sorted(Comparator.comparing((Item i) -> i.type() == ObjectType.TYPE)
                        .thenComparing(Item::name))
                .forEach(this::item);
        found.add(schema);
    }

    private void item(Item item) {
        if (!visited.add(item.id())) {
            return;
        }
        catalog.usedBy(item.id()).forEach(this::item);
        found.add(item);
        if (item.definition() instanceof Definition.Source source && source.progress() != null) {
            item(catalog.items.get(source.progress()));
        }
    }

    /** What runs on a cluster, by id. */
    static List<Item> boundTo(Catalog catalog, Cluster cluster) {
        return catalog.items.values().stream()
                .filter(i -> cluster.id().equals(i.cluster()))
                .sorted(Comparator.comparingLong(i -> Ids.number(i.id())))
                .toList();
    }

    /** As the notice of a cascade names it. */
    String describe(Object object) {
        if (object instanceof Replica replica) {
            return "CLUSTER REPLICA " + Names.display(replica.name());
        }
        Entities.Owned owned = (Entities.Owned) object;
        return owned.type().words() + " " + Names.display(catalog.display(owned));
    }
}
