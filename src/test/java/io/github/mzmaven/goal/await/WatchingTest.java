package io.github.mzmaven.goal.await;

import static io.github.mzmaven.catalog.TestRuntime.killed;
import static io.github.mzmaven.catalog.TestRuntime.offline;
import static io.github.mzmaven.catalog.TestRuntime.online;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mzmaven.MzException;
import io.github.mzmaven.MzException.Kind;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.catalog.RuntimeState;
import io.github.mzmaven.catalog.RuntimeState.Frontier;
import io.github.mzmaven.catalog.TestRuntime;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.goal.await.Watching.Watched;
import io.github.mzmaven.plan.Awaited;
import io.github.mzmaven.plan.Awaited.Thing;
import io.github.mzmaven.report.Console;
import io.github.mzmaven.report.Lines;
import io.github.mzmaven.session.TestAnswers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class WatchingTest {
    private static final String MARKER = "_mz_deployment_default_promoted";

    private final Lines lines = new Lines();
    private Duration now = Duration.ZERO;
    private Duration interruptAt;

    private interface Server {
        RuntimeState at(Duration time);
    }

    @Test
    void whatIsAsItShouldBeIsWatchedForTheWholeTime() {
        assertThat(watch(time -> healthy().state())).isEqualTo(new Watched(List.of(), Duration.ofMinutes(5)));
        assertThat(lines.all())
                .startsWith(
                        "  0 s of 5 m  hydrated and fresh, lag 0.4 s", "  30 s of 5 m  hydrated and fresh, lag 0.4 s")
                .hasSize(11);
    }

    @Test
    void aLagOfAMomentIsNoFailure() {
        Watched watched = watch(time -> new TestRuntime()
                .schema(MARKER, "m")
                .cluster("prod", "r1")
                .view("prod", "marts.revenue", time.toSeconds() % 40 < 20 ? 9_000 : 400, "r1")
                .state());

        assertThat(watched.failures()).isEmpty();
        assertThat(lines.all())
                .startsWith(
                        "  0 s of 5 m  not as it should be: materialized view marts.revenue lags behind",
                        "  20 s of 5 m  hydrated and fresh, lag 0.4 s",
                        "  40 s of 5 m  not as it should be: materialized view marts.revenue lags behind");
    }

    @Test
    void aLagThatLastsFailsAfterHalfAMinute() {
        assertThat(watch(time -> new TestRuntime()
                        .schema(MARKER, "m")
                        .cluster("prod", "r1")
                        .view("prod", "marts.revenue", time.toSeconds() >= 100 ? 9_000 : 400, "r1")
                        .state()))
                .isEqualTo(failed(130, "materialized view marts.revenue lags behind"));
    }

    @Test
    void whatIsNotStalerThanTheOldVersionIsFresh() {
        assertThat(watch(time -> healthy()
                                .cluster("prod_dbt_deploy", "r1")
                                .view("prod", "marts.daily", 9_000, "r1")
                                .view("prod_dbt_deploy", "marts_dbt_deploy.daily", 9_500, "r1")
                                .state())
                        .failures())
                .isEmpty();
    }

    @Test
    void whatBeginsToFailAtTheEndIsWatchedUntilItIsOver() {
        assertThat(watch(time -> lagging(time.toSeconds() >= 290 && time.toSeconds() < 310)))
                .isEqualTo(new Watched(List.of(), Duration.ofSeconds(310)));
        now = Duration.ZERO;
        assertThat(watch(time -> lagging(time.toSeconds() >= 290)))
                .isEqualTo(failed(320, "materialized view marts.revenue lags behind"));
    }

    @Test
    void aReplicaThatComesBackIsNoFailureAndOneThatStaysAwayIs() {
        assertThat(watch(time -> replica(time.toSeconds() >= 60 && time.toSeconds() < 80))
                        .failures())
                .isEmpty();
        now = Duration.ZERO;
        assertThat(watch(time -> replica(time.toSeconds() >= 60)))
                .isEqualTo(failed(
                        90,
                        "materialized view marts.revenue is not hydrated",
                        "replica r1 of cluster prod is offline"));
    }

    @Test
    void memoryThatRanOutBeforeDoesNotCountAndOnceSinceIsEnough() {
        assertThat(watch(time -> new TestRuntime()
                        .schema(MARKER, "m")
                        .cluster("prod", true, false, killed("r1", time.toSeconds() >= 41 ? 5 : 4))
                        .view("prod", "marts.revenue", 400, "r1")
                        .state()))
                .isEqualTo(failed(41, "replica r1 of cluster prod ran out of memory"));
    }

    @Test
    void aSinkThatStandsStillFails() {
        assertThat(watch(time -> {
                    TestRuntime runtime = healthy().cluster("io", "r1");
                    if (time.toSeconds() >= 10) {
                        runtime.trouble("stalled: broker is gone");
                    }
                    return runtime.object(ObjectType.SINK, "io", "sinks.out", new Frontier(TestRuntime.NOW), "r1")
                            .state();
                }))
                .isEqualTo(failed(40, "sink sinks.out: stalled: broker is gone"));
    }

    @Test
    void anObjectThatIsGoneFails() {
        assertThat(watch(time -> {
                    TestRuntime runtime = healthy();
                    return (time.toSeconds() < 10 ? runtime.view("prod", "marts.daily", 0, "r1") : runtime).state();
                }))
                .isEqualTo(failed(40, "materialized view marts.daily is gone"));
    }

    @Test
    void whatTheServerSaysOfASinkMayChangeFromLookToLook() {
        assertThat(watch(time -> healthy()
                        .cluster("io", "r1")
                        .trouble("stalled: broker is gone, attempt " + time.toSeconds())
                        .object(ObjectType.SINK, "io", "sinks.out", new Frontier(TestRuntime.NOW), "r1")
                        .state()))
                .isEqualTo(failed(30, "sink sinks.out: stalled: broker is gone, attempt 30"));
    }

    @Test
    void oneThingAfterAnotherThatFailsForAMomentHasAnEnd() {
        Watched watched = watch(time -> {
            boolean even = time.toSeconds() / 10 % 2 == 0;
            return new TestRuntime()
                    .schema(MARKER, "m")
                    .cluster("prod", "r1")
                    .view("prod", "marts.revenue", even ? 9_000 : 400, "r1")
                    .view("prod", "marts.daily", even ? 400 : 9_000, "r1")
                    .state();
        });

        assertThat(watched).isEqualTo(new Watched(List.of(), Duration.ofSeconds(310)));
    }

    @Test
    void whatOthersMakeMeanwhileIsNotProductions() {
        assertThat(watch(time -> healthy().view("prod", "other.new", 0).state()).failures())
                .isEmpty();
    }

    @Test
    void aScheduledClustersReplicasComeAndGo() {
        assertThat(watch(time -> new TestRuntime()
                                .schema(MARKER, "m")
                                .cluster("prod", true, true, offline("r1", null))
                                .refreshed("prod", "marts.daily", RuntimeState.Refresh.COMPLETED)
                                .state())
                        .failures())
                .isEmpty();
    }

    @Test
    void whatRanOutOfMemoryADayAgoIsNotCountedAgain() {
        assertThat(watch(time -> new TestRuntime()
                        .schema(MARKER, "m")
                        .cluster(
                                "prod",
                                true,
                                false,
                                killed("r1", time.toSeconds() < 20 ? 4 : time.toSeconds() < 50 ? 2 : 3))
                        .view("prod", "marts.revenue", 400, "r1")
                        .state()))
                .isEqualTo(failed(50, "replica r1 of cluster prod ran out of memory"));
    }

    @Test
    void aConnectionThatIsLostInTheLastMomentIsWaitedFor() {
        assertThat(watch(time -> {
                    if (time.toSeconds() >= 295 && time.toSeconds() < 305) {
                        throw TestAnswers.refused("08006", "the connection is gone");
                    }
                    return healthy().state();
                }))
                .satisfies(watched -> assertThat(watched.failures()).isEmpty())
                .satisfies(watched -> assertThat(watched.after()).isGreaterThanOrEqualTo(Duration.ofSeconds(305)));
    }

    @Test
    void whatIsReadSeldomIsReadOnceMoreWhenTheTimeIsOver() {
        assertThat(watchSeldom(
                        time -> new TestRuntime()
                                .schema(MARKER, "m")
                                .cluster("prod", true, false, killed("r1", time.toSeconds() >= 293 ? 5 : 4))
                                .view("prod", "marts.revenue", 400, "r1")
                                .state(),
                        Duration.ofSeconds(295)))
                .isEqualTo(failed(295, "replica r1 of cluster prod ran out of memory"));
    }

    @Test
    void whatIsReadSeldomDoesNotFailForLongerThanItDoes() {
        assertThat(watchSeldom(
                        time -> {
                            TestRuntime runtime = healthy().cluster("io", "r1");
                            if (time.toSeconds() < 1) {
                                runtime.trouble("stalled: it starts again");
                            }
                            return runtime.object(
                                            ObjectType.SINK, "io", "sinks.out", new Frontier(TestRuntime.NOW), "r1")
                                    .state();
                        },
                        Duration.ofSeconds(4)))
                .isEqualTo(new Watched(List.of(), Duration.ofSeconds(4)));
    }

    @Test
    void inAShortTimeHalfOfItIsEnough() {
        assertThat(watch(time -> lagging(time.toSeconds() >= 1), Duration.ofSeconds(4)))
                .isEqualTo(failed(3, "materialized view marts.revenue lags behind"));
    }

    @Test
    void whatAnotherRunDoesEndsItWithoutARollback() {
        assertThat(failure(time -> healthy(time.toSeconds() >= 7 ? "_mz_deployment_default_staged" : MARKER)
                        .state()))
                .hasMessage(
                        "mz:promote: while it watched production, something else changed the deployment: its marker is"
                                + " _mz_deployment_default_staged now, and was " + MARKER
                                + ": another goal is at work on it, or was.\n"
                                + "Production was promoted; it is watched no longer. Run mvn mz:status to see what is where.");
        assertThat(now).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void aConnectionThatComesBackIsNoFailure() {
        assertThat(watch(time -> {
                            if (time.toSeconds() >= 10 && time.toSeconds() < 100) {
                                throw TestAnswers.refused("08006", "the connection is gone");
                            }
                            return healthy().state();
                        })
                        .failures())
                .isEmpty();
    }

    @Test
    void aConnectionThatStaysAwaySaysNothingOfProduction() {
        MzException error = failure(time -> {
            if (time.toSeconds() >= 10) {
                throw TestAnswers.refused("08006", "the connection is gone");
            }
            return healthy().state();
        });

        assertThat(error)
                .hasMessage(
                        "mz:promote: production is promoted, but could not be watched to the end: there is no connection"
                                + " to the server\n"
                                + "Whether it holds is unknown to this run, and nothing was rolled back. Run mvn mz:promote again: it"
                                + " watches again.");
        assertThat(error.kind()).isEqualTo(Kind.CONNECTION);
        assertThat(now).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
    }

    @Test
    void anInterruptLeavesProductionPromoted() {
        interruptAt = Duration.ofSeconds(20);

        assertThat(failure(time -> healthy().state()))
                .hasMessage(
                        "mz:promote: interrupted while production was watched. Production is promoted, and nothing was"
                                + " rolled back.\n"
                                + "Run mvn mz:promote again: it watches again; or mvn mz:rollback.");
        assertThat(Thread.interrupted()).isTrue();
    }

    private static TestRuntime healthy() {
        return healthy(MARKER);
    }

    private static TestRuntime healthy(String marker) {
        return new TestRuntime().schema(marker, "m").cluster("prod", "r1").view("prod", "marts.revenue", 400, "r1");
    }

    private static RuntimeState lagging(boolean lags) {
        return new TestRuntime()
                .schema(MARKER, "m")
                .cluster("prod", "r1")
                .view("prod", "marts.revenue", lags ? 9_000 : 400, "r1")
                .state();
    }

    private static RuntimeState replica(boolean isOffline) {
        return new TestRuntime()
                .schema(MARKER, "m")
                .cluster("prod", true, false, isOffline ? offline("r1", null) : online("r1"))
                .view("prod", "marts.revenue", 400, "r1")
                .state();
    }

    private static Watched failed(int seconds, String... what) {
        return new Watched(List.of(what), Duration.ofSeconds(seconds));
    }

    private MzException failure(Server server) {
        return catchThrowableOfType(MzException.class, () -> watch(server));
    }

    private Watched watch(Server server) {
        return watch(server, Duration.ofMinutes(5));
    }

    /** What the server says is as old as the last look that asked for all. */
    private Watched watchSeldom(Server server, Duration time) {
        var read = new AtomicReference<RuntimeState>();
        return watch(time, withSeldom -> {
            if (withSeldom) {
                read.set(server.at(now));
            }
            return read.get();
        });
    }

    private Watched watch(Server server, Duration time) {
        return watch(time, withSeldom -> server.at(now));
    }

    private Watched watch(Duration time, Function<Boolean, RuntimeState> server) {
        Settings settings = new TestSettings()
                .schemas("marts")
                .clusters("prod")
                .await(new Settings.Await(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofHours(1),
                        Settings.Replicas.ONE,
                        Settings.Progress.PLAIN))
                .build();
        var context = new GoalContext(
                settings,
                purpose -> {
                    throw new IllegalStateException("opened by the test");
                },
                new Console(lines, false, false),
                this::pass);
        var awaited = new Awaited(
                TestRuntime.DATABASE,
                "_dbt_deploy",
                new Thing(MARKER, "m"),
                List.of(new Thing("marts", "marts")),
                List.of(new Thing("prod", "prod")));
        return new Watching(context, () -> source(server), () -> Instant.EPOCH.plus(now))
                .watch(awaited, Set.of("marts.revenue", "marts.daily", "sinks.out"), time);
    }

    private void pass(Duration pause) throws InterruptedException {
        now = now.plus(pause);
        if (now.equals(interruptAt)) {
            throw new InterruptedException();
        }
    }

    private static RuntimeSource source(Function<Boolean, RuntimeState> server) {
        return new RuntimeSource() {
            @Override
            public RuntimeState read(boolean withSeldom) {
                return server.apply(withSeldom);
            }

            @Override
            public Map<String, Integer> memory() {
                return Map.of();
            }

            @Override
            public void close() {}
        };
    }
}
