package io.github.mzmaven.goal.await;

import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.config.ConnectionSettings;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.config.Settings.Progress;
import io.github.mzmaven.config.Settings.Replicas;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.plan.Awaited;
import io.github.mzmaven.sandbox.Sandbox;
import io.github.mzmaven.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
            Settings settings = settings(sandbox.port());
            fill(settings.connection());
            Awaited awaited = awaited(settings);
            var noticed = new ArrayList<Duration>();
            for (int round = 0; round < ROUNDS; round++) {
                String last = copies.get(round % CLUSTERS);
                sandbox.behaviour().clusterHydration(last, null);
                var ended = waiter.submit(() -> {
                    new Waiting(context(settings), "await").until(awaited, Past.NOTHING);
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

    private Awaited awaited(Settings settings) {
        try (Session session = Session.open(settings.connection(), "benchmark")) {
            return Awaited.copies(settings, CatalogReader.read(session, settings, Reading.COPIES));
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

    private static Settings settings(int port) {
        return new TestSettings()
                .url("jdbc:postgresql://localhost:" + port + "/materialize")
                .schemas("marts")
                .clusters(IntStream.range(0, CLUSTERS).mapToObj(i -> "c" + i).toArray(String[]::new))
                .await(new Settings.Await(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(1),
                        Replicas.ONE,
                        Progress.PLAIN))
                .build();
    }

    private GoalContext context(Settings settings) {
        return new GoalContext(
                settings,
                purpose -> Session.open(settings.connection(), purpose),
                event -> {},
                duration -> Thread.sleep(duration.toMillis()));
    }
}
