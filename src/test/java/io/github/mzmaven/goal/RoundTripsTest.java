package io.github.mzmaven.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.sandbox.Sandbox;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What goals cost: reading is constant, and writing grows only where the server has no statement for many. */
class RoundTripsTest {
    private static final int MANY = 50;

    /** Of init, promote and cleanup with one schema and one cluster. */
    private static final List<Integer> ONE = List.of(16, 11, 13);

    /**
     * Most that init, promote and cleanup of 10 schemas with 10 clusters may cost, and of 50 with 50. Promote is to come down
     * by one, to 20 and 60: its second connection sets a cluster that it has no use for.
     * Cleanup may cost two more than the 11 that it did when it dropped the marker: it writes the history, and renames.
     */
    private static final Map<Integer, List<Integer>> BARS = Map.of(10, List.of(34, 20, 13), MANY, List.of(114, 60, 13));

    @AutoClose
    private static final Sandbox sandbox = Sandbox.start();

    @Test
    void onlyCreatesAndTagsGrowWithTheNumberOfSchemasAndClusters() {
        List<GoalCost> one = new CostedCycle(sandbox, 1).run();
        List<GoalCost> many = new CostedCycle(sandbox, MANY).run();

        assertThat(one).extracting(GoalCost::roundTrips).isEqualTo(ONE);
        assertThat(many)
                .extracting(GoalCost::roundTrips)
                .containsExactly(ONE.get(0) + 2 * (MANY - 1), ONE.get(1) + MANY - 1, ONE.get(2));
        assertThat(many)
                .extracting(GoalCost::reading)
                .isEqualTo(one.stream().map(GoalCost::reading).toList());
        assertThat(many.get(0).growthSince(one.get(0)))
                .isEqualTo(Map.of("CREATE SCHEMA", MANY - 1, "CREATE CLUSTER", MANY - 1));
        assertThat(many.get(1).growthSince(one.get(1))).isEqualTo(Map.of("COMMENT ON", MANY - 1));
        assertThat(many.get(2).growthSince(one.get(2))).isEmpty();
        assertWithinBars(MANY, many);
    }

    @Test
    void tenSchemasAndClustersAreWithinTheBars() {
        assertWithinBars(10, new CostedCycle(sandbox, 10).run());
    }

    @Test
    void ownersCostAStatementEachWhereTheyDiffer() {
        List<GoalCost> one = new CostedCycle(sandbox, 1).ofOtherOwner().run();
        List<GoalCost> many = new CostedCycle(sandbox, MANY).ofOtherOwner().run();

        assertThat(many.get(0).reading()).isEqualTo(one.get(0).reading());
        assertThat(many.get(0).roundTrips()).isEqualTo(ONE.get(0) + 2 + 4 * (MANY - 1));
        assertThat(many.get(0).growthSince(one.get(0)))
                .isEqualTo(Map.of(
                        "CREATE SCHEMA",
                        MANY - 1,
                        "CREATE CLUSTER",
                        MANY - 1,
                        "ALTER SCHEMA OWNER",
                        MANY - 1,
                        "ALTER CLUSTER OWNER",
                        MANY - 1));
    }

    private static void assertWithinBars(int size, List<GoalCost> costs) {
        List<Integer> bars = BARS.get(size);
        for (int i = 0; i < bars.size(); i++) {
            GoalCost cost = costs.get(i);
            assertThat(cost.roundTrips()).as(cost.describe()).isLessThanOrEqualTo(bars.get(i));
        }
    }
}
