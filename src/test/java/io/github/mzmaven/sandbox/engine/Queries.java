package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.Answers;
import io.github.mzmaven.sandbox.Column;
import io.github.mzmaven.sandbox.SqlError;
import io.github.mzmaven.sandbox.engine.Entities.Cluster;
import io.github.mzmaven.sandbox.engine.Entities.ColumnDef;
import io.github.mzmaven.sandbox.engine.Entities.Item;
import io.github.mzmaven.sandbox.engine.Entities.Owned;
import io.github.mzmaven.sandbox.postgres.PgClient;
import io.github.mzmaven.sandbox.postgres.ResultTypes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Queries and changes of tables: checked here, evaluated by PostgreSQL. */
final class Queries {
    private static final int MZ_TIMESTAMP = 16552;
    private static final int BIGINT = 20;

    private final Session session;
    private final PgConnection postgres;
    private final CatalogStore store;
    private final SystemObjects system;
    private final TransactionState transaction;
    private final Cancellation cancellation;

    Queries(
            Session session,
            PgConnection postgres,
            CatalogStore store,
            SystemObjects system,
            TransactionState transaction,
            Cancellation cancellation) {
        this.session = session;
        this.postgres = postgres;
        this.store = store;
        this.system = system;
        this.transaction = transaction;
        this.cancellation = cancellation;
    }

    /** A query with its names resolved. */
    private record Resolved(Catalog catalog, SqlText text, String sql) {
        /** Ids of the user's objects in it. */
        List<String> items() {
            return text.references().stream().filter(catalog.items::containsKey).toList();
        }
    }

    private Resolved resolve(List<Token> tokens) throws SqlError {
        Catalog catalog = store.published();
        SqlText text = QueryResolver.query(tokens, new Scope(catalog, session), system);
        return new Resolved(catalog, text, PgDialect.sql(catalog, text));
    }

    private static List<Column> columns(List<ColumnDef> columns) {
        return columns.stream().map(c -> new Column(c.name(), c.oid())).toList();
    }

    void query(Statement.Query query, Answers answers) throws SqlError {
        Resolved resolved = resolve(query.tokens());
        try {
            boolean first = !transaction.isOnPostgres();
            transaction.read();
            if (first && transaction.isOnPostgres()) {
                postgres.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
            }
            checkReads(resolved);
        } catch (SqlError e) {
            // The columns are told before the query is tried.
            store.show();
            answers.columns(columns(postgres.columns(resolved.sql())));
            throw e;
        }
        PgClient.Result result = store.isTurnBased()
                ? store.memory().answer(resolved.sql(), resolved.text(), store, session, this::run)
                : run(resolved.sql());
        if (result.columns() != null) {
            answers.columns(result.columns().stream()
                    .map(f -> new Column(f.name(), ResultTypes.toMaterialize(f.typeOid())))
                    .toList());
        }
        for (List<String> row : result.rows()) {
            answers.row(converted(result.columns(), row));
        }
        if (result.error() != null) {
            throw PgConnection.error(result.error());
        }
        answers.complete(result.tag());
    }

    private static List<String> converted(List<PgClient.Field> fields, List<String> row) {
        List<String> values = new ArrayList<>(row.size());
        for (int i = 0; i < row.size(); i++) {
            PgClient.Field field = fields.get(i);
            values.add(ResultTypes.toMaterialize(field.typeOid(), field.typeModifier(), row.get(i)));
        }
        return values;
    }

    private PgClient.Result run(String sql) throws SqlError {
        cancellation.querying(true);
        try {
            cancellation.check();
            return postgres.query(sql);
        } finally {
            cancellation.querying(false);
        }
    }

    private void checkReads(Resolved resolved) throws SqlError {
        List<String> items = resolved.items();
        if (items.isEmpty()) {
            return;
        }
        Catalog catalog = resolved.catalog();
        Cluster cluster = new Scope(catalog, session).cluster(session.cluster());
        if (cluster.name().equals("mz_catalog_server")) {
            throw notAllowed(catalog, cluster, items);
        }
        Access access = new Access(catalog, session.role());
        access.reads(items);
        if (needsReplica(catalog, items)) {
            access.needs(cluster, Privilege.USAGE);
            if (catalog.replicasOf(cluster).findAny().isEmpty()) {
                throw noReplica(cluster);
            }
        }
    }

    private static SqlError notAllowed(Catalog catalog, Cluster cluster, List<String> items) {
        String names = items.stream()
                .map(id -> Names.display(catalog.display(catalog.items.get(id))))
                .collect(Collectors.joining(", "));
        return new SqlError(
                "2F003",
                "querying the following items " + names + " is not allowed from the " + Names.display(cluster.name())
                        + " cluster",
                "The transaction is executing on the mz_catalog_server cluster, maybe having been routed there by the"
                        + " first statement in the transaction.",
                null,
                null);
    }

