package io.github.mzmaven.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.MzException;
import io.github.mzmaven.conformance.ServerUnderTest;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.goal.cleanup.CleanupGoal;
import io.github.mzmaven.goal.init.InitGoal;
import io.github.mzmaven.goal.swap.PromoteGoal;
import io.github.mzmaven.goal.swap.RollbackGoal;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Law 2: however many runs there are at once, a deployment is promoted once, and production is never half swapped. On the
 * sandbox every interleaving is played elsewhere; this is for the server under test, whose own races those cannot know.
 */
class ConcurrencyTest {
    private static final int ROUNDS = 5;
    private static final long SEED = 20261122;
    private static final int MAX_DELAY_NANOS = 60_000_000;

    @AutoClose
    private static final ServerUnderTest server = ServerUnderTest.open();

    private static ExecutorService runners;

    private final Random random = new Random(SEED);

    @AutoClose
    private Shop shop;

    @BeforeAll
    static void start() {
        runners = Executors.newFixedThreadPool(2);
    }

    @AfterAll
    static void stop() {
        runners.shutdownNow();
    }

    @BeforeEach
    void stage() {
        shop = Shop.on(server).inProduction();
        GoalRun.of(new InitGoal(), shop.settings().build());
        shop.nextVersion();
    }

    @Test
    void twoPromotesAtOnceSwapOnce() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            List<Future<String>> outcomes = atOnce(new PromoteGoal(), new PromoteGoal());
            assertThat(outcomes.get(0).get()).isEqualTo("ok");
            assertThat(outcomes.get(1).get()).isEqualTo("ok");
            assertProductionIs("20", "_promoted");
            GoalRun.of(new RollbackGoal(), shop.settings().build());
            assertProductionIs("10", "_staged");
        }
    }

    @Test
    void aPromoteAndARollbackAtOnceLeaveOneVersionWhole() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            GoalRun.of(new PromoteGoal(), shop.settings().build());
            for (Future<String> outcome : atOnce(new RollbackGoal(), new PromoteGoal())) {
                assertThat(outcome.get())
                        .satisfiesAnyOf(
                                text -> assertThat(text).isEqualTo("ok"),
                                text -> assertThat(text)
                                        .contains(
                                                "production was swapped, and something else has swapped it back since."));
            }
            boolean promoted = shop.state().contains("_promoted");
            assertProductionIs(promoted ? "20" : "10", promoted ? "_promoted" : "_staged");
        }
    }

    @Test
    void twoInitsAtOnceMakeOneDeploymentAndTheOtherSaysWhose() throws Exception {
        GoalRun.of(new CleanupGoal(), shop.settings().build());
        for (int round = 0; round < ROUNDS; round++) {
            List<Future<String>> outcomes = atOnce(new InitGoal(), new InitGoal());
            assertThat(List.of(outcomes.get(0).get(), outcomes.get(1).get()))
                    .contains("ok")
                    .allSatisfy(outcome -> assertThat(outcome)
                            .satisfiesAnyOf(
                                    text -> assertThat(text).isEqualTo("ok"),
                                    text -> assertThat(text).contains("Another run is at work"),
                                    text -> assertThat(text)
                                            .contains("What this run had created is dropped again.")
                                            .contains("Another run has claimed target")));
            assertThat(shop.query("SELECT name FROM mz_catalog.mz_schemas WHERE name LIKE '_mz_deployment_#%'"))
                    .containsExactly("_mz_deployment_" + shop.name("target") + "_staged");
            GoalRun.of(new CleanupGoal(), shop.settings().build());
        }
    }

    private void assertProductionIs(String revenue, String marker) {
        assertThat(shop.revenue()).isEqualTo(revenue);
        String state = shop.state();
        assertThat(state).contains(marker + "\n");
        String version2 = marker.equals("_promoted") ? "#staging" : "#staging_dbt_deploy";
        assertThat(state).contains("object | " + version2 + " | countries | view");
        assertThat(shop.query("SELECT s.name FROM mz_catalog.mz_materialized_views m JOIN mz_catalog.mz_clusters s"
                        + " ON s.id = m.cluster_id JOIN mz_catalog.mz_schemas c ON c.id = m.schema_id"
                        + " WHERE c.name = '#marts'"))
                .containsExactly(shop.name("compute"));
    }

    /** Both goals, started together, each after a random moment; the outcome is "ok" or the error's message. */
    private List<Future<String>> atOnce(Goal one, Goal other) {
        var barrier = new CyclicBarrier(2);
        return List.of(runners.submit(run(one, barrier)), runners.submit(run(other, barrier)));
    }

    private Callable<String> run(Goal goal, CyclicBarrier barrier) {
        int delay = random.nextInt(MAX_DELAY_NANOS);
        return () -> {
            barrier.await();
            LockSupport.parkNanos(delay);
            try {
                GoalRun.of(goal, shop.settings().maxRetries(20).build());
                return "ok";
            } catch (MzException e) {
                return e.getMessage();
            }
        };
    }
}
