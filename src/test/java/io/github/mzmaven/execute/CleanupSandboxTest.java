package io.github.mzmaven.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.session.DatabaseException;
import io.github.mzmaven.session.Session;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cleanup drops what the deployment left, and nothing that anybody else needs. */
class CleanupSandboxTest extends ShopTest {
    private static final String SOFT =
            "mz:cleanup refuses. Nothing was written. -Dmz.force=true goes on all the same. ";

    @Test
    void dropsTheOldEnvironmentInDependencyOrderWithoutCascade() {
        promoted();
        sandbox.traffic().reset();

        List<String> lines = run(new CleanupGoal(), settings());

        assertThat(drops())
                .containsExactly(
                        "DROP MATERIALIZED VIEW \"materialize\".\"#marts_dbt_deploy\".\"revenue\"",
                        "DROP VIEW \"materialize\".\"#staging_dbt_deploy\".\"orders\"",
                        "DROP SCHEMA \"materialize\".\"#staging_dbt_deploy\", \"materialize\".\"#marts_dbt_deploy\"",
                        "DROP CLUSTER \"#compute_dbt_deploy\"",
                        "DROP VIEW \"materialize\".\"_mz_deployment_#target_cleaning\".\"inventory\"",
                        "DROP SCHEMA \"materialize\".\"_mz_deployment_#target_cleaning\"");
        assertThat(lines)
                .containsExactly(
                        "Cleaning up deployment {id}",
                        "  drop materialized view #marts_dbt_deploy.revenue",
                        "  drop view #staging_dbt_deploy.orders",
                        "  drop schemas #staging_dbt_deploy, #marts_dbt_deploy",
                        "  drop cluster #compute_dbt_deploy",
                        "Cleaned up: 8 statements in {took}. Nothing of the deployment is left.");
        assertThat(shop.state()).doesNotContain("_dbt_deploy").doesNotContain("marker");
        assertThat(shop.revenue()).isEqualTo("20");
    }

    private List<String> drops() {
        return sandbox.traffic().statements().stream()
                .map(sent -> masked(sent.sql()))
                .filter(sql -> sql.startsWith("DROP"))
                .toList();
    }

    @Test
    void dropsTheNewEnvironmentOfADeploymentThatIsGivenUp() {
        String before = shop.state();
        stage();

        assertThat(run(new CleanupGoal(), settings())).last().asString().startsWith("Cleaned up");

        assertThat(shop.state()).isEqualTo(before);
        assertThat(shop.revenue()).isEqualTo("10");
    }

    @Test
    void dropsTheNewEnvironmentAfterARollback() {
        promoted();
        run(new RollbackGoal(), settings());

        assertThat(run(new CleanupGoal(), settings())).last().asString().startsWith("Cleaned up");
        assertThat(shop.state())
                .doesNotContain("_dbt_deploy")
                .doesNotContain("marker")
                .doesNotContain("countries");
        assertThat(shop.revenue()).isEqualTo("10");
    }

    @Test
    void twiceIsOnceAndSaysSo() {
        promoted();
        run(new CleanupGoal(), settings());

        assertThat(run(new CleanupGoal(), settings()))
                .containsExactly("There is no deployment of target #target. Nothing to do.");
    }

    @Test
    void whatOthersBuiltOnTheOldObjectsIsNamedAndKept() {
        shop.run("CREATE SCHEMA #reports");
        shop.run("CREATE VIEW #reports.daily AS SELECT revenue FROM #marts.revenue");
        shop.run("CREATE VIEW #reports.top AS SELECT revenue FROM #reports.daily");
        stage();
        GoalRun.of(new PromoteGoal(), settings().force().build());
        String daily =
                "The view #reports.daily needs materialized view #marts_dbt_deploy.revenue, which is to be dropped; it"
                        + " would be dropped along.";
        String top = "The view #reports.top needs view #reports.daily, which would be dropped along; so would it.";

        String remedy = "\n    Create it again on the new objects, or drop it yourself.";
        assertThat(failure(new CleanupGoal(), settings()))
                .isEqualTo(SOFT + "2 problems:\n 1. " + daily + remedy + "\n 2. " + top + remedy);
        assertThat(shop.state()).contains("#reports | top").contains("_promoted\n");

        assertThat(run(new CleanupGoal(), settings().force()))
                .contains("WARN Forced: " + daily, "WARN Forced: " + top)
                .last()
                .asString()
                .startsWith("Cleaned up");
        assertThat(shop.state()).doesNotContain("daily").doesNotContain("_dbt_deploy");
    }

