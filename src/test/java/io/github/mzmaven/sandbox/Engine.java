package io.github.mzmaven.sandbox;

/** What answers behind the wire protocol. Thread-safe: each conversation runs on its own connection's thread. */
public interface Engine extends AutoCloseable {
    /**
     * Opens a session.
     *
     * @param role who connects; a role that does not exist is an error
     * @param database the database asked for
     * @param clientAddress shown in {@code mz_internal.mz_sessions}
     * @param internal whether it came over the internal port, where {@code mz_system} (superuser) may connect
     */
    Conversation open(String role, String database, String clientAddress, boolean internal) throws SqlError;

    @Override
    void close();
}
