package io.github.mzmaven.catalog;

import static io.github.mzmaven.catalog.Relation.attribute;
import static io.github.mzmaven.catalog.Relation.indexed;
import static io.github.mzmaven.catalog.Relation.unindexed;

import io.github.mzmaven.catalog.Catalog.Column;
import io.github.mzmaven.catalog.Catalog.Database;
import io.github.mzmaven.catalog.Catalog.DefaultPrivilege;
import io.github.mzmaven.catalog.Catalog.Identity;
import io.github.mzmaven.catalog.Catalog.LiveSession;
import io.github.mzmaven.catalog.Catalog.Membership;
import io.github.mzmaven.catalog.Catalog.Role;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.Catalog.Subscription;
import io.github.mzmaven.catalog.Relation.Attribute;
import io.github.mzmaven.session.Row;
import io.github.mzmaven.sql.Sql;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is read of the server's catalog. Every column is qualified, since a name that is a word of the grammar
 * ({@code position} for one) may begin an expression of its own.
 */
final class Relations {
    /** Who asks, and when. It reads no relation, and must not come first: a transaction reads what its first query read. */
    static final Relation<Identity> IDENTITY = indexed(
            """
            SELECT current_database() AS database, current_user AS role, mz_is_superuser() AS superuser,
            pg_backend_pid() AS connection, now()::text AS now
            """,
            row -> new Identity(
                    row.text("database"),
                    row.text("role"),
                    row.isTrue("superuser"),
                    unsigned(row.text("connection")),
                    CatalogReader.instant(row.text("now"))));

    static final Relation<Role> ROLES = indexed(
            "SELECT r.id, r.name FROM mz_catalog.mz_roles r", row -> new Role(row.text("id"), row.text("name")));

    static final Relation<Membership> MEMBERS = unindexed(
            "SELECT r.role_id, r.member FROM mz_catalog.mz_role_members r",
            row -> new Membership(row.text("role_id"), row.text("member")));

    /** One ACL item each, which says grantee and grantor by name, unlike the arrays of other objects, which say ids. */
    static final Relation<String> SYSTEM_PRIVILEGES = unindexed(
            "SELECT s.privileges::text AS privileges FROM mz_catalog.mz_system_privileges s",
            row -> row.text("privileges"));

    static final Relation<Database> DATABASES = indexed(
            "SELECT d.id, d.name, d.owner_id, d.privileges::text AS privileges FROM mz_catalog.mz_databases d",
            row -> new Database(row.text("id"), row.text("name"), row.text("owner_id"), acl(row)));

    static final Relation<Schema> SCHEMAS = indexed(
            """
            SELECT s.id, s.database_id, s.name, s.owner_id, s.privileges::text AS privileges
            FROM mz_catalog.mz_schemas s
            WHERE s.id LIKE 'u%'
            """,
            row -> new Schema(
                    row.text("id"), row.text("database_id"), row.text("name"), row.text("owner_id"), acl(row)));

    /** Without what other relations say of them. */
    static final Relation<Cluster> CLUSTERS = indexed(
            """
            SELECT c.id, c.name, c.owner_id, c.privileges::text AS privileges, c.managed
            FROM mz_catalog.mz_clusters c
            WHERE c.id LIKE 'u%'
            """,
            row -> new Cluster(
                    row.text("id"),
                    row.text("name"),
                    row.text("owner_id"),
                    acl(row),
                    row.isTrue("managed"),
                    List.of(),
                    null,
                    null));

    /** By name; it is a statement for each, and an error where the cluster is unmanaged or gone. */
    static final Relation<Attribute> CLUSTER_DEFINITIONS =
            indexed("SHOW CREATE CLUSTER", attribute("name", "create_sql"));

    /** A replica that is not yet known to be the staff's or not. */
    record ClusterReplica(String clusterId, Replica replica) {}

    static final Relation<ClusterReplica> REPLICAS = indexed(
            """
            SELECT c.id, c.cluster_id, c.name, c.size, c.availability_zone
            FROM mz_catalog.mz_cluster_replicas c
            """,
            row -> new ClusterReplica(
                    row.text("cluster_id"),
                    new Replica(
                            row.text("id"), row.text("name"), row.text("size"), row.text("availability_zone"), null)));

