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
