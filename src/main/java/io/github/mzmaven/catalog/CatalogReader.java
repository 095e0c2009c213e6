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
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.session.Row;
import io.github.mzmaven.session.Session;
import io.github.mzmaven.session.Table;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Reads the catalog: who asks, then all relations whole in one message, then the definitions of clusters in another; joined
 * here, since the server joins slowly and scans fast. Three round trips, however much there is.
 */
public final class CatalogReader {
    private static final String IDENTITY = "SELECT current_database() AS database, current_user AS role,"
            + " mz_is_superuser() AS superuser, pg_backend_pid() AS connection, now()::text AS now";

    private static final String CLUSTERS =
            "SELECT c.id, c.name, c.owner_id, c.privileges::text AS privileges, c.managed"
                    + " FROM mz_catalog.mz_clusters c WHERE c.id LIKE 'u%'";

    /**
     * In the order in which {@link Answers} takes them. Every column is qualified, since a name that is a word of the grammar
     * ({@code position} for one) may begin an expression of its own.
     */
    private static final List<String> RELATIONS = List.of(
            "SELECT r.id, r.name FROM mz_catalog.mz_roles r",
            "SELECT r.role_id, r.member FROM mz_catalog.mz_role_members r",
            "SELECT s.privileges::text AS privileges FROM mz_catalog.mz_system_privileges s",
            "SELECT d.id, d.name, d.owner_id, d.privileges::text AS privileges FROM mz_catalog.mz_databases d",
            "SELECT s.id, s.database_id, s.name, s.owner_id, s.privileges::text AS privileges"
                    + " FROM mz_catalog.mz_schemas s WHERE s.id LIKE 'u%'",
            CLUSTERS,
            "SELECT c.id, c.cluster_id, c.name, c.size, c.availability_zone" + " FROM mz_catalog.mz_cluster_replicas c",
            "SELECT c.id FROM mz_internal.mz_internal_cluster_replicas c",
            "SELECT c.id, c.workload_class FROM mz_internal.mz_cluster_workload_classes c",
            "SELECT o.id, o.schema_id, o.name, o.type, o.owner_id, o.cluster_id, o.privileges::text AS privileges"
                    + " FROM mz_catalog.mz_objects o WHERE o.id LIKE 'u%'",
            "SELECT s.id, s.type FROM mz_catalog.mz_sources s WHERE s.id LIKE 'u%'",
            "SELECT s.id, s.type, s.redacted_create_sql AS create_sql"
                    + " FROM mz_catalog.mz_sinks s WHERE s.id LIKE 'u%'",
            "SELECT v.id, v.create_sql FROM mz_catalog.mz_views v WHERE v.id LIKE 'u%'",
            "SELECT m.id, m.create_sql FROM mz_catalog.mz_materialized_views m WHERE m.id LIKE 'u%'",
            "SELECT i.id, i.create_sql FROM mz_catalog.mz_indexes i WHERE i.id LIKE 'u%'",
            "SELECT t.id, t.create_sql FROM mz_catalog.mz_tables t WHERE t.id LIKE 'u%'",
            "SELECT c.id, c.name, c.position, c.nullable, c.type"
                    + " FROM mz_catalog.mz_columns c WHERE c.id LIKE 'u%'",
            "SELECT o.object_id, o.referenced_object_id"
                    + " FROM mz_internal.mz_object_dependencies o"
                    + " WHERE o.object_id LIKE 'u%' AND o.referenced_object_id LIKE 'u%'",
            "SELECT c.id, c.object_type, c.comment"
                    + " FROM mz_internal.mz_comments c WHERE c.object_type IN ('schema', 'cluster')",
            "SELECT d.role_id, d.database_id, d.schema_id, d.object_type, d.grantee, d.privileges::text AS privileges"
                    + " FROM mz_catalog.mz_default_privileges d",
            "SELECT c.cluster_id, c.status FROM mz_internal.mz_cluster_reconfigurations c",
            "SELECT s.id, s.connection_id, s.role_id, s.client_ip, s.connected_at::text AS connected_at"
                    + " FROM mz_internal.mz_sessions s",
            "SELECT s.session_id, s.cluster_id FROM mz_internal.mz_subscriptions s");

    /** PostgreSQL's text form of a timestamp with time zone, with any number of fractional digits. */
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendPattern("[XXX][XX][X]")
            .toFormatter();

    private CatalogReader() {}

    /** Reads which clusters there are, and nothing else: ids by name. */
    public static Map<String, String> clusterIds(Session session) {
        return session.query(CLUSTERS).rows().stream()
                .collect(Collectors.toMap(row -> row.text("name"), row -> row.text("id")));
    }

