package io.github.mzmaven.sandbox.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mzmaven.sandbox.postgres.CatalogDatabases;
import io.github.mzmaven.sandbox.postgres.PgClient;
import io.github.mzmaven.sandbox.postgres.PgDatabase;
import java.io.EOFException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class WireServerTest {
    private PgDatabase database;
    private PostgresEngine engine;
    private WireServer server;

    @BeforeEach
    void start() throws IOException {
        database = CatalogDatabases.shared().create();
        engine = new PostgresEngine(database);
        server = new WireServer(engine);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        CatalogDatabases.shared().drop(database);
    }

    @Test
    void answersPreparedStatementsInTextAndBinary() throws SQLException {
        String sql =
                "SELECT ?::int AS i, ?::text AS t, ?::boolean AS b, ?::bigint AS l, ?::float8 AS d, 1.50::numeric AS n,"
                        + " 12345.678::numeric AS m, timestamptz '2026-11-22 10:11:12.5Z' AS z, '$1; ''q''' AS s, ?::int AS missing";
        List<String> answers = new ArrayList<>();
        try (Connection connection = connect("&prepareThreshold=-1");
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int round = 0; round < 3; round++) {
                statement.setInt(1, -7);
                statement.setString(2, "it's $2 -- \\");
                statement.setBoolean(3, true);
                statement.setLong(4, Long.MAX_VALUE);
                statement.setDouble(5, 1.5e10);
                statement.setNull(6, java.sql.Types.INTEGER);
                answers.add(row(statement));
            }
        }
        assertThat(answers)
                .containsOnly(
                        "-7|it's $2 -- \\|true|9223372036854775807|1.5E10|1.50|12345.678|2026-11-22T10:11:12.500Z|"
                                + "$1; 'q'|0");
    }

    private static String row(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            assertThat(rows.next()).isTrue();
            return rows.getInt(1) + "|" + rows.getString(2) + "|" + rows.getBoolean(3) + "|" + rows.getLong(4) + "|"
                    + rows.getDouble(5) + "|" + rows.getBigDecimal(6) + "|" + rows.getBigDecimal(7) + "|"
                    + rows.getTimestamp(8).toInstant() + "|" + rows.getString(9)
                    + "|"
                    + rows.getInt(10);
        }
    }

    @Test
    void takesNoArrays() throws SQLException {
        try (Connection connection = connect("");
                PreparedStatement statement = connection.prepareStatement("SELECT 1 WHERE 'a' = ANY (?)")) {
            statement.setArray(1, connection.createArrayOf("text", new Object[] {"a"}));
            assertThatThrownBy(statement::executeQuery).hasMessageContaining("input of array types is not implemented");
        }
    }

    @Test
    void givesRowsInPartsAndAllResultsOfOneMessage() throws SQLException {
        try (Connection connection = connect("");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.setFetchSize(2);
            List<Integer> numbers = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery("SELECT * FROM generate_series(1, 5)")) {
                while (rows.next()) {
                    numbers.add(rows.getInt(1));
                }
            }
            assertThat(numbers).containsExactly(1, 2, 3, 4, 5);
            assertThat(statement.execute("SELECT 1; SELECT 2")).isTrue();
            assertThat(statement.getMoreResults()).isTrue();
        }
    }

    @Test
    void skipsToSyncAfterAnErrorAndGoesOn() throws SQLException {
        try (Connection connection = connect("");
                PreparedStatement wrong = connection.prepareStatement("SELECT nope WHERE ? = 1");
                Statement right = connection.createStatement()) {
            wrong.setInt(1, 1);
            assertThatThrownBy(wrong::executeQuery).hasMessageContaining("nope");
            assertThat(right.execute("SELECT 1")).isTrue();
        }
    }

    @Test
    void letsTheSystemRoleInByTheInternalPortOnly() throws IOException {
        assertThatThrownBy(() -> client(server.port(), "mz_system"))
                .hasMessage("unauthorized login to user 'mz_system'");
        client(server.internalPort(), "mz_system").close();
    }

    @Test
    void cancelsWhatRuns() throws Exception {
        try (PgClient client = client(server.port(), "materialize")) {
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> code(client, "SELECT pg_sleep(60)"));
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
    void countsRoundTripsAndKeepsStatements() throws SQLException {
        try (Connection connection = connect("");
                Statement statement = connection.createStatement();
                PreparedStatement prepared = connection.prepareStatement("SELECT ?::text")) {
            server.traffic().reset();
            statement.execute("SELECT 1; SELECT 2");
            prepared.setString(1, "x");
            prepared.execute();
        }
        assertThat(server.traffic().roundTrips()).isEqualTo(2);
        assertThat(server.traffic().statements())
                .extracting(Traffic.Sent::sql)
                .containsExactly("SELECT 1", " SELECT 2", "SELECT 'x'::text");
    }

    @Test
    void cutsBeforeOrAfterAStatementTakesEffect() throws Exception {
        try (PgClient main = client(server.port(), "materialize")) {
            main.query("CREATE TABLE t (x int)");

            server.faults().cutBefore(1, sql -> sql.startsWith("INSERT"));
            PgClient before = client(server.port(), "materialize");
            assertThatThrownBy(() -> before.query("INSERT INTO t VALUES (1)")).isInstanceOf(EOFException.class);
            assertThat(main.query("SELECT count(*) FROM t").get(0).rows()).containsExactly(List.of("0"));

            server.faults().cutAfter(2, sql -> sql.contains("INSERT"));
            PgClient after = client(server.port(), "materialize");
            after.query("INSERT INTO t VALUES (1)");
            assertThatThrownBy(() -> after.query("BEGIN; INSERT INTO t VALUES (2); COMMIT"))
                    .isInstanceOf(EOFException.class);
            assertThat(main.query("SELECT count(*) FROM t").get(0).rows()).containsExactly(List.of("2"));
        }
    }

    @Test
    void rollsBackBeforeTheClientSeesTheCut() throws Exception {
        try (PgClient main = client(server.port(), "materialize")) {
            main.query("CREATE TABLE t (x int)");
            server.faults().cutAfter(3);
            PgClient cut = client(server.port(), "materialize");
            cut.query("BEGIN");
            cut.query("INSERT INTO t VALUES (1)");
            assertThatThrownBy(() -> cut.query("INSERT INTO t VALUES (2)")).isInstanceOf(EOFException.class);
            assertThat(engine.openSessions()).isEqualTo(1);
            assertThat(main.query("SELECT count(*) FROM t").get(0).rows()).containsExactly(List.of("0"));
        }
    }

    @Test
    void answersWithAConflictAndRunsWhatComesBetween() throws Exception {
        try (PgClient main = client(server.port(), "materialize");
                PgClient other = client(server.port(), "materialize")) {
            main.query("CREATE TABLE t (x int)");
            server.faults().conflict(1, sql -> sql.equals("COMMIT"));
            server.faults()
                    .before(
                            1,
                            sql -> sql.equals("COMMIT"),
                            () -> assertThat(other.transaction()).isEqualTo('I'));
            main.query("BEGIN; INSERT INTO t VALUES (1)");
            assertThat(main.query("COMMIT").get(0).error().field('C')).isEqualTo("40001");
            assertThat(main.transaction()).isEqualTo('I');
            assertThat(main.query("SELECT count(*) FROM t").get(0).rows()).containsExactly(List.of("0"));
        }
    }

    @Test
    void endsWhatRunsWhenItsClientLeaves() throws Exception {
        PgClient client = client(server.port(), "materialize");
        CompletableFuture<Void> left = CompletableFuture.runAsync(() -> {
            try {
                client.query("SELECT pg_sleep(60)");
            } catch (IOException e) {
                // closed below
            }
        });
        while (server.traffic().statements().isEmpty()) {
            Thread.onSpinWait();
        }
        client.close();
        left.get(10, TimeUnit.SECONDS);
        while (engine.openSessions() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void delaysEachAnswer() throws Exception {
        try (PgClient client = client(server.port(), "materialize")) {
            server.faults().latency(Duration.ofMillis(200));
            long start = System.nanoTime();
            client.query("SELECT 1; SELECT 2");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(199));
        }
    }

    private Connection connect(String more) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + server.port() + "/materialize?user=materialize" + more);
    }

    private static PgClient client(int port, String role) throws IOException {
        return PgClient.connect("localhost", port, Map.of("user", role, "database", "materialize"), null);
    }
}
