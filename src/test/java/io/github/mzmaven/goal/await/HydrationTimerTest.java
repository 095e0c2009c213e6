package io.github.mzmaven.goal.await;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.catalog.HydrationTimes;
import io.github.mzmaven.plan.Awaited;
import io.github.mzmaven.plan.Awaited.Thing;
import io.github.mzmaven.plan.ClusterOutlook.Estimate;
import io.github.mzmaven.plan.ClusterReadiness;
import io.github.mzmaven.plan.ClusterReadiness.State;
import io.github.mzmaven.plan.ObjectReadiness;
import io.github.mzmaven.plan.ObjectReadiness.Missing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is measured of hydration, what is kept of earlier times, and what is said to be left. */
class HydrationTimerTest {
    private static final Instant BEGUN = Instant.parse("2026-11-22T12:00:00Z");
    private static final Awaited AWAITED = new Awaited(
            "u1", "_next", null, List.of(new Thing("marts_next", "u7")), List.of(new Thing("prod_next", "u8")));

    private HydrationTimes last = HydrationTimes.NOTHING;
    private HydrationTimes own = HydrationTimes.NOTHING;
    private Instant applied = BEGUN.minusSeconds(3);
    private Duration pollInterval = Duration.ofSeconds(1);
    private HydrationTimer timer;

    @Test
    void countsFromTheEndOfTheApply() {
        look(0, missing("u1", "marts.a"), missing("u2", "marts.b"));
        look(1, missing("u1", "marts.a"), ready("u2", "marts.b"));
        look(2, ready("u1", "marts.a"), ready("u2", "marts.b"));

        assertThat(times(2)).isEqualTo(times(2, Map.of("marts.a", 5_000L, "marts.b", 4_000L), "u1", "u2"));
    }

    @Test
    void countsFromTheBeginningOfTheWaitWhereTheApplyIsNotKnown() {
        applied = null;

        look(0, missing("u1", "marts.a"), ready("u2", "marts.b"));
        look(2, ready("u1", "marts.a"), ready("u2", "marts.b"));

        assertThat(times(2).hydrated()).isEqualTo(Map.of("marts.a", 2_000L));
    }

    @Test
    void anApplyInTheFutureIsAnotherClocks() {
        applied = BEGUN.plusSeconds(60);

        look(0, missing("u1", "marts.a"));
        look(2, ready("u1", "marts.a"));

        assertThat(times(2).hydrated()).isEqualTo(Map.of("marts.a", 2_000L));
    }

    @Test
    void whatWasHydratedBeforeAnybodyLookedIsNotMeasured() {
        look(0, ready("u1", "marts.a"));

        assertThat(times(7))
                .isEqualTo(new HydrationTimes(BEGUN.plusSeconds(7).toString(), 7_000, Map.of(), Map.of(), Map.of()));
    }

    @Test
    void whatWasHydratedWhileThereWasNoConnectionIsNotMeasured() {
        look(0, missing("u1", "marts.a"), missing("u2", "marts.b"));
        look(40, ready("u1", "marts.a"), missing("u2", "marts.b"));
        look(41, ready("u1", "marts.a"), ready("u2", "marts.b"));

        assertThat(times(41).hydrated()).isEqualTo(Map.of("marts.b", 44_000L));
    }

    @Test
    void whoLooksSeldomMeasuresCoarsely() {
        pollInterval = Duration.ofSeconds(60);

        look(0, missing("u1", "marts.a"));
        look(60, ready("u1", "marts.a"));

        assertThat(times(60).hydrated()).isEqualTo(Map.of("marts.a", 63_000L));
    }

    @Test
    void aRestartDoesNotCountAnew() {
        look(0, missing("u1", "marts.a"));
        look(1, ready("u1", "marts.a"));
        look(2, missing("u1", "marts.a"));
        look(3, ready("u1", "marts.a"));

        assertThat(times(3).hydrated()).isEqualTo(Map.of("marts.a", 4_000L));
    }

    @Test
    void refreshesAreNotMeasured() {
        look(0, object("u1", "marts.a", Missing.REFRESH), missing("u2", "marts.b"));
        look(1, ready("u1", "marts.a"), ready("u2", "marts.b"));

        assertThat(times(1).hydrated()).isEqualTo(Map.of("marts.b", 4_000L));
    }

    @Test
    void anEarlierMeasurementOfTheSameObjectIsKept() {
        own = times(0, Map.of("marts.a", 190_000L, "marts.b", 70_000L), "u1", "u2");
        last = times(0, Map.of("marts.a", 1L, "marts.c", 5L));

        look(0, ready("u1", "marts.a"), missing("u9", "marts.b"));
        look(2, ready("u1", "marts.a"), ready("u9", "marts.b"));

        assertThat(times(2)).isEqualTo(times(2, Map.of("marts.a", 190_000L, "marts.b", 5_000L), "u1", "u9"));
    }

