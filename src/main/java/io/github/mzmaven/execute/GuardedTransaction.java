package io.github.mzmaven.execute;

import io.github.mzmaven.plan.Step;
import io.github.mzmaven.session.DatabaseException;
import io.github.mzmaven.session.Session;

/**
 * A transaction that acts on what was checked and on nothing else. The server answers COMMIT with 40001 where any session did
 * DDL since the transaction was opened, so what another session reads in between is what the commit acts on.
 */
public final class GuardedTransaction implements AutoCloseable {
    private final Session writer;
    private final Step.Transaction transaction;
    private boolean open = true;

    private GuardedTransaction(Session writer, Step.Transaction transaction) {
        this.writer = writer;
        this.transaction = transaction;
    }

    /**
     * Opens the transaction; what it does is done, and seen by nobody else.
     *
     * @param writer sends it; it must not be the session on which is read whether to commit
     * @throws DatabaseException where the server refuses it or the connection is lost: nothing of it happened
     */
    public static GuardedTransaction open(Session writer, Step.Transaction transaction) {
        writer.about(transaction.describe()).execute(transaction.opening());
        return new GuardedTransaction(writer, transaction);
    }

    /**
     * Commits it.
     *
     * @throws DatabaseException where another session's DDL came in between: nothing of it happened; or where the connection is
     *     lost: the outcome is unknown
     */
    public void commit() {
        open = false;
        writer.about("COMMIT of: " + transaction.describe()).execute("COMMIT");
    }

    /** Undoes what was not committed. A connection that is lost takes its transaction along. */
    @Override
    public void close() {
        if (!open) {
            return;
        }
        try {
            writer.rollback();
        } catch (DatabaseException e) {
            if (!e.isConnectionLost()) {
                throw e;
            }
        }
    }
}
