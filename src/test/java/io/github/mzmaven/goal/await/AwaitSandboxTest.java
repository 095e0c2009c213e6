package io.github.mzmaven.goal.await;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mzmaven.MzException;
import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.config.ConnectionSettings;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.config.Settings.Progress;
import io.github.mzmaven.config.Settings.Replicas;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.plan.Awaited;
import io.github.mzmaven.report.Console;
import io.github.mzmaven.report.Event;
import io.github.mzmaven.report.Lines;
import io.github.mzmaven.report.Listener;
import io.github.mzmaven.report.WaitEvent;
import io.github.mzmaven.sandbox.Sandbox;
import io.github.mzmaven.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Waits on a server; the waiter's clock is not real, so that minutes pass in milliseconds. Nothing may take time on the server
 * then: an object is hydrated at once, unless a test holds it back and lets it go at a poll.
 */
class AwaitSandboxTest {
    private static final String COPY = "prod_dbt_deploy";
    private static final Predicate<String> POLL = sql -> sql.contains("mz_hydration_statuses");

    private final Lines lines = new Lines();
    private final List<Event> troubles = new ArrayList<>();
    private final Sandbox sandbox = Sandbox.start();
    private Duration now = Duration.ZERO;
    private Duration timeout = Duration.ofHours(1);
    private Replicas replicas = Replicas.ONE;
    private Runnable betweenPolls = () -> {};

    @BeforeEach
    void production() {
        sandbox.behaviour().hydration(Duration.ZERO);
        sql(
                "CREATE SCHEMA raw",
                "CREATE TABLE raw.orders (id int, amount int)",
                "CREATE CLUSTER prod (SIZE = '25cc', REPLICATION FACTOR = 1)",
                "CREATE SCHEMA marts",
                "CREATE MATERIALIZED VIEW marts.revenue IN CLUSTER prod AS SELECT count(*) AS n FROM raw.orders",
                "CREATE SCHEMA marts_dbt_deploy",
                "CREATE CLUSTER prod_dbt_deploy (SIZE = '25cc', REPLICATION FACTOR = 1)");
    }

    @AfterEach
    void close() {
        sandbox.close();
        assertThat(lines.all()).as("nobody has to act on this").noneMatch(line -> line.startsWith("WARN"));
    }

    @Test
    void waitsForAllThatRunsOnTheCopy() {
        fill();
        sql("CREATE MATERIALIZED VIEW marts_dbt_deploy.one IN CLUSTER prod_dbt_deploy AS SELECT 1 AS x");

        assertThat(until()).isEqualTo(ready(0, 3, 1));
        assertThat(lines.all()).last().asString().contains("3/3 hydrated, lag ").contains(": ready");
    }

    @Test
    void noticesWhenTheLastObjectIsHydrated() {
        fill();
        sandbox.behaviour().clusterHydration(COPY, Duration.ZERO);
        sandbox.behaviour().hydration("marts_dbt_deploy", "revenue", null);
        betweenPolls = () -> {
            if (now.equals(Duration.ofMinutes(1))) {
                sandbox.behaviour().hydration("marts_dbt_deploy", "revenue", Duration.ZERO);
            }
        };

        assertThat(until()).isEqualTo(ready(60, 2, 1));
    }

    @Test
    void namesWhatIsNotHydratedAtTheTimeout() {
        fill();
        sandbox.behaviour().clusterHydration(COPY, null);
        timeout = Duration.ofMinutes(1);

        assertThat(failure()).isEqualTo("""
                mz:await: not ready after 1 m: 2 of 2 objects on 1 of 1 cluster are missing. The deployment is untouched; production too.
                  prod_dbt_deploy: 0/2 hydrated, waiting for marts.revenue on r1 and 1 more
                    marts.revenue (materialized view): hydrated on 0 of 1 replicas
                    marts.revenue_n (index): hydrated on 0 of 1 replicas
                  Run mvn mz:await again to go on waiting, or wait longer (-Dmz.timeout, now 1 m).""");
    }

    @Test
    void namesWhatLagsAtTheTimeout() {
        fill();
        sandbox.behaviour().clusterHydration(COPY, Duration.ZERO);
        sandbox.behaviour().lag("marts_dbt_deploy", "revenue", Duration.ofMillis(12_500));
        timeout = Duration.ofMinutes(1);

        assertThat(failure())
                .containsPattern("2/2 hydrated, lag 1[2-9] s \\(marts.revenue; production ")
                .containsPattern(
                        "\n    marts.revenue \\(materialized view\\): hydrated, but 1[2-9] s behind \\(production ")
                .contains("allow more lag (-Dmz.lagThreshold, now 1 s)");
    }