    @Test
    void whatElseRunsOnTheOldClusterIsNamedAndKept() {
        promoted();
        shop.run("CREATE SCHEMA #reports");
        shop.run("CREATE MATERIALIZED VIEW #reports.ids IN CLUSTER #compute_dbt_deploy AS SELECT id FROM #raw.orders");

        assertThat(failure(new CleanupGoal(), settings()))
                .isEqualTo(SOFT + "1 problem:\n"
                        + " 1. The materialized view #reports.ids runs on cluster #compute_dbt_deploy, which is to be dropped;"
                        + " it would be dropped along.\n"
                        + "    Create it again on the new objects, or drop it yourself.");
    }

    @Test
    void whatComesBetweenReadingAndDroppingIsRefusedByTheServerAndTheNextRunNamesIt() {
        promoted();
        shop.run("CREATE SCHEMA #reports");
        sandbox.faults()
                .before(
                        1,
                        sql -> sql.startsWith("DROP MATERIALIZED VIEW"),
                        () -> other("CREATE VIEW #reports.daily AS SELECT revenue FROM #marts_dbt_deploy.revenue"));

        assertThat(failure(new CleanupGoal(), settings()))
                .isEqualTo("Step 3 of 8 failed: drop materialized view #marts_dbt_deploy.revenue\n"
                        + "    cannot drop materialized view \"#marts_dbt_deploy.revenue\": still depended upon by view"
                        + " \"#reports.daily\" (XX000)\n"
                        + "    Hint: Use DROP ... CASCADE to drop the dependent objects too.\n"
                        + "Nothing is dropped yet; but the deployment is marked as being cleaned up, and can be neither"
                        + " promoted nor rolled back any more.\n"
                        + "Mend that, then run mvn mz:cleanup again: it drops the rest.");
        assertThat(failure(new CleanupGoal(), settings()))
                .contains(" 1. The view #reports.daily needs materialized view #marts_dbt_deploy.revenue");
        assertThat(shop.state()).contains("#reports | daily");
        shop.run("DROP VIEW #reports.daily");
        assertThat(run(new CleanupGoal(), settings())).last().asString().startsWith("Cleaned up");
        assertThat(shop.state()).doesNotContain("_dbt_deploy").doesNotContain("marker");
    }

    @Test
    void whatComesIntoTheOldSchemaMeanwhileStopsItAndIsDroppedByTheNextRun() {
        promoted();
        sandbox.faults()
                .before(
                        1,
                        sql -> sql.startsWith("DROP SCHEMA"),
                        () -> other("CREATE VIEW #marts_dbt_deploy.late AS SELECT 1 AS x"));

        assertThat(failure(new CleanupGoal(), settings()))
                .startsWith("Step 5 of 8 failed: drop schemas #staging_dbt_deploy, #marts_dbt_deploy\n")
                .contains("Production is untouched; what the lines above name is dropped, the rest is still there.");
        assertThat(run(new CleanupGoal(), settings()))
                .contains("  drop view #marts_dbt_deploy.late")
                .last()
                .asString()
                .startsWith("Cleaned up");
    }

    @Test
    void worksWhenHalfOfItIsGone() {
        promoted();
        shop.run("DROP SCHEMA #marts_dbt_deploy CASCADE");
        shop.run("DROP CLUSTER #compute_dbt_deploy CASCADE");

        assertThat(run(new CleanupGoal(), settings()))
                .contains("  drop schema #staging_dbt_deploy")
                .last()
                .asString()
                .startsWith("Cleaned up");
        assertThat(shop.state()).doesNotContain("_dbt_deploy").doesNotContain("marker");
    }