    /**
     * Reads the catalog.
     *
     * @param reading what the goal needs to know
     */
    public static Catalog read(Session session, Settings settings, Reading reading) {
        Row identity = session.query(IDENTITY).rows().get(0);
        var answers = new Answers(session.query(RELATIONS));
        Map<String, String> definitions = definitions(session, answers.clusters, reading.clusters(settings));
        return answers.catalog(
                new Identity(
                        identity.text("database"),
                        identity.text("role"),
                        identity.isTrue("superuser"),
                        unsigned(identity.text("connection")),
                        instant(identity.text("now"))),
                definitions);
    }

    /** {@code pg_backend_pid()} is signed, {@code mz_sessions.connection_id} is not. */
    private static String unsigned(String backendPid) {
        return Integer.toUnsignedString((int) Long.parseLong(backendPid));
    }

    /** Reads a timestamp as the server prints it. */
    public static Instant instant(String text) {
        return OffsetDateTime.parse(text, TIMESTAMP).toInstant();
    }

    private static Map<String, String> definitions(Session session, Table clusters, Collection<String> wanted) {
        // SHOW CREATE of an unmanaged cluster is an error, which would end the message.
        List<String> names = clusters.rows().stream()
                .filter(row -> row.isTrue("managed") && wanted.contains(row.text("name")))
                .map(row -> row.text("name"))
                .toList();
        var definitions = new HashMap<String, String>();
        if (!names.isEmpty()) {
            List<Table> shown = session.query(names.stream()
                    .map(name -> "SHOW CREATE CLUSTER " + Sql.identifier(name))
                    .toList());
            for (int i = 0; i < names.size(); i++) {
                definitions.put(names.get(i), shown.get(i).rows().get(0).text("create_sql"));
            }
        }
        return definitions;
    }

    /** The answers to {@link #RELATIONS}, by name. */
    private static final class Answers {
        private final Iterator<Table> tables;
        private final Table roles;
        private final Table members;
        private final Table systemPrivileges;
        private final Table databases;
        private final Table schemas;
        private final Table clusters;
        private final Table replicas;
        private final Table internalReplicas;
        private final Table workloadClasses;
        private final Table objects;
        private final Table sources;
        private final Table sinks;
        private final List<Table> otherDefinitions;
        private final Table columns;
        private final Table dependencies;
        private final Table comments;
        private final Table defaultPrivileges;
        private final Table reconfigurations;
        private final Table sessions;
        private final Table subscriptions;

        Answers(List<Table> answers) {
            tables = answers.iterator();
            roles = tables.next();
            members = tables.next();
            systemPrivileges = tables.next();
            databases = tables.next();
            schemas = tables.next();
            clusters = tables.next();
            replicas = tables.next();
            internalReplicas = tables.next();
            workloadClasses = tables.next();
            objects = tables.next();
            sources = tables.next();
            sinks = tables.next();
            otherDefinitions = List.of(tables.next(), tables.next(), tables.next(), tables.next());
            columns = tables.next();
            dependencies = tables.next();
            comments = tables.next();
            defaultPrivileges = tables.next();
            reconfigurations = tables.next();
            sessions = tables.next();
            subscriptions = tables.next();
        }

        Catalog catalog(Identity identity, Map<String, String> clusterDefinitions) {
            Map<String, Role> roleById = byId(roles, row -> new Role(row.text("id"), row.text("name")));
            return new Catalog(
                    identity,
                    roleById,
                    map(members, row -> new Membership(row.text("role_id"), row.text("member"))),
                    systemAcl(roleById.values()),
                    byId(
                            databases,
                            row -> new Database(row.text("id"), row.text("name"), row.text("owner_id"), acl(row))),
                    byId(
                            schemas,
                            row -> new Schema(
                                    row.text("id"),
                                    row.text("database_id"),
                                    row.text("name"),
                                    row.text("owner_id"),
                                    acl(row))),
                    clusters(clusterDefinitions),
                    objects(),
                    columns(),
                    dependencies(),
                    comments("schema"),
                    comments("cluster"),
                    map(
                            defaultPrivileges,
                            row -> new DefaultPrivilege(
                                    row.text("role_id"),
                                    row.text("database_id"),
                                    row.text("schema_id"),
                                    row.text("object_type"),
                                    row.text("grantee"),
                                    Privilege.ofLetters(letters(row.text("privileges"))))),
                    ids(reconfigurations, "cluster_id", row -> "in-progress".equals(row.text("status"))),
                    map(
                            sessions,
                            row -> new LiveSession(
                                    row.text("id"),
                                    row.text("connection_id"),
                                    row.text("role_id"),
                                    row.text("client_ip"),
                                    row.text("connected_at"))),
                    map(subscriptions, row -> new Subscription(row.text("session_id"), row.text("cluster_id"))));
        }

