package io.github.mzmaven.goal.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.config.Settings;
import io.github.mzmaven.conformance.ServerUnderTest;
import io.github.mzmaven.goal.GoalRun;
import io.github.mzmaven.goal.Shop;
import io.github.mzmaven.goal.await.AwaitGoal;
import io.github.mzmaven.goal.init.InitGoal;
import io.github.mzmaven.goal.swap.PromoteGoal;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusGoalTest {
    /** The sandbox, unless another server is given. */
    private ServerUnderTest sandbox;

    private Shop shop;

    @BeforeEach
    void open() {
        sandbox = ServerUnderTest.open();
        shop = new Shop("st_", sandbox.url("materialize"), sandbox.systemUrl()).inProduction();
    }

    @AfterEach
    void close() {
        shop.close();
        sandbox.close();
    }

    @Test
    void tellsEachStateOfADeployment() {
        assertThat(status()).isEqualTo("""
                No deployment.
                  schema   st_staging (u#)  no copy
                  schema   st_marts (u#)  no copy
                  cluster  st_compute (u#)  no copy
                  reads    sink               st_sinks.revenue_out    st_marts.revenue; the new one: there is no copy of its schema
                Next: mvn mz:init""");

        GoalRun.of(new InitGoal(), settings());
        assertThat(status()).isEqualTo("""
                Deployment {id} is staged
                  begun by materialize at {time}, tag PR-42, commit 0123456789abcdef0123456789abcdef01234567
                  schema   st_staging (u#)  st_staging_dbt_deploy (u#)  not swapped
                  schema   st_marts (u#)  st_marts_dbt_deploy (u#)  not swapped
                  cluster  st_compute (u#)  st_compute_dbt_deploy (u#)  not swapped
                  empty    cluster            st_compute_dbt_deploy   nothing to hydrate
                  reads    sink               st_sinks.revenue_out    st_marts.revenue; the new one: nothing of that name to move to
                  removed  view               st_staging.orders       nothing reads it
                  removed  materialized view  st_marts.revenue        read by st_sinks.revenue_out
                mz:promote would refuse, for 3 reasons:
                  1. Schema st_staging_dbt_deploy is empty, while st_staging is not.
                     Run mvn mz:apply (or dbt) to fill it.
                  2. Schema st_marts_dbt_deploy is empty, while st_marts is not.
                     Run mvn mz:apply (or dbt) to fill it.
                  3. Sink st_sinks.revenue_out reads st_marts.revenue, which the version to be swapped in does not have.
                     Add it, or drop the sink: DROP SINK st_sinks.revenue_out;""");

        shop.nextVersion();
        GoalRun.of(new AwaitGoal(), settings());
        assertThat(status()).isEqualTo("""
                Deployment {id} is staged
                  begun by materialize at {time}, tag PR-42, commit 0123456789abcdef0123456789abcdef01234567
                  schema   st_staging (u#)  st_staging_dbt_deploy (u#)  not swapped
                  schema   st_marts (u#)  st_marts_dbt_deploy (u#)  not swapped
                  cluster  st_compute (u#)  st_compute_dbt_deploy (u#)  not swapped
                  ready    cluster            st_compute_dbt_deploy   2/2 hydrated, lag {lag}
                  reads    sink               st_sinks.revenue_out    st_marts.revenue; the new one: same columns
                  changed  view               st_staging.orders       definition
                  added    view               st_staging.countries    owner materialize, no grants
                Next: mvn mz:promote""");

        GoalRun.of(new PromoteGoal(), settings());
        shop.run("CREATE VIEW #raw.late AS SELECT revenue FROM #marts_dbt_deploy.revenue");
        assertThat(status()).isEqualTo("""
                Deployment {id} is promoted
                  begun by materialize at {time}, tag PR-42, commit 0123456789abcdef0123456789abcdef01234567
                  promoted by materialize at {time}
                  schema   st_staging (u#)  st_staging_dbt_deploy (u#)  swapped
                  schema   st_marts (u#)  st_marts_dbt_deploy (u#)  swapped
                  cluster  st_compute (u#)  st_compute_dbt_deploy (u#)  swapped
                  ready    cluster            st_compute              2/2 hydrated, lag {lag}
                  reads    sink               st_sinks.revenue_out    st_marts.revenue
                  changed  view               st_staging.orders       definition
                  added    view               st_staging.countries    owner materialize, no grants
                mz:cleanup would refuse, for 1 reason:
                  1. The view st_raw.late needs materialized view st_marts_dbt_deploy.revenue, which is to be dropped; it would be dropped along.
                     Create it again on the new objects, or drop it yourself.""");
    }

    @Test
    void tellsOfARunThatWasCutOff() {
        GoalRun.of(new InitGoal(), settings());
        shop.run("ALTER SCHEMA _mz_deployment_#target_staged RENAME TO _mz_deployment_#target_initializing");

        assertThat(status().lines())
                .startsWith("Deployment {id} is initializing; no run is at work on it: it was cut off")
                .endsWith("Next: mvn mz:init");
    }

    private Settings settings() {
        return shop.settings().tag("PR-42").build();
    }

    private String status() {
        return GoalRun.of(new StatusGoal(), settings()).stream()
                // Columns are as wide as the ids are long.
                .map(line -> line.replaceAll("\\(u\\d+\\) +", "(u#)  ")
                        .replaceAll("\\bu\\d+\\b", "u#")
                        .replaceAll("\\d{8}T\\d{6}Z-\\w+", "{id}")
                        .replaceAll("\\d{4}-\\d\\d-\\d\\d[T ][\\d:.]+(Z|\\+00)?", "{time}")
                        .replaceAll("lag [\\d.]+ s", "lag {lag}"))
                .collect(Collectors.joining("\n"));
    }
}
