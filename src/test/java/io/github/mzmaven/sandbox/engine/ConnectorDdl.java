package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.Notice;
import io.github.mzmaven.sandbox.SqlError;
import io.github.mzmaven.sandbox.engine.Entities.Cluster;
import io.github.mzmaven.sandbox.engine.Entities.ColumnDef;
import io.github.mzmaven.sandbox.engine.Entities.Item;
import io.github.mzmaven.sandbox.engine.Entities.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Connections, secrets, types, sources and sinks: no data flows through them. */
final class ConnectorDdl {
    private final Work work;
    private final Catalog catalog;

    ConnectorDdl(Work work) {
        this.work = work;
        this.catalog = work.catalog;
    }

    void create(Statement.CreateSecret create) throws SqlError {
        Definition definition = new Definition.Other(null, SqlText.of(List.of()));
        add(ObjectType.SECRET, target(create.name()), create.name(), definition, List.of());
    }

    void create(Statement.CreateType create) throws SqlError {
        Schema schema = target(create.name());
        List<SqlText.Piece> pieces = new ArrayList<>();
        List<Token> body = create.body();
        for (int i = 0; i < body.size(); i++) {
            pieces.add(new SqlText.Plain(
                    body.get(i), Keywords.isKeyword(body.get(i).text())));
            if (body.get(i).isOperator("=")) {
                pieces.addAll(QueryResolver.type(body.subList(i + 1, i + 2), work.scope, work.system)
                        .pieces());
                i++;
            }
        }
        SqlText text = new SqlText(pieces);
        add(
                ObjectType.TYPE,
                schema,
                create.name(),
                new Definition.Other(create.kind(), text),
                List.copyOf(text.references()));
    }

    void create(Statement.CreateConnection create) throws SqlError {
        Definition definition = new Definition.Other(create.kind(), SqlText.of(create.options()));
        add(ObjectType.CONNECTION, target(create.name()), create.name(), definition, List.of());
    }

    private Schema target(List<String> name) throws SqlError {
        Schema schema = work.scope.target(name);
        String last = name.get(name.size() - 1);
        Names.checkLength(last);
        Optional<Item> found = catalog.item(schema.id(), last);
        if (found.isPresent()) {
            throw new RelationDdl(work).alreadyExists(found.get());
        }
        work.access.createIn(schema);
        return schema;
    }

    private Item add(
            ObjectType type, Schema schema, List<String> name, Definition definition, List<String> references) {
        return add(type, schema, name.get(name.size() - 1), null, definition, references, List.of());
    }

    private Item add(
            ObjectType type,
            Schema schema,
            String name,
            String cluster,
            Definition definition,
            List<String> references,
            List<ColumnDef> columns) {
        String id = catalog.newId(type);
        Item item = new Item(
                id,
                type,
                schema.id(),
                name,
                cluster,
                work.owner(),
                work.newAcl(type, schema, work.owner()),
                references,
                columns,
                definition,
                work.now,
                catalog.nextLink());
        catalog.items.put(id, item);
        return item;
    }

    void create(Statement.CreateSource create) throws SqlError {
        Cluster cluster = work.scope.clusterOrActive(create.cluster());
        if (create.generator().equals("counter")) {
            throw Errors.plan(
                    "Create a LOAD GENERATOR COUNTER is not available",
                    "The requested feature (enable_load_generator_counter) is in private preview.",
                    "Contact support to discuss enabling the feature in your Materialize region.");
        }
        if (!create.generator().equals("auction") || !endsWithAllTables(create.body())) {
            throw Errors.unsupported("a LOAD GENERATOR other than AUCTION ... FOR ALL TABLES");
        }
        Schema schema = target(create.name());
        work.access.createOn(cluster);
        String name = create.name().get(create.name().size() - 1);
        for (String table : Auction.TABLES.keySet()) {
            if (catalog.item(schema.id(), table).isPresent()) {
                throw new RelationDdl(work)
                        .alreadyExists(catalog.item(schema.id(), table).get());
            }
        }
        addSource(create, schema, name, cluster);
    }

    /** The source, its progress, and a subsource for each table. */
    private void addSource(Statement.CreateSource create, Schema schema, String name, Cluster cluster) {
        SqlText body = SqlText.of(create.body());
        Item progress = add(
                ObjectType.SOURCE,
                schema,
                name + "_progress",
                null,
                new Definition.Source("progress", SqlText.of(List.of()), null),
                List.of(),
                Auction.PROGRESS);
        Item source = add(
                ObjectType.SOURCE,
                schema,
                name,
                cluster.id(),
                new Definition.Source("load-generator", body, progress.id()),
                List.of(),
                List.of());
        Auction.TABLES.forEach((table, columns) -> add(
                ObjectType.SOURCE,
                schema,
                table,
                cluster.id(),
                new Definition.Source("subsource", SqlText.of(List.of()), null),
                List.of(source.id()),
                columns));
    }

    private static boolean endsWithAllTables(List<Token> body) {
        int size = body.size();
        return size > 3
                && body.get(size - 3).isWord("for")
                && body.get(size - 2).isWord("all")
                && body.get(size - 1).isWord("tables");
    }

