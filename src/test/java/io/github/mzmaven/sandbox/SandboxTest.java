package io.github.mzmaven.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What tests can set: hydration, lag, replicas, statuses; each read as the plugin reads it. */
final class SandboxTest {
    private static final String HYDRATED =
            "SELECT h.hydrated FROM mz_internal.mz_hydration_statuses h JOIN mz_objects o ON o.id = h.object_id WHERE o.name = 'mv'";
    private static final String BEHIND = "SELECT mz_now()::text::numeric - f.write_frontier::text::numeric"
            + " FROM mz_internal.mz_frontiers f JOIN mz_objects o ON o.id = f.object_id WHERE o.name = 'mv'";

    @AutoClose
    private final Sandbox sandbox = Sandbox.start();

    @AutoClose
    private Connection connection;

    @BeforeEach
    void start() throws SQLException {
        connection = DriverManager.getConnection(sandbox.url() + "&preferQueryMode=simple");
        run("CREATE CLUSTER c (SIZE = '25cc', REPLICATION FACTOR = 1)");
        run("CREATE SCHEMA s");
        run("CREATE TABLE s.t (x int)");
    }

    @Test
    void severalAtOnceKnowNothingOfEachOther() throws SQLException {
        try (Sandbox other = Sandbox.start();
                Connection there = DriverManager.getConnection(other.url() + "&preferQueryMode=simple");
                Statement statement = there.createStatement()) {
            statement.execute("CREATE SCHEMA s");
            assertThat(other.url()).isNotEqualTo(sandbox.url());
            assertThat(rows("SELECT current_database()")).containsExactly("materialize");
        }
    }

    @Test
    void anObjectHydratesAfterAWhileAndIsFreshFromThenOn() throws Exception {
        create();
        await(HYDRATED, "t");
        await(BEHIND, "0");
    }

    @Test
    void hydrationCanBeDelayedOrNeverHappen() throws Exception {
        sandbox.behaviour().clusterHydration("c", null);
        create();
        assertThat(rows(HYDRATED)).containsExactly("f");
        assertThat(
                        rows(
                                "SELECT mz_now()::text::numeric - f.write_frontier::text::numeric >= 0 AND f.write_frontier IS NOT"
                                        + " NULL FROM mz_internal.mz_frontiers f JOIN mz_objects o ON o.id = f.object_id WHERE o.name = 'mv'"))
                .containsExactly("t");

        sandbox.behaviour().hydration("s", "mv", Duration.ZERO);
        assertThat(rows(HYDRATED)).containsExactly("t");
    }

    @Test
    void anObjectCanLagOrStandStill() throws Exception {
        sandbox.behaviour().hydration(Duration.ZERO);
        sandbox.behaviour().lagKnownAfter(Duration.ZERO);
        create();
        sandbox.behaviour().lag("s", "mv", Duration.ofSeconds(90));
        assertThat(rows(BEHIND)).containsExactly("90000");
        assertThat(rows("SELECT lag >= interval '90 s' FROM mz_internal.mz_wallclock_global_lag l JOIN mz_objects o"
                        + " ON o.id = l.object_id WHERE o.name = 'mv'"))
                .containsExactly("t");
        assertThat(rows("SELECT local_lag FROM mz_internal.mz_materialization_lag l JOIN mz_objects o"
                        + " ON o.id = l.object_id WHERE o.name = 'mv'"))
                .containsExactly("00:01:30");

        sandbox.behaviour().healthy("s", "mv");
        await(BEHIND, "0");
        sandbox.behaviour().stuck("s", "mv");
        await(BEHIND, "2000");
    }

    @Test
    void aReplicaCanBeOfflineAndThenNothingMoves() throws Exception {
        sandbox.behaviour().hydration(Duration.ZERO);
        create();
        sandbox.behaviour().offline("c", "r1");
        assertThat(rows("SELECT status FROM mz_internal.mz_cluster_replica_statuses s JOIN mz_cluster_replicas r"
                        + " ON r.id = s.replica_id JOIN mz_clusters c ON c.id = r.cluster_id WHERE c.name = 'c'"))
                .containsExactly("offline");
        assertThat(rows(HYDRATED)).containsExactly("t");
        await(BEHIND, "2000");

        sandbox.behaviour().online("c", "r1");
        await(BEHIND, "0");
    }

    @Test
    void aReplicaCanRunOutOfMemory() throws Exception {
        sandbox.behaviour().outOfMemory("c", "r1", 3);
        assertThat(rows(
                        "SELECT h.status || coalesce(' ' || h.reason, '') FROM mz_internal.mz_cluster_replica_status_history h"
                                + " JOIN mz_cluster_replicas r ON r.id = h.replica_id JOIN mz_clusters c ON c.id = r.cluster_id"
                                + " WHERE c.name = 'c' ORDER BY h.occurred_at"))
                .containsExactly("online", "offline oom-killed", "offline oom-killed", "offline oom-killed", "online");
    }

    @Test
    void aSinkCanStall() throws Exception {
        create();
        run(
                "CREATE CONNECTION s.k TO KAFKA (BROKER 'localhost:9092', SECURITY PROTOCOL PLAINTEXT) WITH (VALIDATE = false)");
        run(
                "CREATE SINK s.out IN CLUSTER c FROM s.mv INTO KAFKA CONNECTION s.k (TOPIC 't') KEY (x) NOT ENFORCED FORMAT JSON"
                        + " ENVELOPE UPSERT");
        String status =
                "SELECT status || coalesce(': ' || error, '') FROM mz_internal.mz_sink_statuses WHERE name = 'out'";
        await(status, "running");
        sandbox.behaviour().status("s", "out", "stalled", "broker gone");
        assertThat(rows(status)).containsExactly("stalled: broker gone");
    }

    @Test
    void whatDoesNotExistCannotBeSet() {
        assertThatThrownBy(() -> sandbox.behaviour().stuck("s", "nope"))
                .hasMessageStartingWith("There is no such object");
        assertThatThrownBy(() -> sandbox.behaviour().offline("c", "r9"))
                .hasMessageStartingWith("There is no such object");
    }

    private void create() throws SQLException {
        run("CREATE MATERIALIZED VIEW s.mv IN CLUSTER c AS SELECT x FROM s.t");
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> rows(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    private void await(String sql, String value) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        while (!rows(sql).equals(List.of(value))) {
            assertThat(System.nanoTime()).as("%s gives %s", sql, rows(sql)).isLessThan(deadline);
            Thread.sleep(20);
        }
    }
}
