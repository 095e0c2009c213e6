package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.catalog.Catalog.Identity;
import io.github.mzmaven.catalog.Catalog.LiveSession;
import io.github.mzmaven.catalog.Catalog.Subscription;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.ProductionSnapshot;
import io.github.mzmaven.catalog.Replica;
import io.github.mzmaven.plan.Plan;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.sandbox.SqlError;
import io.github.mzmaven.sandbox.engine.Entities.ColumnDef;
import io.github.mzmaven.sandbox.engine.Entities.CommentKey;
import io.github.mzmaven.sandbox.engine.Entities.Item;
import io.github.mzmaven.sandbox.engine.Entities.Owned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Builds what a server holds, and does to it what the engine does for the SQL of a plan's steps, without a PostgreSQL that
 * answers queries: so planners are tried in no time against what they did before, cut off anywhere. Relations said here have
 * no text, and columns only as given.
 *
 * <p>Everything is said by name: schemas of other databases as {@code database:schema}, objects as {@code schema.object}; ids
 * are u1, u2 … of each sort, in the order in which things are said. What is said belongs to {@link #USER}, who connects.
 * {@link #owner}, {@link #grants} and the like speak of what was said last.
 */
public final class CatalogBuilder {
    public static final String DATABASE = Catalog.MAIN_DATABASE;
    public static final String USER = "deployer";
    public static final String CONNECTION = "100";
    public static final Instant NOW = Instant.parse("2026-11-22T12:15:00Z");

    /** The marker of a deployment whose copies init may record. */
    private static final Pattern WRITTEN =
            Pattern.compile("_mz_deployment_(.*)_(initializing|staged|applying\\d+)", Pattern.DOTALL);

    static final SqlText NO_TEXT = SqlText.of(List.of());
    private static final List<String> SIZES = List.of("25cc", "50cc", "100cc");

    private Catalog state = new Catalog();
    private final Map<String, String> texts = new HashMap<>();
    private final Set<String> internalReplicas = new HashSet<>();
    private final Set<String> resizing = new LinkedHashSet<>();
    private final List<LiveSession> sessions = new ArrayList<>();
    private final List<Subscription> subscriptions = new ArrayList<>();
    private String user = USER;
    private String connection = CONNECTION;
    private Instant now = NOW;
    private Owned last;

    /** A database, and a user who may create schemas and clusters. */
    public CatalogBuilder() {
        state.roles.put(Catalog.MZ_SYSTEM, new Entities.Role(Catalog.MZ_SYSTEM, "mz_system", true));
        state.roles.put(Catalog.MZ_SUPPORT, new Entities.Role(Catalog.MZ_SUPPORT, "mz_support", false));
        Genesis.defaultPrivileges(state);
        role(USER);
        database(DATABASE).databaseGrants(USER + "=UC", "=U").systemGrants(USER + "=N");
    }

    /** What another server holds. */
    static CatalogBuilder of(Catalog catalog, Identity identity) {
        var builder = new CatalogBuilder();
        builder.state = catalog;
        builder.user = identity.role();
        builder.connection = identity.connectionId();
        builder.now = identity.now();
        return builder;
    }

    /** The same, to be changed without changing this one. */
    public CatalogBuilder copy() {
        var copy = new CatalogBuilder();
        copy.state = state.copy();
        copy.texts.putAll(texts);
        copy.internalReplicas.addAll(internalReplicas);
        copy.resizing.addAll(resizing);
        copy.sessions.addAll(sessions);
        copy.subscriptions.addAll(subscriptions);
        copy.user = user;
        copy.connection = connection;
        copy.now = now;
        return copy;
    }

    // What a plan does

    public void run(Plan plan) {
        run(plan.steps());
    }

    public void run(List<Step> steps) {
        steps.forEach(this::execute);
    }

    /** @throws IllegalStateException with the server's message; nothing happened then */
    public void execute(Step step) {
        Step plain = step instanceof Step.MarkerStep own ? own.step() : step;
        if (plain instanceof Step.RecordCopies) {
            run(recordCopies().sql());
        } else if (plain instanceof Step.RecordProduction created) {
            run(recordProduction(created).sql());
        } else {
            run(step.sql());
        }
    }

    private void run(String message) {
        Catalog copy = state.copy();
        try {
            List<Statement> statements = StatementParser.parse(message).stream()
                    .map(StatementParser.Parsed::statement)
                    .toList();
            for (Statement statement : statements) {
                if (statement instanceof Statement.Rename
                        || statements.size() == 1 && statement instanceof Statement.Ddl) {
                    new DdlExecutor(work(copy), SIZES).execute((Statement.Ddl) statement);
                } else if (!(statement instanceof Statement.Begin || statement instanceof Statement.Commit)) {
                    throw new IllegalArgumentException("not carried: " + statement);
                }
            }
        } catch (SqlError e) {
            throw new IllegalStateException(e.getMessage() + " in: " + message, e);
        }
        state = copy;
    }

    private Work work(Catalog catalog) {
        var session = new Session(Integer.parseInt(connection), roleId(user), DATABASE, null);
        return new Work(
                catalog, session, new SystemObjects(), sql -> List.of(new ColumnDef("x", "text", true, 25)), now);
    }

    /** What init stores when it has read again. */
    private Step recordCopies() {
        io.github.mzmaven.catalog.Catalog catalog = build();
        ProductionSnapshot inventory = marker(catalog).inventory();
        var copies = new ProductionSnapshot.Copies(
                copies(inventory.schemas(), name -> schemaNamed(name + inventory.suffix())),
                copies(inventory.clusters(), name -> clusterNamed(name + inventory.suffix())));
        return store(
                catalog, inventory.withCopies(copies, catalog.identity().now().toString()));
    }

    /** The same of what init has created in production. */
    private Step recordProduction(Step.RecordProduction created) {
        io.github.mzmaven.catalog.Catalog catalog = build();
        ProductionSnapshot inventory = marker(catalog).inventory();
        var schemas = new HashMap<>(inventory.schemas());
        created.schemas()
                .forEach(name -> schemas.put(
                        name,
                        new ProductionSnapshot.SchemaEntry(schemaNamed(name).id(), Map.of())));
        var clusters = new HashMap<>(inventory.clusters());
        var definitions = new HashMap<>(inventory.definitions());
        created.clusters().forEach(name -> {
            clusters.put(name, clusterNamed(name).id());
            definitions.put(name, catalog.cluster(name).definition().sorted().sql());
        });
        return store(
                catalog,
                new ProductionSnapshot(
                        inventory.suffix(), schemas, clusters, definitions, inventory.made(), inventory.copies()));
    }

    private Marker marker(io.github.mzmaven.catalog.Catalog catalog) {
        return state.schemas.values().stream()
                .map(schema -> WRITTEN.matcher(schema.name()))
                .filter(Matcher::matches)
                .map(name -> Marker.of(catalog, name.group(1)))
                .findFirst()
                .orElseThrow();
    }

    private Step store(io.github.mzmaven.catalog.Catalog catalog, ProductionSnapshot inventory) {
        return new Step.StoreText(
                DATABASE, marker(catalog).schemaName(), ProductionSnapshot.VIEW, inventory.json(), "");
    }

    private static Map<String, String> copies(Map<String, ?> production, Function<String, Owned> copy) {
        return production.keySet().stream()
                .collect(Collectors.toMap(name -> name, name -> copy.apply(name).id()));
    }

    // Who connects

    public CatalogBuilder superuser() {
        state.roles.put(roleId(user), new Entities.Role(roleId(user), user, true));
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
        return session(id, connectionId, role, "10.0.0.7");
    }

    /** One that did not come over a network address that the server tells. */
    public CatalogBuilder sessionFromNowhere(String id, String connectionId, String role) {
        return session(id, connectionId, role, null);
    }

    private CatalogBuilder session(String id, String connectionId, String role, String address) {
        sessions.add(new LiveSession(id, connectionId, roleId(role), address, "2026-11-22 12:00:00+00"));
        return this;
    }

    public CatalogBuilder subscription(String sessionId, String cluster) {
        subscriptions.add(new Subscription(sessionId, clusterNamed(cluster).id()));
        return this;
    }

    // Roles and privileges

    public CatalogBuilder role(String name) {
        String id = state.newId(ObjectType.ROLE);
        state.roles.put(id, new Entities.Role(id, name, false));
        return this;
    }

    public CatalogBuilder member(String member, String role) {
        state.memberships.add(new Entities.Membership(roleId(role), roleId(member), Catalog.MZ_SYSTEM));
        return this;
    }

    /** Replaces the privileges on the session's database; each as {@code role=UC}, {@code =U} for PUBLIC. */
    public CatalogBuilder databaseGrants(String... grants) {
        state.change(databaseNamed(DATABASE), Catalog.MZ_SYSTEM, plus(Acl.EMPTY, Catalog.MZ_SYSTEM, grants));
        return this;
    }

    public CatalogBuilder systemGrants(String... grants) {
        state.systemPrivileges(plus(Acl.EMPTY, Catalog.MZ_SYSTEM, grants));
        return this;
    }

    /**
     * A default privilege.
     *
     * @param creator {@code null} for all roles
     * @param schema {@code null} for all of the session's database
     * @param grant as {@code role=r}
     */
    public CatalogBuilder defaults(
            String creator, String schema, io.github.mzmaven.catalog.ObjectType type, String grant) {
        for (Privilege privilege : privileges(grant)) {
            state.defaultPrivileges.add(new Entities.DefaultPrivilege(
                    creator == null ? Acl.PUBLIC : roleId(creator),
                    databaseNamed(DATABASE).id(),
                    schema == null ? null : schemaNamed(schema).id(),
                    type(type),
                    grantee(grant),
                    privilege));
        }
        return this;
    }

    public String roleId(String name) {
        return state.role(name)
                .map(Entities.Role::id)
                .orElseThrow(() -> new IllegalArgumentException("unknown role '" + name + "'"));
    }

    private Acl plus(Acl acl, String grantor, String... grants) {
        Acl sum = acl;
        for (String grant : grants) {
            sum = sum.grant(grantee(grant), grantor, privileges(grant));
        }
        return sum;
    }

    private String grantee(String grant) {
        String name = grant.substring(0, grant.lastIndexOf('='));
        return name.isEmpty() ? Acl.PUBLIC : roleId(name);
    }

    private static List<Privilege> privileges(String grant) {
        String letters = grant.substring(grant.lastIndexOf('=') + 1);
        return Stream.of(Privilege.values())
                .filter(privilege -> letters.contains(Privilege.letters(Set.of(privilege))))
                .toList();
    }

    // Containers

    public CatalogBuilder database(String name) {
        String id = state.newId(ObjectType.DATABASE);
        state.databases.put(id, new Entities.Database(id, name, Catalog.MZ_SYSTEM, Acl.EMPTY));
        return this;
    }

    /** A schema with its owner's privileges and those that defaults give. */
    public CatalogBuilder schema(String name) {
        int colon = name.indexOf(':');
        String id = state.newId(ObjectType.SCHEMA);
        var schema = new Entities.Schema(id, databaseOf(name).id(), name.substring(colon + 1), roleId(user), Acl.EMPTY);
        state.schemas.put(id, schema);
        state.change(schema, schema.owner(), newAcl(ObjectType.SCHEMA, schema));
        return ofSchema(name);
    }

    /** A managed cluster; the options as {@code SHOW CREATE CLUSTER} gives them. */
    public CatalogBuilder cluster(String name, String options) {
        Entities.Role own = state.roles.get(roleId(user));
        // Some options are for superusers.
        state.roles.put(own.id(), new Entities.Role(own.id(), own.name(), true));
        run("CREATE CLUSTER " + Names.quote(name) + " (" + options + ")");
        state.roles.put(own.id(), own);
        return ofCluster(name);
    }

    public CatalogBuilder cluster(String name) {
        return cluster(name, "SIZE = '100cc', REPLICATION FACTOR = 1");
    }

    /** A managed cluster whose definition is another than it can have on this server. */
    public CatalogBuilder clusterShownAs(String name, String definition) {
        cluster(name);
        return definition("CREATE CLUSTER " + Names.quote(name) + " " + definition);
    }

    /** A cluster of these replicas, whose ids do not matter. */
    public CatalogBuilder unmanagedCluster(String name, Replica... replicas) {
        String id = state.newId(ObjectType.CLUSTER);
        var cluster = new Entities.Cluster(
                id, name, roleId(user), newAcl(ObjectType.CLUSTER, null), ClusterOptions.unmanaged(null));
        state.clusters.put(id, cluster);
        for (Replica it : replicas) {
            String replica = state.newId(ObjectType.CLUSTER_REPLICA);
            state.replicas.put(
                    replica,
                    new Entities.Replica(
                            replica, id, it.name(), it.size(), it.availabilityZone(), cluster.owner(), now));
            if (it.internal()) {
                internalReplicas.add(replica);
            }
        }
        return ofCluster(name);
    }

    public CatalogBuilder resizing(String cluster) {
        resizing.add(clusterNamed(cluster).id());
        return this;
    }

    // Objects

    public CatalogBuilder object(io.github.mzmaven.catalog.ObjectType type, String name, String... used) {
        return add(type(type), name, null, "kafka", used);
    }

    /** Of some session; the server gives it a schema id that no relation has. */
    public CatalogBuilder temporaryView(String name, String... used) {
        return add(ObjectType.VIEW, "0", null, name, null, null, used);
    }

    private CatalogBuilder add(ObjectType type, String name, String cluster, String subtype, String... used) {
        int dot = name.lastIndexOf('.');
        Entities.Schema schema = schemaNamed(name.substring(0, dot));
        return add(type, schema.id(), schema, name.substring(dot + 1), cluster, subtype, used);
    }

    private CatalogBuilder add(
            ObjectType type,
            String schemaId,
            Entities.Schema schema,
            String name,
            String cluster,
            String subtype,
            String... used) {
        String id = state.newId(type);
        List<Item> uses = Stream.of(used).map(this::item).toList();
        last = new Item(
                id,
                type,
                schemaId,
                name,
                cluster == null ? null : clusterNamed(cluster).id(),
                roleId(user),
                newAcl(type, schema),
                uses.stream().map(Item::id).toList(),
                List.of(),
                definition(type, subtype, uses),
                now,
                state.nextLink());
        state.items.put(id, (Item) last);
        return this;
    }

    private Acl newAcl(ObjectType type, Entities.Schema schema) {
        return work(state).newAcl(type, schema, roleId(user));
    }

    private static Definition definition(ObjectType type, String subtype, List<Item> uses) {
        return switch (type) {
            case VIEW -> new Definition.View(List.of(), NO_TEXT);
            case MATERIALIZED_VIEW -> new Definition.MaterializedView(List.of(), NO_TEXT, 0);
            case TABLE -> new Definition.Table(NO_TEXT);
            case INDEX -> new Definition.Index(uses.get(0).id(), List.of());
            case SOURCE ->
                new Definition.Source(
                        subtype, NO_TEXT, first(uses, item -> "progress".equals(ReadCatalog.subtype(item)), null));
            case SINK -> {
                String from = first(uses, item -> item.type().isRelation(), "none");
                String to = first(uses, item -> item.type() == ObjectType.CONNECTION, "none");
                // No key, since relations here have no columns to make it of.
                yield new Definition.Sink(from, to, NO_TEXT, null, false, NO_TEXT, "DEBEZIUM", null, 0);
            }
            default -> new Definition.Other(type.catalogName(), NO_TEXT);
        };
    }

    private static String first(List<Item> uses, Predicate<Item> which, String none) {
        return uses.stream().filter(which).map(Item::id).findFirst().orElse(none);
    }

    public CatalogBuilder view(String name, String... used) {
        return add(ObjectType.VIEW, name, null, null, used);
    }

    public CatalogBuilder table(String name) {
        return add(ObjectType.TABLE, name, null, null);
    }

    public CatalogBuilder materializedView(String name, String cluster, String... used) {
        return add(ObjectType.MATERIALIZED_VIEW, name, cluster, null, used);
    }

    public CatalogBuilder index(String name, String cluster, String relation) {
        return add(ObjectType.INDEX, name, cluster, null, relation);
    }

    public CatalogBuilder sink(String name, String cluster, String... used) {
        return add(ObjectType.SINK, name, cluster, null, used);
    }

    public CatalogBuilder source(String name, String cluster, String subtype, String... used) {
        return add(ObjectType.SOURCE, name, cluster, subtype, used);
    }

    /** A view that holds a text, as markers have them; one that is there holds it instead. */
    public CatalogBuilder text(String schema, String view, String text) {
        execute(new Step.StoreText(DATABASE, schema, view, text, ""));
        return this;
    }

    // What was said last

    public CatalogBuilder owner(String role) {
        state.change(last, roleId(role), last.acl().withOwner(last.owner(), roleId(role)));
        return again();
    }

    /** Adds privileges, each as {@code role=UC}, {@code =U} for PUBLIC. */
    public CatalogBuilder grants(String... grants) {
        state.change(last, last.owner(), plus(last.acl(), last.owner(), grants));
        return again();
    }

    /** Takes all privileges away, the owner's too. */
    public CatalogBuilder noGrants() {
        state.change(last, last.owner(), Acl.EMPTY);
        return again();
    }

    public CatalogBuilder comment(String text) {
        state.comments.put(new CommentKey(last.type(), last.id(), null), text);
        return this;
    }

    /** Columns, each as {@code name type} with {@code not null} where they are. */
    public CatalogBuilder columns(String... definitions) {
        var list = new ArrayList<ColumnDef>();
        for (String definition : definitions) {
            String[] parts = definition.split(" ", 2);
            boolean notNull = parts[1].endsWith(" not null");
            list.add(new ColumnDef(parts[0], parts[1].replace(" not null", ""), !notNull, 0));
        }
        Item it = (Item) last;
        return keep(it, it.id(), it.cluster(), list);
    }

    public CatalogBuilder on(String cluster) {
        Item it = (Item) last;
        return keep(it, it.id(), clusterNamed(cluster).id(), it.columns());
    }

    /** Gives an object an id that a test speaks of. */
    public CatalogBuilder id(String id) {
        Item it = (Item) last;
        state.items.remove(it.id());
        return keep(it, id, it.cluster(), it.columns());
    }

    private CatalogBuilder keep(Item it, String id, String cluster, List<ColumnDef> columns) {
        last = new Item(
                id,
                it.type(),
                it.schema(),
                it.name(),
                cluster,
                it.owner(),
                it.acl(),
                it.references(),
                columns,
                it.definition(),
                it.createdAt(),
                it.linked());
        state.items.put(id, (Item) last);
        return this;
    }

    /** What an object was created by, as the server prints it. */
    public CatalogBuilder definition(String createSql) {
        texts.put(ReadCatalog.key(last), createSql);
        return this;
    }

    private CatalogBuilder again() {
        last = state.owned(last.type(), last.id());
        return this;
    }

    // By name

    private Entities.Database databaseOf(String schema) {
        int colon = schema.indexOf(':');
        return databaseNamed(colon < 0 ? DATABASE : schema.substring(0, colon));
    }

    private Entities.Database databaseNamed(String name) {
        return state.database(name).orElseThrow();
    }

    private Entities.Schema schemaNamed(String name) {
        return state.schema(databaseOf(name).id(), name.substring(name.indexOf(':') + 1))
                .orElseThrow(() -> new IllegalArgumentException("unknown schema '" + name + "'"));
    }

    private Entities.Cluster clusterNamed(String name) {
        return state.cluster(name).orElseThrow(() -> new IllegalArgumentException("unknown cluster '" + name + "'"));
    }

    private Item item(String name) {
        int dot = name.lastIndexOf('.');
        return state.item(schemaNamed(name.substring(0, dot)).id(), name.substring(dot + 1))
                .orElseThrow(() -> new IllegalArgumentException("unknown catalog item '" + name + "'"));
    }

    public CatalogObject objectNamed(String name) {
        return new ReadCatalog(state, texts, internalReplicas).object(item(name));
    }

    /** Drops an object, as somebody else would; what uses it does without from now on. */
    public CatalogBuilder drop(String name) {
        state.items.remove(item(name).id());
        return this;
    }

    /** Drops a schema with all that is in it, as somebody else would. */
    public CatalogBuilder dropSchema(String name) {
        Entities.Schema schema = schemaNamed(name);
        state.items.values().removeIf(item -> item.schema().equals(schema.id()));
        state.schemas.remove(schema.id());
        return this;
    }

    /** Drops a cluster with all that runs there, as somebody else would. */
    public CatalogBuilder dropCluster(String name) {
        Entities.Cluster cluster = clusterNamed(name);
        state.items.values().removeIf(item -> cluster.id().equals(item.cluster()));
        state.replicas.values().removeIf(replica -> replica.cluster().equals(cluster.id()));
        state.clusters.remove(cluster.id());
        return this;
    }

    public CatalogBuilder renameSchema(String name, String newName) {
        Entities.Schema it = schemaNamed(name);
        state.schemas.put(it.id(), it.named(newName));
        return this;
    }

    /** Makes a schema one of another database's, which no statement can do. */
    public CatalogBuilder moveSchema(String name, String database) {
        Entities.Schema it = schemaNamed(name);
        state.schemas.put(
                it.id(), new Entities.Schema(it.id(), databaseNamed(database).id(), it.name(), it.owner(), it.acl()));
        return this;
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
        last = item(name);
        return this;
    }

    // As the plugin reads it

    public io.github.mzmaven.catalog.Catalog build() {
        return new ReadCatalog(state, texts, internalReplicas)
                .catalog(
                        new Identity(DATABASE, user, state.isSuperuser(roleId(user)), connection, now),
                        resizing,
                        sessions,
                        subscriptions);
    }

    private static ObjectType type(io.github.mzmaven.catalog.ObjectType type) {
        return Stream.of(ObjectType.values())
                .filter(each -> each.catalogName().equals(type.word()))
                .findFirst()
                .orElseThrow();
    }
}
