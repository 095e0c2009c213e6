package io.github.mzmaven.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.catalog.EveryRelation;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.conformance.ServerUnderTest;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.goal.apply.ApplyGoal;
import io.github.mzmaven.goal.await.AwaitGoal;
import io.github.mzmaven.goal.cleanup.CleanupGoal;
import io.github.mzmaven.goal.diff.DiffGoal;
import io.github.mzmaven.goal.export.ExportGoal;
import io.github.mzmaven.goal.init.InitGoal;
import io.github.mzmaven.goal.status.StatusGoal;
import io.github.mzmaven.goal.swap.PromoteGoal;
import io.github.mzmaven.goal.swap.RollbackGoal;
import io.github.mzmaven.goal.test.TestGoal;
import io.github.mzmaven.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goals read of the catalog ({@code target/reads.txt}), and how much comes over the wire. */
class ReadingTest {
    /** By relation, in how many messages each goal reads it. What has only dots is read where something asks for it. */
    private static final String EXPECTED = """
            relation                                indexed init status apply await test diff promote rollback cleanup export
            SHOW CREATE CLUSTER                     yes        2      1     .     .    .    .       2        2       .      .
            mz_cluster_reconfigurations             yes        1      1     .     .    .    .       2        2       .      .
            mz_cluster_replica_sizes                yes        .      1     .     1    .    .       .        .       .      .
            mz_cluster_replica_status_history       yes        .      1     .     1    .    .       .        .       .      .
            mz_cluster_replica_statuses             yes        .      1     .     1    .    .       .        .       .      .
            mz_cluster_replica_utilization          no         .      .     .     .    .    .       .        .       .      .
            mz_cluster_replicas                     yes        2      2     .     1    .    .       2        2       .      .
            mz_cluster_schedules                    no         .      1     .     1    .    .       .        .       .      .
            mz_cluster_workload_classes             no         2      1     .     .    .    .       .        .       .      .
            mz_clusters                             yes        2      2     3     2    2    2       2        2       3      2
            mz_columns                              yes        .      1     .     .    .    1       2        2       .      1
            mz_comments                             yes        2      1     3     1    2    2       2        2       2      2
            mz_databases                            yes        2      1     3     1    2    2       2        2       2      2
            mz_default_privileges                   no         2      1     .     .    .    .       2        2       .      2
            mz_frontiers                            yes        .      1     .     1    .    .       .        .       .      .
            mz_hydration_statuses                   yes        .      1     .     1    .    .       .        .       .      .
            mz_indexes                              yes        .      .     .     .    .    .       .        .       .      .
            mz_internal_cluster_replicas            no         .      .     .     .    .    .       .        .       .      .
            mz_materialized_view_refresh_strategies no         .      1     .     1    .    .       .        .       .      .
            mz_materialized_view_refreshes          no         .      1     .     1    .    .       .        .       .      .
            mz_materialized_views                   yes        .      .     .     .    .    .       .        .       .      .
            mz_object_dependencies                  yes        .      1     3     .    .    1       2        2       2      .
            mz_objects                              yes        2      3     3     2    2    3       3        3       2      2
            mz_role_members                         no         1      1     .     .    .    1       2        2       2      .
            mz_roles                                yes        2      1     3     1    2    2       2        2       2      2
            mz_schemas                              yes        2      2     3     2    2    2       2        2       2      2
            mz_sessions                             no         .      .     .     .    .    .       .        .       .      .
            mz_sink_statuses                        yes        .      1     .     1    .    .       .        .       .      .
            mz_sinks                                yes        .      .     .     .    .    .       .        .       .      .
            mz_source_statuses                      yes        .      1     .     1    .    .       .        .       .      .
            mz_sources                              yes        2      2     3     2    2    2       2        2       2      2
            mz_subscriptions                        no         .      1     .     .    .    .       .        .       2      .
            mz_system_privileges                    no         1      1     .     .    .    .       .        .       .      .
            mz_tables                               yes        .      .     .     .    .    .       .        .       .      .
            mz_types                                no         .      .     .     .    .    .       .        .       .      .
            mz_views                                yes        2      2     3     1    2    3       3        3       2      2
            """;

    private static final List<Goal> GOALS = List.of(
            new InitGoal(),
            new StatusGoal(),
            new ApplyGoal(),
            new AwaitGoal(),
            new TestGoal(),
            new DiffGoal(),
            new PromoteGoal(),
            new RollbackGoal(),
            new CleanupGoal(),
            new ExportGoal("1"));

    @AutoClose
    private static final Sandbox sandbox = Sandbox.start();

    @TempDir
    Path directory;

    @Test
    void aGoalReadsTheRelationsThatItNeeds() throws IOException {
        Files.createDirectories(directory.resolve("sql"));
        Files.createDirectories(directory.resolve("tests"));
        Files.writeString(directory.resolve("tests/one.sql"), "SELECT 1 WHERE false");
        List<GoalCost> costs = new ArrayList<>();
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
                    .baseDirectory(directory)
                    .sqlDirectory(directory.resolve("sql"))
                    .testDirectory(directory.resolve("tests"));
            for (Goal goal : GOALS) {
                if (goal instanceof ExportGoal) {
                    settings.sqlDirectory(directory.resolve("exported"));
                }
                costs.add(GoalCost.of(sandbox, goal, settings.build()));
            }
        }
        String reads = table(costs);
        Files.writeString(Path.of("target", "reads.txt"), reads);
        assertThat(reads).isEqualTo(EXPECTED);
    }

    private static String table(List<GoalCost> costs) {
        Map<String, Boolean> indexed = EveryRelation.indexed();
        costs.forEach(cost ->
                assertThat(indexed.keySet()).containsAll(cost.relations().keySet()));
        var table = new StringBuilder(line("relation", "indexed", costs, GoalCost::goal));
        indexed.forEach((relation, isIndexed) -> table.append(line(
                relation,
                isIndexed ? "yes" : "no",
                costs,
                cost -> Objects.toString(cost.relations().get(relation), "."))));
        return table.toString();
    }

    private static String line(String relation, String indexed, List<GoalCost> costs, Function<GoalCost, String> cell) {
        var line = new StringBuilder(String.format("%-39s %-7s", relation, indexed));
        costs.forEach(cost -> line.append(String.format(" %" + cost.goal().length() + "s", cell.apply(cost))));
        return line + "\n";
    }

    /** Creating a thousand takes the sandbox minutes; each of them adds as much as the one before. */
    @Test
    void aThousandViewsOfOthersAtMostTripleWhatPromoteReads() {
        int some = 200;
        GoalCost without = new CostedCycle(sandbox, 10).run().get(1);
        GoalCost with = new CostedCycle(sandbox, 10).besides(some).run().get(1);

        System.out.println("without others' views: " + without.describe() + "\nwith " + some + ": " + with.describe());
        assertThat(with.roundTrips()).isEqualTo(without.roundTrips());
        assertThat(with.relations()).isEqualTo(without.relations());
        long more = (with.bytes() - without.bytes()) * 1000 / some;
        assertThat(without.bytes() + more).isLessThanOrEqualTo(3 * without.bytes());
    }
}
