package io.github.mzmaven.goal;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.conformance.ServerUnderTest;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.goal.apply.ApplyGoal;
import io.github.mzmaven.goal.await.AwaitGoal;
import io.github.mzmaven.goal.cleanup.CleanupGoal;
import io.github.mzmaven.goal.init.InitGoal;
import io.github.mzmaven.goal.status.StatusGoal;
import io.github.mzmaven.goal.swap.PromoteGoal;
import io.github.mzmaven.goal.swap.RollbackGoal;
import io.github.mzmaven.goal.test.TestGoal;
import io.github.mzmaven.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goals read of the catalog, and how much comes over the wire. */
class ReadingTest {
    /** By goal, the relations that it reads, each with the number of messages that do. */
    private static final Map<String, String> EXPECTED = Map.ofEntries(
            entry(
                    "init",
                    "SHOW CREATE CLUSTER=2, mz_cluster_reconfigurations=1, mz_cluster_replicas=2, "
                            + "mz_cluster_workload_classes=2, mz_clusters=2, mz_comments=2, mz_databases=2, "
                            + "mz_default_privileges=2, mz_objects=2, mz_role_members=1, mz_roles=2, mz_schemas=2, "
                            + "mz_sources=2, mz_system_privileges=1, mz_views=2"),
            entry(
                    "status",
                    "SHOW CREATE CLUSTER=1, mz_cluster_reconfigurations=1, mz_cluster_replica_sizes=1, "
                            + "mz_cluster_replica_status_history=1, mz_cluster_replica_statuses=1, "
                            + "mz_cluster_replicas=2, mz_cluster_schedules=1, mz_cluster_workload_classes=1, "
                            + "mz_clusters=2, mz_columns=1, mz_comments=1, mz_databases=1, mz_default_privileges=1, "
                            + "mz_frontiers=1, mz_hydration_statuses=1, mz_materialized_view_refresh_strategies=1, "
                            + "mz_materialized_view_refreshes=1, mz_object_dependencies=1, mz_objects=3, "
                            + "mz_role_members=1, mz_roles=1, mz_schemas=2, mz_sink_statuses=1, mz_source_statuses=1, "
                            + "mz_sources=2, mz_subscriptions=1, mz_system_privileges=1, mz_views=2"),
            entry(
                    "apply",
                    "mz_clusters=3, mz_comments=3, mz_databases=3, mz_object_dependencies=3, mz_objects=3, "
                            + "mz_roles=3, mz_schemas=3, mz_sources=3, mz_views=3"),
            entry(
                    "await",
                    "mz_cluster_replica_sizes=1, mz_cluster_replica_status_history=1, "
                            + "mz_cluster_replica_statuses=1, mz_cluster_replicas=1, mz_cluster_schedules=1, "
                            + "mz_clusters=2, mz_comments=1, mz_databases=1, mz_frontiers=1, mz_hydration_statuses=1, "
                            + "mz_materialized_view_refresh_strategies=1, mz_materialized_view_refreshes=1, "
                            + "mz_objects=2, mz_roles=1, mz_schemas=2, mz_sink_statuses=1, mz_source_statuses=1, "
                            + "mz_sources=2, mz_views=1"),
            entry(
                    "test",
                    "mz_clusters=2, mz_comments=2, mz_databases=2, mz_objects=2, mz_roles=2, mz_schemas=2, "
                            + "mz_sources=2, mz_views=2"),
            entry(
                    "promote",
                    "SHOW CREATE CLUSTER=2, mz_cluster_reconfigurations=2, mz_cluster_replicas=2, "
                            + "mz_clusters=2, mz_columns=2, mz_comments=2, mz_databases=2, "
                            + "mz_default_privileges=2, mz_object_dependencies=2, mz_objects=3, "
                            + "mz_role_members=2, mz_roles=2, mz_schemas=2, mz_sources=2, mz_views=3"),
            entry(
                    "rollback",
                    "SHOW CREATE CLUSTER=2, mz_cluster_reconfigurations=2, mz_cluster_replicas=2, "
                            + "mz_clusters=2, mz_columns=2, mz_comments=2, mz_databases=2, "
                            + "mz_default_privileges=2, mz_object_dependencies=2, mz_objects=3, "
                            + "mz_role_members=2, mz_roles=2, mz_schemas=2, mz_sources=2, mz_views=3"),
            entry(
                    "cleanup",
                    "mz_clusters=3, mz_comments=2, mz_databases=2, mz_object_dependencies=2, mz_objects=2, "
                            + "mz_role_members=2, mz_roles=2, mz_schemas=2, mz_sources=2, mz_subscriptions=2, "
                            + "mz_views=2"));

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
        var read = new TreeMap<String, String>();
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
                read.put(
                        goal.name(),
                        cost.relations().entrySet().stream()
                                .map(Map.Entry::toString)
                                .collect(Collectors.joining(", ")));
            }
        }
        assertThat(read).containsExactlyInAnyOrderEntriesOf(EXPECTED);
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
