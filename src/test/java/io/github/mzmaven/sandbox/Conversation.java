package io.github.mzmaven.sandbox;

/** One session. Only {@link #cancel} and {@link #hangUp} may be called from another thread than the session's own. */
public interface Conversation extends AutoCloseable {
    /** The state of the session's transaction, as ReadyForQuery tells it. */
    enum Transaction {
        IDLE,
        OPEN,
        FAILED
    }

    /**
     * Executes one simple-query message of any number of statements, with Materialize's rules for several in one
     * message, and tells {@code answers} in order. Nothing is told after {@link Answers#error}.
     *
     * @return whether all went well
     */
    boolean message(String sql, Answers answers);

    Transaction transaction();

    /** {@code pg_backend_pid()}, the {@code connection_id} of {@code mz_internal.mz_sessions}. */
    int connectionId();

    /** Ends the running statement, if any, with 57014. */
    void cancel();

    /** Its client is gone: ends whatever waits for a cancel, also what has not begun yet. */
    void hangUp();

    /** Ends the session; an open transaction is rolled back. */
    @Override
    void close();
}
