package io.github.mzmaven.execute;

import io.github.mzmaven.plan.Step;
import io.github.mzmaven.session.DatabaseException;
import io.github.mzmaven.session.Session;
import java.util.function.BooleanSupplier;

/**
 * A transaction that acts on what was checked and on nothing else. The server answers COMMIT with 40001 where any session did
 * DDL since the transaction was opened, so what another session reads in between is what the commit acts on.
 */
public final class GuardedTransaction {
    private GuardedTransaction() {}

    /**
     * Opens the transaction, asks, and commits or undoes it.
     *
     * @param writer sends the transaction; it must not be the session that the question is answered on
     * @param stillSo reads the catalog on another session, and says whether it is what the transaction was planned for
     * @return whether it was committed; else nothing of it happened
     * @throws DatabaseException where the server refuses it, another session's DDL came in between, or the connection is lost:
     *     at COMMIT the outcome is unknown then. Whatever {@code stillSo} throws comes through, and nothing happened
     */
    public static boolean commitIf(Session writer, Step.Transaction transaction, BooleanSupplier stillSo) {
        writer.about(transaction.describe()).execute(transaction.opening());
        boolean commit = false;
        try {
            commit = stillSo.getAsBoolean();
        } finally {
            if (!commit) {
                undo(writer);
            }
        }
        if (commit) {
            writer.about("COMMIT of: " + transaction.describe()).execute("COMMIT");
        }
        return commit;
    }

    /** A connection that is lost meanwhile takes its transaction along. */
    private static void undo(Session writer) {
        try {
            writer.rollback();
        } catch (DatabaseException e) {
            if (!e.isConnectionLost()) {
                throw e;
            }
        }
    }
}
