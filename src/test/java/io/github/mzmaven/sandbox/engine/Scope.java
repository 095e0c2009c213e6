package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.SqlError;
import io.github.mzmaven.sandbox.engine.Entities.Cluster;
import io.github.mzmaven.sandbox.engine.Entities.Database;
import io.github.mzmaven.sandbox.engine.Entities.Item;
import io.github.mzmaven.sandbox.engine.Entities.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds what a name means in a session. */
final class Scope {
    /** Where unqualified names are looked up before the search path. */
    private static final List<String> IMPLICIT = List.of("mz_catalog", "pg_catalog");

    private final Catalog catalog;
    private final Session session;

    Scope(Catalog catalog, Session session) {
        this.catalog = catalog;
        this.session = session;
    }

    /** A relation in a query: a user's object or one of the system's. */
    sealed interface Found {}

    record UserItem(Item item) implements Found {}

    record SystemItem(SystemObject object) implements Found {}

    Database database(String name) throws SqlError {
        return catalog.database(name).orElseThrow(() -> Errors.plan("unknown database '" + name + "'"));
    }

    Schema schema(List<String> name) throws SqlError {
        return findSchema(name).orElseThrow(() -> Errors.unknownSchema(String.join(".", name)));
    }

    Optional<Schema> findSchema(List<String> name) throws SqlError {
        if (name.size() > 2) {
            throw Errors.plan("schema name '" + String.join(".", name) + "' cannot have more than two components");
        }
        String last = name.get(name.size() - 1);
        String database = name.size() == 2 ? name.get(0) : session.database();
        Optional<Schema> own = catalog.database(database).flatMap(d -> catalog.schema(d.id(), last));
        return own.isPresent() || name.size() == 2 ? own : catalog.schema(null, last);
    }

    Cluster cluster(String name) throws SqlError {
        return catalog.cluster(name).orElseThrow(() -> Errors.unknownCluster(name));
    }

    /** The named cluster, or the session's where {@code null}. */
    Cluster clusterOrActive(String name) throws SqlError {
        return cluster(name == null ? session.cluster() : name);
    }

    String role(String name) throws SqlError {
        if (name.equalsIgnoreCase("public")) {
            return Acl.PUBLIC;
        }
        return catalog.role(name).orElseThrow(() -> Errors.unknownRole(name)).id();
    }

    /** Where a new object of this name goes. */
    Schema target(List<String> name) throws SqlError {
        if (name.size() > 3) {
            throw misqualified(name);
        }
        if (name.size() > 1) {
            return schema(name.subList(0, name.size() - 1));
        }
        for (String path : session.searchPath()) {
            Optional<Schema> schema = findSchema(List.of(path));
            if (schema.isPresent()) {
                return schema.get();
            }
        }
        throw new SqlError("3F000", "no schema has been selected to create in");
    }

    Item item(List<String> name) throws SqlError {
        return findItem(name).orElseThrow(() -> Errors.unknownItem(String.join(".", name)));
    }

    Optional<Item> findItem(List<String> name) throws SqlError {
        if (name.size() > 3) {
            throw misqualified(name);
        }
        String last = name.get(name.size() - 1);
        if (name.size() > 1) {
            return catalog.item(schema(name.subList(0, name.size() - 1)).id(), last);
        }
        for (String path : session.searchPath()) {
            Optional<Item> found = findSchema(List.of(path)).flatMap(s -> catalog.item(s.id(), last));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** What a query reads. */
    Found relation(List<String> name, SystemObjects system) throws SqlError {
        String last = name.get(name.size() - 1);
        if (name.size() == 1) {
            for (String schema : IMPLICIT) {
                Optional<SystemObject> found = system.relation(schema, last);
                if (found.isPresent()) {
                    return new SystemItem(found.get());
                }
            }
            return new UserItem(item(name));
        }
        Schema schema = schema(name.subList(0, name.size() - 1));
        if (schema.database() == null) {
            return new SystemItem(
                    system.relation(schema.name(), last).orElseThrow(() -> Errors.unknownItem(String.join(".", name))));
        }
        return new UserItem(item(name));
    }

    /** The shortest name that means this object in the session. */
    String shortest(Item item) throws SqlError {
        if (findItem(List.of(item.name())).filter(i -> i.id().equals(item.id())).isPresent()) {
            return item.name();
        }
        List<String> full = new ArrayList<>(catalog.fullName(item));
        if (full.get(0).equals(session.database())) {
            full.remove(0);
        }
        return String.join(".", full);
    }

    private static SqlError misqualified(List<String> name) {
        return Errors.plan("qualified name did not have between 1 and 3 components: " + String.join(".", name));
    }
}
