package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.Answers;
import io.github.mzmaven.sandbox.Conversation;
import io.github.mzmaven.sandbox.Notice;
import io.github.mzmaven.sandbox.SqlError;
import io.github.mzmaven.sandbox.engine.Entities.ColumnDef;
import io.github.mzmaven.sandbox.engine.Entities.Item;
import java.util.List;

/** One session: takes messages apart and carries their statements out, one by one. */
final class MaterializeConversation implements Conversation {
    private final Session session;
    private final PgConnection postgres;
    private final CatalogStore store;
    private final SystemObjects system;
    private final List<String> sizes;
    private final TransactionState transaction;
    private final Cancellation cancellation;
    private final Queries queries;
    private final Settings settings;

    MaterializeConversation(
            Session session, PgConnection postgres, CatalogStore store, SystemObjects system, List<String> sizes) {
        this.session = session;
        this.postgres = postgres;
        this.store = store;
        this.system = system;
        this.sizes = sizes;
        this.transaction = new TransactionState(store.isTurnBased());
        this.cancellation = new Cancellation(postgres);
        this.queries = new Queries(session, postgres, store, system, transaction, cancellation);
        this.settings = new Settings(session, postgres, store, system);
    }

    @Override
    public boolean message(String sql, Answers answers) {
        cancellation.reset();
        try {
            List<StatementParser.Parsed> statements = StatementParser.parse(sql);
            if (statements.isEmpty()) {
                answers.empty();
            }
            if (statements.size() > 1 && !transaction.isOpen() && !transaction.isFailed()) {
                transaction.beginImplicit();
            }
            for (StatementParser.Parsed statement : statements) {
                execute(statement, answers);
            }
            if (transaction.isImplicit()) {
                commitOnPostgres();
                transaction.end();
            }
            return true;
        } catch (SqlError e) {
            rollbackOnPostgres();
            transaction.fail();
            answers.error(e);
            return false;
        }
    }

    private void execute(StatementParser.Parsed parsed, Answers answers) throws SqlError {
        Statement statement = parsed.statement();
        boolean ends = statement instanceof Statement.Commit || statement instanceof Statement.Rollback;
        if (transaction.isFailed() && !ends) {
            throw Errors.aborted();
        }
        if (statement instanceof Statement.Begin begin) {
            begin(begin, answers);
        } else if (statement instanceof Statement.Commit) {
            commit(answers);
        } else if (statement instanceof Statement.Rollback) {
            rollback(answers);
        } else if (statement instanceof Statement.Ddl ddl) {
            ddl(ddl, parsed, answers);
        } else if (statement instanceof Statement.Query query) {
            queries.query(query, answers);
        } else if (statement instanceof Statement.Write write) {
            queries.write(write, parsed, answers);
        } else if (statement instanceof Statement.Subscribe subscribe) {
            queries.subscribe(subscribe, answers);
        } else {
            settings.execute(statement, answers);
        }
    }

    private void begin(Statement.Begin begin, Answers answers) {
        if (transaction.isExplicit()) {
            answers.notice(new Notice("WARNING", "25001", "there is already a transaction in progress", null, null));
        } else {
            transaction.begin(begin.readOnly());
        }
        answers.complete("BEGIN");
    }

    private void commit(Answers answers) throws SqlError {
        if (transaction.isFailed()) {
            transaction.end();
            answers.complete("ROLLBACK");
            return;
        }
        if (!transaction.isExplicit()) {
            answers.notice(noTransaction());
        }
        StatementParser.Parsed deferred = transaction.deferred();
        Catalog renamed = transaction.renamed();
        long basedOn = transaction.basedOn();
        commitOnPostgres();
        // Whatever goes wrong from here on, the transaction is over.
        transaction.end();
        if (renamed != null) {
            store.commit(renamed, basedOn);
        } else if (deferred != null) {
            change((Statement.Ddl) deferred.statement(), answers);
        }
        answers.complete("COMMIT");
    }

    private void rollback(Answers answers) {
        if (!transaction.isExplicit() && !transaction.isFailed()) {
            answers.notice(noTransaction());
        }
        rollbackOnPostgres();
        transaction.end();
        answers.complete("ROLLBACK");
    }

    private static Notice noTransaction() {
        return new Notice("WARNING", "25P01", "there is no transaction in progress", null, null);
    }

    private void commitOnPostgres() throws SqlError {
        if (transaction.isOnPostgres()) {
            postgres.run("COMMIT");
        }
    }

    private void rollbackOnPostgres() {
        try {
            if (transaction.isOnPostgres()) {
                postgres.run("ROLLBACK");
            }
        } catch (SqlError e) {
            throw new IllegalStateException(e);
        }
    }

    private void ddl(Statement.Ddl ddl, StatementParser.Parsed parsed, Answers answers) throws SqlError {
        if (ddl instanceof Statement.Rename && transaction.isOpen()) {
            Work work = work(transaction.rename(store.version()));
            new DdlExecutor(work, sizes).execute(ddl);
            work.notices.forEach(answers::notice);
        } else if (transaction.isExplicit() && isDeferrable(ddl)) {
            transaction.single(parsed);
        } else if (transaction.isOpen()) {
            throw Errors.prohibitedInTransaction(parsed.normalized());
        } else {
            change(ddl, answers);
        }
        answers.complete(ddl.tag());
    }

    /** Whether the tag is known without the outcome, so that a transaction may hold it as its only statement. */
    private static boolean isDeferrable(Statement.Ddl ddl) {
        boolean alters = ddl instanceof Statement.AlterOwner
                || ddl instanceof Statement.AlterCluster
                || ddl instanceof Statement.AlterSink
                || ddl instanceof Statement.Rename;
        boolean needsOutside = ddl instanceof Statement.CreateSource || ddl instanceof Statement.CreateSink;
        return !alters && !needsOutside && !(ddl instanceof Statement.Drop);
    }

    private void change(Statement.Ddl ddl, Answers answers) throws SqlError {
        if (ddl instanceof Statement.AlterSink alter) {
            awaitSink(alter);
        }
        store.change(catalog -> {
            Work work = work(catalog);
            new DdlExecutor(work, sizes).execute(ddl);
            work.notices.forEach(answers::notice);
        });
    }

    /** A sink moves once it has passed the point from which the new relation can be read; that may be never. */
    private void awaitSink(Statement.AlterSink alter) throws SqlError {
        Work work = work(store.published());
        Item sink = new ConnectorDdl(work).plan(alter);
        Item relation = work.scope.item(alter.from());
        CatalogStore.Version seen = store.version();
        while (!ConnectorDdl.canMove(seen.catalog(), sink.id(), relation.id())) {
            cancellation.check();
            store.awaitChange(seen.revision());
            seen = store.version();
        }
    }

    private Work work(Catalog catalog) {
        return new Work(catalog, session, system, this::columns, store.now());
    }

    private List<ColumnDef> columns(String sql) throws SqlError {
        store.show();
        return postgres.columns(sql);
    }

    @Override
    public Transaction transaction() {
        if (transaction.isFailed()) {
            return Transaction.FAILED;
        }
        return transaction.isExplicit() ? Transaction.OPEN : Transaction.IDLE;
    }

    @Override
    public int connectionId() {
        return session.connectionId();
    }

    @Override
    public void cancel() {
        cancellation.cancel();
    }

    @Override
    public void hangUp() {
        cancellation.hangUp();
    }

    @Override
    public void close() {
        cancellation.cancel();
        try {
            store.sessionClosed(session);
        } catch (SqlError e) {
            throw new IllegalStateException(e);
        } finally {
            postgres.close();
        }
    }
}
