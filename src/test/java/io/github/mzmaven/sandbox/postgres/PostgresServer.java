package io.github.mzmaven.sandbox.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;

/** One PostgreSQL process with a data directory of its own; both are gone when it is closed or this JVM ends. */
public final class PostgresServer implements AutoCloseable {
    /**
     * Runs PostgreSQL until its own input ends, which it does even if the JVM is killed. SIGINT is ignored since a
     * terminal sends it to all; nothing of the data is worth an orderly end. The shell itself must write nothing: nobody
     * reads it any more when the JVM is gone.
     */
    private static final String RUN = """
            trap '' INT HUP
            exec 3<&0
            "$0" -D "$@" </dev/null 3<&- &
            postgres=$!
            exec >/dev/null 2>&1
            { cat <&3 >/dev/null; kill -QUIT $postgres; } &
            watcher=$!
            wait $postgres
            kill $watcher
            rm -rf "$1"
            """;

    /** One address, not the two of localhost: either the server has the port or it does not start. */
    private static final String HOST = "127.0.0.1";

    private static final int ATTEMPTS = 20;

    /**
     * Nothing needs to survive. Eliminating self-joins crashes PostgreSQL 18.6 on views that join a table with a
     * LATERAL UNION ALL of its own columns.
     */
    private static final List<String> SETTINGS = List.of(
            "listen_addresses=" + HOST,
            "unix_socket_directories=",
            "fsync=off",
            "full_page_writes=off",
            "synchronous_commit=off",
            "wal_level=minimal",
            "max_wal_senders=0",
            "shared_buffers=16MB",
            "max_connections=200",
            "autovacuum=off",
            "jit=off",
            "enable_self_join_elimination=off",
            "timezone=UTC",
            "log_timezone=UTC");

    private static final String USER = "postgres";

    private final String password = UUID.randomUUID().toString();
    private final Deque<String> log = new ConcurrentLinkedDeque<>();
    private final int port;
    private final Process process;

    /** Another process took the port between its choice and its use. */
    private static final class PortTakenException extends IOException {
        private static final long serialVersionUID = 1;

        PortTakenException(String message) {
            super(message);
        }
    }

    private PostgresServer(int port, Tls tls) throws IOException, InterruptedException {
        this.port = port;
        Path home = PostgresBinaries.install();
        Unprivileged unprivileged = Unprivileged.find(home);
        Path data = Files.createTempDirectory("mz-sandbox-data");
        Path secret = Files.createTempFile("mz-sandbox", ".password");
        try {
            Files.writeString(secret, password);
            unprivileged.give(data);
            unprivileged.give(secret);
            initialise(unprivileged, home, data, secret);
            if (tls != null) {
                tls.write(data);
                unprivileged.give(data);
            }
            process = start(unprivileged, home, data, tls != null);
            awaitReady(keepLog());
        } catch (IOException | InterruptedException | RuntimeException e) {
            if (Files.exists(data)) {
                PostgresBinaries.delete(data);
            }
            throw e;
        } finally {
            Files.deleteIfExists(secret);
        }
    }

    /**
     * What a server proves itself by.
     *
     * @param certificate in PEM
     * @param key in PEM, without a password
     */
    public record Tls(String certificate, String key) {
        void write(Path data) throws IOException {
            Files.writeString(data.resolve("server.crt"), certificate);
            Path file = Files.createFile(
                    data.resolve("server.key"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, key);
        }
    }

    /** Starts one; takes about a second. */
    public static PostgresServer start() {
        return start(PostgresServer::freePort, null);
    }

    /** Starts one that also speaks TLS. */
    public static PostgresServer start(Tls tls) {
        return start(PostgresServer::freePort, tls);
    }

    /** How a port is chosen. */
    interface Ports {
        int next() throws IOException;
    }

    /** PostgreSQL cannot choose a port, so one is chosen for it, and another if somebody else was faster. */
    static PostgresServer start(Ports ports, Tls tls) {
        try {
            for (int attempt = 1; ; attempt++) {
                try {
                    return new PostgresServer(ports.next(), tls);
                } catch (PortTakenException e) {
                    if (attempt == ATTEMPTS) {
                        throw e;
                    }
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("Cannot start the embedded PostgreSQL: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the embedded PostgreSQL started", e);
        }
    }

    /** The database that PostgreSQL comes with. */
    public PgDatabase maintenance() {
        return database("postgres");
    }

    public PgDatabase database(String name) {
        return new PgDatabase(HOST, port, name, USER, password);
    }

    private void initialise(Unprivileged unprivileged, Path home, Path data, Path secret)
            throws IOException, InterruptedException {
        // C.UTF-8 from the built-in provider is the same on every system, and sorts by bytes as Materialize does.
        Process initdb = new ProcessBuilder(unprivileged.command(
                        home + "/bin/initdb",
                        "--pgdata=" + data,
                        "--username=" + USER,
                        "--pwfile=" + secret,
                        "--auth=password",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--no-sync",
                        "--no-instructions"))
                .redirectErrorStream(true)
                .start();
        String output = new String(initdb.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (initdb.waitFor() != 0) {
            throw new IOException("initdb failed:\n" + output);
        }
    }

    private Process start(Unprivileged unprivileged, Path home, Path data, boolean tls) throws IOException {
        List<String> command = new ArrayList<>(
                unprivileged.command("sh", "-c", RUN, home + "/bin/postgres", data.toString(), "-p", "" + port));
        for (String setting : SETTINGS) {
            command.add("-c");
            command.add(setting);
        }
        command.add("-c");
        command.add("ssl=" + (tls ? "on" : "off"));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private Thread keepLog() {
        Thread thread = new Thread(
                () -> process.inputReader(StandardCharsets.UTF_8).lines().forEach(line -> {
                    log.add(line);
                    if (log.size() > 100) {
                        log.remove();
                    }
                }),
                "sandbox-postgres-log");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** By its own word, not by trying: on a port that it did not get another server may answer, or never. */
    private void awaitReady(Thread logging) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (log.stream().noneMatch(line -> line.contains("ready to accept connections"))) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                close();
                logging.join(TimeUnit.SECONDS.toMillis(10));
                String output = "PostgreSQL did not start:\n" + String.join("\n", log);
                throw output.contains("Address already in use")
                        ? new PortTakenException(output)
                        : new IOException(output);
            }
            Thread.sleep(20);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new IllegalStateException("Cannot end the embedded PostgreSQL", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
