package io.github.mzmaven.goal.await;

import static io.github.mzmaven.catalog.TestRuntime.killed;
import static io.github.mzmaven.catalog.TestRuntime.offline;
import static io.github.mzmaven.catalog.TestRuntime.online;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mzmaven.MzException;
import io.github.mzmaven.MzException.Kind;
import io.github.mzmaven.catalog.HydrationTimes;
import io.github.mzmaven.catalog.RuntimeState;
import io.github.mzmaven.catalog.RuntimeState.Refresh;
import io.github.mzmaven.catalog.TestRuntime;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.config.Settings.Progress;
import io.github.mzmaven.config.Settings.Replicas;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.plan.Awaited;
import io.github.mzmaven.plan.Awaited.Thing;
import io.github.mzmaven.report.Console;
import io.github.mzmaven.report.Event;
import io.github.mzmaven.report.Lines;
import io.github.mzmaven.report.Listener;
import io.github.mzmaven.report.WaitEvent;
import io.github.mzmaven.session.TestAnswers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class WaitingTest {
    private static final String PROD = "prod_dbt_deploy";
    private static final String SERVE = "serve_dbt_deploy";

    private final Lines lines = new Lines();
    /** But for how far clusters are. */
    private final List<Event> events = new ArrayList<>();

    private Duration now = Duration.ZERO;
    private Duration timeout = Duration.ofHours(1);
    private Duration pollInterval = Duration.ofSeconds(1);
    private Progress progress = Progress.AUTO;
    private boolean terminal;
    private Past past = Past.NOTHING;
    private HydrationTimes times;
    private Duration interruptAt;
    private int opened;
    private int closed;
    private final List<Boolean> seldomRead = new ArrayList<>();
    private final List<Long> memoryRead = new ArrayList<>();
    private Function<Duration, Map<String, Integer>> memory = time -> Map.of();

    /** What the server would answer at that time. */
    private interface Server {
        RuntimeState at(Duration time);
    }

    @Test
    void tellsEachChangeAndEndsWhenAllIsReady() {
        WaitEvent.Ready ready = until(List.of(PROD, SERVE), time -> {
            var runtime = new TestRuntime()
                    .cluster("prod", "r1")
                    .view("prod", "marts.revenue", 900, "r1")
                    .cluster(PROD, "r1")
                    .cluster(SERVE, "r1")
                    .view(SERVE, "serve_dbt_deploy.orders", 400, "r1")
                    .view(PROD, "marts_dbt_deploy.orders", 0, time.toSeconds() >= 10 ? "r1" : "none");
            long seconds = time.toSeconds();
            return runtime.view(
                            PROD, "marts_dbt_deploy.revenue", seconds >= 75 ? 700 : 3100, seconds >= 70 ? "r1" : "none")
                    .state();
        });

        assertThat(ready).isEqualTo(ready(75, 3, 2));
        assertThat(lines.all())
                .containsExactly(
                        "Waiting for 2 clusters: hydrated, and within 1 s of now or of production (timeout 1 h)",
                        "  prod_dbt_deploy   ░░░░░░░░░░░░  0/2 hydrated, waiting for marts.orders on r1 and 1 more              0 s",
                        "  serve_dbt_deploy  ████████████  1/1 hydrated, lag 0.4 s: ready                                       0 s",
                        "  prod_dbt_deploy   ██████░░░░░░  1/2 hydrated, waiting for marts.revenue on r1                       10 s",
                        "  prod_dbt_deploy   ██████░░░░░░  1/2 hydrated, waiting for marts.revenue on r1                       40 s",
                        "  prod_dbt_deploy   ████████████  2/2 hydrated, lag 3.1 s (marts.revenue; production 0.9 s)       1 m 10 s",
                        "  prod_dbt_deploy   ████████████  2/2 hydrated, lag 0.7 s (production 0.9 s): ready               1 m 15 s");
    }

    @Test
    void saysHowLongTheSameTookLastTimeAndWhatIsLeftOfThat() {
        progress = Progress.PLAIN;
        past = new Past(
                last(Map.of("marts.orders", 20_000L, "marts.revenue", 190_000L, "staging.other", 999_000L), "100cc"),
                HydrationTimes.NOTHING,
                Instant.EPOCH.minusSeconds(9));

        WaitEvent.Ready ready = until(
                List.of(PROD),
                time -> new TestRuntime()
                        .cluster(PROD, "r1")
                        .view(PROD, "marts_dbt_deploy.daily", 0, "r1")
                        .view(PROD, "marts_dbt_deploy.orders", 0, time.toSeconds() >= 211 ? "r1" : "none")
                        .view(PROD, "marts_dbt_deploy.revenue", 0, time.toSeconds() >= 185 ? "r1" : "none")
                        .state());

        assertThat(ready).isEqualTo(ready(211, 3, 1));
        assertThat(lines.all())
                .containsExactly(
                        "Waiting for 1 cluster: hydrated, and within 1 s of now or of production (timeout 1 h)",
                        "  prod_dbt_deploy  1/3 hydrated, slowest: marts.revenue on r1 (last time 3 m 10 s, about 3 m left)  0 s",
                        "  prod_dbt_deploy  1/3 hydrated, slowest: marts.revenue on r1 (last time 3 m 10 s, about 3 m left)  30 s",
                        "  prod_dbt_deploy  1/3 hydrated, slowest: marts.revenue on r1 (last time 3 m 10 s, about 2 m left)  1 m",
                        "  prod_dbt_deploy  1/3 hydrated, slowest: marts.revenue on r1 (last time 3 m 10 s, about 2 m left)  1 m 30 s",
                        "  prod_dbt_deploy  1/3 hydrated, slowest: marts.revenue on r1 (last time 3 m 10 s, about 1 m left)  2 m",
                        "  prod_dbt_deploy  1/3 hydrated, slowest: marts.revenue on r1 (last time 3 m 10 s, about 35 s left)  2 m 30 s",
                        "  prod_dbt_deploy  1/3 hydrated, slowest: marts.revenue on r1 (last time 3 m 10 s, about 5 s left)  3 m",
                        "  prod_dbt_deploy  2/3 hydrated, slowest: marts.orders on r1 (longer than last time, 20 s)  3 m 5 s",
                        "  prod_dbt_deploy  3/3 hydrated, lag 0 s: ready                                    3 m 31 s");
        assertThat(times)
                .isEqualTo(new HydrationTimes(
                        "1970-01-01T00:03:31Z",
                        211_000,
                        Map.of("marts.orders", 220_000L, "marts.revenue", 194_000L, "staging.other", 999_000L),
                        Map.of("marts.orders", "marts_dbt_deploy.orders", "marts.revenue", "marts_dbt_deploy.revenue"),
                        Map.of("prod", "100cc")));
    }

    @Test
    void saysOnWhichSizeItTookThatLongAndHowManyAreNew() {
        progress = Progress.PLAIN;
        past = new Past(last(Map.of("marts.revenue", 90_000L), "400cc"), HydrationTimes.NOTHING, null);

        until(
                List.of(PROD),
                time -> new TestRuntime()
                        .cluster(PROD, "r1")
                        .view(PROD, "marts_dbt_deploy.daily", 0, time.toSeconds() >= 31 ? "r1" : "none")
                        .view(PROD, "marts_dbt_deploy.revenue", 0, time.toSeconds() >= 62 ? "r1" : "none")
                        .state());

        assertThat(lines.all())
                .containsExactly(
                        "Waiting for 1 cluster: hydrated, and within 1 s of now or of production (timeout 1 h)",
                        "  prod_dbt_deploy  0/2 hydrated, slowest: marts.revenue on r1 (last time 1 m 30 s on 400cc, about 2 m left, not counting 1 never timed)  0 s",
                        "  prod_dbt_deploy  0/2 hydrated, slowest: marts.revenue on r1 (last time 1 m 30 s on 400cc, about 1 m left, not counting 1 never timed)  30 s",
                        "  prod_dbt_deploy  1/2 hydrated, slowest: marts.revenue on r1 (last time 1 m 30 s on 400cc, about 1 m left)  31 s",
                        "  prod_dbt_deploy  1/2 hydrated, slowest: marts.revenue on r1 (last time 1 m 30 s on 400cc, about 30 s left)  1 m 1 s",
                        "  prod_dbt_deploy  2/2 hydrated, lag 0 s: ready                                     1 m 2 s");
    }

    private static HydrationTimes last(Map<String, Long> hydrated, String size) {
        return new HydrationTimes("2026-11-22T12:00:00Z", 0, hydrated, Map.of(), Map.of("prod", size));
    }

    @Test
    void saysHowFullReplicasAreAndWarnsBeforeTheyRunOutOfMemory() {
        progress = Progress.PLAIN;
        memory = time ->
                Map.of(PROD + "/r1", 50 + (int) Math.min(41, time.toSeconds() / 3), PROD + "/r2", 3, SERVE + "/r1", 59);

        WaitEvent.Ready ready = until(
                List.of(PROD, SERVE),
                time -> new TestRuntime()
                        .cluster(PROD, "r1", "r2")
                        .view(PROD, "marts_dbt_deploy.orders", 0, time.toSeconds() >= 185 ? "r1" : "r2")
                        .view(PROD, "marts_dbt_deploy.revenue", 0, time.toSeconds() >= 185 ? "r1" : "none")
                        .cluster(SERVE, "r1")
                        .view(SERVE, "serve_dbt_deploy.orders", 0, time.toSeconds() >= 185 ? "r1" : "none")
                        .state());

        assertThat(ready).isEqualTo(ready(185, 3, 2));
        assertThat(lines.all().stream().filter(line -> !line.contains("serve_dbt_deploy")))
                .containsExactly(
                        "Waiting for 2 clusters: hydrated, and within 1 s of now or of production (timeout 1 h)",
                        "  prod_dbt_deploy   1/2 hydrated, waiting for marts.revenue                              0 s",
                        "  prod_dbt_deploy   1/2 hydrated, waiting for marts.revenue                             30 s",
                        "  prod_dbt_deploy   1/2 hydrated, waiting for marts.revenue, memory 60 % on r1           1 m",
                        "  prod_dbt_deploy   1/2 hydrated, waiting for marts.revenue, memory 70 % on r1      1 m 30 s",
                        "  prod_dbt_deploy   1/2 hydrated, waiting for marts.revenue, memory 80 % on r1           2 m",
                        "WARN Replica r1 of cluster prod_dbt_deploy uses 90 % of its memory, with marts.revenue still to hydrate on it. If it runs out of memory, it starts over.",
                        "WARN     Give it more memory, e.g. ALTER CLUSTER \"prod_dbt_deploy\" SET (SIZE = '200cc'); it starts over then, too.",
                        "  prod_dbt_deploy   1/2 hydrated, waiting for marts.revenue, memory 90 % on r1      2 m 30 s",
                        "  prod_dbt_deploy   1/2 hydrated, waiting for marts.revenue, memory 91 % on r1           3 m",
                        "  prod_dbt_deploy   2/2 hydrated, lag 0 s: ready                                     3 m 5 s");
        assertThat(lines.all())
                .filteredOn(line -> line.contains("serve_dbt_deploy"))
                .noneMatch(line -> line.contains("memory"));
        assertThat(memoryRead).containsExactly(0L, 30L, 60L, 90L, 120L, 150L, 180L);
    }

    @Test
    void warnsAgainOnlyWhenAReplicaHasGotFuller() {
        var percents = List.of(84, 85, 89, 70, 89, 90, 90, 94, 95, 100);
        memory = time -> Map.of(PROD + "/r1", percents.get((int) time.toSeconds() / 30));

        until(List.of(PROD), time -> hydratedAfter(time, 299));

        assertThat(events)
                .extracting(event -> ((WaitEvent.MemoryHigh) event).percent())
                .containsExactly(85, 90, 95, 100);
    }

    @Test
    void memoryThatCannotBeReadIsNotAskedForAgain() {
        memory = time -> {
            throw TestAnswers.error("42P01", "unknown catalog item");
        };

        assertThat(until(List.of(PROD), time -> hydratedAfter(time, 65))).isEqualTo(ready(65, 1, 1));
        assertThat(events).containsExactly(new WaitEvent.MemoryUnknown("unknown catalog item (42P01)"));
        assertThat(memoryRead).containsExactly(0L);
        assertThat(opened).isEqualTo(1);
    }

    @Test
    void aConnectionThatIsLostByReadingMemoryIsReplacedWithoutAWord() {
        memory = time -> {
            throw TestAnswers.refused(null, "No answer for 4 s");
        };

        assertThat(until(List.of(PROD), time -> hydratedAfter(time, 65))).isEqualTo(ready(65, 1, 1));
        assertThat(events).containsExactly(new WaitEvent.MemoryUnknown("No answer for 4 s"));
        assertThat(memoryRead).containsExactly(0L);
        assertThat(opened).isEqualTo(2);
        assertThat(closed).isEqualTo(opened);
    }

    @Test
    void memoryIsNotReadWhereNothingIsWaitedFor() {
        assertThat(until(List.of(PROD), time -> hydratedAfter(time, 0))).isEqualTo(ready(0, 1, 1));
        assertThat(memoryRead).isEmpty();
    }

    @Test
    void anOfflineReplicasMemoryIsNotTold() {
        progress = Progress.PLAIN;
        memory = time -> Map.of(PROD + "/r1", 99);

        until(
                List.of(PROD),
                time -> new TestRuntime()
                        .cluster(PROD, true, false, time.toSeconds() < 60 ? offline("r1", null) : online("r1"))
                        .view(PROD, "marts_dbt_deploy.revenue", 0, "r1")
                        .state());

        assertThat(lines.all()).noneMatch(line -> line.contains("memory"));
    }

    @Test
    void plainProgressHasNoBarAndOnlyAscii() {
        progress = Progress.PLAIN;

        until(List.of(PROD), time -> hydratedAfter(time, 1));

        assertThat(lines.all())
                .containsExactly(
                        "Waiting for 1 cluster: hydrated, and within 1 s of now or of production (timeout 1 h)",
                        "  prod_dbt_deploy  0/1 hydrated, waiting for marts.revenue on r1                        0 s",
                        "  prod_dbt_deploy  1/1 hydrated, lag 0 s: ready                                         1 s");
    }

    @Test
    void aPersonWhoWatchesIsToldEveryFiveSeconds() {
        terminal = true;
        progress = Progress.PLAIN;

        until(List.of(PROD), time -> hydratedAfter(time, 11));

        assertThat(lines.all())
                .hasSize(5)
                .anyMatch(line -> line.endsWith(" 5 s"))
                .anyMatch(line -> line.endsWith(" 10 s"));
    }

    @Test
    void tellsNoMoreThanOneLineASecondAboutACluster() {
        progress = Progress.PLAIN;
        pollInterval = Duration.ofMillis(100);

        until(List.of(PROD), time -> {
            var runtime = new TestRuntime().cluster(PROD, "r1");
            for (int i = 0; i < 25; i++) {
                runtime.view(PROD, "marts_dbt_deploy.v" + i, 0, time.toMillis() >= 100 * i ? "r1" : "none");
            }
            return runtime.state();
        });

        assertThat(lines.all().stream().skip(1).map(line -> line.strip().split("[ ,]+")[1]))
                .containsExactly("1/25", "11/25", "21/25", "25/25");
    }

    @Test
    void endsWhenACopyIsDroppedMeanwhile() {
        assertThatThrownBy(() -> until(
                        List.of(PROD),
                        time -> time.toSeconds() < 5 ? hydratedAfter(time, 10) : new TestRuntime().state()))
                .hasMessage("""
                        mz:await: the deployment changed while this waited: cluster prod_dbt_deploy is gone: dropped or renamed. mz:await changed nothing.
                          Run mvn mz:status to see what is there.""");
    }

    @Test
    void endsWhenACopyIsDroppedAndMadeAgainMeanwhile() {
        assertThatThrownBy(() -> until(
                        new Awaited(
                                TestRuntime.DATABASE,
                                Settings.DEFAULT_SUFFIX,
                                null,
                                List.of(new Thing("marts_dbt_deploy", "marts_dbt_deploy")),
                                List.of(new Thing(PROD, PROD))),
                        time -> time.toSeconds() < 5
                                ? hydratedAfter(time, 10)
                                : new TestRuntime()
                                        .schema("marts_dbt_deploy", "u77")
                                        .otherCluster(PROD, "u78")
                                        .state()))
                .hasMessage("""
                        mz:await: the deployment changed while this waited: schema marts_dbt_deploy is another one (marts_dbt_deploy before, u77 now): dropped and made again, or swapped; cluster prod_dbt_deploy is another one (prod_dbt_deploy before, u78 now): dropped and made again, or swapped. mz:await changed nothing.
                          Run mvn mz:status to see what is there.""");
    }

    @Test
    void endsWhenAnotherGoalBeginsToWorkOnTheDeployment() {
        assertThatThrownBy(() -> until(
                        staged(),
                        time -> withMarker("_mz_deployment_default_" + (time.toSeconds() < 5 ? "staged" : "cleaning"))))
                .hasMessage("""
                        mz:await: the deployment changed while this waited: its marker is _mz_deployment_default_cleaning now, and was _mz_deployment_default_staged: another goal is at work on it, or was. mz:await changed nothing.
                          Run mvn mz:status to see what is there.""");
    }

    @Test
    void endsWhenTheMarkerIsDropped() {
        assertThatThrownBy(() -> until(
                        staged(),
                        time -> time.toSeconds() < 5
                                ? withMarker("_mz_deployment_default_staged")
                                : hydratedAfter(time, 10)))
                .hasMessageContaining(
                        ": its marker _mz_deployment_default_staged is gone: another run cleans up, or did.");
    }

    @Test
    void anotherRunThatPromotesEndsTheWaitWithoutAnError() {
        assertThat(until(
                        staged(),
                        time -> withMarker("_mz_deployment_default_" + (time.toSeconds() < 5 ? "staged" : "promoted"))))
                .isEqualTo(new WaitEvent.Ready("await", Duration.ofSeconds(5), 1, 1, true));
    }

    @Test
    void whatIsGoneIsNotTakenForReadyAtOnce() {
        progress = Progress.PLAIN;

        WaitEvent.Ready ready = until(List.of(PROD), time -> {
            var runtime = new TestRuntime().cluster(PROD, "r1").view(PROD, "marts_dbt_deploy.orders", 0, "r1");
            long seconds = time.toSeconds();
            // Dropped at 5 s, made again a second later, hydrated at 9 s.
            return (seconds == 5
                            ? runtime
                            : runtime.view(PROD, "marts_dbt_deploy.revenue", 0, seconds >= 9 ? "r1" : "none"))
                    .state();
        });

        assertThat(ready).isEqualTo(ready(9, 2, 1));
        assertThat(events).containsExactly(new WaitEvent.ObjectGone("materialized view marts.revenue"));
    }

    @Test
    void aTargetWithoutClustersWaitsForTheObjectsOfItsCopies() {
        progress = Progress.PLAIN;

        WaitEvent.Ready ready = until(
                new Awaited(
                        TestRuntime.DATABASE,
                        Settings.DEFAULT_SUFFIX,
                        null,
                        List.of(new Thing("marts_dbt_deploy", "marts_dbt_deploy")),
                        List.of()),
                time -> new TestRuntime()
                        .cluster("quickstart", "r1")
                        .view("quickstart", "other.v", 0)
                        .view("quickstart", "marts_dbt_deploy.revenue", 0, time.toSeconds() >= 3 ? "r1" : "none")
                        .state());

        assertThat(ready).isEqualTo(ready(3, 1, 1));
        assertThat(lines.all())
                .containsExactly(
                        "Waiting for 1 cluster: hydrated, and within 1 s of now or of production (timeout 1 h)",
                        "  quickstart  0/1 hydrated, waiting for marts.revenue on r1                        0 s",
                        "  quickstart  1/1 hydrated, lag 0 s: ready                                         3 s");
    }

    @Test
    void copiesThatHoldNothingAreReady() {
        Awaited empty = new Awaited(TestRuntime.DATABASE, Settings.DEFAULT_SUFFIX, null, List.of(), List.of());

        assertThat(until(empty, time -> new TestRuntime().state())).isEqualTo(ready(0, 0, 0));
        assertThat(lines.all()).containsExactly("The copies hold nothing that could be waited for.");
    }

    @Test
    void endsWhenFailingPersists() {
        MzException error = failure(
                List.of(PROD),
                time -> new TestRuntime()
                        .cluster(PROD, true, false, killed("r1", 4))
                        .view(PROD, "marts_dbt_deploy.revenue", 0)
                        .view(PROD, "marts_dbt_deploy.orders_by_day", 0)
                        .state());

        assertThat(error).hasMessage("""
                mz:await: cluster prod_dbt_deploy is failing: replica r1 ran out of memory 4 times in the last 24 h. The deployment is untouched; production too.
                  Not hydrated: marts.orders_by_day, marts.revenue (0 of 1 replicas)
                  Give it more memory, e.g. ALTER CLUSTER "prod_dbt_deploy" SET (SIZE = '200cc'); then run mvn mz:await again.""");
        assertThat(error.kind()).isEqualTo(Kind.FAILED_CHECK);
        assertThat(now).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void aReplicaThatComesBackDoesNotEndTheWait() {
        WaitEvent.Ready ready = until(
                List.of(PROD),
                time -> new TestRuntime()
                        .cluster(PROD, true, false, time.toSeconds() < 240 ? offline("r1", null) : online("r1"))
                        .view(PROD, "marts_dbt_deploy.revenue", 0, "r1")
                        .state());

        assertThat(ready).isEqualTo(ready(240, 1, 1));
    }

    @Test
    void offlineForFiveMinutesEndsTheWait() {
        MzException error = failure(
                List.of(PROD),
                time -> new TestRuntime()
                        .cluster(PROD, true, false, offline("r1", null))
                        .view(PROD, "marts_dbt_deploy.revenue", 0, "r1")
                        .state());

        assertThat(error).hasMessage("""
                mz:await: cluster prod_dbt_deploy is failing: replica r1 is offline. The deployment is untouched; production too.
                  Not hydrated: marts.revenue (0 of 1 replicas)
                  Find out why: SELECT * FROM mz_internal.mz_cluster_replica_status_history WHERE replica_id = 'prod_dbt_deploy/r1'; then run mvn mz:await again.""");
        assertThat(now).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void theTimeoutNamesWhatIsMissingAndWhy() {
        timeout = Duration.ofMinutes(2);

        MzException error = failure(List.of(PROD, SERVE, "nightly_dbt_deploy"), time -> {
            var runtime = new TestRuntime()
                    .cluster(PROD, "r1", "r2")
                    .view(PROD, "marts_dbt_deploy.slow", 12_000, "r1")
                    .cluster(SERVE, "r1")
                    .view(SERVE, "marts_dbt_deploy.fine", 0, "r1")
                    .cluster("nightly_dbt_deploy", true, true)
                    .refreshed("nightly_dbt_deploy", "marts_dbt_deploy.daily", Refresh.PENDING);
            for (int i = 10; i < 22; i++) {
                runtime.view(PROD, "marts_dbt_deploy.v" + i, 0);
            }
            return runtime.state();
        });

        assertThat(error).hasMessage("""
                mz:await: not ready after 2 m: 14 of 15 objects on 2 of 3 clusters are missing. The deployment is untouched; production too.
                  prod_dbt_deploy: 1/13 hydrated, waiting for marts.v10 and 11 more
                    marts.slow (materialized view): hydrated, but 12 s behind
                    marts.v10 (materialized view): hydrated on 0 of 2 replicas
                    marts.v11 (materialized view): hydrated on 0 of 2 replicas
                    marts.v12 (materialized view): hydrated on 0 of 2 replicas
                    marts.v13 (materialized view): hydrated on 0 of 2 replicas
                    marts.v14 (materialized view): hydrated on 0 of 2 replicas
                    marts.v15 (materialized view): hydrated on 0 of 2 replicas
                    marts.v16 (materialized view): hydrated on 0 of 2 replicas
                    marts.v17 (materialized view): hydrated on 0 of 2 replicas
                    marts.v18 (materialized view): hydrated on 0 of 2 replicas
                    and 3 more
                  nightly_dbt_deploy: 0/1 hydrated, waiting for marts.daily to be refreshed
                    marts.daily (materialized view): its first refresh is not completed
                  Run mvn mz:await again to go on waiting, or wait longer (-Dmz.timeout, now 2 m).""");
        assertThat(error.kind()).isEqualTo(Kind.FAILED_CHECK);
        assertThat(now).isEqualTo(timeout);
    }

    @Test
    void whereOnlyLagIsLeftTheThresholdIsTheRemedy() {
        timeout = Duration.ofSeconds(30);

        assertThat(failure(
                        List.of(PROD),
                        time -> new TestRuntime()
                                .cluster(PROD, "r1")
                                .view(PROD, "marts_dbt_deploy.slow", 12_000, "r1")
                                .state()))
                .hasMessage("""
                        mz:await: not ready after 30 s: 1 of 1 object on 1 of 1 cluster is missing. The deployment is untouched; production too.
                          prod_dbt_deploy: 1/1 hydrated, lag 12 s (marts.slow)
                            marts.slow (materialized view): hydrated, but 12 s behind
                          Run mvn mz:await again to go on waiting, or allow more lag (-Dmz.lagThreshold, now 1 s).""");
    }

    @Test
    void survivesALostConnectionAndARestart() {
        progress = Progress.PLAIN;

        WaitEvent.Ready ready = until(List.of(PROD), time -> {
            boolean down = time.toSeconds() >= 5 && time.toSeconds() < 40;
            if (down) {
                throw new MzException(Kind.CONNECTION, "Connection refused.\nmore");
            }
            return hydratedAfter(time, 50);
        });

        assertThat(ready).isEqualTo(ready(50, 1, 1));
        assertThat(events)
                .containsExactly(
                        new WaitEvent.ConnectionLost("Connection refused."),
                        new WaitEvent.ConnectedAgain(Duration.ofSeconds(36)));
        assertThat(closed).isEqualTo(opened);
    }

    @Test
    void aServerThatDoesNotComeBackEndsTheWaitAtTheTimeout() {
        timeout = Duration.ofMinutes(1);
        MzException error = failure(List.of(PROD), time -> {
            if (time.toSeconds() >= 5) {
                throw new MzException(Kind.CONNECTION, "Connection refused.");
            }
            return hydratedAfter(time, 50);
        });

        assertThat(error).hasMessage("""
                mz:await: the connection was lost and did not come back before the timeout of 1 m. The deployment is untouched; production too. Last seen:
                  prod_dbt_deploy: 0/1 hydrated, waiting for marts.revenue on r1
                  Run mvn mz:await again when the server answers.""");
        assertThat(error.kind()).isEqualTo(Kind.CONNECTION);
    }

    @Test
    void errorsThatPassDoNotEndTheWait() {
        progress = Progress.PLAIN;

        WaitEvent.Ready ready = until(List.of(PROD), time -> {
            if (time.toSeconds() >= 5 && time.toSeconds() < 9) {
                throw TestAnswers.error("57014", "canceling statement due to user request");
            }
            return hydratedAfter(time, 10);
        });

        assertThat(ready).isEqualTo(ready(10, 1, 1));
        assertThat(events)
                .containsExactly(
                        new WaitEvent.ReadingFailed("canceling statement due to user request (57014)"),
                        new WaitEvent.ReadAgain(Duration.ofSeconds(4)));
    }

    @Test
    void errorsThatGoOnEndTheWait() {
        MzException error = failure(List.of(PROD), time -> {
            if (time.toSeconds() < 5) {
                return hydratedAfter(time, 100);
            }
            throw time.toSeconds() == 7
                    ? TestAnswers.error("57014", "canceling statement due to user request")
                    : TestAnswers.error("XX000", "internal error: worker panicked");
        });

        assertThat(error).hasMessage("""
                mz:await: the catalog could not be read 11 times in a row, for 10 s: internal error: worker panicked (XX000), 10 times; canceling statement due to user request (57014). The deployment is untouched; production too. Last seen:
                  prod_dbt_deploy: 0/1 hydrated, waiting for marts.revenue on r1
                  Run mvn mz:await again when the server answers.""");
        assertThat(error.kind()).isEqualTo(Kind.DATABASE);
        assertThat(closed).isEqualTo(opened);
    }

    @Test
    void fewErrorsOverALongTimeAreSurvived() {
        pollInterval = Duration.ofMinutes(1);

        assertThat(until(List.of(PROD), time -> {
                    if (time.toMinutes() < 4) {
                        throw TestAnswers.error("XX000", "internal error");
                    }
                    return hydratedAfter(time, 0);
                }))
                .isEqualTo(ready(240, 1, 1));
    }

    @Test
    void errorsAtTheTimeoutAreToldAsSuch() {
        timeout = Duration.ofSeconds(3);

        assertThat(failure(List.of(PROD), time -> {
                    throw TestAnswers.error("XX000", "internal error");
                }))
                .hasMessage("""
                        mz:await: the catalog could not be read 4 times in a row, for 3 s: internal error (XX000), 4 times. The deployment is untouched; production too.
                          Run mvn mz:await again when the server answers.""");
    }

    @Test
    void errorsThatNoRepetitionMendsEndTheWaitAtOnce() {
        for (String state : List.of("28P01", "28000", "3D000", "3F000", "42501", "42703", "42P01")) {
            now = Duration.ZERO;
            MzException error = failure(List.of(PROD), time -> {
                if (time.toSeconds() < 2) {
                    return hydratedAfter(time, 100);
                }
                throw TestAnswers.error(state, "it is so");
            });

            assertThat(error).hasMessage("""
                    mz:await: how far the copies are cannot be read: it is so (%s)
                      The deployment is untouched; production too. Last seen:
                      prod_dbt_deploy: 0/1 hydrated, waiting for marts.revenue on r1
                      Fix that, then run mvn mz:await again.""", state);
            assertThat(now).isEqualTo(Duration.ofSeconds(2));
        }
        assertThat(closed).isEqualTo(opened);
    }

    @Test
    void aLoginThatIsRefusedMeanwhileEndsTheWaitAtOnce() {
        MzException error = failure(List.of(PROD), time -> {
            if (time.toSeconds() < 2) {
                return hydratedAfter(time, 100);
            }
            throw time.toSeconds() == 2
                    ? TestAnswers.refused("08006", "the connection is gone")
                    : TestAnswers.refused("28P01", "invalid password");
        });

        assertThat(error).hasMessage("""
                mz:await: how far the copies are cannot be read: invalid password (28P01)
                  The deployment is untouched; production too. Last seen:
                  prod_dbt_deploy: 0/1 hydrated, waiting for marts.revenue on r1
                  Fix that, then run mvn mz:await again.""");
        assertThat(error.kind()).isEqualTo(Kind.CONNECTION);
        assertThat(now).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void anInterruptIsRestoredAndSaysTheState() {
        interruptAt = Duration.ofSeconds(41);

        MzException error = failure(List.of(PROD), time -> hydratedAfter(time, 50));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(error).hasMessage("""
                mz:await: interrupted after 41 s of waiting. The deployment is untouched; production too. Last seen:
                  prod_dbt_deploy: 0/1 hydrated, waiting for marts.revenue on r1
                  Run mvn mz:await again to go on waiting.""");
    }

    @Test
    void readsWhatSeldomChangesEveryTenSecondsUnlessItIsWaitedFor() {
        until(List.of(PROD), time -> hydratedAfter(time, 21));

        assertThat(seldomRead).hasSize(22);
        assertThat(indexesOfTrue()).containsExactly(0, 10, 20);

        seldomRead.clear();
        now = Duration.ZERO;
        until(
                List.of(PROD),
                time -> new TestRuntime()
                        .cluster(PROD, true, true)
                        .refreshed(
                                PROD,
                                "marts_dbt_deploy.daily",
                                time.toSeconds() < 3 ? Refresh.PENDING : Refresh.COMPLETED)
                        .state());

        assertThat(seldomRead).containsExactly(true, true, true, true);
    }

    private List<Integer> indexesOfTrue() {
        var indexes = new ArrayList<Integer>();
        for (int i = 0; i < seldomRead.size(); i++) {
            if (seldomRead.get(i)) {
                indexes.add(i);
            }
        }
        return indexes;
    }

    private static RuntimeState hydratedAfter(Duration time, int seconds) {
        return new TestRuntime()
                .cluster(PROD, "r1")
                .view(PROD, "marts_dbt_deploy.revenue", 0, time.toSeconds() >= seconds ? "r1" : "none")
                .state();
    }

    private MzException failure(List<String> clusters, Server server) {
        return catchThrowableOfType(MzException.class, () -> until(clusters, server));
    }

    private static Awaited staged() {
        return new Awaited(
                TestRuntime.DATABASE,
                Settings.DEFAULT_SUFFIX,
                new Thing("_mz_deployment_default_staged", "u7"),
                List.of(),
                List.of(new Thing(PROD, PROD)));
    }

    private static RuntimeState withMarker(String name) {
        return new TestRuntime()
                .schema(name, "u7")
                .cluster(PROD, "r1")
                .view(PROD, "marts_dbt_deploy.revenue", 0)
                .state();
    }

    private WaitEvent.Ready until(List<String> clusters, Server server) {
        return until(
                new Awaited(
                        TestRuntime.DATABASE,
                        Settings.DEFAULT_SUFFIX,
                        null,
                        List.of(),
                        clusters.stream().map(name -> new Thing(name, name)).toList()),
                server);
    }

    private WaitEvent.Ready until(Awaited awaited, Server server) {
        var context = new GoalContext(
                settings(),
                purpose -> null,
                Listener.all(List.of(new Console(lines, progress != Progress.PLAIN, terminal), this::keep)),
                this::sleep);
        Waiting.Waited waited =
                new Waiting(context, "await", () -> look(server), () -> Instant.EPOCH.plus(now)).until(awaited, past);
        times = waited.times();
        return waited.ready();
    }

    private RuntimeSource look(Server server) {
        if (opened > 0) {
            // Connecting fails as long as reading would.
            server.at(now);
        }
        opened++;
        return new RuntimeSource() {
            @Override
            public RuntimeState read(boolean withSeldom) {
                seldomRead.add(withSeldom);
                return server.at(now);
            }

            @Override
            public Map<String, Integer> memory() {
                memoryRead.add(now.toSeconds());
                return memory.apply(now);
            }

            @Override
            public void close() {
                closed++;
            }
        };
    }

    private void sleep(Duration duration) throws InterruptedException {
        if (now.equals(interruptAt)) {
            throw new InterruptedException();
        }
        now = now.plus(duration);
    }

    private void keep(Event event) {
        if (!(event instanceof WaitEvent.Begun || event instanceof WaitEvent.Looked)) {
            events.add(event);
        }
    }

    private static WaitEvent.Ready ready(long seconds, int objects, int clusters) {
        return new WaitEvent.Ready("await", Duration.ofSeconds(seconds), objects, clusters, false);
    }

    private Settings settings() {
        return new TestSettings()
                .schemas("marts")
                .clusters("prod", "serve")
                .await(new Settings.Await(pollInterval, Duration.ofSeconds(1), timeout, Replicas.ONE, progress))
                .build();
    }
}
