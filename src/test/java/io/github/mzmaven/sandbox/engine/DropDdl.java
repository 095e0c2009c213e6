package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.SqlError;
import io.github.mzmaven.sandbox.engine.Entities.Cluster;
import io.github.mzmaven.sandbox.engine.Entities.Database;
import io.github.mzmaven.sandbox.engine.Entities.Item;
import io.github.mzmaven.sandbox.engine.Entities.Owned;
import io.github.mzmaven.sandbox.engine.Entities.Replica;
import io.github.mzmaven.sandbox.engine.Entities.Role;
import io.github.mzmaven.sandbox.engine.Entities.Schema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** DROP of anything. */
final class DropDdl {
    private final Work work;
    private final Catalog catalog;

    DropDdl(Work work) {
        this.work = work;
        this.catalog = work.catalog;
    }

    void drop(Statement.Drop drop) throws SqlError {
        if (drop.type() == ObjectType.ROLE) {
            dropRoles(drop);
            return;
        }
        if (drop.type() == ObjectType.CLUSTER_REPLICA) {
            throw Errors.unsupported("DROP CLUSTER REPLICA");
        }
        List<Owned> named = new ArrayList<>();
        for (List<String> name : drop.names()) {
            Optional<? extends Owned> found = find(drop, name);
            if (found.isEmpty()) {
                work.notice(Errors.skipped(drop.type(), String.join(".", name)));
            } else {
                named.add(found.get());
            }
        }
        if (drop.type().isItem() && !drop.cascade()) {
            Set<String> ids = new LinkedHashSet<>();
            named.forEach(o -> ids.add(o.id()));
            for (Owned item : named) {
                checkUnused(work, (Item) item, ids);
            }
        }
        checkAccess(named);
        List<Object> closure = new Dependencies(catalog).closure(named);
        List<Object> cascaded = new ArrayList<>(closure);
        cascaded.removeAll(named);
        if (!cascaded.isEmpty()) {
            Dependencies words = new Dependencies(catalog);
            work.notice(Errors.cascaded(cascaded.stream().map(words::describe).toList()));
        }
        removeAll(closure);
    }

    private Optional<? extends Owned> find(Statement.Drop drop, List<String> name) throws SqlError {
        return switch (drop.type()) {
            case DATABASE -> database(drop, String.join(".", name));
            case SCHEMA -> schema(drop, name);
            case CLUSTER -> cluster(drop, String.join(".", name));
            default -> item(drop, name);
        };
    }

    private Optional<Database> database(Statement.Drop drop, String name) throws SqlError {
        Optional<Database> found = catalog.database(name);
        if (found.isEmpty() && !drop.ifExists()) {
            throw Errors.plan("unknown database '" + name + "'");
        }
        boolean full = found.isPresent()
                && catalog.schemas.values().stream()
                        .anyMatch(s -> found.get().id().equals(s.database()));
        if (full && !drop.cascade()) {
            throw Errors.plan("database '" + name + "' cannot be dropped with RESTRICT while it contains schemas");
        }
        return found;
    }

    private Optional<Schema> schema(Statement.Drop drop, List<String> name) throws SqlError {
        Optional<Schema> found = work.scope.findSchema(name);
        if (found.isEmpty() && !drop.ifExists()) {
            throw Errors.unknownSchema(String.join(".", name));
        }
        if (found.isEmpty()) {
            return found;
        }
        Schema schema = found.get();
        if (schema.database() == null) {
            throw Errors.plan("cannot drop schema " + schema.name() + " because it is required by the database system");
        }
        if (!drop.cascade() && catalog.itemsOf(schema).findAny().isPresent()) {
            throw Errors.plan("schema '" + catalog.display(schema)
                    + "' cannot be dropped without CASCADE while it contains objects");
        }
        return found;
    }

    private Optional<Cluster> cluster(Statement.Drop drop, String name) throws SqlError {
        Optional<Cluster> found = catalog.cluster(name);
        if (found.isEmpty() && !drop.ifExists()) {
            throw Errors.unknownCluster(name);
        }
        boolean used =
                found.isPresent() && !Dependencies.boundTo(catalog, found.get()).isEmpty();
        if (used && !drop.cascade()) {
            throw Errors.plan(
                    "cannot drop cluster " + Names.display(name) + " because other objects depend on it",
                    null,
                    Errors.CASCADE_HINT);
        }
        return found;
    }

    private Optional<Item> item(Statement.Drop drop, List<String> name) throws SqlError {
        boolean noSchema = name.size() > 1
                && work.scope.findSchema(name.subList(0, name.size() - 1)).isEmpty();
        Optional<Item> found = noSchema && drop.ifExists() ? Optional.empty() : work.scope.findItem(name);
        if (found.isEmpty() && !drop.ifExists()) {
            throw Errors.unknownItem(String.join(".", name));
        }
        if (found.isPresent()) {
            checkType(work, found.get(), drop.type(), "DROP");
            if (found.get().definition() instanceof Definition.Source source
                    && source.subtype().equals("progress")) {
                throw Errors.plan("cannot drop progress subsource " + Names.display(catalog.display(found.get())));
            }
        }
        return found;
    }

