package io.github.mzmaven.catalog;

import io.github.mzmaven.catalog.Catalog.CatalogObject;
import io.github.mzmaven.catalog.Catalog.Cluster;
import io.github.mzmaven.catalog.Catalog.Column;
import io.github.mzmaven.catalog.Catalog.Database;
import io.github.mzmaven.catalog.Catalog.DefaultPrivilege;
import io.github.mzmaven.catalog.Catalog.Identity;
import io.github.mzmaven.catalog.Catalog.LiveSession;
import io.github.mzmaven.catalog.Catalog.Membership;
import io.github.mzmaven.catalog.Catalog.Replica;
import io.github.mzmaven.catalog.Catalog.Role;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.Catalog.Subscription;
import io.github.mzmaven.sql.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Builds what a server holds. Everything is said by name: schemas of other databases as {@code database:schema}, objects as
 * {@code schema.object}; ids are u1, u2 … of each sort, in the order in which things are said. What is said without an owner
 * belongs to {@link #USER}, who connects. {@link #owner}, {@link #grants} and the like speak of what was said last.
 */
public final class CatalogBuilder {
    public static final String DATABASE = "materialize";
    public static final String USER = "deployer";
    public static final String CONNECTION = "100";
    public static final Instant NOW = Instant.parse("2026-11-22T12:15:00Z");
    private static final String SUPPORT = "s2";

    final Map<String, Role> roles = new LinkedHashMap<>();
    final List<Membership> memberships = new ArrayList<>();
    final Map<String, Database> databases = new LinkedHashMap<>();
    final Map<String, Schema> schemas = new LinkedHashMap<>();
    final Map<String, Cluster> clusters = new LinkedHashMap<>();
    final Map<String, CatalogObject> objects = new LinkedHashMap<>();
    final Map<String, List<Column>> columns = new LinkedHashMap<>();
    final Map<String, Set<String>> uses = new LinkedHashMap<>();
    final Map<String, String> schemaComments = new LinkedHashMap<>();
    final Map<String, String> clusterComments = new LinkedHashMap<>();
    final List<DefaultPrivilege> defaultPrivileges = new ArrayList<>();
    final Set<String> resizing = new LinkedHashSet<>();
    final List<LiveSession> sessions = new ArrayList<>();
    final List<Subscription> subscriptions = new ArrayList<>();
    final Map<String, Integer> lastIds = new LinkedHashMap<>();
    Acl systemPrivileges = Acl.EMPTY;
    String user = USER;
    boolean superuser;
    String connection = CONNECTION;
    Instant now = NOW;
    private Object last;

    /** A database, and a user who may create schemas and clusters. */
    public CatalogBuilder() {
        roles.put("s1", new Role("s1", "mz_system"));
        roles.put(SUPPORT, new Role(SUPPORT, "mz_support"));
        role(USER);
        database(DATABASE).databaseGrants(USER + "=UC", "=U").systemGrants(USER + "=N");
    }

    /** The same, to be changed without changing this one. */
    public CatalogBuilder copy() {
        var copy = new CatalogBuilder();
        copy.become(this);
        return copy;
    }

    void become(CatalogBuilder other) {
        replace(roles, other.roles);
        replace(databases, other.databases);
        replace(schemas, other.schemas);
        replace(clusters, other.clusters);
        replace(objects, other.objects);
        replace(columns, other.columns);
        replace(schemaComments, other.schemaComments);
        replace(clusterComments, other.clusterComments);
        replace(lastIds, other.lastIds);
        uses.clear();
        other.uses.forEach((id, used) -> uses.put(id, new LinkedHashSet<>(used)));
        List.of(memberships, defaultPrivileges, resizing, sessions, subscriptions)
                .forEach(java.util.Collection::clear);
        memberships.addAll(other.memberships);
        defaultPrivileges.addAll(other.defaultPrivileges);
        resizing.addAll(other.resizing);
        sessions.addAll(other.sessions);
        subscriptions.addAll(other.subscriptions);
        systemPrivileges = other.systemPrivileges;
        user = other.user;
        superuser = other.superuser;
        connection = other.connection;
        now = other.now;
    }

    private static <V> void replace(Map<String, V> map, Map<String, V> by) {
        map.clear();
        map.putAll(by);
    }

    public Catalog build() {
        var usesCopy = new LinkedHashMap<String, Set<String>>();
        uses.forEach((id, used) -> usesCopy.put(id, new LinkedHashSet<>(used)));
        return new Catalog(
                new Identity(DATABASE, user, superuser, connection, now),
                new LinkedHashMap<>(roles),
                List.copyOf(memberships),
                systemPrivileges,
                new LinkedHashMap<>(databases),
                new LinkedHashMap<>(schemas),
                new LinkedHashMap<>(clusters),
                new LinkedHashMap<>(objects),
                new LinkedHashMap<>(columns),
                usesCopy,
                new LinkedHashMap<>(schemaComments),
                new LinkedHashMap<>(clusterComments),
                List.copyOf(defaultPrivileges),
                Set.copyOf(resizing),
                List.copyOf(sessions),
                List.copyOf(subscriptions));
    }

    String nextId(String sort) {
        return "u" + lastIds.merge(sort, 1, Integer::sum);
    }

    // Who connects

    public CatalogBuilder superuser() {
        superuser = true;
        return this;
    }

    public CatalogBuilder connectedAs(String role) {
        user = role;
        return this;
    }

    /** Another run: what earlier connections did stays, they themselves are gone. */
    public CatalogBuilder onConnection(String id) {
        connection = id;
        return this;
    }

    public CatalogBuilder at(String instant) {
        now = Instant.parse(instant);
        return this;
    }

    public CatalogBuilder session(String id, String connectionId, String role) {
        sessions.add(new LiveSession(id, connectionId, roleId(role), "10.0.0.7", "2026-11-22 12:00:00+00"));
        return this;
    }

    /** One that did not come over a network address that the server tells. */
    public CatalogBuilder sessionFromNowhere(String id, String connectionId, String role) {
        sessions.add(new LiveSession(id, connectionId, roleId(role), null, "2026-11-22 12:00:00+00"));
        return this;
    }

    public CatalogBuilder subscription(String sessionId, String cluster) {
        subscriptions.add(new Subscription(sessionId, clusterNamed(cluster).id()));
        return this;
    }

    // Roles and privileges

    public CatalogBuilder role(String name) {
        String id = nextId("role");
        roles.put(id, new Role(id, name));
        return this;
    }

    public CatalogBuilder member(String member, String role) {
        memberships.add(new Membership(roleId(role), roleId(member)));
        return this;
    }

    /** Replaces the privileges on the session's database; each as {@code role=UC}, {@code =U} for PUBLIC. */
    public CatalogBuilder databaseGrants(String... grants) {
        Database database = databaseNamed(DATABASE);
        databases.put(database.id(), new Database(database.id(), DATABASE, database.ownerId(), acl(grants)));
        return this;
    }

    public CatalogBuilder systemGrants(String... grants) {
        systemPrivileges = acl(grants);
        return this;
    }

    /**
     * A default privilege.
     *
     * @param creator {@code null} for all roles
     * @param schema {@code null} for all of the session's database
     * @param grant as {@code role=r}
     */
    public CatalogBuilder defaults(String creator, String schema, ObjectType type, String grant) {
        int equals = grant.lastIndexOf('=');
        String grantee = grant.substring(0, equals);
        defaultPrivileges.add(new DefaultPrivilege(
                creator == null ? Acl.PUBLIC_ID : roleId(creator),
                databaseNamed(DATABASE).id(),
                schema == null ? null : schemaNamed(schema).id(),
                type,
                grantee.isEmpty() ? Acl.PUBLIC_ID : roleId(grantee),
                Privilege.ofLetters(grant.substring(equals + 1))));
        return this;
    }

    public String roleId(String name) {
        return roles.values().stream()
                .filter(role -> role.name().equals(name))
                .map(Role::id)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown role '" + name + "'"));
    }

    private Acl acl(String... grants) {
        Acl sum = Acl.EMPTY;
        for (String grant : grants) {
            int equals = grant.lastIndexOf('=');
            String grantee = grant.substring(0, equals);
            sum = sum.plus(new Acl(Map.of(
                    grantee.isEmpty() ? Acl.PUBLIC_ID : roleId(grantee),
                    Privilege.ofLetters(grant.substring(equals + 1)))));
        }
        return sum;
    }

    // Containers

    public CatalogBuilder database(String name) {
        String id = nextId("database");
        databases.put(id, new Database(id, name, "s1", Acl.EMPTY));
        return this;
    }

    /** A schema with its owner's privileges and those of the server's own support role. */
    public CatalogBuilder schema(String name) {
        int colon = name.indexOf(':');
        Database database = databaseNamed(colon < 0 ? DATABASE : name.substring(0, colon));
        String id = nextId("schema");
        return keep(new Schema(
                id, database.id(), name.substring(colon + 1), roleId(user), acl(user + "=UC", "mz_support=U")));
    }

    /** A managed cluster; the options as {@code SHOW CREATE CLUSTER} gives them. */
    public CatalogBuilder cluster(String name, String options) {
        return cluster(name, true, "CREATE CLUSTER " + Sql.identifier(name) + " (" + options + ")");
    }

    public CatalogBuilder cluster(String name) {
        return cluster(name, "MANAGED = true, REPLICATION FACTOR = 1, SIZE = '100cc', SCHEDULE = MANUAL");
    }

    /** A managed cluster whose definition has a form that the plugin does not know. */
    public CatalogBuilder undescribedCluster(String name) {
        return cluster(name, true, "CREATE CLUSTER \"" + name + "\" OF SOMETHING NEW");
    }

    /** A cluster of these replicas; ids and names are filled in by the caller. */
    public CatalogBuilder unmanagedCluster(String name, Replica... replicas) {
        return cluster(name, false, null, replicas);
    }

    private CatalogBuilder cluster(String name, boolean managed, String createSql, Replica... replicas) {
        Acl acl = acl(user + "=UC", "mz_support=U");
        return keep(
                new Cluster(nextId("cluster"), name, roleId(user), acl, managed, List.of(replicas), createSql, null));
    }

    public CatalogBuilder resizing(String cluster) {
        resizing.add(clusterNamed(cluster).id());
        return this;
    }

    // Objects

    public CatalogBuilder object(ObjectType type, String name, String... used) {
        int dot = name.lastIndexOf('.');
        return object(type, schemaNamed(name.substring(0, dot)).id(), name.substring(dot + 1), used);
    }

    /** Of some session; the server gives it a schema id that no relation has. */
    public CatalogBuilder temporaryView(String name, String... used) {
        return object(ObjectType.VIEW, "0", name, used);
    }

    private CatalogBuilder object(ObjectType type, String schemaId, String name, String[] used) {
        String id = nextId("object");
        uses.put(id, new LinkedHashSet<>());
        for (String each : used) {
            uses.get(id).add(objectNamed(each).id());
        }
        return keep(new CatalogObject(id, schemaId, name, type, roleId(user), null, ownersAcl(type), null, null));
    }

    private Acl ownersAcl(ObjectType type) {
        return switch (type.word()) {
            case "table" -> acl(user + "=rawd");
            case "view", "materialized-view", "source" -> acl(user + "=r");
            case "connection", "secret", "type" -> acl(user + "=U");
            default -> Acl.EMPTY;
        };
    }

    public CatalogBuilder view(String name, String... used) {
        return object(ObjectType.VIEW, name, used);
    }

    /** A view that holds a text, as markers have them; one that is there holds it instead. */
    public CatalogBuilder text(String schema, String view, String text) {
        String schemaId = schemaNamed(schema).id();
        boolean isThere = objects.values().stream()
                .anyMatch(object ->
                        object.schemaId().equals(schemaId) && object.name().equals(view));
        CatalogBuilder said = isThere ? ofObject(schema + "." + view) : view(schema + "." + view);
        return said.definition("CREATE VIEW " + Sql.qualified(DATABASE, schema, view) + " AS SELECT "
                + Sql.literal(text) + " AS " + Sql.identifier(view));
    }

    public CatalogBuilder table(String name) {
        return object(ObjectType.TABLE, name);
    }

    public CatalogBuilder materializedView(String name, String cluster, String... used) {
        return object(ObjectType.MATERIALIZED_VIEW, name, used).on(cluster);
    }

    public CatalogBuilder index(String name, String cluster, String relation) {
        return object(ObjectType.INDEX, name, relation).on(cluster);
    }

    public CatalogBuilder sink(String name, String cluster, String... used) {
        return object(ObjectType.SINK, name, used).on(cluster).subtype("kafka");
    }

    public CatalogBuilder source(String name, String cluster, String subtype, String... used) {
        return object(ObjectType.SOURCE, name, used).on(cluster).subtype(subtype);
    }

    // What was said last

    public CatalogBuilder owner(String role) {
        String id = roleId(role);
        if (last instanceof Schema it) {
            return keep(
                    new Schema(it.id(), it.databaseId(), it.name(), id, it.acl().withOwner(it.ownerId(), id)));
        }
        if (last instanceof Cluster it) {
            return keep(withOwner(it, id));
        }
        return keep(withOwner((CatalogObject) last, id));
    }

    /** Adds privileges, each as {@code role=UC}, {@code =U} for PUBLIC. */
    public CatalogBuilder grants(String... grants) {
        if (last instanceof Schema it) {
            return keep(withAcl(it, it.acl().plus(acl(grants))));
        }
        if (last instanceof Cluster it) {
            return keep(withAcl(it, it.acl().plus(acl(grants))));
        }
        var it = (CatalogObject) last;
        return keep(withAcl(it, it.acl().plus(acl(grants))));
    }

    /** Takes all privileges away, the owner's too. */
    public CatalogBuilder noGrants() {
        return last instanceof Schema schema
                ? keep(withAcl(schema, Acl.EMPTY))
                : keep(withAcl((Cluster) last, Acl.EMPTY));
    }

    public CatalogBuilder comment(String text) {
        if (last instanceof Schema it) {
            schemaComments.put(it.id(), text);
        } else {
            clusterComments.put(((Cluster) last).id(), text);
        }
        return this;
    }

    public CatalogBuilder workloadClass(String name) {
        return keep(withWorkloadClass((Cluster) last, name));
    }

    public CatalogBuilder on(String cluster) {
        var it = (CatalogObject) last;
        return keep(changed(it, it.ownerId(), clusterNamed(cluster).id(), it.acl(), it.subtype(), it.createSql()));
    }

    public CatalogBuilder subtype(String subtype) {
        var it = (CatalogObject) last;
        return keep(changed(it, it.ownerId(), it.clusterId(), it.acl(), subtype, it.createSql()));
    }

    /** What it was created by, as the server prints it. */
    public CatalogBuilder definition(String createSql) {
        var it = (CatalogObject) last;
        return keep(changed(it, it.ownerId(), it.clusterId(), it.acl(), it.subtype(), createSql));
    }

    /** Gives an object an id that a test speaks of. */
    public CatalogBuilder id(String id) {
        var it = (CatalogObject) last;
        objects.remove(it.id());
        uses.put(id, uses.remove(it.id()));
        return keep(new CatalogObject(
                id,
                it.schemaId(),
                it.name(),
                it.type(),
                it.ownerId(),
                it.clusterId(),
                it.acl(),
                it.subtype(),
                it.createSql()));
    }

    /** Columns, each as {@code name type} with {@code not null} where they are. */
    public CatalogBuilder columns(String... definitions) {
        var list = new ArrayList<Column>();
        for (String definition : definitions) {
            String[] parts = definition.split(" ", 2);
            boolean notNull = parts[1].endsWith(" not null");
            list.add(new Column(parts[0], parts[1].replace(" not null", ""), !notNull));
        }
        columns.put(((CatalogObject) last).id(), list);
        return this;
    }

    // By name

    public Schema schemaNamed(String name) {
        int colon = name.indexOf(':');
        String databaseId =
                databaseNamed(colon < 0 ? DATABASE : name.substring(0, colon)).id();
        String plain = name.substring(colon + 1);
        return schemas.values().stream()
                .filter(schema ->
                        schema.databaseId().equals(databaseId) && schema.name().equals(plain))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown schema '" + name + "'"));
    }

    public Cluster clusterNamed(String name) {
        return clusters.values().stream()
                .filter(cluster -> cluster.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown cluster '" + name + "'"));
    }

    public CatalogObject objectNamed(String name) {
        int dot = name.lastIndexOf('.');
        String schemaId = schemaNamed(name.substring(0, dot)).id();
        return objects.values().stream()
                .filter(object ->
                        object.schemaId().equals(schemaId) && object.name().equals(name.substring(dot + 1)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown catalog item '" + name + "'"));
    }

    Database databaseNamed(String name) {
        return databases.values().stream()
                .filter(database -> database.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Drops an object, as somebody else would. */
    public CatalogBuilder drop(String name) {
        forget(objectNamed(name).id());
        return this;
    }

    /** Drops a schema with all that is in it, as somebody else would. */
    public CatalogBuilder dropSchema(String name) {
        Schema schema = schemaNamed(name);
        objects.values().stream()
                .filter(object -> object.schemaId().equals(schema.id()))
                .map(CatalogObject::id)
                .toList()
                .forEach(this::forget);
        schemas.remove(schema.id());
        return this;
    }

    /** Drops a cluster with all that runs there, as somebody else would. */
    public CatalogBuilder dropCluster(String name) {
        Cluster cluster = clusterNamed(name);
        objects.values().stream()
                .filter(object -> cluster.id().equals(object.clusterId()))
                .map(CatalogObject::id)
                .toList()
                .forEach(this::forget);
        clusters.remove(cluster.id());
        return this;
    }

    public CatalogBuilder renameSchema(String name, String newName) {
        return keep(withName(schemaNamed(name), newName));
    }

    /** Makes a schema one of another database's, which no statement can do. */
    public CatalogBuilder moveSchema(String name, String database) {
        Schema it = schemaNamed(name);
        return keep(new Schema(it.id(), databaseNamed(database).id(), it.name(), it.ownerId(), it.acl()));
    }

    /** Speaks of a schema again. */
    public CatalogBuilder ofSchema(String name) {
        last = schemaNamed(name);
        return this;
    }

    /** Speaks of a cluster again. */
    public CatalogBuilder ofCluster(String name) {
        last = clusterNamed(name);
        return this;
    }

    /** Speaks of an object again. */
    public CatalogBuilder ofObject(String name) {
        last = objectNamed(name);
        return this;
    }

    void forget(String objectId) {
        objects.remove(objectId);
        uses.remove(objectId);
        uses.values().forEach(used -> used.remove(objectId));
        columns.remove(objectId);
    }

    // Records, changed

    CatalogBuilder keep(Schema schema) {
        schemas.put(schema.id(), schema);
        last = schema;
        return this;
    }

    CatalogBuilder keep(Cluster cluster) {
        clusters.put(cluster.id(), cluster);
        last = cluster;
        return this;
    }

    CatalogBuilder keep(CatalogObject object) {
        objects.put(object.id(), object);
        last = object;
        return this;
    }

    static Schema withAcl(Schema it, Acl acl) {
        return new Schema(it.id(), it.databaseId(), it.name(), it.ownerId(), acl);
    }

    static Schema withName(Schema it, String name) {
        return new Schema(it.id(), it.databaseId(), name, it.ownerId(), it.acl());
    }

    static Cluster withAcl(Cluster it, Acl acl) {
        return changed(it, it.ownerId(), acl, it.workloadClass());
    }

    static Cluster withOwner(Cluster it, String ownerId) {
        return changed(it, ownerId, it.acl().withOwner(it.ownerId(), ownerId), it.workloadClass());
    }

    static Cluster withWorkloadClass(Cluster it, String workloadClass) {
        return changed(it, it.ownerId(), it.acl(), workloadClass);
    }

    private static Cluster changed(Cluster it, String ownerId, Acl acl, String workloadClass) {
        return new Cluster(
                it.id(), it.name(), ownerId, acl, it.managed(), it.replicas(), it.createSql(), workloadClass);
    }

    static Cluster withName(Cluster it, String name) {
        String createSql = it.createSql();
        return new Cluster(
                it.id(),
                name,
                it.ownerId(),
                it.acl(),
                it.managed(),
                it.replicas(),
                createSql == null ? null : createSql.replace(Sql.identifier(it.name()), Sql.identifier(name)),
                it.workloadClass());
    }

    static CatalogObject withAcl(CatalogObject it, Acl acl) {
        return changed(it, it.ownerId(), it.clusterId(), acl, it.subtype(), it.createSql());
    }

    static CatalogObject withOwner(CatalogObject it, String ownerId) {
        Acl acl = it.acl().withOwner(it.ownerId(), ownerId);
        return changed(it, ownerId, it.clusterId(), acl, it.subtype(), it.createSql());
    }

    private static CatalogObject changed(
            CatalogObject it, String ownerId, String clusterId, Acl acl, String subtype, String createSql) {
        return new CatalogObject(
                it.id(), it.schemaId(), it.name(), it.type(), ownerId, clusterId, acl, subtype, createSql);
    }
}