    @Test
    void needsToBeNoFresherThanProduction() {
        fill();
        sandbox.behaviour().lag("marts_dbt_deploy", "revenue", Duration.ofSeconds(12));
        sandbox.behaviour().lag("marts", "revenue", Duration.ofSeconds(12));

        assertThat(until()).isEqualTo(ready(0, 2, 1));
        assertThat(lines.all())
                .last()
                .asString()
                .containsPattern("2/2 hydrated, lag 1[2-9] s \\(production 1[2-9] s\\): ready");
    }

    @Test
    void givesUpWhenTheReplicaRunsOutOfMemory() {
        fill();
        sandbox.behaviour().clusterHydration(COPY, null);
        sandbox.behaviour().outOfMemory(COPY, "r1", 3);

        assertThat(failure()).isEqualTo("""
                mz:await: cluster prod_dbt_deploy is failing: replica r1 ran out of memory 3 times in the last 24 h. The deployment is untouched; production too.
                  Not hydrated: marts.revenue, marts.revenue_n (0 of 1 replicas)
                  Its size, 25cc, sets no limit to memory, so the machine had no more: give it a larger machine, or spread the objects over more clusters; then run mvn mz:await again.""");
    }

    @Test
    void givesUpWithoutAReplica() {
        fill();
        sql("ALTER CLUSTER prod_dbt_deploy SET (REPLICATION FACTOR 0)");

        assertThat(failure()).isEqualTo("""
                mz:await: cluster prod_dbt_deploy is failing: it has no replica. The deployment is untouched; production too.
                  Not hydrated: marts.revenue, marts.revenue_n
                  Give it one: ALTER CLUSTER "prod_dbt_deploy" SET (REPLICATION FACTOR 1); then run mvn mz:await again.""");
    }

    @Test
    void givesUpWhenTheReplicaStaysOfflineThoughItWasHydrated() {
        fill();
        assertThat(until()).isEqualTo(ready(0, 2, 1));
        sandbox.behaviour().offline(COPY, "r1");

        assertThat(failure())
                .startsWith("mz:await: cluster prod_dbt_deploy is failing: replica r1 is offline. ")
                .contains("Not hydrated: marts.revenue, marts.revenue_n (0 of 1 replicas)");
    }

    @Test
    void waitsForAReplicaThatRestarts() {
        fill();
        sandbox.behaviour().offline(COPY, "r1");
        betweenPolls = () -> {
            if (now.equals(Duration.ofMinutes(3))) {
                sandbox.behaviour().online(COPY, "r1");
                sandbox.behaviour().clusterHydration(COPY, Duration.ZERO);
            }
        };

        assertThat(until()).isEqualTo(ready(180, 2, 1));
    }

    @Test
    void allReplicasCanBeAskedFor() {
        fill();
        sql("ALTER CLUSTER prod_dbt_deploy SET (REPLICATION FACTOR 2)");
        assertThat(until()).isEqualTo(ready(0, 2, 1));
        sandbox.behaviour().offline(COPY, "r2");
        replicas = Replicas.ALL;
        now = Duration.ZERO;
        timeout = Duration.ofMinutes(1);

        assertThat(failure())
                .contains("\n    marts.revenue (materialized view): hydrated on 1 of 2 replicas, not on r2\n");
    }

    @Test
    void whatRunsInTheWindowsOfAScheduledClusterOnlyIsNotWaitedFor() {
        sql("CREATE CLUSTER nightly_dbt_deploy (SIZE = '25cc', SCHEDULE = ON REFRESH)");
        sandbox.behaviour().clusterHydration("nightly_dbt_deploy", null);
        sql("CREATE MATERIALIZED VIEW marts_dbt_deploy.daily IN CLUSTER nightly_dbt_deploy"
                + " AS SELECT count(*) AS n FROM raw.orders");

        assertThat(until("nightly_dbt_deploy")).isEqualTo(ready(0, 0, 1));
        assertThat(lines.all())
                .last()
                .asString()
                .contains("0/0 nothing to wait for (1 more run only in its windows): ready");
    }

    @Test
    void anEmptyCopyIsReady() {
        assertThat(until()).isEqualTo(ready(0, 0, 1));
    }

    @Test
    void sizesWithoutLimitsAreAsRecorded() {
        try (Session session = Session.open(connection(), "test")) {
            assertThat(session.query("SELECT size, memory_bytes, cpu_nano_cores, disk_bytes, processes, workers"
                                    + " FROM mz_catalog.mz_cluster_replica_sizes WHERE size = '25cc'")
                            .rows()
                            .get(0)
                            .values())
                    .containsExactly("25cc", "18446744073709551615", "18446744073709000000", "1073741824", "1", "1");
        }
    }

