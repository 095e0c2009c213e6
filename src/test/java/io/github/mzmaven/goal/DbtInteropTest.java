package io.github.mzmaven.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mzmaven.MzException;
import io.github.mzmaven.conformance.ServerUnderTest;
import io.github.mzmaven.goal.cleanup.CleanupGoal;
import io.github.mzmaven.goal.init.InitGoal;
import io.github.mzmaven.goal.swap.PromoteGoal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Deployments of which dbt's macros do a part; their statements stand here instead of dbt. */
class DbtInteropTest {
    @AutoClose
    private static final ServerUnderTest server = ServerUnderTest.open();

    private final List<Shop> shops = new ArrayList<>();

    @AfterEach
    void clean() {
        shops.forEach(Shop::close);
    }

    @Test
    void anEnvironmentMadeByDbtIsAdoptedAndPromoted() {
        Shop shop = shop();
        shop.run("CREATE SCHEMA #staging_dbt_deploy");
        shop.run("CREATE SCHEMA #marts_dbt_deploy");
        shop.run("CREATE CLUSTER #compute_dbt_deploy (SIZE = '25cc', REPLICATION FACTOR = 1)");
        shop.nextVersion();

        assertThatThrownBy(() -> GoalRun.of(new PromoteGoal(), shop.settings().build()))
                .isInstanceOf(MzException.class)
                .hasMessage("""
                        mz:promote refuses. Nothing was written. 1 problem:
                         1. There is no deployment of target #target.
                            Run mvn mz:init first; for copies that dbt made: mvn mz:init -Dmz.ignoreExistingObjects=true""".replace("#", shop.name("")));
        assertThatThrownBy(() -> GoalRun.of(new InitGoal(), shop.settings().build()))
                .isInstanceOf(MzException.class)
                .hasMessage("""
                        mz:init refuses. Nothing was written. 3 problems:
                         1. A deployment schema #staging_dbt_deploy exists already and holds view #staging_dbt_deploy.orders, view #staging_dbt_deploy.countries.
                            If they are this deployment's (made by dbt, for example): mvn mz:init -Dmz.ignoreExistingObjects=true; else drop them.
                         2. A deployment schema #marts_dbt_deploy exists already and holds materialized view #marts_dbt_deploy.revenue, index #marts_dbt_deploy.revenue_country.
                            If they are this deployment's (made by dbt, for example): mvn mz:init -Dmz.ignoreExistingObjects=true; else drop them.
                         3. A deployment cluster #compute_dbt_deploy exists already and holds materialized view #marts_dbt_deploy.revenue, index #marts_dbt_deploy.revenue_country.
                            If they are this deployment's (made by dbt, for example): mvn mz:init -Dmz.ignoreExistingObjects=true; else drop them.""".replace("#", shop.name("")));
        GoalRun.of(new InitGoal(), shop.settings().ignoreExistingObjects().build());
        GoalRun.of(new PromoteGoal(), shop.settings().build());

        assertThat(shop.revenue()).isEqualTo("20");
        // Default privileges came with the adoption, after dbt's objects.
        assertThat(shop.state()).isEqualTo(promotedByUs().state());
    }

    @Test
    void anEnvironmentOfOursThatDbtSwappedIsFinished() {
        Shop shop = shop();
        GoalRun.of(new InitGoal(), shop.settings().build());
        shop.nextVersion();
        swap(shop);

        assertThatThrownBy(() -> GoalRun.of(new InitGoal(), shop.settings().build()))
                .isInstanceOf(MzException.class)
                .hasMessageContaining("is in production already: something else swapped it");
        List<String> log = GoalRun.of(new PromoteGoal(), shop.settings().build());
        assertThat(shop.revenue()).isEqualTo("20");
        assertThat(shop.state()).isEqualTo(promotedByUs().state());
        assertThat(log).last().asString().startsWith("Promoted");

        assertThat(GoalRun.of(new PromoteGoal(), shop.settings().build()))
                .last()
                .isEqualTo("Nothing left to do.");
        assertThat(shop.revenue()).isEqualTo("20");
    }

    @Test
    void whatDbtCleanedUpLeavesTheMarkerOnly() {
        Shop shop = shop();
        GoalRun.of(new InitGoal(), shop.settings().build());
        shop.nextVersion();
        swap(shop);
        GoalRun.of(new PromoteGoal(), shop.settings().build());
        dropCopies(shop);
        String before = shop.state();

        List<String> log = GoalRun.of(new CleanupGoal(), shop.settings().build());

        assertThat(shop.state()).isEqualTo(before.replace("#target_promoted\n", "#target_current\n"));
        assertThat(log).noneMatch(line -> line.contains("drop schema") || line.contains("drop cluster"));
        Shop ours = promotedByUs();
        GoalRun.of(new CleanupGoal(), ours.settings().build());
        assertThat(shop.state()).isEqualTo(ours.state());
    }

    @Test
    void aDeploymentThatDbtSwappedAndCleanedUpIsOver() {
        Shop shop = shop();
        GoalRun.of(new InitGoal(), shop.settings().build());
        shop.nextVersion();
        swap(shop);
        dropCopies(shop);
        String before = shop.state();

        assertThatThrownBy(() -> GoalRun.of(new PromoteGoal(), shop.settings().build()))
                .isInstanceOf(MzException.class)
                .hasMessageContaining("mvn mz:cleanup");
        assertThatThrownBy(() -> GoalRun.of(new InitGoal(), shop.settings().build()))
                .isInstanceOf(MzException.class)
                .hasMessageContaining("mvn mz:cleanup");
        GoalRun.of(new CleanupGoal(), shop.settings().build());

        assertThat(shop.revenue()).isEqualTo("20");
        assertThat(shop.state()).isEqualTo(before.replace("#target_staged\n", "#target_current\n"));
        GoalRun.of(new InitGoal(), shop.settings().build());
    }

