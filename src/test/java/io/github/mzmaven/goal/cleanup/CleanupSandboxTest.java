package io.github.mzmaven.goal.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.goal.GoalRun;
import io.github.mzmaven.goal.ShopTest;
import io.github.mzmaven.goal.TestSql;
import io.github.mzmaven.goal.init.InitGoal;
import io.github.mzmaven.goal.swap.PromoteGoal;
import io.github.mzmaven.goal.swap.RollbackGoal;
import io.github.mzmaven.report.CleanupEvent;
import io.github.mzmaven.session.DatabaseException;
import io.github.mzmaven.session.Session;
import java.util.ArrayList;
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
                        "DROP MATERIALIZED VIEW \"materialize\".\"_mz_deployment_#target_dropping{n}\".\"revenue\"",
                        "DROP VIEW \"materialize\".\"_mz_deployment_#target_dropping{n}\".\"orders\"",
                        "DROP CLUSTER \"#compute_dbt_deploy\"",
                        "DROP SCHEMA \"materialize\".\"_mz_deployment_#target_dropping{n}\","
                                + " \"materialize\".\"_mz_deployment_#target_dropping{n}\"");
        assertThat(lines)
                .containsExactly(
                        "Cleaning up deployment {id}",
                        "  drop materialized view #marts_dbt_deploy.revenue",
                        "  drop view #staging_dbt_deploy.orders",
                        "  drop cluster #compute_dbt_deploy",
                        "  drop schemas #staging_dbt_deploy, #marts_dbt_deploy",
                        "Cleaned up: 7 statements in {took}. Nothing of the old version is left. mvn mz:history shows"
                                + " what production was built from.");
        assertThat(shop.state()).doesNotContain("_dbt_deploy").contains("marker | _mz_deployment_#target_current\n");
        assertThat(shop.revenue()).isEqualTo("20");
    }

    /** How many statements the cleanup took. */
    private int statements(TestSettings settings) {
        List<CleanupEvent.CleanedUp> cleaned =
                GoalRun.events(CleanupEvent.CleanedUp.class, new CleanupGoal(), settings.build());
        assertThat(cleaned).hasSize(1);
        return cleaned.get(0).statements();
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

        assertThat(statements(settings())).isPositive();

        assertThat(shop.state()).isEqualTo(before);
        assertThat(shop.revenue()).isEqualTo("10");
    }

    @Test
    void dropsTheNewEnvironmentAfterARollback() {
        promoted();
        run(new RollbackGoal(), settings());

        assertThat(statements(settings())).isPositive();
        assertThat(shop.state())
                .doesNotContain("_dbt_deploy")
                .doesNotContain("marker")
                .doesNotContain("countries");
        assertThat(shop.revenue()).isEqualTo("10");
    }

    @Override
    protected String masked(String text) {
        return super.masked(text).replaceAll("(dropping|cleaning)u?\\d+", "$1{n}");
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
    void whatComesBetweenReadingAndTheClaimIsNamedAndNothingIsDropped() {
        promoted();
        String before = shop.state();
        shop.run("CREATE SCHEMA #reports");
        sandbox.faults()
                .before(
                        1,
                        sql -> sql.startsWith("BEGIN"),
                        () -> other("CREATE VIEW #reports.daily AS SELECT revenue FROM #marts_dbt_deploy.revenue"));

        assertThat(failure(new CleanupGoal(), settings()))
                .isEqualTo(
                        "mz:cleanup refuses. Nothing is dropped, and the deployment is as before. -Dmz.force=true goes"
                                + " on all the same. 1 problem:\n"
                                + " 1. The view #reports.daily needs materialized view #marts_dbt_deploy.revenue, which is to be"
                                + " dropped; it would be dropped along.\n"
                                + "    Create it again on the new objects, or drop it yourself.");
        shop.run("DROP SCHEMA #reports CASCADE");
        assertThat(shop.state()).isEqualTo(before);
    }

    /** A swap by another tool: its COMMIT cannot be overtaken, so the claim is planned again. */
    @Test
    void aSwapWhileTheClaimIsOpenIsPlannedFor() {
        promoted();
        sandbox.faults()
                .before(
                        1,
                        sql -> sql.startsWith("COMMIT"),
                        () -> other("BEGIN; ALTER SCHEMA #staging SWAP WITH #staging_dbt_deploy; ALTER SCHEMA #marts"
                                + " SWAP WITH #marts_dbt_deploy; ALTER CLUSTER #compute SWAP WITH #compute_dbt_deploy;"
                                + " COMMIT"));

        assertThat(failure(new CleanupGoal(), settings()))
                .startsWith("mz:cleanup refuses. Nothing is dropped, and the deployment is as before.")
                .contains(
                        "was promoted, but production has the old version of #staging, #marts, #compute again: something"
                                + " else swapped back. Cleanup would drop the new version.");
        assertThat(shop.revenue()).isEqualTo("10");
        assertThat(shop.state()).contains("_promoted\n").contains("#marts_dbt_deploy | revenue");
    }

    @Test
    void anyOtherDdlWhileTheClaimIsOpenCostsAnotherAttempt() {
        promoted();
        sandbox.faults().before(1, sql -> sql.startsWith("COMMIT"), () -> other("CREATE ROLE #somebody"));
        sandbox.traffic().reset();

        assertThat(statements(settings())).isEqualTo(7);
        assertThat(sandbox.traffic().statements())
                .filteredOn(sent -> sent.sql().startsWith("BEGIN"))
                .hasSize(2);
        assertThat(shop.state()).doesNotContain("_dbt_deploy").contains("marker | _mz_deployment_#target_current\n");
    }

    @Test
    void ddlWithoutEndIsTold() {
        promoted();
        for (int attempt = 1; attempt <= 2; attempt++) {
            String role = "CREATE ROLE #somebody" + attempt;
            sandbox.faults().before(attempt, sql -> sql.startsWith("COMMIT"), () -> other(role));
        }

        assertThat(failure(new CleanupGoal(), settings().maxRetries(1)))
                .isEqualTo(
                        "mz:cleanup: other sessions' DDL came in between, 2 times in a row. Nothing is dropped, and the"
                                + " deployment is as before.\n"
                                + "Run mvn mz:cleanup again when less DDL goes on, or set -Dmz.maxRetries higher (now 1).");
        assertThat(shop.state()).contains("_promoted\n").contains("#marts_dbt_deploy | revenue");
    }

    @Test
    void twoCleanupsAtOnceDropOnce() {
        promoted();
        sandbox.faults().before(1, sql -> sql.startsWith("BEGIN"), () -> run(new CleanupGoal(), settings()));

        assertThat(statements(settings())).isZero();
        assertThat(shop.state()).doesNotContain("_dbt_deploy").contains("marker | _mz_deployment_#target_current\n");
    }

    @Test
    void whatComesAfterTheClaimIsRefusedByTheServerAndTheNextRunNamesIt() {
        promoted();
        shop.run("CREATE SCHEMA #reports");
        sandbox.faults()
                .before(
                        1,
                        sql -> sql.startsWith("DROP MATERIALIZED VIEW"),
                        () -> other(
                                "CREATE VIEW #reports.daily AS SELECT revenue FROM " + doomed("revenue") + ".revenue"));

        assertThat(failure(new CleanupGoal(), settings()))
                .isEqualTo("Step 3 of 7 failed: drop materialized view #marts_dbt_deploy.revenue\n"
                        + "    cannot drop materialized view \"_mz_deployment_#target_dropping{n}.revenue\": still depended"
                        + " upon by view \"#reports.daily\" (XX000)\n"
                        + "    Hint: Use DROP ... CASCADE to drop the dependent objects too.\n"
                        + "Nothing is dropped yet; but the deployment is marked as being cleaned up, and can be neither"
                        + " promoted nor rolled back any more.\n"
                        + "Fix that, then run mvn mz:cleanup again: it drops the rest.");
        assertThat(failure(new CleanupGoal(), settings()))
                .contains(" 1. The view #reports.daily needs materialized view"
                        + " _mz_deployment_#target_dropping{n}.revenue");
        assertThat(shop.state()).contains("#reports | daily");
        shop.run("DROP VIEW #reports.daily");
        assertThat(statements(settings())).isPositive();
        assertThat(shop.state()).doesNotContain("_dbt_deploy").contains("marker | _mz_deployment_#target_current\n");
    }

    /** The private name of the schema that holds an object. */
    private String doomed(String object) {
        return shop.query(
                        "SELECT s.name FROM mz_catalog.mz_schemas s JOIN mz_catalog.mz_objects o ON o.schema_id = s.id"
                                + " WHERE s.name LIKE '%#target_dropping%' AND o.name = '" + object + "'")
                .get(0);
    }

    @Test
    void whatComesIntoTheOldSchemaMeanwhileStopsItAndIsDroppedByTheNextRun() {
        promoted();
        sandbox.faults()
                .before(
                        1,
                        sql -> sql.startsWith("DROP MATERIALIZED VIEW"),
                        () -> other("CREATE VIEW " + doomed("revenue") + ".late AS SELECT 1 AS x"));

        assertThat(failure(new CleanupGoal(), settings()))
                .startsWith("Step 6 of 7 failed: drop schemas #staging_dbt_deploy, #marts_dbt_deploy\n")
                .contains("Production is untouched; what the lines above name is dropped, the rest is still there.");
        awaitNobodyAtWork();
        assertThat(run(new CleanupGoal(), settings()))
                .contains("  drop view _mz_deployment_#target_dropping{n}.late")
                .last()
                .asString()
                .startsWith("Cleaned up");
        assertThat(shop.state()).doesNotContain("_dbt_deploy").contains("marker | _mz_deployment_#target_current\n");
    }

    @Test
    void aClusterThatSomebodySwapsMeanwhileIsLeftAlone() {
        promoted();
        sandbox.faults()
                .before(
                        1,
                        sql -> sql.startsWith("SELECT c.id, c.name, c.owner_id"),
                        () -> other("ALTER CLUSTER #compute SWAP WITH #compute_dbt_deploy"));

        assertThat(run(new CleanupGoal(), settings()))
                .contains(
                        "WARN Cluster #compute_dbt_deploy had the id {u} when it was checked, and has {u} now. Something"
                                + " else swapped, renamed or dropped it; it is left alone.")
                .last()
                .asString()
                .startsWith("Cleaned up");
        assertThat(shop.state()).contains("cluster | #compute_dbt_deploy |").contains("cluster | #compute |");
        assertThat(shop.revenue()).isEqualTo("20");
    }

    @Test
    void aClusterThatIsSwappedAfterThatLookIsKeptByWhatRunsThere() {
        promoted();
        sandbox.faults()
                .before(
                        1,
                        sql -> sql.startsWith("DROP CLUSTER"),
                        () -> other("ALTER CLUSTER #compute SWAP WITH #compute_dbt_deploy"));

        assertThat(failure(new CleanupGoal(), settings()))
                .startsWith("Step 5 of 7 failed: drop cluster #compute_dbt_deploy\n")
                .contains("Production is untouched; what the lines above name is dropped, the rest is still there.");
        assertThat(shop.revenue()).isEqualTo("20");
    }

    @Test
    void aCopyThatSomebodyMadeAnewIsLeftAlone() {
        stage();
        shop.run("DROP SCHEMA #marts_dbt_deploy CASCADE");
        shop.run("DROP CLUSTER #compute_dbt_deploy CASCADE");
        shop.run("CREATE SCHEMA #marts_dbt_deploy");
        shop.run("CREATE CLUSTER #compute_dbt_deploy (SIZE = '25cc', REPLICATION FACTOR = 0)");
        shop.run("CREATE MATERIALIZED VIEW #marts_dbt_deploy.theirs IN CLUSTER #compute_dbt_deploy AS SELECT 1 AS x");

        assertThat(run(new CleanupGoal(), settings()))
                .startsWith(
                        "WARN The schema #marts_dbt_deploy is not the deployment's and is left alone: it has the id {u}, and"
                                + " deployment {id} recorded {u} for the copy and {u} for production's #marts.",
                        "WARN The cluster #compute_dbt_deploy is not the deployment's and is left alone: it has the id {u},"
                                + " and deployment {id} recorded {u} for the copy and {u} for production's #compute.")
                .contains("  drop schema #staging_dbt_deploy")
                .last()
                .asString()
                .startsWith("Cleaned up");
        assertThat(shop.state())
                .contains("#marts_dbt_deploy | theirs")
                .doesNotContain("schema | #staging_dbt_deploy")
                .doesNotContain("marker");
    }

    @Test
    void aLostConnectionAtTheClaimIsTakenOverByTheNextRun() {
        promoted();
        sandbox.faults().cutAfter(1, sql -> sql.startsWith("COMMIT"));

        assertThat(failure(new CleanupGoal(), settings()))
                .startsWith("mz:cleanup: ")
                .endsWith(
                        "Nothing is dropped yet. Whether the deployment is marked as being cleaned up is unknown to this"
                                + " run; if it is, it can be neither promoted nor rolled back any more.\n"
                                + "Run mvn mz:cleanup again: it reads the state and goes on from there.");
        assertThat(shop.state()).contains("_cleaning").contains("_dropping");
        assertThat(statements(settings())).isPositive();
        assertThat(shop.state()).doesNotContain("_dbt_deploy").contains("marker | _mz_deployment_#target_current\n");
    }

    @Test
    void whileAnotherCleanupIsAtWorkNobodyElseIs() {
        promoted();
        var failures = new ArrayList<String>();
        sandbox.faults().before(1, sql -> sql.startsWith("DROP MATERIALIZED VIEW"), () -> {
            failures.add(failure(new CleanupGoal(), settings()));
            failures.add(failure(new InitGoal(), settings()));
        });

        run(new CleanupGoal(), settings());

        assertThat(failures)
                .hasSize(2)
                .allSatisfy(message -> assertThat(message)
                        .contains(
                                "1. Another run is at work on deployment {id}: role materialize from 127.0.0.1, connected since"
                                        + " {time}."));
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
        assertThat(shop.state()).doesNotContain("_dbt_deploy").contains("marker | _mz_deployment_#target_current\n");
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
    void whatSomethingElsePutUnderTheNameAndWhatItRenamedAreLeftAlone() {
        promoted();
        shop.run("DROP MATERIALIZED VIEW #marts_dbt_deploy.revenue");
        shop.run("ALTER SCHEMA #marts_dbt_deploy RENAME TO #marts_kept");
        shop.run("CREATE SCHEMA #marts_dbt_deploy");

        assertThat(run(new CleanupGoal(), settings()))
                .startsWith(
                        "WARN The schema #marts_dbt_deploy is not the deployment's and is left alone: it has the id {u}, and"
                                + " deployment {id} recorded {u} for the copy and {u} for production's #marts.",
                        "WARN The schema #marts_kept has the id {u}, which production's #marts had in deployment {id}."
                                + " Something else renamed it; it is left alone.")
                .last()
                .asString()
                .startsWith("Cleaned up");
        assertThat(shop.state()).contains("schema | #marts_dbt_deploy |").contains("schema | #marts_kept |");
    }

    @Test
    void viewsOfTheMarkerThatAreAnothersAreToldBeforeAnythingIsDropped() {
        system("CREATE ROLE #other");
        GoalRun.of(new InitGoal(), settings().build());
        system("ALTER VIEW _mz_deployment_#target_staged.inventory OWNER TO #other");

        assertThat(failure(new CleanupGoal(), settings()))
                .isEqualTo(SOFT + "1 problem:\n"
                        + " 1. Role materialize is not an owner of view _mz_deployment_#target_staged.inventory (owner:"
                        + " #other).\n"
                        + "    As #other or a superuser: GRANT #other TO materialize;\n"
                        + "    or set -Dmz.force=true, which drops them with their schemas by CASCADE.");
        assertThat(statements(settings().force())).isPositive();
        assertThat(shop.state()).doesNotContain("_dbt_deploy").doesNotContain("marker");
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
        assertThat(statements(settings().force())).isPositive();
        assertThat(shop.state()).doesNotContain("_dbt_deploy");
    }

    @Test
    void aRunningSubscribeIsNamedAndStopsNothing() throws Exception {
        promoted();
        Session subscriber = TestSql.onCatalog(sandbox.url());
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

        assertThat(statements(settings())).isPositive();
        assertThat(shop.state()).doesNotContain("_dbt_deploy").contains("marker | _mz_deployment_#target_current\n");
    }
}
