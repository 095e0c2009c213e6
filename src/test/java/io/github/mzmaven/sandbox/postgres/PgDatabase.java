package io.github.mzmaven.sandbox.postgres;

import java.io.IOException;
import java.util.Map;

/** A database of the embedded PostgreSQL, and the superuser to reach it with. */
public record PgDatabase(String host, int port, String name, String user, String password) {
    /** A new connection. */
    public PgClient connect() throws IOException {
        return PgClient.connect(host, port, Map.of("user", user, "database", name), password);
    }
}
