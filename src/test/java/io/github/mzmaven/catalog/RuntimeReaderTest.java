package io.github.mzmaven.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.catalog.RuntimeState.Frontier;
import io.github.mzmaven.catalog.RuntimeState.Refresh;
import io.github.mzmaven.catalog.RuntimeState.RunningCluster;
import io.github.mzmaven.catalog.RuntimeState.RunningObject;
import io.github.mzmaven.catalog.RuntimeState.RunningReplica;
import io.github.mzmaven.catalog.RuntimeState.RunningSchema;
import io.github.mzmaven.session.Table;
import io.github.mzmaven.session.TestAnswers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One cluster with one materialized view, and answers that a server may give about them. */
class RuntimeReaderTest {
    private final Map<String, Table> answers = new LinkedHashMap<>();

    RuntimeReaderTest() {
        answer("mz_schemas", "id, database_id, name", row("u3", "u1", "marts_dbt_deploy"));
        answer("mz_clusters", "id, name, managed, size", row("u2", "prod_dbt_deploy", "t", "25cc"));
        answer("mz_cluster_replicas", "id, cluster_id, name", row("u9", "u2", "r1"));
        answer("mz_cluster_replica_statuses", "replica_id, status, reason", row("u9", "online", null));
        answer(
                "mz_objects",
                "id, schema_id, name, type, cluster_id",
                row("u5", "u3", "revenue", "materialized-view", "u2"));
        answer("mz_sources", "id, type");
        answer("mz_hydration_statuses", "object_id, replica_id, hydrated", row("u5", "u9", "t"));
        answer("mz_frontiers", "object_id, write_frontier, now", row("u5", "1795441563119", "1795441564117"));
        answer("mz_cluster_replica_status_history", "replica_id, kills");
        answer("mz_cluster_schedules", "cluster_id, type");
        answer("mz_materialized_view_refresh_strategies", "materialized_view_id, type");
        answer("mz_materialized_view_refreshes", "materialized_view_id, last_completed_refresh");
        sizes(row("25cc", "4070000000"), row("50cc", "8140000000"), row("100cc", "16280000000"));
        answer("mz_source_statuses", "id, status, error");
        answer("mz_sink_statuses", "id, status, error");
    }

    @Test
    void joinsWhatTheServerSays() {
        assertThat(read())
                .isEqualTo(new RuntimeState(
                        1795441564117L,
                        Map.of("u3", new RunningSchema("u3", "u1", "marts_dbt_deploy")),
                        Map.of(
                                "prod_dbt_deploy",
                                new RunningCluster(
                                        "u2",
                                        "prod_dbt_deploy",
                                        true,
                                        "25cc",
                                        "50cc",
                                        false,
                                        false,
                                        List.of(new RunningReplica("u9", "r1", true, null, 0)))),
                        List.of(new RunningObject(
                                "u5",
                                "u1",
                                "marts_dbt_deploy",
                                "revenue",
                                ObjectType.MATERIALIZED_VIEW,
                                null,
                                "u2",
                                Set.of("u9"),
                                new Frontier(1795441563119L),
                                Refresh.ON_COMMIT,
                                null))));
    }

    @Test
    void aSizeWithoutALimitIsReadAsSuch() {
        sizes(row("25cc", "18446744073709551615"), row("50cc", "18446744073709551615"));

        assertThat(cluster().unlimited()).isTrue();
        assertThat(cluster().largerSize()).isNull();
    }

    @Test
    void aSizeWithoutALimitIsLargerThanOneWithALimit() {
        sizes(row("25cc", "4070000000"), row("50cc", "18446744073709551615"));

        assertThat(cluster().unlimited()).isFalse();
        assertThat(cluster().largerSize()).isEqualTo("50cc");
    }

    @Test
    void sizesAndKillsThatCannotBeReadDoNotEndAGoal() {
        sizes(row("25cc", "much"), row("50cc", null), row("100cc", "-1"));
        answer("mz_cluster_replica_status_history", "replica_id, kills", row("u9", "often"));

        assertThat(cluster().unlimited()).isFalse();
        assertThat(cluster().largerSize()).isNull();
        assertThat(cluster().replicas()).containsExactly(new RunningReplica("u9", "r1", true, null, 0));
    }

    @Test
    void aFrontierThatCannotBeReadIsNone() {
        answer("mz_frontiers", "object_id, write_frontier, now", row("u5", "soon", "1795441564117"));
        assertThat(frontier()).isNull();

        answer("mz_frontiers", "object_id, write_frontier, now", row("u5", "1795441563119", "soon"));
        assertThat(frontier()).isNull();
    }

    @Test
    void aFrontierIsUnsigned() {
        answer("mz_frontiers", "object_id, write_frontier, now", row("u5", "18446744073709551615", "1795441564117"));

        assertThat(frontier()).isEqualTo(new Frontier(Long.MAX_VALUE));
    }

    @Test
    void aFrontierThatIsNullIsClosed() {
        answer("mz_frontiers", "object_id, write_frontier, now", row("u5", null, "1795441564117"));

        assertThat(frontier()).isEqualTo(new Frontier(null));
    }

    @Test
    void theFullestProcessOfAReplicaCountsWithItsSwap() {
        answer(
                "mz_cluster_replica_utilization",
                "replica_id, process_id, cpu_percent, memory_percent, disk_percent, heap_percent",
                row("u9", "0", "96.8", "99.1", null, "41.96"),
                row("u9", "1", "7e-05", "98.7", null, "87.99"),
                row("u10", "0", "0", "12.5", null, null),
                row("u11", "0", null, null, null, null),
                row("u12", "0", "NaN", "NaN", "NaN", "inf"),
                row("u13", "0", "0", "0", null, "6.7e-05"),
                row("u14", "0", "0", "0", null, "-1"),
                row(null, "0", "0", "0", null, "100"));

        assertThat(memory()).isEqualTo(Map.of("u9", 87, "u10", 12, "u13", 0, "u14", 0));
    }

    @Test
    void aServerThatCountsNoSwapSaysHowMuchMemoryIsUsed() {
        answer(
                "mz_cluster_replica_utilization",
                "replica_id, process_id, cpu_percent, memory_percent",
                row("u9", "0", "96.8", "99.1"));
        assertThat(memory()).isEqualTo(Map.of("u9", 99));

        answer("mz_cluster_replica_utilization", "replica, full", row("u9", "99.1"));
        assertThat(memory()).isEmpty();
    }

    private Map<String, Integer> memory() {
        return new RuntimeReader(() -> new Tables(this::answersTo)).memory();
    }

    private RunningCluster cluster() {
        return read().clusters().get("prod_dbt_deploy");
    }

    private Frontier frontier() {
        return read().objects().get(0).frontier();
    }

    private RuntimeState read() {
        return new RuntimeReader(() -> new Tables(this::answersTo)).read(true);
    }

    private List<Table> answersTo(List<String> statements) {
        var tables = new ArrayList<Table>();
        for (String statement : statements) {
            tables.add(answers.entrySet().stream()
                    .filter(answer -> (statement + " ").contains("." + answer.getKey() + " "))
                    .findFirst()
                    .orElseThrow()
                    .getValue());
        }
        return tables;
    }

    private void sizes(String[]... rows) {
        answer("mz_cluster_replica_sizes", "size, memory_bytes", rows);
    }

    private void answer(String relation, String columns, String[]... rows) {
        answers.put(relation, TestAnswers.table(List.of(columns.split(", ")), rows));
    }

    private static String[] row(String... values) {
        return values;
    }
}
