package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.Conversation;
import io.github.mzmaven.sandbox.SqlError;
import io.github.mzmaven.sandbox.engine.Entities.Role;
import io.github.mzmaven.sandbox.postgres.PgClient;
import io.github.mzmaven.sandbox.postgres.PgDatabase;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/** Materialize in front of a PostgreSQL database that holds {@code sandbox/catalog.sql}. */
public final class MaterializeEngine implements AutoCloseable {
    private final PgDatabase database;
    private final CatalogStore store;
    private final SystemObjects system;
    private final List<String> sizes;
    private final AtomicInteger connections = new AtomicInteger(1000);

    private final Deque<PgClient> idle = new ConcurrentLinkedDeque<>();

    public MaterializeEngine(PgDatabase database) throws SqlError {
        this(database, false);
    }

    /** @param turnBased whether messages come one at a time, so that much can be put off, and remembered */
    public MaterializeEngine(PgDatabase database, boolean turnBased) throws SqlError {
        this.database = database;
        PgConnection postgres = new PgConnection(database);
        system = SystemObjects.read(postgres);
        sizes = postgres.rows("SELECT size FROM sandbox_state.replica_sizes ORDER BY size COLLATE \"C\"").stream()
                .map(row -> row.get(0))
                .toList();
        Memory memory = turnBased ? Memory.of(postgres) : null;
        store = new CatalogStore(new PgMirror(postgres), Genesis.catalog(system.schemas()), memory);
    }

    /**
     * Opens a session.
     *
     * @param role who connects; a role that does not exist is an error
     * @param name the database asked for
     * @param clientAddress shown in {@code mz_internal.mz_sessions}
     * @param internal whether it came over the internal port, where {@code mz_system} (superuser) may connect
     */
    public Conversation open(String role, String name, String clientAddress, boolean internal) throws SqlError {
        Role found = store.published().role(role).orElse(null);
        if (found == null) {
            throw new SqlError("28000", "role " + Names.display(role) + " does not exist");
        }
        if (found.id().equals(Catalog.MZ_SYSTEM) && !internal) {
            throw new SqlError("28000", "unauthorized login to user '" + role + "'");
        }
        String database = name == null || name.isEmpty() ? Catalog.MAIN_DATABASE : name;
        Session session = new Session(connections.incrementAndGet(), found.id(), database, clientAddress);
        PgConnection postgres = new PgConnection(this.database, idle);
        postgres.run("SET sandbox.role = " + Names.literal(role) + "; SET sandbox.connection_id = "
                + Names.literal(String.valueOf(session.connectionId())) + "; SET sandbox.superuser = '"
                + found.superuser() + "'; SET sandbox.database = " + Names.literal(database));
        store.sessionOpened(session);
        return new MaterializeConversation(session, postgres, store, system, sizes);
    }

    /** How things stand. */
    public Moment moment() {
        return new Moment(store.published(), connections.get());
    }

    /** Makes the catalog what it was then; rows of tables that were dropped since do not come back. No session may be open. */
    public void goBackTo(Moment moment) throws SqlError {
        store.goBackTo(moment.catalog());
        connections.set(moment.connections());
    }

    @Override
    public void close() {
        idle.forEach(PgClient::close);
        store.close();
    }
}
