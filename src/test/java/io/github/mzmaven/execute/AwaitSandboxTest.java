package io.github.mzmaven.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mzmaven.Log;
import io.github.mzmaven.MzException;
import io.github.mzmaven.config.ClusterSetting;
import io.github.mzmaven.config.ConnectionSettings;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.config.Settings.Progress;
import io.github.mzmaven.config.Settings.Replicas;
import io.github.mzmaven.report.RunRecord;
import io.github.mzmaven.sandbox.Sandbox;
import io.github.mzmaven.session.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Waits on a server; only the waiter's clock is not real, so that minutes pass in milliseconds. */
class AwaitSandboxTest {
    private static final String COPY = "prod_dbt_deploy";
    private static final Predicate<String> POLL = sql -> sql.contains("mz_hydration_statuses");

    private final List<String> lines = new ArrayList<>();
    private final Sandbox sandbox = Sandbox.start();
    private Duration now = Duration.ZERO;
    private Duration timeout = Duration.ofHours(1);
    private Replicas replicas = Replicas.ONE;
    private Runnable betweenPolls = () -> {};

    @BeforeEach
    void production() {
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
    }

    @Test
    void waitsForAllThatRunsOnTheCopy() {
        fill();
        sql("CREATE MATERIALIZED VIEW marts_dbt_deploy.one IN CLUSTER prod_dbt_deploy AS SELECT 1 AS x");

        assertThat(until()).endsWith(": 3 objects on 1 cluster.");
        assertThat(lines).last().asString().contains("3/3 hydrated, lag ").contains(": ready");
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

        assertThat(until()).isEqualTo("Ready after 1 m: 2 objects on 1 cluster.");
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

        assertThat(until()).endsWith(": 2 objects on 1 cluster.");
        assertThat(lines)
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
                  Give the copy more memory, e.g. ALTER CLUSTER "prod_dbt_deploy" SET (SIZE = '50cc'); then run mvn mz:await again.""");
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
        assertThat(until()).endsWith(": 2 objects on 1 cluster.");
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

        assertThat(until()).isEqualTo("Ready after 3 m: 2 objects on 1 cluster.");
    }

    @Test
    void allReplicasCanBeAskedFor() {
        fill();
        sql("ALTER CLUSTER prod_dbt_deploy SET (REPLICATION FACTOR 2)");
        assertThat(until()).endsWith(": 2 objects on 1 cluster.");
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

        assertThat(until("nightly_dbt_deploy")).isEqualTo("Ready after 0 s: 0 objects on 1 cluster.");
        assertThat(lines).last().asString().contains("0/0 nothing to wait for (1 more run only in its windows): ready");
    }

    @Test
    void anEmptyCopyIsReady() {
        assertThat(until()).isEqualTo("Ready after 0 s: 0 objects on 1 cluster.");
    }

    @Test
    void refusesBeforeInit() {
        assertThat(catchThrowableOfType(MzException.class, () -> until("serve_dbt_deploy")))
                .hasMessage("""
                        mz:await refuses. Nothing was written. 1 problem:
                         1. There is no cluster serve_dbt_deploy.
                            Run mvn mz:init first.""");
    }

    @Test
    void survivesConnectionsThatAreCut() {
        fill();
        sandbox.faults().cutBefore(1, POLL);
        sandbox.faults().cutAfter(2, POLL);

        assertThat(until()).endsWith(": 2 objects on 1 cluster.");
        assertThat(lines).contains("Connected again after 20 s");
        assertThat(lines)
                .filteredOn(line -> line.startsWith("The connection is lost ("))
                .hasSize(1);
    }

    @Test
    void onePollIsOneMessageWhateverTheNumberOfClusters() {
        var clusters = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            clusters.add("c" + i + "_dbt_deploy");
            sql("CREATE CLUSTER c" + i + "_dbt_deploy (SIZE = '25cc', REPLICATION FACTOR = 1)");
        }
        sandbox.traffic().reset();

        until(clusters.toArray(String[]::new));

        assertThat(sandbox.traffic().statements())
                .filteredOn(sent -> !sent.sql().startsWith("SET "))
                .hasSize(1);
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

    private String until() {
        return until(COPY);
    }

    private String until(String... clusters) {
        var context = new GoalContext(
                settings(),
                purpose -> Session.open(connection(), purpose),
                new Lines(lines),
                new RunRecord("await", "default", "sandbox", Instant.EPOCH),
                duration -> {
                    now = now.plus(duration);
                    betweenPolls.run();
                },
                false);
        return new Waiting(context, "await", () -> Waiting.open(context), () -> Instant.EPOCH.plus(now), true)
                .until(List.of(clusters))
                .describe();
    }

    private ConnectionSettings connection() {
        return new ConnectionSettings(
                "jdbc:postgresql://localhost:" + sandbox.port() + "/materialize",
                "materialize",
                null,
                "localhost",
                sandbox.port(),
                "materialize",
                List.of());
    }

    private Settings settings() {
        return new Settings(
                "default",
                connection(),
                List.of("marts"),
                List.of(new ClusterSetting("prod", null, null)),
                Settings.DEFAULT_SUFFIX,
                null,
                null,
                false,
                false,
                new Settings.Init(false, false),
                new Settings.Sql(Path.of("sql"), Path.of("tests"), null, Map.of()),
                new Settings.Await(Duration.ofSeconds(10), Duration.ofSeconds(1), timeout, replicas, Progress.AUTO),
                null,
                Path.of("target"));
    }

    /** Keeps the lines of one level. */
    private record Lines(List<String> infos) implements Log {
        @Override
        public void info(String line) {
            infos.add(line);
        }

        @Override
        public void warn(String line) {
            throw new AssertionError("Nobody has to act on this: " + line);
        }

        @Override
        public void debug(String line) {
            // Not what these tests are about.
        }
    }
}
