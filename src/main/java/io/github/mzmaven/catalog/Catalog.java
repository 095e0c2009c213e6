package io.github.mzmaven.catalog;

import io.github.mzmaven.MzException;
import io.github.mzmaven.sql.Sql;
import io.github.mzmaven.text.Nearest;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the server holds at one moment, as far as a goal's {@link Reading} needs it: what that leaves out throws an
 * {@link IllegalStateException} when it is asked for. Maps are keyed by id; system objects are left out.
 *
 * @param identity who reads, and when
 * @param columns of relations, in order, by the relation's id
 * @param objectComments by the object's id: by the position of a column, 0 for the object itself
 * @param uses by object id, the ids of the objects that it depends on directly (functions and types of the system left out)
 * @param schemaComments by the schema's id
 * @param clusterComments by the cluster's id
 * @param resizing ids of clusters in the middle of a background change of size
 */
public record Catalog(
        Identity identity,
        Map<String, Role> roles,
        List<Membership> memberships,
        Acl systemPrivileges,
        Map<String, Database> databases,
        Map<String, Schema> schemas,
        Map<String, Cluster> clusters,
        Map<String, CatalogObject> objects,
        Map<String, List<Column>> columns,
        Map<String, Map<Long, String>> objectComments,
        Map<String, Set<String>> uses,
        Map<String, String> schemaComments,
        Map<String, String> clusterComments,
        List<DefaultPrivilege> defaultPrivileges,
        Set<String> resizing,
        List<LiveSession> sessions,
        List<Subscription> subscriptions) {

    /**
     * Who reads, and when.
     *
     * @param database whose schemas are deployed
     * @param connectionId {@code pg_backend_pid()}
     * @param now the server's clock
     */
    public record Identity(String database, String role, boolean superuser, String connectionId, Instant now) {}

    /** A role. */
    public record Role(String id, String name) {}

    /** That {@code member} is a member of {@code role}; both are ids. */
    public record Membership(String role, String member) {}

    /** A database. */
    public record Database(String id, String name, String ownerId, Acl acl) {}

    /** A schema. */
    public record Schema(String id, String databaseId, String name, String ownerId, Acl acl) {}

    /** A column of a relation. */
    public record Column(String name, String type, boolean nullable) {}

    /**
     * A default privilege: what objects of a type get that the role creates in the schema.
     *
     * @param roleId the creating role, {@link Acl#PUBLIC_ID} for all roles
     * @param databaseId {@code null} for all databases
     * @param schemaId {@code null} for all schemas
     * @param objectType table, type, secret, connection, schema, cluster, database
     * @param granteeId {@link Acl#PUBLIC_ID} for PUBLIC
     */
    public record DefaultPrivilege(
            String roleId,
            String databaseId,
            String schemaId,
            ObjectType objectType,
            String granteeId,
            Set<Privilege> privileges) {}

    /** A connection to the server that is alive. */
    public record LiveSession(String id, String connectionId, String role, String clientAddress, String connectedAt) {
        /** For messages: the server does not know every session's address. */
        public String from() {
            return clientAddress == null ? "an unknown address" : clientAddress;
        }
    }

    /** A running SUBSCRIBE. */
    public record Subscription(String sessionId, String clusterId) {}

    /**
     * The database that the session is in.
     *
     * @throws MzException of kind REFUSED where there is none of that name, which the server lets connect all the same
     */
    public Database database() {
        Database database = first(databases, it -> it.name().equals(identity.database()));
        if (database != null) {
            return database;
        }
        List<String> names =
                databases.values().stream().map(Database::name).sorted().toList();
        throw new MzException(
                MzException.Kind.REFUSED,
                "There is no database \"" + identity.database()
                        + "\" on this server, and so nothing in it to read or to"
                        + " write." + Nearest.hint(identity.database(), names)
                        + "\n    Put one that is there after the last /"
                        + " of the url: " + String.join(", ", names) + "\n    Or create it: CREATE DATABASE "
                        + Sql.identifier(identity.database()) + ";");
    }

    /** The schema of that name in the session's database, or {@code null}. */
    public Schema schema(String name) {
        String databaseId = database().id();
        return first(
                schemas, it -> databaseId.equals(it.databaseId()) && it.name().equals(name));
    }

    /** The cluster of that name, or {@code null}. */
    public Cluster cluster(String name) {
        return first(clusters, it -> it.name().equals(name));
    }

    /** The role of that name, or {@code null}. */
    public Role role(String name) {
        return first(roles, it -> it.name().equals(name));
    }

    private static <T> T first(Map<String, T> all, Predicate<T> which) {
        return all.values().stream().filter(which).findFirst().orElse(null);
    }

    /** A role's name, PUBLIC for {@link Acl#PUBLIC_ID}. */
    public String roleName(String id) {
        if (Acl.PUBLIC_ID.equals(id)) {
            return Sql.PUBLIC;
        }
        Role role = roles.get(id);
        return role == null ? id : role.name();
    }

    /** The ids of the objects in a schema. */
    public Map<ObjectKey, String> idsIn(String schemaId) {
        var ids = new TreeMap<ObjectKey, String>();
        objectsIn(schemaId)
                .forEach(object -> ids.putIfAbsent(new ObjectKey(object.type(), object.name()), object.id()));
        return ids;
    }

    /**
     * The same with other names, as a swap leaves it.
     *
     * @param schemaNames new names by schema id; others stay
     * @param clusterNames new names by cluster id; others stay
     */
    public Catalog renamed(Map<String, String> schemaNames, Map<String, String> clusterNames) {
        var newSchemas = new LinkedHashMap<>(schemas);
        schemaNames.forEach((id, name) -> newSchemas.computeIfPresent(
                id, (k, it) -> new Schema(id, it.databaseId(), name, it.ownerId(), it.acl())));
        var newClusters = new LinkedHashMap<>(clusters);
        clusterNames.forEach((id, name) -> newClusters.computeIfPresent(id, (k, it) -> it.renamed(name)));
        return with(identity, newSchemas, newClusters);
    }

    /** The same with more schemas and clusters, as creating them leaves it. */
    public Catalog plus(List<Schema> moreSchemas, List<Cluster> moreClusters) {
        var newSchemas = new LinkedHashMap<>(schemas);
        moreSchemas.forEach(schema -> newSchemas.put(schema.id(), schema));
        var newClusters = new LinkedHashMap<>(clusters);
        moreClusters.forEach(cluster -> newClusters.put(cluster.id(), cluster));
        return with(identity, newSchemas, newClusters);
    }

    /** The same as if it had been read at another time: what is planned again may have to be equal. */
    public Catalog at(Instant time) {
        var then =
                new Identity(identity.database(), identity.role(), identity.superuser(), identity.connectionId(), time);
        return with(then, schemas, clusters);
    }

    private Catalog with(Identity reader, Map<String, Schema> newSchemas, Map<String, Cluster> newClusters) {
        return new Catalog(
                reader,
                roles,
                memberships,
                systemPrivileges,
                databases,
                newSchemas,
                newClusters,
                objects,
                columns,
                objectComments,
                uses,
                schemaComments,
                clusterComments,
                defaultPrivileges,
                resizing,
                sessions,
                subscriptions);
    }

    /** The objects in a schema. */
    public List<CatalogObject> objectsIn(String schemaId) {
        return objects(object -> object.schemaId().equals(schemaId));
    }

    /** The objects on a cluster. */
    public List<CatalogObject> objectsOn(String clusterId) {
        return objects(object -> clusterId.equals(object.clusterId()));
    }

    private List<CatalogObject> objects(Predicate<CatalogObject> which) {
        return objects.values().stream().filter(which).toList();
    }

    /** Whether it is temporary, some session's: its schema is in no relation of the server. */
    public boolean isTemporary(CatalogObject object) {
        return !schemas.containsKey(object.schemaId());
    }

    /** For messages: {@code schema.object}, with the database where it is another one. */
    public String display(CatalogObject object) {
        Schema schema = schemas.get(object.schemaId());
        if (schema == null) {
            return "mz_temp." + object.name();
        }
        String name = schema.name() + "." + object.name();
        return database().id().equals(schema.databaseId())
                ? name
                : databases.get(schema.databaseId()).name() + "." + name;
    }

    /** For statements: the object's name, qualified by schema and database and quoted. */
    public String qualified(CatalogObject object) {
        Schema schema = schemas.get(object.schemaId());
        return Sql.qualified(databases.get(schema.databaseId()).name(), schema.name(), object.name());
    }

    /** By object id, the ids of the objects that depend on it directly. */
    public Map<String, Set<String>> usedBy() {
        Map<String, Set<String>> usedBy = new HashMap<>();
        uses.forEach((user, used) -> used.forEach(
                id -> usedBy.computeIfAbsent(id, k -> new LinkedHashSet<>()).add(user)));
        return usedBy;
    }

    /** The ids of all that depends on any of these objects, through any number of steps; the objects themselves left out. */
    public Set<String> dependentsOf(Collection<String> ids) {
        Map<String, Set<String>> usedBy = usedBy();
        Set<String> found = reached(ids, id -> usedBy.getOrDefault(id, Set.of()).stream());
        found.removeAll(ids);
        return found;
    }

    /** The ids of a role and of all roles that it is a member of, through any number of steps. */
    public Set<String> rolesOf(String roleId) {
        return reached(
                Set.of(roleId),
                id -> memberships.stream()
                        .filter(membership -> membership.member().equals(id))
                        .map(Membership::role));
    }

    private static Set<String> reached(Collection<String> start, Function<String, Stream<String>> next) {
        Set<String> found = new LinkedHashSet<>(start);
        Deque<String> open = new ArrayDeque<>(found);
        while (!open.isEmpty()) {
            next.apply(open.pop()).filter(found::add).forEach(open::push);
        }
        return found;
    }
}