    static final Relation<String> INTERNAL_REPLICAS =
            unindexed("SELECT c.id FROM mz_internal.mz_internal_cluster_replicas c", row -> row.text("id"));

    static final Relation<Attribute> WORKLOAD_CLASSES = unindexed(
            "SELECT c.id, c.workload_class FROM mz_internal.mz_cluster_workload_classes c",
            attribute("id", "workload_class"));

    /** Without what other relations say of them; their privileges are long, and few objects' are looked at. */
    static final Relation<List<CatalogObject>> OBJECTS =
            indexed("""
            SELECT o.id, o.schema_id, o.name, o.type, o.owner_id, o.cluster_id
            FROM mz_catalog.mz_objects o
            WHERE o.id LIKE 'u%'
            """, row -> List.of(object(row, row.text("id"), row.text("name"))));

    /**
     * All of them as well, in few bytes: where other teams have many, their names are most of what is read. Ids are letters and
     * digits.
     */
    static final Relation<List<CatalogObject>> UNNAMED_OBJECTS = indexed(
            """
            SELECT o.schema_id, o.type, o.owner_id, o.cluster_id, string_agg(o.id, ' ') AS ids
            FROM mz_catalog.mz_objects o
            WHERE o.id LIKE 'u%'
            GROUP BY o.schema_id, o.type, o.owner_id, o.cluster_id
            """,
            row -> Stream.of(row.text("ids").split(" "))
                    .map(id -> object(row, id, null))
                    .toList());

    static final Relation<Attribute> SOURCES =
            indexed("SELECT s.id, s.type FROM mz_catalog.mz_sources s WHERE s.id LIKE 'u%'", attribute("id", "type"));

    /** A view of a marker, or one of the same name. */
    record MarkerView(String id, String name, String definition) {}

    /** The names of views in which markers keep what is too long for a comment. */
    static final Set<String> MARKER_VIEW_NAMES = Stream.concat(
                    Stream.of(AppliedFiles.VIEW, ProductionSnapshot.VIEW, History.VIEW),
                    GoalTimes.GOALS.stream().map(GoalTimes::view))
            .collect(Collectors.toUnmodifiableSet());

    /** By name, since their ids are not known before; others' of the same name come along. */
    static final Relation<MarkerView> MARKER_VIEWS = indexed(
            "SELECT v.id, v.name, v.create_sql FROM mz_catalog.mz_views v WHERE v.id LIKE 'u%' AND v.name IN ("
                    + MARKER_VIEW_NAMES.stream().sorted().map(Sql::literal).collect(Collectors.joining(", ")) + ")",
            row -> new MarkerView(row.text("id"), row.text("name"), row.text("create_sql")));

    /** What an object uses: both are ids. */
    static final Relation<Attribute> DEPENDENCIES = indexed("""
            SELECT o.object_id, o.referenced_object_id
            FROM mz_internal.mz_object_dependencies o
            WHERE o.object_id LIKE 'u%' AND o.referenced_object_id LIKE 'u%'
            """, attribute("object_id", "referenced_object_id"));

    /** A comment on a schema or a cluster. */
    record CommentOn(ObjectType objectType, String id, String text) {}

    static final Relation<CommentOn> COMMENTS = indexed(
            """
            SELECT c.id, c.object_type, c.comment
            FROM mz_internal.mz_comments c
            WHERE c.object_type IN ('schema', 'cluster')
            """, row -> new CommentOn(new ObjectType(row.text("object_type")), row.text("id"), row.text("comment")));

    static final Relation<DefaultPrivilege> DEFAULT_PRIVILEGES = unindexed(
            """
            SELECT d.role_id, d.database_id, d.schema_id, d.object_type, d.grantee, d.privileges::text AS privileges
            FROM mz_catalog.mz_default_privileges d
            """,
            row -> new DefaultPrivilege(
                    row.text("role_id"),
                    row.text("database_id"),
                    row.text("schema_id"),
                    new ObjectType(row.text("object_type")),
                    row.text("grantee"),
                    Privilege.ofLetters(letters(row.text("privileges")))));

    /** Clusters that are being changed in the background, or were. */
    static final Relation<Attribute> RECONFIGURATIONS = indexed(
            "SELECT c.cluster_id, c.status FROM mz_internal.mz_cluster_reconfigurations c",
            attribute("cluster_id", "status"));