    /** Where CI_TAG is set, deploy_init leaves it as a comment on each copy. */
    @Test
    void theTagsOfDbtsCopiesDoNotHinderTheirAdoption() {
        Shop shop = shop();
        shop.run("CREATE SCHEMA #staging_dbt_deploy");
        shop.run("CREATE SCHEMA #marts_dbt_deploy");
        shop.run("CREATE CLUSTER #compute_dbt_deploy (SIZE = '25cc', REPLICATION FACTOR = 1)");
        shop.run("COMMENT ON SCHEMA #staging_dbt_deploy IS 'PR-7'");
        shop.run("COMMENT ON SCHEMA #marts_dbt_deploy IS 'PR-7'");
        shop.run("COMMENT ON CLUSTER #compute_dbt_deploy IS 'PR-7'");
        shop.nextVersion();

        GoalRun.of(
                new InitGoal(),
                shop.settings().tag("PR-7").ignoreExistingObjects().build());
        GoalRun.of(new PromoteGoal(), shop.settings().tag("PR-7").build());

        assertThat(shop.state()).isEqualTo(promotedByUs().state());
    }

    @Test
    void dbtAndThisPluginMayTakeTurns() {
        Shop shop = promotedByUs();
        GoalRun.of(new CleanupGoal(), shop.settings().build());

        deployByDbt(shop, 3);
        assertThat(shop.revenue()).isEqualTo("30");
        dropCopies(shop);
        // The one thing that dbt does not take along.
        shop.run("COMMENT ON CLUSTER #compute IS 'of the shop'");

        GoalRun.of(new InitGoal(), shop.settings().build());
        shop.nextVersion();
        GoalRun.of(new PromoteGoal(), shop.settings().build());
        GoalRun.of(new CleanupGoal(), shop.settings().build());
        assertThat(shop.revenue()).isEqualTo("20");
        Shop ours = promotedByUs();
        GoalRun.of(new CleanupGoal(), ours.settings().build());
        assertThat(shop.state()).isEqualTo(ours.state());
    }

    @Test
    void nothingIsLeftForWhoGoesBackToDbt() {
        Shop shop = promotedByUs();

        GoalRun.of(new CleanupGoal(), shop.settings().build());
        GoalRun.of(new CleanupGoal(), shop.settings().forget().build());

        assertThat(shop.query("SELECT name FROM mz_catalog.mz_schemas WHERE name LIKE '%#%' ORDER BY name"))
                .containsExactly(shop.name("marts"), shop.name("raw"), shop.name("sinks"), shop.name("staging"));
        deployByDbt(shop, 3);
        assertThat(shop.revenue()).isEqualTo("30");
    }

    private Shop shop() {
        Shop shop = Shop.on(server).inProduction();
        shops.add(shop);
        return shop;
    }

    private Shop promotedByUs() {
        Shop shop = shop();
        GoalRun.of(new InitGoal(), shop.settings().build());
        shop.nextVersion();
        GoalRun.of(new PromoteGoal(), shop.settings().build());
        return shop;
    }

    /** What deploy_init, a run with the variable deploy, and deploy_promote send. */
    private static void deployByDbt(Shop shop, int factor) {
        shop.run("CREATE SCHEMA #staging_dbt_deploy");
        shop.run("CREATE SCHEMA #marts_dbt_deploy");
        shop.run("CREATE CLUSTER #compute_dbt_deploy (SIZE = '25cc', REPLICATION FACTOR = 1)");
        shop.run("GRANT USAGE ON SCHEMA #staging_dbt_deploy, #marts_dbt_deploy TO #analyst");
        shop.run("GRANT USAGE ON CLUSTER #compute_dbt_deploy TO #analyst");
        shop.run("ALTER DEFAULT PRIVILEGES FOR ROLE materialize IN SCHEMA #marts_dbt_deploy GRANT SELECT ON TABLES"
                + " TO #analyst");
        shop.run("CREATE VIEW #staging_dbt_deploy.orders AS SELECT id, country, amount * " + factor
                + " AS amount FROM #raw.orders");
        shop.run("CREATE MATERIALIZED VIEW #marts_dbt_deploy.revenue IN CLUSTER #compute_dbt_deploy AS"
                + " SELECT country, sum(amount) AS revenue FROM #staging_dbt_deploy.orders GROUP BY country");
        shop.awaitRevenue();
        swap(shop);
        shop.run("COMMENT ON SCHEMA #staging IS 'Deployment by materialize on '");
        shop.run("COMMENT ON SCHEMA #marts IS 'Deployment by materialize on '");
        shop.run("ALTER SINK #sinks.revenue_out SET FROM #marts.revenue");
    }

    private static void swap(Shop shop) {
        shop.run("BEGIN; ALTER SCHEMA #staging SWAP WITH #staging_dbt_deploy; ALTER SCHEMA #marts SWAP WITH"
                + " #marts_dbt_deploy; ALTER CLUSTER #compute SWAP WITH #compute_dbt_deploy; COMMIT");
    }

    private static void dropCopies(Shop shop) {
        shop.run("DROP SCHEMA #staging_dbt_deploy CASCADE");
        shop.run("DROP SCHEMA #marts_dbt_deploy CASCADE");
        shop.run("DROP CLUSTER #compute_dbt_deploy CASCADE");
    }
}
