package io.github.mzmaven.interleaving;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.goal.apply.ApplyGoal;
import io.github.mzmaven.goal.cleanup.CleanupGoal;
import io.github.mzmaven.goal.init.InitGoal;
import io.github.mzmaven.goal.swap.PromoteGoal;
import io.github.mzmaven.goal.swap.RollbackGoal;
import io.github.mzmaven.interleaving.Actor.Run;
import io.github.mzmaven.interleaving.Actor.Stranger;
import io.github.mzmaven.interleaving.Explorer.Played;
import io.github.mzmaven.interleaving.Stage.Start;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Whatever two do at the same time, the laws hold: two goals, or a goal and somebody who works by hand. */
class InterleavingTest {
    private static final int STAGES = 2;
    private static final int SHOWN = 3;

    private static final Actor INIT = new Run(InitGoal::new, UnaryOperator.identity());
    private static final Actor FIRST_INIT =
            new Run(InitGoal::new, settings -> settings.createMissing().cluster("compute", "25cc", 1));
    private static final Actor APPLY = new Run(ApplyGoal::new, UnaryOperator.identity());
    private static final Actor PROMOTE = new Run(PromoteGoal::new, UnaryOperator.identity());
    private static final Actor ROLLBACK = new Run(RollbackGoal::new, UnaryOperator.identity());
    private static final Actor CLEANUP = new Run(CleanupGoal::new, UnaryOperator.identity());

    private static final List<Stranger> STRANGERS = List.of(
            new Stranger(
                    "a swap by hand",
                    List.of("BEGIN; ALTER SCHEMA shop SWAP WITH shop_dbt_deploy;"
                            + " ALTER CLUSTER compute SWAP WITH compute_dbt_deploy; COMMIT")),
            new Stranger("half a swap by hand", List.of("ALTER SCHEMA shop SWAP WITH shop_dbt_deploy")),
            new Stranger("a dependent", List.of("CREATE VIEW outside.report AS SELECT country FROM shop.revenue")),
            new Stranger(
                    "a dependent on the cluster",
                    List.of("CREATE MATERIALIZED VIEW outside.totals IN CLUSTER compute AS SELECT count(*) AS n FROM"
                            + " raw.orders")),
            new Stranger("a grant on an object", List.of("GRANT SELECT ON shop.orders TO reader")),
            new Stranger("a grant on the schema", List.of("GRANT CREATE ON SCHEMA shop TO reader")),
            new Stranger("a grant on the cluster", List.of("GRANT USAGE ON CLUSTER compute TO reader")),
            new Stranger("a revoke", List.of("REVOKE SELECT ON shop.revenue FROM reader")),
            new Stranger(
                    "a copied schema made again",
                    List.of(
                            "DROP SCHEMA shop_dbt_deploy CASCADE",
                            "CREATE SCHEMA shop_dbt_deploy",
                            "CREATE VIEW shop_dbt_deploy.orders AS SELECT 'by hand' AS country, 1 AS amount",
                            "CREATE VIEW shop_dbt_deploy.revenue AS SELECT 'by hand' AS country, 1 AS revenue")),
            new Stranger(
                    "a copied cluster made again",
                    List.of(
                            "DROP CLUSTER compute_dbt_deploy CASCADE",
                            "CREATE CLUSTER compute_dbt_deploy (SIZE = '25cc')",
                            "CREATE MATERIALIZED VIEW outside.mine IN CLUSTER compute_dbt_deploy AS SELECT count(*) AS n"
                                    + " FROM raw.orders")));

    private static final Stranger WHO_CREATES_IT_TOO = new Stranger(
            "production made by hand",
            List.of("CREATE SCHEMA shop", "CREATE VIEW shop.theirs AS SELECT country FROM raw.orders"));

    private static List<Duel> duels() {
        List<Duel> duels = new ArrayList<>();
        for (boolean sink : new boolean[] {false, true}) {
            duels.add(new Duel(Start.STAGED, "2", sink, PROMOTE, PROMOTE));
            duels.add(new Duel(Start.STAGED, "2", sink, PROMOTE, ROLLBACK));
            duels.add(new Duel(Start.PROMOTED, "2", sink, PROMOTE, ROLLBACK));
        }
        duels.add(new Duel(Start.PROMOTED, "2", false, ROLLBACK, ROLLBACK));
        duels.add(new Duel(Start.STAGED, "2", false, PROMOTE, CLEANUP));
        duels.add(new Duel(Start.PROMOTED, "2", false, ROLLBACK, CLEANUP));
        duels.add(new Duel(Start.PROMOTED, "2", false, CLEANUP, CLEANUP));
        duels.add(new Duel(Start.EMPTY, "2", false, PROMOTE, APPLY));
        duels.add(new Duel(Start.STAGED, "3", false, PROMOTE, APPLY));
        duels.add(new Duel(Start.STAGED, "broken", false, PROMOTE, APPLY));
        duels.add(new Duel(Start.EMPTY, "2", false, APPLY, APPLY));
        duels.add(new Duel(Start.STAGED, "3", false, APPLY, APPLY));
        duels.add(new Duel(Start.STAGED, "3", false, APPLY, CLEANUP));
        duels.add(new Duel(Start.PRODUCTION, "2", false, INIT, INIT));
        duels.add(new Duel(Start.PRODUCTION, "2", false, INIT, CLEANUP));
        duels.add(new Duel(Start.STAGED, "2", false, INIT, CLEANUP));
        duels.add(new Duel(Start.PROMOTED, "2", false, INIT, CLEANUP));
        duels.add(new Duel(Start.NOTHING, "2", false, FIRST_INIT, FIRST_INIT));
        duels.add(new Duel(Start.NOTHING, "2", false, FIRST_INIT, WHO_CREATES_IT_TOO));
        for (Stranger stranger : STRANGERS) {
            duels.add(new Duel(Start.PRODUCTION, "2", false, INIT, stranger));
            duels.add(new Duel(Start.EMPTY, "2", false, APPLY, stranger));
            duels.add(new Duel(Start.STAGED, "2", false, PROMOTE, stranger));
            duels.add(new Duel(Start.PROMOTED, "2", false, ROLLBACK, stranger));
            duels.add(new Duel(Start.STAGED, "2", false, CLEANUP, stranger));
            duels.add(new Duel(Start.PROMOTED, "2", false, CLEANUP, stranger));
        }
        return duels;
    }

