package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.SqlError;
import io.github.mzmaven.sandbox.engine.Entities.Cluster;
import io.github.mzmaven.sandbox.engine.Entities.ColumnDef;
import io.github.mzmaven.sandbox.engine.Entities.Item;
import io.github.mzmaven.sandbox.engine.Entities.Schema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tables, views, materialized views and indexes. */
final class RelationDdl {
    private final Work work;
    private final Catalog catalog;

    RelationDdl(Work work) {
        this.work = work;
        this.catalog = work.catalog;
    }

    void create(Statement.CreateView create) throws SqlError {
        Schema schema = work.scope.target(create.name());
        SqlText query = QueryResolver.query(create.query(), work.scope, work.system);
        List<ColumnDef> columns = columns(query, create.columns());
        Optional<Item> replaced =
                existing(ObjectType.VIEW, create.name(), schema, create.orReplace(), create.ifNotExists());
        if (replaced == null) {
            return;
        }
        work.access.owns(replaced.stream().toList());
        work.access.createIn(schema);
        replaced.ifPresent(this::remove);
        add(ObjectType.VIEW, schema, last(create.name()), null, columns, new Definition.View(create.columns(), query));
    }

    void create(Statement.CreateMaterializedView create) throws SqlError {
        Cluster cluster = work.scope.clusterOrActive(create.cluster());
        Schema schema = work.scope.target(create.name());
        SqlText query = QueryResolver.query(create.query(), work.scope, work.system);
        List<ColumnDef> columns = columns(query, create.columns());
        Optional<Item> replaced =
                existing(ObjectType.MATERIALIZED_VIEW, create.name(), schema, create.orReplace(), create.ifNotExists());
        if (replaced == null) {
            return;
        }
        work.access.owns(replaced.stream().toList());
        work.access.createIn(schema);
        work.access.createOn(cluster);
        replaced.ifPresent(this::remove);
        Definition definition = new Definition.MaterializedView(create.columns(), query, work.now.toEpochMilli());
        add(ObjectType.MATERIALIZED_VIEW, schema, last(create.name()), cluster.id(), columns, definition);
    }

    void create(Statement.CreateTable create) throws SqlError {
        Schema schema = work.scope.target(create.name());
        List<SqlText.Piece> body = new ArrayList<>();
        StringBuilder casts = new StringBuilder();
        Set<String> names = new LinkedHashSet<>();
        for (Statement.ColumnSpec column : create.columns()) {
            if (!names.add(column.name())) {
                throw new SqlError("42701", "column " + Names.display(column.name()) + " specified more than once");
            }
            SqlText type = QueryResolver.type(column.type(), work.scope, work.system);
            if (type.pieces().stream().anyMatch(p -> p instanceof SqlText.ItemName)) {
                throw Errors.unsupported("a column of a user's own type");
            }
            casts.append(casts.isEmpty() ? "SELECT " : ", ")
                    .append("NULL::")
                    .append(PgDialect.sql(catalog, type))
                    .append(" AS ")
                    .append(Names.quote(column.name()));
            if (!body.isEmpty()) {
                body.add(plain(Token.Kind.COMMA, ","));
            }
            body.add(plain(Token.Kind.QUOTED, column.name()));
            body.addAll(type.pieces());
            body.addAll(constraints(column));
        }
        if (existing(ObjectType.TABLE, create.name(), schema, false, create.ifNotExists()) == null) {
            return;
        }
        work.access.createIn(schema);
        List<ColumnDef> probed = create.columns().isEmpty() ? List.of() : work.probe.columns(casts.toString());
        List<ColumnDef> columns = new ArrayList<>();
        for (int i = 0; i < probed.size(); i++) {
            ColumnDef c = probed.get(i);
            columns.add(
                    new ColumnDef(c.name(), c.type(), !create.columns().get(i).notNull(), c.oid()));
        }
        add(ObjectType.TABLE, schema, last(create.name()), null, columns, new Definition.Table(new SqlText(body)));
    }

    private List<SqlText.Piece> constraints(Statement.ColumnSpec column) throws SqlError {
        List<SqlText.Piece> pieces = new ArrayList<>();
        if (column.notNull()) {
            pieces.add(new SqlText.Plain(Token.word("not"), true));
            pieces.add(new SqlText.Plain(Token.word("null"), true));
        }
        return pieces;
    }

    private static SqlText.Piece plain(Token.Kind kind, String text) {
        return new SqlText.Plain(new Token(kind, text, text, -1, -1), false);
    }

