package io.github.mzmaven.goal.await;

import static io.github.mzmaven.catalog.TestRuntime.killed;
import static io.github.mzmaven.catalog.TestRuntime.offline;
import static io.github.mzmaven.catalog.TestRuntime.online;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.catalog.RuntimeState.Frontier;
import io.github.mzmaven.catalog.RuntimeState.Refresh;
import io.github.mzmaven.catalog.TestRuntime;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.config.Settings.Progress;
import io.github.mzmaven.config.Settings.Replicas;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.plan.Awaited;
import io.github.mzmaven.plan.Awaited.Thing;
import io.github.mzmaven.plan.ClusterReadiness;
import io.github.mzmaven.report.FailureText;
import io.github.mzmaven.report.ReadinessText;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    private static final String COPY = "prod_dbt_deploy";
    private static final Awaited AWAITED = new Awaited(
            TestRuntime.DATABASE,
            Settings.DEFAULT_SUFFIX,
            null,
            List.of(new Thing("marts_dbt_deploy", "u10"), new Thing("raw_dbt_deploy", "u11")),
            List.of(new Thing(COPY, COPY)));

    @Test
    void isReadyWhenEverythingIsHydratedAndFresh() {
        var runtime = new TestRuntime()
                .cluster(COPY, "r1")
                .view(COPY, "marts_dbt_deploy.revenue", 400, "r1")
                .view(COPY, "marts_dbt_deploy.orders", 0, "r1");

        assertThat(judged(runtime)).isEqualTo("""
                prod_dbt_deploy READY 2/2 lag PT0.4S
                  marts.orders (materialized view): ready
                  marts.revenue (materialized view): ready""");
    }

    @Test
    void hydratesUntilEveryObjectIsHydrated() {
        var runtime = new TestRuntime()
                .cluster(COPY, "r1")
                .view(COPY, "marts_dbt_deploy.revenue", 400, "r1")
                .view(COPY, "marts_dbt_deploy.orders", 0);

        assertThat(judged(runtime)).isEqualTo("""
                prod_dbt_deploy HYDRATING 1/2 lag PT0.4S
                  marts.orders (materialized view): hydrated on 0 of 1 replicas
                  marts.revenue (materialized view): ready""");
    }

    @Test
    void oneHydratedReplicaIsEnoughUnlessAllAreAskedFor() {
        var runtime = new TestRuntime().cluster(COPY, "r1", "r2").view(COPY, "marts_dbt_deploy.revenue", 0, "r1");

        assertThat(judged(runtime)).isEqualTo("""
                prod_dbt_deploy READY 1/1 lag PT0S
                  marts.revenue (materialized view): ready""");
        assertThat(judged(runtime, Replicas.ALL)).isEqualTo("""
                prod_dbt_deploy HYDRATING 0/1 lag null
                  marts.revenue (materialized view): hydrated on 1 of 2 replicas, not on r2""");
    }

    @Test
    void sourcesAndSinksRunOnOneReplicaOnly() {
        var runtime = new TestRuntime()
                .cluster(COPY, "r1", "r2")
                .source("postgres", COPY, "raw_dbt_deploy.pg", at(0), "r2")
                .object(ObjectType.SINK, COPY, "raw_dbt_deploy.out", at(0), "r1");

        assertThat(judged(runtime, Replicas.ALL)).isEqualTo("""
                prod_dbt_deploy READY 2/2 lag PT0S
                  raw.out (sink): ready
                  raw.pg (source): ready""");
    }

    @Test
    void saysWhatTheServerSaysIsWrongWithASource() {
        var runtime = new TestRuntime()
                .cluster(COPY, "r1")
                .trouble("stalled: connection refused")
                .source("postgres", COPY, "raw_dbt_deploy.pg", at(0));

        assertThat(judged(runtime)).isEqualTo("""
                prod_dbt_deploy HYDRATING 0/1 lag null
                  raw.pg (source): hydrated on 0 of 1 replicas (stalled: connection refused)""");
    }

    @Test
    void hydratedOnAnOfflineReplicaDoesNotCount() {
        var runtime = new TestRuntime()
                .cluster(COPY, true, false, offline("r1", null), online("r2"))
                .view(COPY, "marts_dbt_deploy.revenue", 0, "r1");

        assertThat(judged(runtime)).isEqualTo("""
                prod_dbt_deploy HYDRATING 0/1 lag null
                  marts.revenue (materialized view): hydrated on 0 of 2 replicas""");
    }

    @Test
    void objectsWithoutARowAboutHydrationOrFrontierAreNotReady() {
        var runtime = new TestRuntime()
                .cluster(COPY, "r1")
                .object(ObjectType.INDEX, COPY, "marts_dbt_deploy.i1", null)
                .object(ObjectType.INDEX, COPY, "marts_dbt_deploy.i2", null, "r1")
                .object(ObjectType.INDEX, COPY, "marts_dbt_deploy.i3", new Frontier(0L), "r1");

        assertThat(judged(runtime)).isEqualTo("""
                prod_dbt_deploy HYDRATING 2/3 lag null
                  marts.i1 (index): hydrated on 0 of 1 replicas
                  marts.i2 (index): hydrated, but without a write frontier
                  marts.i3 (index): hydrated, but without a write frontier""");
    }

    @Test
    void aConstantViewIsFreshOnceItIsHydrated() {
        var closed = new Frontier(null);
        var runtime = new TestRuntime()
                .cluster(COPY, "r1")
                .object(ObjectType.MATERIALIZED_VIEW, COPY, "marts_dbt_deploy.one", closed, "r1")
                .object(ObjectType.MATERIALIZED_VIEW, COPY, "marts_dbt_deploy.two", closed);

        assertThat(judged(runtime)).isEqualTo("""
                prod_dbt_deploy HYDRATING 1/2 lag null
                  marts.one (materialized view): ready
                  marts.two (materialized view): hydrated on 0 of 1 replicas""");
    }

    @Test
    void lagsBehindTheClockAndProduction() {
        var runtime = new TestRuntime()
                .cluster("prod", "r1")
                .cluster(COPY, "r1")
                .view("prod", "marts.revenue", 900, "r1")
                .view(COPY, "marts_dbt_deploy.revenue", 3100, "r1")
                .view(COPY, "marts_dbt_deploy.new", 12_000, "r1");

        assertThat(judged(runtime)).isEqualTo("""
                prod_dbt_deploy LAGGING 2/2 lag PT12S
                  marts.new (materialized view): hydrated, but 12 s behind
                  marts.revenue (materialized view): hydrated, but 3.1 s behind (production 0.9 s)""");
    }

    @Test
    void isFreshWhenProductionIsAsFarBehind() {
        var runtime = new TestRuntime()
                .cluster("prod", "r1")
                .cluster(COPY, "r1")
                .view("prod", "marts.revenue", 60_000, "r1")
                .view(COPY, "marts_dbt_deploy.revenue", 61_000, "r1");

        assertThat(judged(runtime)).isEqualTo("""
                prod_dbt_deploy READY 1/1 lag PT1M1S
                  marts.revenue (materialized view): ready""");
    }

    @Test
    void isNotFreshWhenProductionIsLessBehindByMoreThanTheThreshold() {
        var runtime = new TestRuntime()
                .cluster("prod", "r1")
                .cluster(COPY, "r1")
                .view("prod", "marts.revenue", 60_000, "r1")
                .view(COPY, "marts_dbt_deploy.revenue", 61_001, "r1");

        assertThat(judged(runtime)).isEqualTo("""
                prod_dbt_deploy LAGGING 1/1 lag PT1M1.001S
                  marts.revenue (materialized view): hydrated, but 1 m 1 s behind (production 1 m)""");
    }

    @Test
    void aClosedFrontierOfProductionSaysNothingAboutAnOpenOne() {
        var runtime = new TestRuntime()
                .cluster("prod", "r1")
                .cluster(COPY, "r1")
                .object(ObjectType.MATERIALIZED_VIEW, "prod", "marts.v", new Frontier(null), "r1")
                .view(COPY, "marts_dbt_deploy.v", 5000, "r1");

        assertThat(judged(runtime)).isEqualTo("""
                prod_dbt_deploy LAGGING 1/1 lag PT5S
                  marts.v (materialized view): hydrated, but 5 s behind""");
    }

    @Test
    void anObjectInASchemaThatIsNoCopyIsNotComparedWithItself() {
        var runtime = new TestRuntime().cluster(COPY, "r1").view(COPY, "other.v", 5000, "r1");

        assertThat(judged(runtime)).isEqualTo("""
                prod_dbt_deploy LAGGING 1/1 lag PT5S
                  other.v (materialized view): hydrated, but 5 s behind""");
    }

    @Test
    void progressAndWebhookSourcesAreNotWaitedFor() {
        var runtime = new TestRuntime()
                .cluster(COPY, "r1")
                .source("progress", COPY, "raw_dbt_deploy.p", null)
                .source("webhook", COPY, "raw_dbt_deploy.w", null);

        assertThat(judged(runtime)).isEqualTo("prod_dbt_deploy EMPTY 0/0 lag null");
    }

    @Test
    void anEmptyClusterNeedsNoReplica() {
        assertThat(judged(new TestRuntime().cluster(COPY))).isEqualTo("prod_dbt_deploy EMPTY 0/0 lag null");
    }

    @Test
    void failsWithoutAReplica() {
        var runtime = new TestRuntime().cluster(COPY).view(COPY, "marts_dbt_deploy.v", 0);

        assertThat(judged(runtime)).isEqualTo("""
                prod_dbt_deploy FAILING 0/1 lag null
                  NO_REPLICA it has no replica
                  Give it one: ALTER CLUSTER "prod_dbt_deploy" SET (REPLICATION FACTOR 1)
                  marts.v (materialized view): not hydrated""");
    }

    @Test
    void anUnmanagedClusterIsGivenAReplicaInAnotherWay() {
        var runtime = new TestRuntime().cluster(COPY, false, false).view(COPY, "marts_dbt_deploy.v", 0);

        assertThat(judged(runtime)).isEqualTo("""
                prod_dbt_deploy FAILING 0/1 lag null
                  NO_REPLICA it has no replica
                  Give it one: CREATE CLUSTER REPLICA "prod_dbt_deploy".r1 SIZE = '<size>'
                  marts.v (materialized view): not hydrated""");
    }

    @Test
    void failsWhenAllReplicasRanOutOfMemoryThreeTimes() {
        var runtime =
                new TestRuntime().cluster(COPY, true, false, killed("r1", 4)).view(COPY, "marts_dbt_deploy.v", 0);

        assertThat(judged(runtime)).isEqualTo("""
                prod_dbt_deploy FAILING 0/1 lag null
                  OUT_OF_MEMORY replica r1 ran out of memory 4 times in the last 24 h
                  Give it more memory, e.g. ALTER CLUSTER "prod_dbt_deploy" SET (SIZE = '200cc')
                  marts.v (materialized view): hydrated on 0 of 1 replicas""");
    }

    @Test
    void doesNotFailWhileOneReplicaHasEnoughMemory() {
        var runtime = new TestRuntime()
                .cluster(COPY, true, false, killed("r1", 4), killed("r2", 2))
                .view(COPY, "marts_dbt_deploy.v", 0);

        assertThat(judged(runtime)).isEqualTo("""
                prod_dbt_deploy HYDRATING 0/1 lag null
                  marts.v (materialized view): hydrated on 0 of 2 replicas""");
    }

    @Test
    void failsWhenAllReplicasAreOffline() {
        var runtime = new TestRuntime()
                .cluster(COPY, true, false, offline("r1", "oom-killed"), offline("r2", null))
                .view(COPY, "marts_dbt_deploy.v", 0, "r1", "r2");

        assertThat(judged(runtime)).isEqualTo("""
                prod_dbt_deploy FAILING 0/1 lag null
                  OFFLINE all replicas are offline: r1 (oom-killed), r2
                  Find out why: SELECT * FROM mz_internal.mz_cluster_replica_status_history WHERE replica_id = 'prod_dbt_deploy/r1'
                  marts.v (materialized view): hydrated on 0 of 2 replicas""");
    }

    @Test
    void aScheduledClusterIsJudgedByCompletedRefreshes() {
        var runtime = new TestRuntime()
                .cluster(COPY, true, true)
                .refreshed(COPY, "marts_dbt_deploy.daily", Refresh.PENDING)
                .refreshed(COPY, "marts_dbt_deploy.hourly", Refresh.COMPLETED)
                .object(ObjectType.INDEX, COPY, "marts_dbt_deploy.i", null);

        assertThat(judged(runtime)).isEqualTo("""
                prod_dbt_deploy SCHEDULED 1/2 lag null, 1 other
                  marts.daily (materialized view): its first refresh is not completed
                  marts.hourly (materialized view): ready""");
    }

    @Test
    void aScheduledClusterIsReadyWithoutReplicasOnceAllIsRefreshed() {
        var runtime = new TestRuntime()
                .cluster(COPY, true, true)
                .refreshed(COPY, "marts_dbt_deploy.hourly", Refresh.COMPLETED);

        assertThat(judged(runtime)).isEqualTo("""
                prod_dbt_deploy READY 1/1 lag null
                  marts.hourly (materialized view): ready""");
    }

    @Test
    void aRefreshedViewOnAnOrdinaryClusterIsJudgedByItsRefreshToo() {
        var runtime = new TestRuntime()
                .cluster(COPY, "r1")
                .refreshed(COPY, "marts_dbt_deploy.daily", Refresh.PENDING)
                .view(COPY, "marts_dbt_deploy.v", 0, "r1");

        assertThat(judged(runtime)).isEqualTo("""
                prod_dbt_deploy SCHEDULED 1/2 lag PT0S
                  marts.daily (materialized view): its first refresh is not completed
                  marts.v (materialized view): ready""");
    }

    @Test
    void aSizeWithoutALimitIsNotToldToGrow() {
        var runtime = new TestRuntime().unlimited(COPY, killed("r1", 4)).view(COPY, "marts_dbt_deploy.v", 0);

        assertThat(judged(runtime)).isEqualTo("""
                prod_dbt_deploy FAILING 0/1 lag null
                  OUT_OF_MEMORY replica r1 ran out of memory 4 times in the last 24 h
                  Its size, 100cc, sets no limit to memory, so the machine had no more: give it a larger machine, or spread the objects over more clusters
                  marts.v (materialized view): hydrated on 0 of 1 replicas""");
    }

    @Test
    void objectsOfACopysSchemaAreJudgedWhereverTheyRunAndOthersThereAreNot() {
        var runtime = new TestRuntime()
                .cluster(COPY, "r1")
                .cluster("prod", "r1")
                .cluster("quickstart", true, false, offline("r1", null))
                .view(COPY, "marts_dbt_deploy.on_copy", 0, "r1")
                .view("prod", "marts.on_copy", 0, "r1")
                .view("prod", "marts.of_production", 0)
                .view("prod", "marts_dbt_deploy.on_production", 0)
                .view("quickstart", "marts_dbt_deploy.on_quickstart", 0, "r1");

        assertThat(judged(runtime)).isEqualTo("""
                prod_dbt_deploy READY 1/1 lag PT0S
                  marts.on_copy (materialized view): ready
                prod HYDRATING 0/1 lag null
                  marts.on_production (materialized view): hydrated on 0 of 1 replicas
                quickstart FAILING 0/1 lag null
                  OFFLINE replica r1 is offline
                  Find out why: SELECT * FROM mz_internal.mz_cluster_replica_status_history WHERE replica_id = 'quickstart/r1'
                  marts.on_quickstart (materialized view): hydrated on 0 of 1 replicas""");
    }

    @Test
    void whatRunsOnNoClusterThatIsKnownIsNotReady() {
        var runtime = new TestRuntime()
                .cluster(COPY)
                .object(ObjectType.INDEX, null, "marts_dbt_deploy.i", at(0), "r1")
                .object(ObjectType.INDEX, "u99", "marts_dbt_deploy.j", at(0), "r1");

        assertThat(judged(runtime)).isEqualTo("""
                prod_dbt_deploy EMPTY 0/0 lag null
                (no cluster) HYDRATING 0/1 lag null
                  marts.i (index): not hydrated
                (unknown cluster u99) HYDRATING 0/1 lag null
                  marts.j (index): not hydrated""");
    }

    @Test
    void subsourcesAreJudgedByTheirFrontierAlone() {
        var runtime = new TestRuntime()
                .cluster(COPY)
                .source("subsource", null, "raw_dbt_deploy.bids", at(0))
                .source("subsource", null, "raw_dbt_deploy.users", new Frontier(0L))
                .source("progress", null, "raw_dbt_deploy.p", null);

        assertThat(judged(runtime)).isEqualTo("""
                prod_dbt_deploy EMPTY 0/0 lag null
                (no cluster) HYDRATING 1/2 lag PT0S
                  raw.bids (source): ready
                  raw.users (source): not hydrated""");
    }

    @Test
    void whatSinksAreToReadLacksAnOnlineReplicaThatIsHydrated() {
        var runtime = new TestRuntime()
                .cluster(COPY, true, false, online("r1"), offline("r2", null))
                .cluster("without_dbt_deploy")
                .view(COPY, "m.hydrated", 0, "r1")
                .view(COPY, "m.on_the_offline_one", 0, "r2")
                .view("without_dbt_deploy", "m.without", 0)
                .view("u99", "m.lost", 0, "r1")
                .refreshed("without_dbt_deploy", "m.daily", Refresh.PENDING)
                .refreshed("without_dbt_deploy", "m.hourly", Refresh.COMPLETED)
                .source("webhook", COPY, "m.webhook", null)
                .source("subsource", null, "m.begun", at(5000))
                .source("subsource", null, "m.new", new Frontier(0L));

        assertThat(Readiness.notHydrated(
                        runtime.state(),
                        List.of(
                                "m.hydrated",
                                "m.on_the_offline_one",
                                "m.without",
                                "m.lost",
                                "m.daily",
                                "m.hourly",
                                "m.webhook",
                                "m.begun",
                                "m.new",
                                "u1234")))
                .containsExactly(
                        entry("m.on_the_offline_one", "hydrated on 0 of 2 replicas"),
                        entry("m.without", "its cluster without_dbt_deploy has no replica"),
                        entry("m.lost", "it runs on no cluster that is known"),
                        entry("m.daily", "its first refresh is not completed"),
                        entry("m.new", "it has no write frontier yet"),
                        entry("u1234", "the server does not know it any more"));
    }

    private static Frontier at(long lagMillis) {
        return new Frontier(TestRuntime.NOW - lagMillis);
    }

    private static String judged(TestRuntime runtime) {
        return judged(runtime, Replicas.ONE);
    }

    private static String judged(TestRuntime runtime, Replicas replicas) {
        return new Readiness(settings(replicas))
                .judge(AWAITED, runtime.state()).stream()
                        .map(ReadinessTest::text)
                        .collect(Collectors.joining("\n"));
    }

    private static String text(ClusterReadiness cluster) {
        var text = new StringBuilder(cluster.cluster() + " " + cluster.state() + " " + cluster.hydrated() + "/"
                + cluster.total() + " lag " + cluster.lag());
        if (cluster.others() > 0) {
            text.append(", ").append(cluster.others()).append(" other");
        }
        if (cluster.failure() != null) {
            text.append("\n  " + cluster.failure().cause() + " " + FailureText.reason(cluster.failure()));
            text.append("\n  " + FailureText.remedy(cluster.failure()));
        }
        cluster.objects().forEach(object -> text.append("\n  ").append(ReadinessText.of(object)));
        return text.toString();
    }

    private static Settings settings(Replicas replicas) {
        return new TestSettings()
                .schemas("marts")
                .clusters("prod")
                .await(new Settings.Await(
                        Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofHours(1), replicas, Progress.AUTO))
                .build();
    }
}