    /** @param covered how many schedules those played stand for */
    private record Result(List<Played> played, int covered) {
        List<Played> broken() {
            return played.stream().filter(one -> !one.violations().isEmpty()).toList();
        }
    }

    @TempDir
    static Path directory;

    private static final Map<Duel, Future<Result>> RESULTS = new LinkedHashMap<>();
    private static final List<Stage> ALL_STAGES = new ArrayList<>();
    private static final BlockingQueue<Stage> FREE = new LinkedBlockingQueue<>();
    private static ExecutorService workers;
    private static Instant begun;

    @BeforeAll
    static void explore() {
        begun = Instant.now();
        workers = Executors.newFixedThreadPool(STAGES);
        for (int i = 0; i < STAGES; i++) {
            var stage = new Stage(directory.resolve("project" + i));
            ALL_STAGES.add(stage);
            FREE.add(stage);
        }
        for (Duel duel : duels()) {
            RESULTS.put(duel, workers.submit(() -> {
                Stage stage = FREE.take();
                try {
                    var explorer = new Explorer(stage, duel, true);
                    return new Result(explorer.explore(), explorer.covered().size());
                } finally {
                    FREE.add(stage);
                }
            }));
        }
    }

    /** Leaves what was played in {@code target/interleavings.txt}. */
    @AfterAll
    static void stop() throws Exception {
        workers.shutdownNow();
        ALL_STAGES.forEach(Stage::close);
        List<String> lines = new ArrayList<>();
        int played = 0;
        int covered = 0;
        for (Map.Entry<Duel, Future<Result>> each : RESULTS.entrySet()) {
            Result result = each.getValue().get();
            played += result.played().size();
            covered += result.covered();
            lines.add(each.getKey().name() + ": " + result.covered() + " schedules, "
                    + result.played().size() + " played, " + result.broken().size() + " break a law");
        }
        lines.add("All " + RESULTS.size() + " pairs: " + covered + " schedules, " + played + " played, in "
                + Duration.between(begun, Instant.now()).toSeconds() + " s");
        Files.write(Path.of("target/interleavings.txt"), lines);
    }

    @TestFactory
    List<DynamicTest> theLawsHoldInEveryInterleaving() {
        return RESULTS.entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.getKey().name(),
                        () -> check(each.getKey(), each.getValue().get())))
                .toList();
    }

    private static void check(Duel duel, Result result) {
        List<Played> broken = result.broken();
        assertThat(broken.stream().limit(SHOWN).map(InterleavingTest::report).toList())
                .as(
                        "%s: %d of %d schedules break a law",
                        duel.name(), broken.size(), result.played().size())
                .isEmpty();
    }

    /** What is pruned comes to the same as what was played for it: here everything is played. */
    @Test
    void whatIsNotPlayedWouldComeToTheSame() throws InterruptedException {
        Stage stage = FREE.take();
        try {
            for (Duel duel : List.of(
                    new Duel(Start.PROMOTED, "2", false, ROLLBACK, CLEANUP),
                    new Duel(Start.EMPTY, "2", false, PROMOTE, APPLY))) {
                Map<Schedule, String> pruned = ends(new Explorer(stage, duel, true));
                Map<Schedule, String> all = ends(new Explorer(stage, duel, false));
                assertThat(all).as(duel.name()).isEqualTo(pruned);
            }
        } finally {
            FREE.add(stage);
        }
    }

    private static Map<Schedule, String> ends(Explorer explorer) {
        explorer.explore();
        Map<Schedule, String> ends = new LinkedHashMap<>();
        explorer.covered()
                .forEach((schedule, played) ->
                        ends.put(schedule, String.join("\n", played.violations()) + "\n" + played.end()));
        return ends;
    }

    private static String report(Played played) {
        return "\n  " + played.schedule() + "\n    " + String.join("\n    ", played.violations()) + "\n"
                + Laws.lines(played.events()) + "\n";
    }
}
