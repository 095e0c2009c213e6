package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.engine.Entities.Cluster;
import io.github.mzmaven.sandbox.engine.Entities.CommentKey;
import io.github.mzmaven.sandbox.engine.Entities.Database;
import io.github.mzmaven.sandbox.engine.Entities.DefaultPrivilege;
import io.github.mzmaven.sandbox.engine.Entities.Item;
import io.github.mzmaven.sandbox.engine.Entities.Membership;
import io.github.mzmaven.sandbox.engine.Entities.Owned;
import io.github.mzmaven.sandbox.engine.Entities.Replica;
import io.github.mzmaven.sandbox.engine.Entities.Role;
import io.github.mzmaven.sandbox.engine.Entities.Schema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A state of the catalog. A statement changes a {@link #copy()}; one that was published is never changed again, so that
 * every session may read it without a lock.
 */
final class Catalog {
    static final String MZ_SYSTEM = "s1";
    static final String MZ_SUPPORT = "s2";
    static final String MATERIALIZE = "u1";
    static final String MAIN_DATABASE = "materialize";

    final Map<String, Database> databases;
    final Map<String, Schema> schemas;
    final Map<String, Cluster> clusters;
    final Map<String, Replica> replicas;
    final Map<String, Role> roles;
    final Map<String, Item> items;
    final Set<Membership> memberships;
    final Set<DefaultPrivilege> defaultPrivileges;
    final Map<CommentKey, String> comments;
    private final Map<String, Long> counters;
    private Acl systemPrivileges;

    Catalog() {
        this(null);
    }

    private Catalog(Catalog from) {
        databases = from == null ? new LinkedHashMap<>() : new LinkedHashMap<>(from.databases);
        schemas = from == null ? new LinkedHashMap<>() : new LinkedHashMap<>(from.schemas);
        clusters = from == null ? new LinkedHashMap<>() : new LinkedHashMap<>(from.clusters);
        replicas = from == null ? new LinkedHashMap<>() : new LinkedHashMap<>(from.replicas);
        roles = from == null ? new LinkedHashMap<>() : new LinkedHashMap<>(from.roles);
        items = from == null ? new LinkedHashMap<>() : new LinkedHashMap<>(from.items);
        memberships = from == null ? new LinkedHashSet<>() : new LinkedHashSet<>(from.memberships);
        defaultPrivileges = from == null ? new LinkedHashSet<>() : new LinkedHashSet<>(from.defaultPrivileges);
        comments = from == null ? new LinkedHashMap<>() : new LinkedHashMap<>(from.comments);
        counters = from == null ? new LinkedHashMap<>() : new LinkedHashMap<>(from.counters);
        systemPrivileges = from == null ? Acl.EMPTY : from.systemPrivileges;
    }

    Catalog copy() {
        return new Catalog(this);
    }

    Acl systemPrivileges() {
        return systemPrivileges;
    }

    void systemPrivileges(Acl acl) {
        systemPrivileges = acl;
    }

    /** A new user id: databases, schemas, clusters, replicas, roles and objects count for themselves. */
    String newId(ObjectType type) {
        return "u" + next(type.isItem() ? "item" : type.catalogName());
    }

    long nextLink() {
        return next("link");
    }

    private long next(String counter) {
        return counters.merge(counter, 1L, Long::sum);
    }

    Optional<Database> database(String name) {
        return databases.values().stream().filter(d -> d.name().equals(name)).findAny();
    }

    /** @param database an id, {@code null} for the system's schemas */
    Optional<Schema> schema(String database, String name) {
        return schemas.values().stream()
                .filter(s -> s.name().equals(name) && java.util.Objects.equals(s.database(), database))
                .findAny();
    }

    Optional<Cluster> cluster(String name) {
        return clusters.values().stream().filter(c -> c.name().equals(name)).findAny();
    }

    Optional<Role> role(String name) {
        return roles.values().stream().filter(r -> r.name().equals(name)).findAny();
    }

    Optional<Item> item(String schema, String name) {
        return items.values().stream()
                .filter(i -> i.schema().equals(schema) && i.name().equals(name))
                .findAny();
    }

    Stream<Item> itemsOf(Schema schema) {
        return items.values().stream().filter(i -> i.schema().equals(schema.id()));
    }

    Stream<Replica> replicasOf(Cluster cluster) {
        return replicas.values().stream()
                .filter(r -> r.cluster().equals(cluster.id()))
                .sorted(Comparator.comparing(Replica::name));
    }

    Optional<Replica> replica(Cluster cluster, String name) {
        return replicasOf(cluster).filter(r -> r.name().equals(name)).findAny();
    }

    /** What reads or uses an object directly, in the order in which Materialize visits it. */
    List<Item> usedBy(String id) {
        return items.values().stream()
                .filter(i -> i.references().contains(id))
                .sorted(Comparator.comparingLong(Item::linked))
                .toList();
    }

    /** A role and all the roles that it is a member of, directly or not. */
    Set<String> rolesOf(String role) {
        Set<String> found = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(role));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (found.add(next)) {
                memberships.stream().filter(m -> m.member().equals(next)).forEach(m -> open.push(m.role()));
            }
        }
        return found;
    }

    boolean isSuperuser(String role) {
        return roles.get(role).superuser();
    }

    String roleName(String id) {
        return id.equals(Acl.PUBLIC) ? "PUBLIC" : roles.get(id).name();
    }

    Owned owned(ObjectType type, String id) {
        return switch (type) {
            case DATABASE -> databases.get(id);
            case SCHEMA -> schemas.get(id);
            case CLUSTER -> clusters.get(id);
            default -> items.get(id);
        };
    }

    Stream<Owned> allOwned() {
        return Stream.of(databases, schemas, clusters, items).flatMap(m -> m.values().stream());
    }

    /** Replaces the privileges and, where given, the owner. */
    void change(Owned object, String owner, Acl acl) {
        if (object instanceof Database d) {
            databases.put(d.id(), new Database(d.id(), d.name(), owner, acl));
        } else if (object instanceof Schema s) {
            schemas.put(s.id(), new Schema(s.id(), s.database(), s.name(), owner, acl));
        } else if (object instanceof Cluster c) {
            clusters.put(c.id(), new Cluster(c.id(), c.name(), owner, acl, c.options()));
        } else if (object instanceof Item i) {
            items.put(
                    i.id(),
                    new Item(
                            i.id(),
                            i.type(),
                            i.schema(),
                            i.name(),
                            i.cluster(),
                            owner,
                            acl,
                            i.references(),
                            i.columns(),
                            i.definition(),
                            i.createdAt(),
                            i.linked()));
        }
    }

    /** Changes each item of a schema; those that depend on them from outside keep their place before them. */
    void relink(Schema schema) {
        List<Item> members = new ArrayList<>(itemsOf(schema).toList());
        members.sort(Comparator.comparingLong(Item::linked));
        members.forEach(i -> items.put(i.id(), i.relinked(nextLink())));
    }

    void updateItems(UnaryOperator<Item> change) {
        items.replaceAll((id, item) -> change.apply(item));
    }

    /** The parts of an object's full name: database (none for the system's), schema, object. */
    List<String> fullName(Item item) {
        List<String> parts = new ArrayList<>(fullName(schemas.get(item.schema())));
        parts.add(item.name());
        return parts;
    }

    List<String> fullName(Schema schema) {
        return schema.database() == null
                ? List.of(schema.name())
                : List.of(databases.get(schema.database()).name(), schema.name());
    }

    /** What to call it in messages, unquoted: {@code materialize.s.v}. */
    String display(Owned object) {
        if (object instanceof Item item) {
            return String.join(".", fullName(item));
        }
        return object instanceof Schema schema ? String.join(".", fullName(schema)) : object.name();
    }
}