    void create(Statement.CreateSink create) throws SqlError {
        Cluster cluster = work.scope.clusterOrActive(create.cluster());
        Item from = sinkable(create.from());
        Item connection = work.scope.item(create.connection());
        if (connection.type() != ObjectType.CONNECTION) {
            throw Errors.plan(catalog.display(connection) + " is not a KAFKA CONNECTION");
        }
        if (create.envelope() == null) {
            throw Errors.plan("ENVELOPE clause is required");
        }
        if (create.format().isEmpty()) {
            throw Errors.plan("sink without format not yet supported");
        }
        String name = create.name().get(create.name().size() - 1);
        Definition.Sink sink = new Definition.Sink(
                from.id(),
                connection.id(),
                options(create.options()),
                create.key(),
                create.keyNotEnforced(),
                SqlText.of(create.format()),
                create.envelope(),
                null,
                0);
        checkKey(sink, from, name);
        work.access.uses(connection);
        Schema schema = target(create.name());
        work.access.reads(List.of(from.id()));
        work.access.createOn(cluster);
        add(ObjectType.SINK, schema, name, cluster.id(), sink, List.of(from.id(), connection.id()), List.of());
    }

    /** Options are written back with an equals sign, whether or not they were given one. */
    private static SqlText options(List<Token> given) {
        List<SqlText.Piece> pieces = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            Token token = given.get(i);
            boolean value = token.is(Token.Kind.STRING) || token.is(Token.Kind.NUMBER);
            if (value && i > 0 && given.get(i - 1).is(Token.Kind.WORD)) {
                pieces.add(new SqlText.Plain(new Token(Token.Kind.OPERATOR, "=", "=", -1, -1), false));
            }
            pieces.add(new SqlText.Plain(token, token.is(Token.Kind.WORD)));
        }
        return new SqlText(pieces);
    }

    private Item sinkable(List<String> name) throws SqlError {
        Scope.Found found = work.scope.relation(name, work.system);
        if (!(found instanceof Scope.UserItem user)) {
            throw Errors.plan("creating a sink directly on a catalog object not yet supported");
        }
        Item item = user.item();
        boolean exportable = item.type() == ObjectType.TABLE
                || item.type() == ObjectType.MATERIALIZED_VIEW
                || item.type() == ObjectType.SOURCE;
        if (!exportable) {
            throw Errors.plan(
                    item.type().lowerWords() + " " + work.scope.shortest(item) + " cannot be exported as a sink");
        }
        return item;
    }

    private void checkKey(Definition.Sink sink, Item from, String name) throws SqlError {
        if (sink.key() == null) {
            if (sink.envelope().equals("UPSERT")) {
                throw Errors.plan(
                        "upsert sinks must specify a key", null, "See: https://materialize.com/s/sink-key-selection");
            }
            return;
        }
        for (String column : sink.key()) {
            if (from.columns().stream().noneMatch(c -> c.name().equals(column))) {
                throw Errors.plan("column referenced in KEY does not exist: " + column);
            }
        }
        boolean unique = from.definition() instanceof Definition.Queried queried
                && new Nullability(catalog, queried.query()).isKey(sink.key());
        if (unique || !sink.envelope().equals("UPSERT")) {
            return;
        }
        String columns = sink.key().stream().map(Names::display).collect(Collectors.joining(", ", "(", ")"));
        if (!sink.keyNotEnforced()) {
            throw Errors.plan(
                    "upsert key could not be validated as unique",
                    null,
                    "See: https://materialize.com/s/sink-key-selection");
        }
        work.notice(new Notice(
                "WARNING",
                "01000",
                "upsert key not validated to be unique",
                "Materialize did not validate that the specified upsert envelope key " + columns
                        + " was a unique key of the underlying relation " + Names.display(name)
                        + ". If this key is not unique, the sink might produce multiple updates for the same key at"
                        + " the same time, which may confuse downstream consumers.",
                null));
    }

    /** Checks all there is to check, and changes nothing yet. */
    Item plan(Statement.AlterSink alter) throws SqlError {
        Item sink = work.scope.item(alter.name());
        DropDdl.checkType(work, sink, ObjectType.SINK, "ALTER");
        Item from = sinkable(alter.from());
        checkKey((Definition.Sink) sink.definition(), from, sink.name());
        work.access.owns(List.of(sink));
        work.access.reads(List.of(from.id()));
        work.access.createOn(catalog.clusters.get(sink.cluster()));
        return sink;
    }

    void alter(Statement.AlterSink alter) throws SqlError {
        Item sink = plan(alter);
        Item from = work.scope.item(alter.from());
        Definition.Sink definition = ((Definition.Sink) sink.definition()).from(from.id());
        catalog.items.put(
                sink.id(), sink.defined(definition, List.of(from.id(), definition.connection()), catalog.nextLink()));
    }

    /**
     * Whether a sink has passed the point from which the new relation can be read: it runs, or it ran after the
     * relation was made.
     */
    static boolean canMove(Catalog catalog, String sinkId, String relationId) {
        Item sink = catalog.items.get(sinkId);
        Item relation = catalog.items.get(relationId);
        if (sink == null || relation == null) {
            return false;
        }
        Instant ranUntil = ((Definition.Sink) sink.definition()).ranUntil();
        return catalog.replicasOf(catalog.clusters.get(sink.cluster()))
                        .findAny()
                        .isPresent()
                || ranUntil != null && !ranUntil.isBefore(relation.createdAt());
    }
}
