package io.github.mzmaven.sandbox.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mzmaven.sandbox.Sandbox;
import io.github.mzmaven.sandbox.postgres.PgClient;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class WireServerTest {
    @AutoClose
    private final Sandbox sandbox = Sandbox.start();

    @AutoClose
    private PgClient main;

    @BeforeEach
    void start() throws IOException {
        main = client();
        main.query("CREATE TABLE t (x int)");
    }

    @Test
    void saysThatItHasNoExtendedProtocol() throws SQLException {
        try (Connection connection = DriverManager.getConnection(sandbox.url());
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("SELECT 1")).hasMessageContaining("preferQueryMode=simple");
            assertThatThrownBy(() -> statement.execute("SELECT 1")).hasMessageContaining("preferQueryMode=simple");
        }
    }

    @Test
    void letsTheSystemRoleInByTheInternalPortOnly() throws IOException {
        assertThatThrownBy(() -> client(sandbox.port(), "mz_system"))
                .hasMessage("unauthorized login to user 'mz_system'");
        int internal =
                URI.create(sandbox.systemUrl().substring("jdbc:".length())).getPort();
        client(internal, "mz_system").close();
    }

    @Test
    void cancelsWhatRuns() throws Exception {
        try (PgClient client = client()) {
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> code(client, "SUBSCRIBE t"));
            while (!answer.isDone()) {
                client.cancel();
            }
            assertThat(answer.get()).isEqualTo("57014");
        }
    }

    private static String code(PgClient client, String sql) {
        try {
            return client.query(sql).get(0).error().field('C');
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void countsRoundTripsAndKeepsMessages() throws IOException {
        sandbox.traffic().reset();
        assertThat(main.query("SELECT 1; SELECT 2")).hasSize(2);
        main.query("SELECT 'x'");
        assertThat(sandbox.traffic().roundTrips()).isEqualTo(2);
        assertThat(sandbox.traffic().statements())
                .extracting(Traffic.Sent::sql)
                .containsExactly("SELECT 1; SELECT 2", "SELECT 'x'");
    }

    @Test
    void cutsBeforeOrAfterAStatementTakesEffect() throws Exception {
        sandbox.faults().cutBefore(1, sql -> sql.startsWith("INSERT"));
        PgClient before = client();
        assertThatThrownBy(() -> before.query("INSERT INTO t VALUES (1)")).isInstanceOf(EOFException.class);
        assertThat(answer("SELECT count(*) FROM t")).isEqualTo("0");

        sandbox.faults().cutAfter(2, sql -> sql.contains("INSERT"));
        PgClient after = client();
        after.query("INSERT INTO t VALUES (1)");
        assertThatThrownBy(() -> after.query("BEGIN; INSERT INTO t VALUES (2); COMMIT"))
                .isInstanceOf(EOFException.class);
        assertThat(answer("SELECT count(*) FROM t")).isEqualTo("2");
    }

    @Test
    void rollsBackBeforeTheClientSeesTheCut() throws Exception {
        sandbox.faults().cutAfter(3);
        PgClient cut = client();
        cut.query("BEGIN");
        cut.query("INSERT INTO t VALUES (1)");
        assertThatThrownBy(() -> cut.query("INSERT INTO t VALUES (2)")).isInstanceOf(EOFException.class);
        assertThat(openSessions()).isEqualTo("1");
        assertThat(answer("SELECT count(*) FROM t")).isEqualTo("0");
    }

    @Test
    void answersWithAConflictAndRunsWhatComesBetween() throws Exception {
        try (PgClient other = client()) {
            sandbox.faults().conflict(1, sql -> sql.equals("COMMIT"));
            sandbox.faults()
                    .before(
                            1,
                            sql -> sql.equals("COMMIT"),
                            () -> assertThat(other.transaction()).isEqualTo('I'));
            main.query("BEGIN; INSERT INTO t VALUES (1)");
            assertThat(main.query("COMMIT").get(0).error().field('C')).isEqualTo("40001");
            assertThat(main.transaction()).isEqualTo('I');
            assertThat(answer("SELECT count(*) FROM t")).isEqualTo("0");
        }
    }

    @Test
    void endsWhatRunsWhenItsClientLeaves() throws Exception {
        PgClient client = client();
        sandbox.traffic().reset();
        CompletableFuture<Void> left = CompletableFuture.runAsync(() -> {
            try {
                client.query("SUBSCRIBE t");
            } catch (IOException e) {
                // closed below
            }
        });
        while (sandbox.traffic().statements().isEmpty()) {
            Thread.onSpinWait();
        }
        client.close();
        left.get(10, TimeUnit.SECONDS);
        awaitOneSession();
    }

    @Test
    void endsWhatItsClientLeftBeforeItBegan() throws Exception {
        PgClient client = client();
        leavesBefore(client, "SUBSCRIBE t");
        assertThatThrownBy(() -> client.query("SUBSCRIBE t")).isInstanceOf(IOException.class);
        awaitOneSession();
    }

    @Test
    void endsWhatHangsWhenItsClientLeftBefore() throws Exception {
        PgClient client = client();
        leavesBefore(client, "SELECT 1");
        sandbox.faults().hang(sql -> sql.equals("SELECT 1"));
        assertThatThrownBy(() -> client.query("SELECT 1")).isInstanceOf(IOException.class);
        awaitOneSession();
    }

    /** Lets a client leave when its message has arrived and is not executed yet; the server has noticed it then. */
    private void leavesBefore(PgClient client, String message) throws IOException {
        String reader = "sandbox-reader-"
                + client.query("SELECT pg_backend_pid()").get(0).rows().get(0).get(0);
        sandbox.faults().before(1, sql -> sql.equals(message), () -> {
            client.close();
            while (Thread.getAllStackTraces().keySet().stream()
                    .anyMatch(thread -> thread.getName().equals(reader))) {
                Thread.onSpinWait();
            }
        });
    }

    private void awaitOneSession() throws IOException {
        while (!openSessions().equals("1")) {
            Thread.onSpinWait();
        }
    }

    @Test
    void delaysEachAnswer() throws Exception {
        sandbox.faults().latency(Duration.ofMillis(200));
        long start = System.nanoTime();
        main.query("SELECT 1; SELECT 2");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(199));
    }

    private String openSessions() throws IOException {
        return answer("SELECT count(*) FROM mz_internal.mz_sessions");
    }

    private String answer(String sql) throws IOException {
        return main.query(sql).get(0).rows().get(0).get(0);
    }

    private PgClient client() throws IOException {
        return client(sandbox.port(), "materialize");
    }

    private static PgClient client(int port, String role) throws IOException {
        return PgClient.connect("localhost", port, Map.of("user", role, "database", "materialize"), null);
    }
}