    private static SqlError noReplica(Cluster cluster) {
        return new SqlError(
                "0A000",
                "CLUSTER " + Names.display(cluster.name()) + " has no replicas available to service request",
                null,
                cluster.options().managed()
                        ? "Use ALTER CLUSTER to adjust the replication factor of the cluster. Example:`ALTER CLUSTER"
                                + " <cluster-name> SET (REPLICATION FACTOR 1)`"
                        : "Use CREATE CLUSTER REPLICA to attach cluster replicas to the cluster",
                null);
    }

    /** Whether anything has to be computed or read from storage: not for views of constants. */
    private static boolean needsReplica(Catalog catalog, List<String> items) {
        for (String id : items) {
            Item item = catalog.items.get(id);
            boolean view = item.type() == ObjectType.VIEW;
            if (view
                    ? needsReplica(
                            catalog,
                            item.references().stream()
                                    .filter(catalog.items::containsKey)
                                    .toList())
                    : item.type().isRelation()) {
                return true;
            }
        }
        return false;
    }

    void write(Statement.Write write, StatementParser.Parsed parsed, Answers answers) throws SqlError {
        Resolved resolved = resolve(write.tokens());
        store.show();
        Item target = target(resolved);
        boolean insert = write.verb().equals("INSERT");
        List<String> read = new ArrayList<>(resolved.items());
        if (insert) {
            read.remove(target.id());
        } else if (transaction.isOpen()) {
            throw Errors.prohibitedInTransaction(parsed.normalized());
        }
        Access access = new Access(resolved.catalog(), session.role());
        access.needs(resolved.catalog().schemas.get(target.schema()), Privilege.USAGE);
        access.needs(target, Privilege.valueOf(write.verb()));
        access.reads(read);
        boolean open = transaction.isOpen();
        boolean first = open && !transaction.isOnPostgres();
        if (open) {
            transaction.write();
        }
        if (first) {
            postgres.run("BEGIN");
        }
        PgClient.Result result = run(resolved.sql());
        if (result.error() != null) {
            throw PgConnection.error(result.error());
        }
        if (result.columns() != null) {
            throw Errors.unsupported("RETURNING");
        }
        answers.complete(result.tag());
    }

    /** The table that is written to: the first relation named. */
    private static Item target(Resolved resolved) throws SqlError {
        for (SqlText.Piece piece : resolved.text().pieces()) {
            if (piece instanceof SqlText.ItemName name) {
                Item item = resolved.catalog().items.get(name.id());
                if (item.type() != ObjectType.TABLE) {
                    throw Errors.plan("cannot mutate " + item.type().lowerWords() + " "
                            + Names.display(resolved.catalog().display(item)));
                }
                return item;
            }
            if (piece instanceof SqlText.SystemName) {
                break;
            }
        }
        throw Errors.plan("cannot mutate system table");
    }

    /** Answers with its columns and then stays until it is cancelled: nothing here tells changes. */
    void subscribe(Statement.Subscribe subscribe, Answers answers) throws SqlError {
        List<Token> tokens = new ArrayList<>(subscribe.tokens());
        if (!tokens.isEmpty() && tokens.get(0).is(Token.Kind.LEFT_PAREN)) {
            tokens = tokens.subList(1, tokens.size() - 1);
        } else {
            tokens.add(0, Token.word("from"));
            tokens.add(0, new Token(Token.Kind.OPERATOR, "*", "*", -1, -1));
            tokens.add(0, Token.word("select"));
        }
        Resolved resolved = resolve(tokens);
        transaction.read();
        checkReads(resolved);
        Cluster cluster = new Scope(resolved.catalog(), session).cluster(session.cluster());
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("mz_timestamp", MZ_TIMESTAMP));
        columns.add(new Column("mz_diff", BIGINT));
        store.show();
        columns.addAll(columns(postgres.columns(resolved.sql())));
        String id = "u" + session.connectionId();
        Set<String> reads = new TreeSet<>(resolved.items());
        store.run("INSERT INTO sandbox_state.subscriptions VALUES (" + Names.literal(id) + ", '" + session.id() + "', "
                + Names.literal(cluster.id()) + ", '" + Instant.now() + "', '{" + String.join(",", reads) + "}')");
        try {
            answers.columns(columns);
            cancellation.await();
        } finally {
            store.run("DELETE FROM sandbox_state.subscriptions WHERE id = " + Names.literal(id));
        }
    }

    /** An object of the catalog, for those who have USAGE on where it is. */
    static void checkContainer(Catalog catalog, Session session, Owned object) throws SqlError {
        if (object instanceof Item item) {
            new Access(catalog, session.role()).needs(catalog.schemas.get(item.schema()), Privilege.USAGE);
        }
    }
}
