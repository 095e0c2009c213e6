package io.github.mzmaven.sandbox;

import io.github.mzmaven.sandbox.engine.MaterializeEngine;
import io.github.mzmaven.sandbox.engine.Moment;
import io.github.mzmaven.sandbox.postgres.CatalogDatabases;
import io.github.mzmaven.sandbox.postgres.PgDatabase;
import io.github.mzmaven.sandbox.wire.Faults;
import io.github.mzmaven.sandbox.wire.Traffic;
import io.github.mzmaven.sandbox.wire.Turns;
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
    private final MaterializeEngine engine;
    private final WireServer server;
    private final Behaviour behaviour;

    private Sandbox(boolean turnBased) throws IOException, SqlError {
        database = CatalogDatabases.shared().create();
        engine = new MaterializeEngine(database, turnBased);
        server = new WireServer(engine);
        behaviour = new Behaviour(database);
    }

    /** Starts one: the first of a JVM takes a second or two, those after it less. */
    public static Sandbox start() {
        return start(false);
    }

    /**
     * Starts one to which messages come one at a time, as {@link #turns} says: time stands still there, and what it was asked
     * before it answers from memory.
     */
    public static Sandbox startTurnBased() {
        return start(true);
    }

    private static Sandbox start(boolean turnBased) {
        try {
            return new Sandbox(turnBased);
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

    /** Lets connections that are opened from now on wait for their turns. */
    public void turns(Turns turns) {
        server.turns(turns);
    }

    /** How things stand. */
    public Moment moment() {
        return engine.moment();
    }

    /** Makes the catalog what it was then; rows of tables that were dropped since do not come back. No session may be open. */
    public void goBackTo(Moment moment) {
        try {
            engine.goBackTo(moment);
        } catch (SqlError e) {
            throw new IllegalStateException("Cannot go back: " + e.getMessage(), e);
        }
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