        /** One ACL item says grantee and grantor by name, unlike the arrays of other objects, which say ids. */
        private Acl systemAcl(Collection<Role> knownRoles) {
            Map<String, String> idByName = new HashMap<>();
            knownRoles.forEach(role -> idByName.put(role.name(), role.id()));
            Acl sum = Acl.EMPTY;
            for (Row row : systemPrivileges.rows()) {
                sum = sum.plus(Acl.ofItem(row.text("privileges"), name -> idByName.getOrDefault(name, name)));
            }
            return sum;
        }

        private Map<String, Cluster> clusters(Map<String, String> definitions) {
            Set<String> internal = ids(internalReplicas, "id", row -> true);
            Map<String, List<Replica>> replicasOf = new HashMap<>();
            for (Row row : replicas.rows()) {
                replicasOf
                        .computeIfAbsent(row.text("cluster_id"), k -> new ArrayList<>())
                        .add(new Replica(
                                row.text("id"),
                                row.text("name"),
                                row.text("size"),
                                row.text("availability_zone"),
                                internal.contains(row.text("id"))));
            }
            replicasOf.values().forEach(list -> list.sort(Comparator.comparing(Replica::name)));
            Map<String, String> workloadClassOf = new HashMap<>();
            workloadClasses.rows().forEach(row -> workloadClassOf.put(row.text("id"), row.text("workload_class")));
            return byId(
                    clusters,
                    row -> new Cluster(
                            row.text("id"),
                            row.text("name"),
                            row.text("owner_id"),
                            acl(row),
                            row.isTrue("managed"),
                            List.copyOf(replicasOf.getOrDefault(row.text("id"), List.of())),
                            definitions.get(row.text("name")),
                            workloadClassOf.get(row.text("id"))));
        }

        private Map<String, CatalogObject> objects() {
            Map<String, String> subtypes = new HashMap<>();
            sources.rows().forEach(row -> subtypes.put(row.text("id"), row.text("type")));
            sinks.rows().forEach(row -> subtypes.put(row.text("id"), row.text("type")));
            Map<String, String> createSql = new HashMap<>();
            sinks.rows().forEach(row -> createSql.put(row.text("id"), row.text("create_sql")));
            for (Table relation : otherDefinitions) {
                relation.rows().forEach(row -> createSql.put(row.text("id"), row.text("create_sql")));
            }
            return byId(
                    objects,
                    row -> new CatalogObject(
                            row.text("id"),
                            row.text("schema_id"),
                            row.text("name"),
                            row.text("type"),
                            row.text("owner_id"),
                            row.text("cluster_id"),
                            acl(row),
                            subtypes.get(row.text("id")),
                            createSql.get(row.text("id"))));
        }

        private Map<String, List<Column>> columns() {
            var sorted = new ArrayList<>(columns.rows());
            sorted.sort(Comparator.comparing(row -> Numbers.unsigned(row.text("position"))));
            Map<String, List<Column>> columnsOf = new LinkedHashMap<>();
            for (Row row : sorted) {
                columnsOf
                        .computeIfAbsent(row.text("id"), k -> new ArrayList<>())
                        .add(new Column(row.text("name"), row.text("type"), row.isTrue("nullable")));
            }
            return columnsOf;
        }

        private Map<String, Set<String>> dependencies() {
            Map<String, Set<String>> uses = new LinkedHashMap<>();
            for (Row row : dependencies.rows()) {
                uses.computeIfAbsent(row.text("object_id"), k -> new LinkedHashSet<>())
                        .add(row.text("referenced_object_id"));
            }
            return uses;
        }

        private Map<String, String> comments(String objectType) {
            Map<String, String> found = new HashMap<>();
            comments.rows().stream()
                    .filter(row -> objectType.equals(row.text("object_type")))
                    .forEach(row -> found.put(row.text("id"), row.text("comment")));
            return found;
        }

        private static Acl acl(Row row) {
            return Acl.parse(row.text("privileges"));
        }

        /** Takes letters alone, or out of an ACL item. */
        private static String letters(String text) {
            return text.contains("=") ? text.substring(text.lastIndexOf('=') + 1, text.lastIndexOf('/')) : text;
        }

        private static Set<String> ids(Table table, String column, Predicate<Row> which) {
            Set<String> ids = new LinkedHashSet<>();
            table.rows().stream().filter(which).forEach(row -> ids.add(row.text(column)));
            return ids;
        }

        private static <T> List<T> map(Table table, Function<Row, T> make) {
            return table.rows().stream().map(make).toList();
        }

        /** In the order of creation, so that plans do not depend on the order of rows. */
        private static <T> Map<String, T> byId(Table table, Function<Row, T> make) {
            var rows = new ArrayList<>(table.rows());
            rows.sort(Comparator.comparing((Row row) -> row.text("id").length()).thenComparing(row -> row.text("id")));
            Map<String, T> byId = new LinkedHashMap<>();
            rows.forEach(row -> byId.put(row.text("id"), make.apply(row)));
            return byId;
        }
    }
}
