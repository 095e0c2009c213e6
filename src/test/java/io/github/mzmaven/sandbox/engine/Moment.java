package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.engine.Entities.Item;
import io.github.mzmaven.sandbox.engine.Entities.Schema;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The catalog as it was at some moment: to be looked at, and to be gone back to. Names are of the database {@code materialize}. */
public final class Moment {
    private final Catalog catalog;
    private final int connections;

    /** @param connections how many sessions there had been */
    Moment(Catalog catalog, int connections) {
        this.catalog = catalog;
        this.connections = connections;
    }

    /**
     * An object.
     *
     * @param schema the name of its schema
     * @param cluster an id, or {@code null}
     * @param uses ids of what it reads or uses
     */
    public record Thing(String id, String schema, String name, String type, String cluster, List<String> uses) {
        /** With its schema. */
        public String display() {
            return schema + "." + name;
        }
    }

    Catalog catalog() {
        return catalog;
    }

    int connections() {
        return connections;
    }

    /** Whether nothing was changed between the two. */
    public boolean isSameAs(Moment other) {
        return catalog == other.catalog;
    }

    /** Ids by name. */
    public Map<String, String> schemas() {
        Map<String, String> ids = new TreeMap<>();
        catalog.schemas.values().stream().filter(this::isMain).forEach(s -> ids.put(s.name(), s.id()));
        return ids;
    }

    /** Ids by name. */
    public Map<String, String> clusters() {
        return catalog.clusters.values().stream()
                .collect(Collectors.toMap(Entities.Cluster::name, Entities.Cluster::id, (a, b) -> a, TreeMap::new));
    }

    /** All of the users' objects. */
    public List<Thing> things() {
        return catalog.items.values().stream().map(this::thing).toList();
    }

    /** Grantee and privilege of each, grantors left out; the object's type and id find it. */
    public Set<String> privileges(String type, String id) {
        var acl = switch (type) {
            case "schema" -> catalog.schemas.get(id).acl();
            case "cluster" -> catalog.clusters.get(id).acl();
            default -> catalog.items.get(id).acl();
        };
        return acl.entries().stream()
                .flatMap(entry -> entry.privileges().stream()
                        .map(privilege -> catalog.roleName(entry.grantee()) + " " + privilege))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private boolean isMain(Schema schema) {
        return schema.database() != null
                && catalog.databases.get(schema.database()).name().equals(Catalog.MAIN_DATABASE);
    }

    private Thing thing(Item item) {
        return new Thing(
                item.id(),
                catalog.schemas.get(item.schema()).name(),
                item.name(),
                item.type().catalogName(),
                item.cluster(),
                item.references());
    }
}