    @Test
    void aSecondWaitThatLearnsNothingHasNothingToStore() {
        own = times(0, Map.of("marts.a", 190_000L, "staging.x", 3L), "u1");
        applied = BEGUN.minusSeconds(7200);

        look(0, ready("u1", "marts.a"));

        assertThat(times(0)).isNull();
    }

    @Test
    void othersTimesAreKeptAndThoseOfWhatIsGoneAreNot() {
        last = times(0, Map.of("marts.a", 10L, "marts.gone", 20L, "staging.x", 30L));
        applied = BEGUN.minusSeconds(100);

        look(0, ready("u1", "marts.a"), missing("u2", "marts.b"));
        look(1, ready("u1", "marts.a"), ready("u2", "marts.b"));

        assertThat(times(1))
                .isEqualTo(new HydrationTimes(
                        BEGUN.plusSeconds(1).toString(),
                        1_000,
                        Map.of("marts.a", 10L, "marts.b", 101_000L, "staging.x", 30L),
                        Map.of("marts.b", "u2"),
                        Map.of("prod", "100cc")));
    }

    @Test
    void estimatesByTheSlowestOfThoseThatAreMissing() {
        last = times(0, Map.of("marts.a", 60_000L, "marts.b", 190_000L, "marts.c", 999_000L));
        ClusterReadiness cluster = look(
                0,
                missing("u1", "marts.a"),
                missing("u2", "marts.b"),
                ready("u3", "marts.c"),
                missing("u4", "marts.d"));

        assertThat(timer.estimate(BEGUN.plusSeconds(7), cluster, "100cc"))
                .isEqualTo(new Estimate(
                        missing("u2", "marts.b"), Duration.ofSeconds(190), null, Duration.ofSeconds(180), 1));
        assertThat(timer.estimate(BEGUN.plusSeconds(197), cluster, "50cc"))
                .isEqualTo(new Estimate(
                        missing("u2", "marts.b"), Duration.ofSeconds(190), "100cc", Duration.ofSeconds(-10), 1));
        assertThat(timer.expectedAt(cluster)).isEqualTo(BEGUN.plusSeconds(996));
    }

    @Test
    void estimatesNothingWhereNothingIsKnown() {
        last = times(0, Map.of("marts.b", 190_000L));
        ClusterReadiness cluster = look(0, missing("u1", "marts.a"), ready("u2", "marts.b"));

        assertThat(timer.estimate(BEGUN, cluster, "100cc")).isNull();
        assertThat(timer.expectedAt(look(1, missing("u1", "marts.a")))).isNull();
    }

    @Test
    void whatThisDeploymentMeasuredIsNewerThanWhatProductionDid() {
        last = times(0, Map.of("marts.a", 60_000L));
        own = times(0, Map.of("marts.a", 90_000L), "u1");
        ClusterReadiness cluster = look(0, missing("u9", "marts.a"));

        assertThat(timer.estimate(BEGUN, cluster, null).lastTime()).isEqualTo(Duration.ofSeconds(90));
    }

    private ClusterReadiness look(long second, ObjectReadiness... objects) {
        if (timer == null) {
            timer = new HydrationTimer(new Past(last, own, applied), AWAITED, pollInterval, BEGUN);
        }
        var cluster = new ClusterReadiness("prod_next", State.HYDRATING, null, List.of(objects), 0, List.of());
        timer.look(BEGUN.plusSeconds(second), cluster, "100cc");
        return cluster;
    }

    private HydrationTimes times(long second) {
        return timer.times(BEGUN.plusSeconds(second), Duration.ofSeconds(second));
    }

    /** Measured on a cluster of 100cc; the ids are those of the objects in the order of their names. */
    private static HydrationTimes times(long second, Map<String, Long> hydrated, String... ids) {
        List<String> names = hydrated.keySet().stream().sorted().toList();
        Map<String, String> idsByName = new TreeMap<>();
        for (int i = 0; i < ids.length; i++) {
            idsByName.put(names.get(i), ids[i]);
        }
        return new HydrationTimes(
                BEGUN.plusSeconds(second).toString(), second * 1000, hydrated, idsByName, Map.of("prod", "100cc"));
    }

    private static ObjectReadiness missing(String id, String name) {
        return object(id, name, Missing.HYDRATION);
    }

    private static ObjectReadiness ready(String id, String name) {
        return object(id, name, Missing.NOTHING);
    }

    private static ObjectReadiness object(String id, String name, Missing missing) {
        return new ObjectReadiness(id, name, "materialized view", missing, List.of("r1"), 1, null, null, null);
    }
}