    private void checkAccess(List<Owned> named) throws SqlError {
        work.access.owns(named);
        for (Owned object : named) {
            if (Ids.isSystem(object.id())) {
                throw Errors.plan(
                        "system " + object.type().lowerWords() + " '" + object.name() + "' cannot be modified");
            }
            if (object instanceof Schema schema) {
                work.access.needs(catalog.databases.get(schema.database()), Privilege.USAGE);
            } else if (object instanceof Item item) {
                work.access.needs(catalog.schemas.get(item.schema()), Privilege.USAGE);
            }
        }
    }

    /** Refuses a statement for one kind of object on another. */
    static void checkType(Work work, Item item, ObjectType wanted, String verb) throws SqlError {
        if (item.type() == wanted) {
            return;
        }
        String name = work.catalog.display(item);
        if (item.type() == ObjectType.MATERIALIZED_VIEW && wanted == ObjectType.VIEW) {
            String hint = verb.equals("DROP")
                    ? "Use DROP MATERIALIZED VIEW to remove a materialized view."
                    : verb.equals("ALTER") ? "Use ALTER MATERIALIZED VIEW to rename a materialized view." : null;
            throw Errors.plan(name + " is not a view", null, hint);
        }
        throw Errors.plan(name + " is " + article(item.type()) + " not " + article(wanted));
    }

    private static String article(ObjectType type) {
        return (type == ObjectType.INDEX ? "an " : "a ") + type.lowerWords();
    }

    /** Refuses to drop what others need, unless these go as well; indexes go with their relation. */
    static void checkUnused(Work work, Item item, Set<String> alsoDropped) throws SqlError {
        for (Item user : work.catalog.usedBy(item.id())) {
            boolean ownSubsource = item.type() == ObjectType.SOURCE && user.type() == ObjectType.SOURCE;
            if (user.type() != ObjectType.INDEX && !ownSubsource && !alsoDropped.contains(user.id())) {
                throw Errors.plan(
                        "cannot drop " + item.type().lowerWords() + " " + Names.display(work.scope.shortest(item))
                                + ": still depended upon by " + user.type().lowerWords() + " "
                                + Names.display(work.scope.shortest(user)),
                        null,
                        Errors.CASCADE_HINT);
            }
        }
    }

    void removeAll(List<Object> objects) {
        for (Object object : objects) {
            if (object instanceof Replica replica) {
                catalog.replicas.remove(replica.id());
            } else if (object instanceof Owned owned) {
                remove(owned);
            }
        }
    }

    private void remove(Owned object) {
        String id = object.id();
        switch (object.type()) {
            case DATABASE -> {
                catalog.databases.remove(id);
                catalog.defaultPrivileges.removeIf(d -> id.equals(d.database()));
            }
            case SCHEMA -> {
                catalog.schemas.remove(id);
                catalog.defaultPrivileges.removeIf(d -> id.equals(d.schema()));
            }
            case CLUSTER -> catalog.clusters.remove(id);
            default -> catalog.items.remove(id);
        }
        catalog.comments.keySet().removeIf(k -> k.type() == object.type() && k.id().equals(id));
    }

    private void dropRoles(Statement.Drop drop) throws SqlError {
        List<Role> roles = new ArrayList<>();
        for (List<String> name : drop.names()) {
            Optional<Role> found = catalog.role(String.join(".", name));
            if (found.isEmpty() && !drop.ifExists()) {
                throw Errors.unknownRole(String.join(".", name));
            }
            if (found.isEmpty()) {
                work.notice(Errors.skipped(ObjectType.ROLE, String.join(".", name)));
                continue;
            }
            if (found.get().id().equals(work.session.role())) {
                throw Errors.plan("current role cannot be dropped");
            }
            roles.add(found.get());
        }
        work.access.system(Privilege.CREATEROLE);
        for (Role role : roles) {
            List<String> reasons = RoleUses.of(catalog, role);
            if (!reasons.isEmpty()) {
                throw new SqlError(
                        "2BP01",
                        "role " + Names.display(role.name()) + " cannot be dropped because some objects depend on it",
                        String.join("\n", reasons),
                        null,
                        null);
            }
            catalog.roles.remove(role.id());
            catalog.memberships.removeIf(
                    m -> m.role().equals(role.id()) || m.member().equals(role.id()));
            catalog.comments.keySet().removeIf(k -> k.type() == ObjectType.ROLE && k.id().equals(role.id()));
        }
    }
}
