package io.github.mzmaven.sandbox.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Databases that hold Materialize's catalog, made from one template in the PostgreSQL that all of this JVM share. */
public final class CatalogDatabases {
    private static final String TEMPLATE = "sandbox_template";
    private static final String CATALOG = "/sandbox/catalog.sql";

    /** Started when first asked for; ends with the JVM. */
    private static final class Shared {
        private static final CatalogDatabases INSTANCE = new CatalogDatabases(PostgresServer.start());
    }

    private final PostgresServer server;
    private int created;

    private CatalogDatabases(PostgresServer server) {
        this.server = server;
        try (InputStream catalog = CatalogDatabases.class.getResourceAsStream(CATALOG)) {
            run(server.maintenance(), "CREATE DATABASE " + TEMPLATE);
            String sql = new String(catalog.readAllBytes(), StandardCharsets.UTF_8);
            run(server.database(TEMPLATE), sql);
        } catch (IOException e) {
            server.close();
            throw new IllegalStateException("Cannot make the sandbox's catalog: " + e.getMessage(), e);
        }
    }

    public static CatalogDatabases shared() {
        return Shared.INSTANCE;
    }

    /** A new database: the catalog as {@code catalog.sql} says, without a state yet. */
    public synchronized PgDatabase create() throws IOException {
        String name = "sandbox_" + ++created;
        run(server.maintenance(), "CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE);
        return server.database(name);
    }

    public void drop(PgDatabase database) throws IOException {
        run(server.maintenance(), "DROP DATABASE " + database.name() + " WITH (FORCE)");
    }

    private static void run(PgDatabase database, String sql) throws IOException {
        try (PgClient client = database.connect()) {
            List<PgClient.Result> results = client.query(sql);
            for (PgClient.Result result : results) {
                if (result.error() != null) {
                    throw new IOException(result.error().fields().toString());
                }
            }
        }
    }
}