    @Test
    void whatMerelyMatchesTheSuffixIsLeftAlone() {
        promoted();
        shop.run("CREATE SCHEMA #sinks_dbt_deploy");
        shop.run("CREATE CLUSTER #sink_dbt_deploy (SIZE = '25cc', REPLICATION FACTOR = 0)");

        run(new CleanupGoal(), settings());

        assertThat(shop.state()).contains("schema | #sinks_dbt_deploy |").contains("cluster | #sink_dbt_deploy |");
    }

    @Test
    void whatSomethingElsePutUnderTheNameIsRefused() {
        promoted();
        shop.run("ALTER SCHEMA #marts_dbt_deploy RENAME TO #marts_kept");
        shop.run("CREATE SCHEMA #marts_dbt_deploy");

        assertThat(failure(new CleanupGoal(), settings().force()))
                .isEqualTo("mz:cleanup refuses. Nothing was written. 1 problem:\n"
                        + " 1. #marts_dbt_deploy is not what deployment {id} made or replaced: production's #marts had {u}"
                        + " then, and now #marts has {u} and #marts_dbt_deploy has {u}.\n"
                        + "    Something else swapped or renamed them. Put the names right, or drop the marker by hand:\n"
                        + "    DROP SCHEMA _mz_deployment_#target_promoted CASCADE;");
    }

    @Test
    void anothersObjectsInItNeedForceWhichCascades() {
        system("CREATE ROLE #other");
        promoted();
        shop.run("CREATE VIEW #marts_dbt_deploy.theirs AS SELECT 1 AS x");
        system("ALTER VIEW #marts_dbt_deploy.theirs OWNER TO #other");

        assertThat(failure(new CleanupGoal(), settings()))
                .isEqualTo(SOFT + "1 problem:\n"
                        + " 1. Role materialize is not an owner of view #marts_dbt_deploy.theirs (owner: #other).\n"
                        + "    As #other or a superuser: GRANT #other TO materialize;\n"
                        + "    or set -Dmz.force=true, which drops them with their schemas by CASCADE.");
        assertThat(run(new CleanupGoal(), settings().force())).last().asString().startsWith("Cleaned up");
        assertThat(shop.state()).doesNotContain("_dbt_deploy");
    }

    @Test
    void aRunningSubscribeIsNamedAndStopsNothing() throws Exception {
        promoted();
        Session subscriber = Shop.open(sandbox.url());
        subscriber.execute("SET cluster = " + shop.name("compute_dbt_deploy"));
        var thread = new Thread(() -> {
            try {
                subscriber.execute("SUBSCRIBE " + shop.name("marts_dbt_deploy") + ".revenue");
            } catch (DatabaseException e) {
                return;
            }
        });
        thread.start();
        while (shop.query("SELECT count(*)::text AS n FROM mz_internal.mz_subscriptions")
                .equals(List.of("0"))) {
            Thread.onSpinWait();
        }

        assertThat(run(new CleanupGoal(), settings()))
                .anyMatch(line ->
                        line.matches("WARN A SUBSCRIBE runs on cluster #compute_dbt_deploy and will end with it: role"
                                + " materialize from 127.0.0.1, connected since .*\\."))
                .last()
                .asString()
                .startsWith("Cleaned up");
        subscriber.cancel();
        thread.join();
        subscriber.close();
    }

    @Test
    void aStatefulSchemaIsDroppedWithItsTablesAndSources() {
        shop.run("CREATE TABLE #staging.manual (id int)");
        shop.run("CREATE SOURCE #staging.market IN CLUSTER #compute FROM LOAD GENERATOR AUCTION FOR ALL TABLES");
        shop.run("CREATE SECRET #staging.word AS 'hush'");
        GoalRun.of(new InitGoal(), settings().allowStateful().build());
        shop.nextVersion();
        GoalRun.of(new PromoteGoal(), settings().allowStateful().build());

        assertThat(run(new CleanupGoal(), settings())).last().asString().startsWith("Cleaned up");
        assertThat(shop.state()).doesNotContain("_dbt_deploy").doesNotContain("marker");
    }
}