    void create(Statement.CreateIndex create) throws SqlError {
        Scope.Found found = work.scope.relation(create.on(), work.system);
        if (!(found instanceof Scope.UserItem user)) {
            throw Errors.plan("cannot create index on a system object");
        }
        Item on = user.item();
        if (!on.type().isRelation()) {
            throw Errors.plan("index cannot be created on " + catalog.display(on) + " because it is a "
                    + on.type().lowerWords());
        }
        Cluster cluster = work.scope.clusterOrActive(create.cluster());
        List<SqlText> keys = keys(create, on);
        Schema schema = catalog.schemas.get(on.schema());
        String name = create.name() == null ? indexName(create, on) : create.name();
        List<String> fullName = new ArrayList<>(catalog.fullName(schema));
        fullName.add(name);
        if (existing(ObjectType.INDEX, fullName, schema, false, create.ifNotExists()) == null) {
            return;
        }
        work.access.owns(List.of(on));
        work.access.createIn(schema);
        work.access.createOn(cluster);
        String id = catalog.newId(ObjectType.INDEX);
        catalog.items.put(
                id,
                new Item(
                        id,
                        ObjectType.INDEX,
                        schema.id(),
                        name,
                        cluster.id(),
                        on.owner(),
                        Acl.EMPTY,
                        List.of(on.id()),
                        List.of(),
                        new Definition.Index(on.id(), keys),
                        work.now,
                        catalog.nextLink()));
    }

    private List<SqlText> keys(Statement.CreateIndex create, Item on) throws SqlError {
        List<SqlText> keys = new ArrayList<>();
        if (create.keys() == null) {
            on.columns().forEach(c -> keys.add(new SqlText(List.of(plain(Token.Kind.QUOTED, c.name())))));
            return keys;
        }
        for (List<Token> key : create.keys()) {
            boolean column = key.size() == 1 && key.get(0).isIdentifier();
            if (column
                    && on.columns().stream()
                            .noneMatch(c -> c.name().equals(key.get(0).text()))) {
                throw Errors.plan("column " + Names.display(key.get(0).text()) + " does not exist");
            }
            keys.add(QueryResolver.expression(key, work.scope, work.system));
        }
        return keys;
    }

    private String indexName(Statement.CreateIndex create, Item on) throws SqlError {
        StringBuilder name = new StringBuilder(on.name());
        if (create.keys() == null) {
            name.append("_primary");
        } else {
            for (List<Token> key : create.keys()) {
                name.append('_')
                        .append(
                                key.size() == 1 && key.get(0).isIdentifier()
                                        ? key.get(0).text()
                                        : "expr");
            }
        }
        String base = name + "_idx";
        String free = base;
        for (int i = 1; catalog.item(on.schema(), free).isPresent(); i++) {
            free = base + i;
        }
        Names.checkLength(free);
        return free;
    }

    private List<ColumnDef> columns(SqlText query, List<String> names) throws SqlError {
        List<ColumnDef> probed = work.probe.columns(PgDialect.sql(catalog, query));
        if (names.size() > probed.size()) {
            throw Errors.plan("definition names " + names.size() + " column"
                    + (names.size() == 1 ? "" : "s") + ", but query has " + probed.size()
                    + " column" + (probed.size() == 1 ? "" : "s"));
        }
        List<Boolean> nullable = new Nullability(catalog, query).infer(probed.size());
        List<ColumnDef> columns = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        for (int i = 0; i < probed.size(); i++) {
            ColumnDef c = probed.get(i);
            String name = i < names.size() ? names.get(i) : c.name();
            if (!seen.add(name)) {
                throw Errors.plan("column " + Names.display(name) + " specified more than once");
            }
            columns.add(new ColumnDef(name, c.type(), nullable.get(i), c.oid()));
        }
        return columns;
    }

    /** The object to replace, if any; {@code null} if the statement has nothing to do. */
    private Optional<Item> existing(
            ObjectType type, List<String> name, Schema schema, boolean orReplace, boolean ifNotExists) throws SqlError {
        Names.checkLength(last(name));
        Optional<Item> found = catalog.item(schema.id(), last(name));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (ifNotExists) {
            work.notice(Errors.existsAlready(type.lowerWords(), last(name)));
            return null;
        }
        Item item = found.get();
        if (!orReplace) {
            throw alreadyExists(item);
        }
        DropDdl.checkType(work, item, type, "REPLACE");
        DropDdl.checkUnused(work, item, Set.of(item.id()));
        return found;
    }

    SqlError alreadyExists(Item item) {
        return Errors.plan(item.type().lowerWords() + " " + Names.display(catalog.display(item)) + " already exists");
    }

    private void remove(Item item) {
        new DropDdl(work).removeAll(new Dependencies(catalog).closure(List.of(item)));
    }

    private static String last(List<String> name) {
        return name.get(name.size() - 1);
    }

    private void add(
            ObjectType type,
            Schema schema,
            String name,
            String cluster,
            List<ColumnDef> columns,
            Definition definition) {
        SqlText text = definition instanceof Definition.Queried queried
                ? queried.query()
                : ((Definition.Table) definition).body();
        String id = catalog.newId(type);
        catalog.items.put(
                id,
                new Item(
                        id,
                        type,
                        schema.id(),
                        name,
                        cluster,
                        work.owner(),
                        work.newAcl(type, schema, work.owner()),
                        List.copyOf(text.references()),
                        columns,
                        definition,
                        work.now,
                        catalog.nextLink()));
    }
}