    @Test
    void waitsForObjectsOfCopiesOnOtherClusters() {
        sql(
                "CREATE CLUSTER other (SIZE = '25cc', REPLICATION FACTOR = 1)",
                "CREATE MATERIALIZED VIEW marts_dbt_deploy.elsewhere IN CLUSTER other AS SELECT count(*) AS n FROM raw.orders",
                "CREATE MATERIALIZED VIEW raw.not_ours IN CLUSTER other AS SELECT count(*) AS n FROM raw.orders");
        sandbox.behaviour().hydration("raw", "not_ours", null);
        sandbox.behaviour().hydration("marts_dbt_deploy", "elsewhere", null);
        betweenPolls = () -> {
            if (now.equals(Duration.ofMinutes(1))) {
                sandbox.behaviour().hydration("marts_dbt_deploy", "elsewhere", Duration.ZERO);
            }
        };

        assertThat(until(new String[0])).isEqualTo(ready(60, 1, 1));
        assertThat(lines.all())
                .anyMatch(line -> line.contains("  other  ") && line.contains("waiting for marts.elsewhere on r1"));
    }

    @Test
    void waitsForSourcesAndTheirSubsourcesOnOtherClusters() {
        sql(
                "CREATE CLUSTER loads (SIZE = '25cc', REPLICATION FACTOR = 1)",
                "CREATE SOURCE marts_dbt_deploy.auction IN CLUSTER loads FROM LOAD GENERATOR AUCTION FOR ALL TABLES");

        assertThat(until(new String[0])).isEqualTo(ready(0, 6, 1));
    }

    @Test
    void anErrorOfTheServerIsSurvivedOnTheSameConnection() {
        fill();
        sandbox.faults().before(1, POLL, () -> {
            // Comes out as XX000.
            throw new IllegalStateException("on request");
        });

        assertThat(until()).isEqualTo(ready(10, 2, 1));
        assertThat(troubles).hasSize(2).last().isEqualTo(new WaitEvent.ReadAgain(Duration.ofSeconds(10)));
        assertThat(troubles.get(0))
                .isInstanceOfSatisfying(
                        WaitEvent.ReadingFailed.class,
                        failed -> assertThat(failed.error()).contains("XX000"));
    }

    @Test
    void survivesConnectionsThatAreCut() {
        fill();
        sandbox.faults().cutBefore(1, POLL);
        sandbox.faults().cutAfter(2, POLL);

        assertThat(until()).isEqualTo(ready(20, 2, 1));
        assertThat(troubles).hasSize(2).last().isEqualTo(new WaitEvent.ConnectedAgain(Duration.ofSeconds(20)));
        assertThat(troubles.get(0)).isInstanceOf(WaitEvent.ConnectionLost.class);
    }

    @Test
    void onePollIsOneMessageWhateverTheNumberOfClusters() {
        var clusters = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            clusters.add("c" + i + "_dbt_deploy");
            sql("CREATE CLUSTER c" + i + "_dbt_deploy (SIZE = '25cc', REPLICATION FACTOR = 1)");
        }
        sql(
                "CREATE CLUSTER other (SIZE = '25cc', REPLICATION FACTOR = 1)",
                "CREATE MATERIALIZED VIEW marts_dbt_deploy.elsewhere IN CLUSTER other AS SELECT 1 AS n");
        Awaited awaited = awaited(clusters.toArray(String[]::new));
        sandbox.traffic().reset();

        assertThat(until(awaited)).isEqualTo(ready(0, 1, 6));

