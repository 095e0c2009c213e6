package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.SqlError;
import java.time.Instant;

/** The published catalog. One change at a time; readers take what is published without waiting. */
final class CatalogStore implements AutoCloseable {
    /** @param revision grows with each change */
    record Version(Catalog catalog, long revision) {}

    /** A change of the catalog. */
    interface Change {
        /** @param catalog a copy, to be changed */
        void apply(Catalog catalog) throws SqlError;
    }

    private final PgMirror mirror;
    private final Memory memory;
    private volatile Version current;

    /** @param memory {@code null} unless messages come one at a time: then PostgreSQL is shown changes when it is asked */
    CatalogStore(PgMirror mirror, Catalog first, Memory memory) throws SqlError {
        this.mirror = mirror;
        this.memory = memory;
        mirror.show(first);
        current = new Version(first, 1);
    }

    Catalog published() {
        return current.catalog();
    }

    Version version() {
        return current;
    }

    boolean isTurnBased() {
        return memory != null;
    }

    Memory memory() {
        return memory;
    }

    Instant now() {
        return isTurnBased() ? Memory.NOW : Instant.now();
    }

    /** Changes the catalog; if that fails, nothing has changed. */
    synchronized void change(Change change) throws SqlError {
        Catalog copy = current.catalog().copy();
        change.apply(copy);
        publish(copy);
    }

    /** Publishes what a transaction made of the catalog of that revision, or fails because others changed it. */
    synchronized void commit(Catalog catalog, long basedOn) throws SqlError {
        if (current.revision() != basedOn) {
            throw Errors.race();
        }
        publish(catalog);
    }

    /** Publishes a catalog that was published before. */
    synchronized void goBackTo(Catalog catalog) throws SqlError {
        publish(catalog);
    }

    private void publish(Catalog catalog) throws SqlError {
        if (!isTurnBased()) {
            mirror.show(catalog);
        }
        current = new Version(catalog, current.revision() + 1);
        notifyAll();
    }

    /** Lets PostgreSQL see what is published, where that was put off. */
    synchronized void show() throws SqlError {
        if (isTurnBased()) {
            mirror.show(current.catalog());
        }
    }

    /** What PostgreSQL was shown last. */
    synchronized Catalog shown() {
        return mirror.shown();
    }

    /** Waits a moment, or less if the catalog changes. */
    synchronized void awaitChange(long seen) {
        try {
            if (current.revision() == seen) {
                wait(50);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized void sessionOpened(Session session) throws SqlError {
        mirror.run("INSERT INTO sandbox_state.sessions VALUES ('" + session.id() + "', " + session.connectionId() + ", "
                + Names.literal(session.role()) + ", " + Names.literal(session.clientAddress()) + ", '"
                + session.connectedAt() + "')");
    }

    synchronized void sessionClosed(Session session) throws SqlError {
        mirror.run("DELETE FROM sandbox_state.subscriptions WHERE session_id = '" + session.id()
                + "'; DELETE FROM sandbox_state.sessions WHERE id = '" + session.id() + "'");
    }

    synchronized void run(String sql) throws SqlError {
        mirror.run(sql);
    }

    @Override
    public synchronized void close() {
        mirror.close();
    }
}
