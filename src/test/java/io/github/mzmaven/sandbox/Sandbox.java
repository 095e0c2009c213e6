package io.github.mzmaven.sandbox;

import io.github.mzmaven.sandbox.engine.MaterializeEngine;
import io.github.mzmaven.sandbox.postgres.CatalogDatabases;
import io.github.mzmaven.sandbox.postgres.PgDatabase;
import io.github.mzmaven.sandbox.wire.Faults;
import io.github.mzmaven.sandbox.wire.Traffic;
import io.github.mzmaven.sandbox.wire.WireServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A server of its own on free ports of this machine, as a Materialize that was just started: the database
 * {@code materialize}, the cluster {@code quickstart}, the role {@code materialize}. No passwords, no TLS.
 */
public final class Sandbox implements AutoCloseable {
    private static final String DEFAULT_ROLE = "materialize";

    private final PgDatabase database;
    private final Engine engine;
    private final WireServer server;
    private final Behaviour behaviour;

    private Sandbox() throws IOException, SqlError {
        database = CatalogDatabases.shared().create();
        engine = new MaterializeEngine(database);
        server = new WireServer(engine);
        behaviour = new Behaviour(database);
    }

    /** Starts one: the first of a JVM takes a second or two, those after it less. */
    public static Sandbox start() {
        try {
            return new Sandbox();
        } catch (IOException | SqlError e) {
            throw new IllegalStateException("Cannot start the sandbox: " + e.getMessage(), e);
        }
    }

    /** The JDBC URL for the role {@code materialize}, who is not superuser. */
    public String url() {
        return url(DEFAULT_ROLE);
    }

    /** The JDBC URL for any role. */
    public String url(String role) {
        return url(server.port(), role);
    }

    /** The JDBC URL for the superuser, {@code mz_system}. */
    public String systemUrl() {
        return url(server.internalPort(), "mz_system");
    }

    /** The port for all but {@code mz_system}. */
    public int port() {
        return server.port();
    }

    /** What goes wrong on request. */
    public Faults faults() {
        return server.faults();
    }

    /** What was sent. */
    public Traffic traffic() {
        return server.traffic();
    }

    /** How clusters and objects fare. */
    public Behaviour behaviour() {
        return behaviour;
    }

    /**
     * Gives itself out for another version.
     *
     * @param greeted whether it tells so to whom connects, and not only to whom asks
     */
    public void version(String version, boolean greeted) {
        behaviour.version(version);
        server.greeting(greeted ? version : null);
    }

    /** Ends all sessions and forgets everything. */
    @Override
    public void close() {
        try {
            server.close();
            engine.close();
            CatalogDatabases.shared().drop(database);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot end the sandbox: " + e.getMessage(), e);
        }
    }

    private static String url(int port, String role) {
        return "jdbc:postgresql://localhost:" + port + "/materialize?user="
                + URLEncoder.encode(role, StandardCharsets.UTF_8);
    }

    /** Runs one until the process is ended, and prints how to reach it. */
    public static void main(String[] args) throws InterruptedException {
        try (Sandbox sandbox = start()) {
            System.out.println("Sandbox: " + sandbox.url());
            System.out.println("As mz_system: " + sandbox.systemUrl());
            System.out.println("psql: psql -h localhost -p " + sandbox.port() + " -U materialize materialize");
            Thread.currentThread().join();
        }
    }
}