        assertThat(sandbox.traffic().statements())
                .filteredOn(sent -> !sent.sql().startsWith("SET "))
                .hasSize(1);
    }

    @Test
    void warnsOfAReplicaThatIsNearlyFull() {
        fill();
        sandbox.behaviour().hydration("marts_dbt_deploy", "revenue", null);
        sandbox.behaviour().memory(COPY, "r1", 12.0, 91.4);
        finishesAt(Duration.ofMinutes(1));

        assertThat(until()).isEqualTo(ready(60, 2, 1));
        assertThat(takeWarnings())
                .containsExactly(
                        "WARN Replica r1 of cluster prod_dbt_deploy uses 91 % of its memory, with marts.revenue still to"
                                + " hydrate on it. If it runs out of memory, it starts over.",
                        "WARN     Its size, 25cc, sets no limit to memory, so the machine had no more: give it a larger machine, or spread the objects over more clusters; it starts over then, too.");
    }

    @Test
    void aServerThatCountsNoSwapSaysHowMuchMemoryIsUsed() {
        fill();
        sandbox.behaviour().memoryWithoutSwap();
        sandbox.behaviour().hydration("marts_dbt_deploy", "revenue", null);
        sandbox.behaviour().memory(COPY, "r1", 0.1);
        finishesAt(Duration.ofMinutes(1));

        assertThat(until()).isEqualTo(ready(60, 2, 1));
        assertThat(takeWarnings())
                .first()
                .asString()
                .startsWith("WARN Replica r1 of cluster prod_dbt_deploy uses 99 % of");
    }

    @Test
    void waitsWithoutMemoryWhereTheServerSaysNothingOfIt() {
        fill();
        sandbox.behaviour().hydration("marts_dbt_deploy", "revenue", null);
        sandbox.behaviour().memory(COPY, "r1", (Double) null);
        finishesAt(Duration.ofMinutes(1));

        assertThat(until()).isEqualTo(ready(60, 2, 1));
        assertThat(troubles).isEmpty();
    }

    @Test
    void waitsWithoutMemoryWhereTheServerHasNoSuchRelation() {
        fill();
        sandbox.behaviour().memoryUnknown();
        sandbox.behaviour().hydration("marts_dbt_deploy", "revenue", null);
        finishesAt(Duration.ofMinutes(2));
        sandbox.traffic().reset();

        assertThat(until()).isEqualTo(ready(120, 2, 1));
        assertThat(troubles).singleElement().isInstanceOf(WaitEvent.MemoryUnknown.class);
        assertThat(sandbox.traffic().statements())
                .filteredOn(sent -> sent.sql().contains("utilization"))
                .hasSize(1);
    }

    @Test
    void aConnectionThatIsCutByReadingMemoryDoesNotMatter() {
        fill();
        sandbox.behaviour().hydration("marts_dbt_deploy", "revenue", null);
        sandbox.faults().cutBefore(1, sql -> sql.contains("utilization"));
        finishesAt(Duration.ofMinutes(1));

        assertThat(until()).isEqualTo(ready(60, 2, 1));
        assertThat(troubles).singleElement().isInstanceOf(WaitEvent.MemoryUnknown.class);
    }

    private void finishesAt(Duration time) {
        betweenPolls = () -> {
            if (now.equals(time)) {
                sandbox.behaviour().hydration("marts_dbt_deploy", "revenue", Duration.ZERO);
            }
        };
    }

    /** Those for which somebody has to act, as is to be. */
    private List<String> takeWarnings() {
        List<String> warnings =
                lines.all().stream().filter(line -> line.startsWith("WARN")).toList();
        lines.all().removeAll(warnings);
        return warnings;
    }

    private void fill() {
        sql(
                "CREATE MATERIALIZED VIEW marts_dbt_deploy.revenue IN CLUSTER prod_dbt_deploy AS"
                        + " SELECT count(*) AS n FROM raw.orders",
                "CREATE INDEX revenue_n IN CLUSTER prod_dbt_deploy ON marts_dbt_deploy.revenue (n)");
    }

    private void sql(String... statements) {
        try (Session session = Session.open(connection(), "test")) {
            for (String statement : statements) {
                session.execute(statement);
            }
        }
    }

    private String failure() {
        return catchThrowableOfType(MzException.class, () -> until()).getMessage();
    }

    private WaitEvent.Ready until() {
        return until(COPY);
    }

    private WaitEvent.Ready until(String... clusters) {
        return until(awaited(clusters));
    }

    private Awaited awaited(String... clusters) {
        try (Session session = Session.open(connection(), "test")) {
            return Awaited.copies(settings(clusters), CatalogReader.read(session, settings(clusters), Reading.COPIES));
        }
    }

    private WaitEvent.Ready until(Awaited awaited) {
        var context = new GoalContext(
                settings(COPY),
                purpose -> Session.open(connection(), purpose),
                Listener.all(List.of(new Console(lines, true, false), this::keepTrouble)),
                duration -> {
                    now = now.plus(duration);
                    betweenPolls.run();
                });
        return new Waiting(context, "await", () -> Waiting.open(context), () -> Instant.EPOCH.plus(now))
                .until(awaited, Past.NOTHING)
                .ready();
    }

    private void keepTrouble(Event event) {
        if (!(event instanceof WaitEvent.Begun || event instanceof WaitEvent.Looked)) {
            troubles.add(event);
        }
    }

    private static WaitEvent.Ready ready(long seconds, int objects, int clusters) {
        return new WaitEvent.Ready("await", Duration.ofSeconds(seconds), objects, clusters, false);
    }

    private ConnectionSettings connection() {
        return settings().connection();
    }

    private Settings settings(String... copies) {
        return new TestSettings()
                .url("jdbc:postgresql://localhost:" + sandbox.port() + "/materialize")
                .schemas("marts")
                .clusters(Stream.of(copies)
                        .map(copy -> copy.substring(0, copy.length() - Settings.DEFAULT_SUFFIX.length()))
                        .toArray(String[]::new))
                .await(new Settings.Await(
                        Duration.ofSeconds(10), Duration.ofSeconds(1), timeout, replicas, Progress.AUTO))
                .build();
    }
}
