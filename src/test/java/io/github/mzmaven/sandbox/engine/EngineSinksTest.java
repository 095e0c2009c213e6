package io.github.mzmaven.sandbox.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EngineSinksTest {
    private static final String MOVE = "ALTER SINK s.k SET FROM s.b";
    private static final String READS =
            "SELECT o.name FROM mz_sinks k JOIN mz_internal.mz_object_dependencies d ON d.object_id = k.id"
                    + " JOIN mz_objects o ON o.id = d.referenced_object_id AND o.type <> 'connection'";

    @AutoClose
    private final TestServer server = new TestServer();

    @BeforeEach
    void start() {
        server.run(
                "CREATE SCHEMA s",
                "CREATE TABLE s.t (x int, y text)",
                "CREATE CLUSTER idle (SIZE = '25cc', REPLICATION FACTOR = 0)",
                "CREATE MATERIALIZED VIEW s.a AS SELECT x, count(*) AS n FROM s.t GROUP BY x",
                "CREATE MATERIALIZED VIEW s.b AS SELECT x, count(*) AS n FROM s.t GROUP BY x",
                "CREATE CONNECTION s.kafka TO KAFKA (BROKER 'localhost:9092', SECURITY PROTOCOL PLAINTEXT)",
                "CREATE SINK s.k IN CLUSTER idle FROM s.a INTO KAFKA CONNECTION s.kafka (TOPIC 'k') KEY (x)"
                        + " FORMAT JSON ENVELOPE UPSERT");
    }

    private CompletableFuture<List<String>> move() {
        server.session("mover");
        CompletableFuture<List<String>> moved = new CompletableFuture<>();
        new Thread(() -> moved.complete(server.ask("mover", MOVE))).start();
        return moved;
    }

    @Test
    void aSinkThatNeverRanWaitsUntilCancelled() throws Exception {
        server.ask("mover", "SET statement_timeout = '1ms'");
        CompletableFuture<List<String>> moved = move();
        // Other changes go on meanwhile.
        server.run("CREATE SCHEMA other");
        while (!moved.isDone()) {
            server.session("mover").cancel();
        }
        assertThat(moved.get()).containsExactly("ERROR 57014 canceling statement due to user request");
        assertThat(server.ask(READS)).containsExactly("a", "SELECT 1");
    }

    @Test
    void aSinkMovesOnceItsClusterHasAReplica() throws Exception {
        CompletableFuture<List<String>> moved = move();
        server.run("ALTER CLUSTER idle SET (REPLICATION FACTOR 1)");
        assertThat(moved.get(30, TimeUnit.SECONDS)).containsExactly("ALTER SINK");
        assertThat(server.ask(READS)).containsExactly("b", "SELECT 1");
    }

    @Test
    void aSinkThatRanAfterTheRelationWasMadeMovesAtOnce() {
        server.run(
                "ALTER CLUSTER idle SET (REPLICATION FACTOR 1)", "ALTER CLUSTER idle SET (REPLICATION FACTOR 0)", MOVE);
        assertThat(server.ask(READS)).containsExactly("b", "SELECT 1");
    }

    @Test
    void aKeyThatIsNoneIsRefusedUnlessNotEnforced() {
        assertThat(server.ask("CREATE SINK s.k2 IN CLUSTER idle FROM s.t INTO KAFKA CONNECTION s.kafka (TOPIC 'k2')"
                        + " KEY (y) FORMAT JSON ENVELOPE UPSERT"))
                .containsExactly("ERROR XX000 upsert key could not be validated as unique");
        assertThat(server.ask("CREATE SINK s.k2 IN CLUSTER idle FROM s.t INTO KAFKA CONNECTION s.kafka (TOPIC 'k2')"
                        + " KEY (y, x) NOT ENFORCED FORMAT JSON ENVELOPE UPSERT"))
                .containsExactly(
                        "WARNING upsert key not validated to be unique\nMaterialize did not validate that the"
                                + " specified upsert envelope key (\"y\", \"x\") was a unique key of the underlying"
                                + " relation \"k2\". If this key is not unique, the sink might produce multiple updates"
                                + " for the same key at the same time, which may confuse downstream consumers.",
                        "CREATE SINK");
    }

    @Test
    void aMaterializedViewThatASinkReadsIsNotDropped() {
        assertThat(server.ask("DROP MATERIALIZED VIEW s.a"))
                .containsExactly(
                        "ERROR XX000 cannot drop materialized view \"s.a\": still depended upon by sink \"s.k\"");
        assertThat(server.ask("DROP SINK s.k")).containsExactly("DROP SINK");
        assertThat(server.ask("DROP MATERIALIZED VIEW s.a, s.b")).containsExactly("DROP MATERIALIZED VIEW");
    }

    @Test
    void aSubscribeIsListedUntilItIsCancelled() throws Exception {
        server.session("reader");
        CompletableFuture<List<String>> read = new CompletableFuture<>();
        new Thread(() -> read.complete(server.ask("reader", "SUBSCRIBE s.t"))).start();
        String listed = "SELECT o.name FROM mz_internal.mz_subscriptions u JOIN mz_objects o"
                + " ON '{' || o.id || '}' = u.referenced_object_ids::text";
        while (!server.ask(listed).contains("t")) {
            Thread.onSpinWait();
        }
        server.session("reader").cancel();
        assertThat(read.get(30, TimeUnit.SECONDS))
                .containsExactly("ERROR 57014 canceling statement due to user request");
        assertThat(server.ask(listed)).containsExactly("SELECT 0");
    }
}
