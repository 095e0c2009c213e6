package io.github.mzmaven.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mzmaven.MzException;
import io.github.mzmaven.conformance.ServerUnderTest;
import io.github.mzmaven.goal.cleanup.CleanupGoal;
import io.github.mzmaven.goal.init.InitGoal;
import io.github.mzmaven.goal.swap.PromoteGoal;
import io.github.mzmaven.goal.swap.RollbackGoal;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole cycle of the goals on the shop. */
class CycleTest {
    @AutoClose
    private static final ServerUnderTest server = ServerUnderTest.open();

    @AutoClose
    private Shop shop;

    @BeforeEach
    void open() {
        shop = Shop.on(server).inProduction();
    }

    @Test
    void promotesTheNextVersionOnceAndCleansUp() {
        String before = shop.state();

        List<String> init = GoalRun.of(new InitGoal(), shop.settings().build());
        assertThat(init.get(init.size() - 1)).startsWith("Staged: ").endsWith("Next: mvn mz:apply");
        assertThat(GoalRun.of(new InitGoal(), shop.settings().build()))
                .last()
                .isEqualTo("Staged already; nothing was missing. Next: mvn mz:apply");
        shop.nextVersion();
        assertThat(shop.revenue()).isEqualTo("10");

        assertThat(GoalRun.of(new PromoteGoal(), shop.settings().build()))
                .last()
                .asString()
                .startsWith("Promoted. Production is now ");
        assertThat(shop.revenue()).isEqualTo("20");
        assertThat(GoalRun.of(new PromoteGoal(), shop.settings().build()))
                .last()
                .isEqualTo("Nothing left to do.");
        assertThat(shop.revenue()).isEqualTo("20");

        GoalRun.of(new CleanupGoal(), shop.settings().build());
        assertThat(GoalRun.of(new CleanupGoal(), shop.settings().build()))
                .last()
                .asString()
                .endsWith("Nothing to do.");
        assertThat(shop.revenue()).isEqualTo("20");
        assertThat(shop.state()).doesNotContain("_dbt_deploy").contains("marker | _mz_deployment_#target_current\n");
        assertThat(before).isNotEqualTo(shop.state());
    }

    @Test
    void rollbackBringsTheStateBeforePromoteBack() {
        GoalRun.of(new InitGoal(), shop.settings().build());
        shop.nextVersion();
        String staged = shop.state();

        GoalRun.of(new PromoteGoal(), shop.settings().build());
        GoalRun.of(new RollbackGoal(), shop.settings().build());

        // The comment that promote gives a version stays with it.
        assertThat(shop.state().replaceAll("Deployment by materialize on \\{time} \\| Commit SHA: \\w+", "null"))
                .isEqualTo(staged);
        assertThat(shop.revenue()).isEqualTo("10");
        assertThat(shop.query("SELECT s.name FROM mz_catalog.mz_sinks k JOIN mz_internal.mz_object_dependencies d"
                        + " ON d.object_id = k.id JOIN mz_catalog.mz_objects o ON o.id = d.referenced_object_id"
                        + " AND o.type <> 'connection' JOIN mz_catalog.mz_schemas s ON s.id = o.schema_id"
                        + " WHERE k.name = 'revenue_out' AND s.name LIKE '#%'"))
                .containsExactly(shop.name("marts"));
        assertThat(GoalRun.of(new RollbackGoal(), shop.settings().build()))
                .last()
                .asString()
                .endsWith("Nothing left to do.");
        assertThat(staged).contains("_staged");
    }

    @Test
    void aDependentOutsideStopsPromoteAndCleanup() {
        shop.run("CREATE SCHEMA #reports");
        shop.run("CREATE VIEW #reports.daily AS SELECT revenue FROM #marts.revenue");
        GoalRun.of(new InitGoal(), shop.settings().build());
        shop.nextVersion();

        assertThatThrownBy(() -> GoalRun.of(new PromoteGoal(), shop.settings().build()))
                .isInstanceOf(MzException.class)
                .hasMessage("""
                        mz:promote refuses. Nothing was written. -Dmz.force=true goes on all the same. 1 problem:
                         1. The view #reports.daily reads #marts.revenue and would keep reading the old one.
                            Add its schema to <schemas>, or create it again after mz:promote; mz:cleanup refuses until then.""".replace("#", shop.name("")));
        GoalRun.of(new PromoteGoal(), shop.settings().force().build());
        assertThatThrownBy(() -> GoalRun.of(new CleanupGoal(), shop.settings().build()))
                .isInstanceOf(MzException.class)
                .hasMessage("""
                        mz:cleanup refuses. Nothing was written. -Dmz.force=true goes on all the same. 1 problem:
                         1. The view #reports.daily needs materialized view #marts_dbt_deploy.revenue, which is to be dropped; it would be dropped along.
                            Create it again on the new objects, or drop it yourself.""".replace("#", shop.name("")));
        assertThat(shop.query("SELECT name FROM mz_catalog.mz_views WHERE name = 'daily'"))
                .isNotEmpty();
    }
}
