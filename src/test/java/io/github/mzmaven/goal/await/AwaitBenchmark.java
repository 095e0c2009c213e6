package io.github.mzmaven.goal.await;

import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.config.ClusterSetting;
import io.github.mzmaven.config.ConnectionSettings;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.config.Settings.Progress;
import io.github.mzmaven.config.Settings.Replicas;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.plan.Awaited;
import io.github.mzmaven.sandbox.Sandbox;
import io.github.mzmaven.session.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Measures how long after the last object is hydrated the wait is over. Run by {@code mvnw -Pbenchmark test}. */
@Tag("benchmark")
class AwaitBenchmark {
    private static final int CLUSTERS = 20;
    private static final int VIEWS = 10;
    private static final int ROUNDS = 15;

    private final List<String> copies =
            IntStream.range(0, CLUSTERS).mapToObj(i -> "c" + i + "_dbt_deploy").toList();

    @Test
    void noticingTime() throws InterruptedException, ExecutionException {
        ExecutorService waiter = Executors.newSingleThreadExecutor();
        try (Sandbox sandbox = Sandbox.start()) {
            ConnectionSettings connection = new ConnectionSettings(
                    "jdbc:postgresql://localhost:" + sandbox.port() + "/materialize",
                    "materialize",
                    null,
                    "localhost",
                    sandbox.port(),
                    "materialize",
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(2),
                    List.of());
            fill(connection);
            Awaited awaited = awaited(connection);
            var noticed = new ArrayList<Duration>();
            for (int round = 0; round < ROUNDS; round++) {
                String last = copies.get(round % CLUSTERS);
                sandbox.behaviour().clusterHydration(last, null);
                var ended = waiter.submit(() -> {
                    new Waiting(context(connection), "await").until(awaited);
                    return Instant.now();
                });
                // Another phase of the poll's second each round.
                Thread.sleep(2_000 + 1_000L * round / ROUNDS);
                sandbox.behaviour().clusterHydration(last, Duration.ZERO);
                Instant hydrated = Instant.now();
                noticed.add(Duration.between(hydrated, ended.get()));
            }
            Collections.sort(noticed);
            System.out.println("await, " + CLUSTERS + " clusters, " + CLUSTERS * VIEWS + " objects: noticed after p50 "
                    + noticed.get(ROUNDS / 2).toMillis() + " ms, at most "
                    + noticed.get(ROUNDS - 1).toMillis() + " ms");
        } finally {
            waiter.shutdownNow();
        }
    }

    private Awaited awaited(ConnectionSettings connection) {
        try (Session session = Session.open(connection, "benchmark")) {
            Catalog catalog = CatalogReader.read(session, context(connection).settings(), Reading.COPIES);
            return Awaited.copies(context(connection).settings(), catalog);
        }
    }

    private void fill(ConnectionSettings connection) {
        try (Session session = Session.open(connection, "benchmark")) {
            session.execute("CREATE SCHEMA raw");
            session.execute("CREATE TABLE raw.t (x int)");
            session.execute("CREATE SCHEMA marts_dbt_deploy");
            for (String copy : copies) {
                session.execute("CREATE CLUSTER " + copy + " (SIZE = '25cc', REPLICATION FACTOR = 1)");
                for (int i = 0; i < VIEWS; i++) {
                    session.execute("CREATE MATERIALIZED VIEW marts_dbt_deploy.v_" + copy + i + " IN CLUSTER " + copy
                            + " AS SELECT count(*) AS n FROM raw.t");
                }
            }
        }
    }

    private GoalContext context(ConnectionSettings connection) {
        var settings = new Settings(
                "default",
                connection,
                List.of("marts"),
                IntStream.range(0, CLUSTERS)
                        .mapToObj(i -> new ClusterSetting("c" + i, null, null))
                        .toList(),
                Settings.DEFAULT_SUFFIX,
                null,
                null,
                false,
                false,
                new Settings.Init(false, false),
                new Settings.Sql(Path.of("sql"), Path.of("tests"), null, Map.of()),
                new Settings.Await(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(1),
                        Replicas.ONE,
                        Progress.PLAIN),
                null,
                Path.of("target"));
        return new GoalContext(
                settings,
                purpose -> Session.open(connection, purpose),
                event -> {},
                duration -> Thread.sleep(duration.toMillis()));
    }
}