    static final Relation<LiveSession> SESSIONS = unindexed(
            """
            SELECT s.id, s.connection_id, s.role_id, s.client_ip, s.connected_at::text AS connected_at
            FROM mz_internal.mz_sessions s
            """,
            row -> new LiveSession(
                    row.text("id"),
                    row.text("connection_id"),
                    row.text("role_id"),
                    row.text("client_ip"),
                    row.text("connected_at")));

    static final Relation<Subscription> SUBSCRIPTIONS = unindexed(
            "SELECT s.session_id, s.cluster_id FROM mz_internal.mz_subscriptions s",
            row -> new Subscription(row.text("session_id"), row.text("cluster_id")));

    /** What is read of those objects only that are looked at. */
    record ObjectDetails(String id, String name, Acl acl) {}

    static final Relation<ObjectDetails> OBJECT_DETAILS = indexed(
            "SELECT o.id, o.name, o.privileges::text AS privileges FROM mz_catalog.mz_objects o",
            "o.id",
            row -> new ObjectDetails(row.text("id"), row.text("name"), acl(row)));

    /** A column, and where it is. */
    record RelationColumn(String relationId, Long position, Column column) {}

    static final Relation<RelationColumn> COLUMNS = indexed(
            "SELECT c.id, c.name, c.position, c.nullable, c.type FROM mz_catalog.mz_columns c",
            "c.id",
            row -> new RelationColumn(
                    row.text("id"),
                    Numbers.unsigned(row.text("position")),
                    new Column(row.text("name"), row.text("type"), row.isTrue("nullable"))));

    /** By type of object, what holds the definitions; other types' are not read. */
    static final Map<ObjectType, Relation<Attribute>> DEFINITIONS = Map.of(
            ObjectType.VIEW, definitions("SELECT v.id, v.create_sql FROM mz_catalog.mz_views v", "v.id"),
            ObjectType.MATERIALIZED_VIEW,
                    definitions("SELECT m.id, m.create_sql FROM mz_catalog.mz_materialized_views m", "m.id"),
            ObjectType.INDEX, definitions("SELECT i.id, i.create_sql FROM mz_catalog.mz_indexes i", "i.id"),
            ObjectType.TABLE, definitions("SELECT t.id, t.create_sql FROM mz_catalog.mz_tables t", "t.id"),
            ObjectType.SINK,
                    definitions(
                            "SELECT s.id, s.type, s.redacted_create_sql AS create_sql FROM mz_catalog.mz_sinks s",
                            "s.id"));

    /** Of types, which few readings ask for. */
    static final Relation<Attribute> TYPE_DEFINITIONS = new Relation<>(
            false, "SELECT t.id, t.create_sql FROM mz_catalog.mz_types t", "t.id", attribute("id", "create_sql"));

    /**
     * A comment on an object, or on a column of it.
     *
     * @param column its position from 1; 0 for the object itself
     */
    record ObjectComment(ObjectType objectType, String id, long column, String text) {}

    static final Relation<ObjectComment> OBJECT_COMMENTS = indexed(
            "SELECT c.id, c.object_type, c.object_sub_id, c.comment FROM mz_internal.mz_comments c",
            "c.id",
            row -> new ObjectComment(
                    new ObjectType(row.text("object_type")),
                    row.text("id"),
                    row.text("object_sub_id") == null ? 0 : Long.parseLong(row.text("object_sub_id")),
                    row.text("comment")));

    private Relations() {}

    private static Relation<Attribute> definitions(String sql, String id) {
        return indexed(sql, id, attribute("id", "create_sql"));
    }

    private static CatalogObject object(Row row, String id, String name) {
        return new CatalogObject(
                id,
                row.text("schema_id"),
                name,
                new ObjectType(row.text("type")),
                row.text("owner_id"),
                row.text("cluster_id"),
                Acl.EMPTY,
                null,
                null);
    }

    /** {@code pg_backend_pid()} is signed, {@code mz_sessions.connection_id} is not. */
    private static String unsigned(String backendPid) {
        return Integer.toUnsignedString((int) Long.parseLong(backendPid));
    }

    private static Acl acl(Row row) {
        return Acl.parse(row.text("privileges"));
    }

    /** Takes letters alone, or out of an ACL item. */
    private static String letters(String text) {
        return text.contains("=") ? text.substring(text.lastIndexOf('=') + 1, text.lastIndexOf('/')) : text;
    }
}
