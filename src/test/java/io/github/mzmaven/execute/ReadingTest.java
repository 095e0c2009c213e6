package io.github.mzmaven.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.conformance.ServerUnderTest;
import io.github.mzmaven.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goals read of the catalog, and how much comes over the wire. */
class ReadingTest {
    private static Sandbox sandbox;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start();
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @Test
    void aGoalReadsTheRelationsThatItNeeds() throws IOException {
        Files.createDirectories(directory.resolve("sql"));
        Files.createDirectories(directory.resolve("tests"));
        Files.writeString(directory.resolve("tests/one.sql"), "SELECT 1 WHERE false");
        var read = new TreeMap<String, Map<String, Integer>>();
        try (var area = new Area(ServerUnderTest.of(sandbox))) {
            Path schema = Files.createDirectories(directory.resolve("sql").resolve(area.name("#s")));
            Files.writeString(schema.resolve("v.sql"), "CREATE VIEW v AS SELECT 2 AS x");
            area.sql(
                    "CREATE SCHEMA #s",
                    "CREATE VIEW #s.v AS SELECT 1 AS x",
                    "CREATE CLUSTER #c (SIZE = '25cc', REPLICATION FACTOR = 1)");
            TestSettings settings = area.settings()
                    .schemas(area.name("#s"))
                    .clusters(area.name("#c"))
                    .sqlDirectory(directory.resolve("sql"))
                    .testDirectory(directory.resolve("tests"));
            for (Goal goal : List.of(
                    new InitGoal(),
                    new StatusGoal(),
                    new ApplyGoal(),
                    new AwaitGoal(),
                    new TestGoal(),
                    new PromoteGoal(),
                    new RollbackGoal(),
                    new CleanupGoal())) {
                GoalCost cost = GoalCost.of(sandbox, goal, settings.build());
                System.out.println(cost.describe());
                read.put(goal.name(), cost.relations());
            }
        }
        assertThat(read).isEqualTo(Map.of());
    }

    @Test
    void whatOtherTeamsHaveCostsPromoteLittle() {
        GoalCost without = new CostedCycle(sandbox, 10).run().get(1);
        GoalCost with = new CostedCycle(sandbox, 10).besides(1000).run().get(1);

        System.out.println("without views outside: " + without.describe() + "\nwith 1,000: " + with.describe());
        assertThat(with.roundTrips()).isEqualTo(without.roundTrips());
        assertThat(with.bytes()).isLessThanOrEqualTo(3 * without.bytes());
    }
}
