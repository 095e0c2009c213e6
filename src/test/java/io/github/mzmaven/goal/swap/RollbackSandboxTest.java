package io.github.mzmaven.goal.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.goal.GoalRun;
import io.github.mzmaven.goal.ShopTest;
import io.github.mzmaven.goal.cleanup.CleanupGoal;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Rollback: promote backwards, as long as there is something to go back to. */
class RollbackSandboxTest extends ShopTest {
    private static final Predicate<String> COMMIT = "COMMIT"::equals;

    @Test
    void swapsBackSinksTooAndWarnsOfWhatTheyEmitted() {
        promoted();

        assertThat(run(new RollbackGoal(), settings()))
                .containsExactly(
                        "  changed  view               #staging.orders      definition",
                        "  removed  view               #staging.countries   nothing reads it",
                        "Swapped 2 schemas and 1 cluster in one transaction, {took}",
                        "  point sink #sinks.revenue_out at #marts.revenue",
                        "WARN What the sinks emitted since the promote stays in their topics: a rollback cannot take it back,"
                                + " and a moved sink emits no snapshot.",
                        "Rolled back. Production has the old version; deployment {id} is staged again in *_dbt_deploy. Next:"
                                + " mvn mz:promote, or mvn mz:cleanup");
        assertThat(shop.revenue()).isEqualTo("10");
        assertThat(shop.state())
                .contains("marker | _mz_deployment_#target_staged\n")
                .contains("uses | #sinks.revenue_out | #marts.revenue\n");
    }

    @Test
    void endsInTheStateBeforePromoteButForTheTagOfTheRejectedVersion() {
        stage();
        String staged = shop.state();
        GoalRun.of(new PromoteGoal(), settings().build());

        run(new RollbackGoal(), settings());

        assertThat(shop.state().replaceAll("Deployment by materialize on .*", "null"))
                .isEqualTo(staged);
    }

    @Test
    void twiceIsOnceAndSaysSo() {
        promoted();
        run(new RollbackGoal(), settings());
        String state = shop.state();

        assertThat(run(new RollbackGoal(), settings()))
                .containsExactly(
                        "Deployment {id} is not promoted: production has the old version. Nothing left to do.");
        assertThat(shop.state()).isEqualTo(state);
    }

    @Test
    void theSuffixThatIsToldIsTheDeployments() {
        stage();
        assertThat(run(new PromoteGoal(), settings().suffix("_next")))
                .last()
                .isEqualTo(
                        "Promoted. Production is now {id}; the old objects are in *_dbt_deploy. Next: mvn mz:cleanup, or"
                                + " mvn mz:rollback");
        assertThat(run(new RollbackGoal(), settings().suffix("_next")))
                .last()
                .isEqualTo(
                        "Rolled back. Production has the old version; deployment {id} is staged again in *_dbt_deploy."
                                + " Next: mvn mz:promote, or mvn mz:cleanup");
    }

    @Test
    void promoteWorksAgainAfterIt() {
        promoted();
        String promoted = shop.state();
        run(new RollbackGoal(), settings());

        assertThat(run(new PromoteGoal(), settings())).last().asString().startsWith("Promoted.");
        assertThat(shop.state()).isEqualTo(promoted);
        assertThat(shop.revenue()).isEqualTo("20");
        run(new RollbackGoal(), settings());
        assertThat(shop.revenue()).isEqualTo("10");
    }

    @Test
    void anIncompleteOldEnvironmentIsRefused() {
        promoted();
        shop.run("DROP INDEX #marts_dbt_deploy.revenue_country");

        assertThat(failure(new RollbackGoal(), settings()))
                .isEqualTo(
                        "mz:rollback refuses. Nothing was written. -Dmz.force=true goes on all the same. 1 problem:\n"
                                + " 1. The old environment is incomplete; dropped since mz:init: index #marts.revenue_country.\n"
                                + "    Deploy the wanted version again instead: mvn mz:cleanup, mvn mz:init …; or set -Dmz.force=true"
                                + " if production can do without.");
        assertThat(shop.revenue()).isEqualTo("20");
        assertThat(run(new RollbackGoal(), settings().force()))
                .last()
                .asString()
                .startsWith("Rolled back.");
    }

    @Test
    void aMissingOldSchemaOrClusterIsRefusedEvenByForce() {
        promoted();
        shop.run("DROP CLUSTER #compute_dbt_deploy CASCADE");

        assertThat(failure(new RollbackGoal(), settings().force()))
                .isEqualTo("mz:rollback refuses. Nothing was written. 1 problem:\n"
                        + " 1. Deployment {id} is not whole any more, so it cannot be rolled back: #compute ({u} at init; now"
                        + " {u}, #compute_dbt_deploy missing).\n"
                        + "    Something else dropped, renamed or swapped these. mvn mz:status shows it; mvn mz:cleanup drops"
                        + " the deployment.");
    }

    @Test
    void afterCleanupThereIsNothingToGoBackTo() {
        promoted();
        run(new CleanupGoal(), settings());

        assertThat(failure(new RollbackGoal(), settings()))
                .isEqualTo("mz:rollback refuses. Nothing was written. 1 problem:\n"
                        + " 1. There is no deployment of target #target.\n    Run mvn mz:init first; for"
                        + " copies that dbt made: mvn mz:init -Dmz.ignoreExistingObjects=true");
    }

    @Test
    void aSinkOnWhatOnlyTheNewVersionHasStopsIt() {
        stage();
        shop.run("CREATE MATERIALIZED VIEW #marts_dbt_deploy.fresh IN CLUSTER #compute_dbt_deploy AS SELECT 1 AS x");
        GoalRun.of(new PromoteGoal(), settings().build());
        shop.run("CREATE SINK #sinks.fresh_out IN CLUSTER #sink FROM #marts.fresh INTO KAFKA CONNECTION #sinks.kafka"
                + " (TOPIC 'fresh') FORMAT JSON ENVELOPE DEBEZIUM");

        assertThat(failure(new RollbackGoal(), settings().force()))
                .isEqualTo("mz:rollback refuses. Nothing was written. 1 problem:\n"
                        + " 1. Sink #sinks.fresh_out reads #marts.fresh, which the version to be swapped in does not have.\n"
                        + "    Add it, or drop the sink: DROP SINK #sinks.fresh_out;");
    }

    @Test
    void dependentsOfTheNewVersionNeedForce() {
        promoted();
        shop.run("CREATE SCHEMA #reports");
        shop.run("CREATE VIEW #reports.daily AS SELECT revenue FROM #marts.revenue");

        assertThat(failure(new RollbackGoal(), settings()))
                .isEqualTo(
                        "mz:rollback refuses. Nothing was written. -Dmz.force=true goes on all the same. 1 problem:\n"
                                + " 1. The view #reports.daily reads #marts.revenue and would keep reading the new one.\n"
                                + "    Add its schema to <schemas>, or create it again after mz:rollback; mz:cleanup refuses until"
                                + " then.");
    }

    @Test
    void whatASinkIsToReadMustBeHydratedAlsoWhereAPromoteWouldWait() {
        promoted();
        shop.run("ALTER CLUSTER #compute_dbt_deploy SET (REPLICATION FACTOR = 0)");

        assertThat(failure(new RollbackGoal(), settings().waitFirst()))
                .isEqualTo(
                        "mz:rollback refuses. Nothing was written. -Dmz.force=true goes on all the same. 1 problem:\n"
                                + " 1. The sink #sinks.revenue_out is to read #marts.revenue, which is not ready (its cluster"
                                + " #compute_dbt_deploy has no replica): the sink would wait for it after the swap.\n"
                                + "    Give it what it lacks, or set -Dmz.force=true if the sinks may wait.");
        assertThat(shop.revenue()).isEqualTo("20");
    }

    @Test
    void grantsMadeSincePromoteAreKept() {
        promoted();
        shop.run("CREATE ROLE #auditor");
        shop.run("GRANT SELECT ON #marts.revenue TO #auditor");

        run(new RollbackGoal(), settings());

        assertThat(shop.state())
                .contains("object | #marts | revenue | materialized-view | #compute | materialize | materialize SELECT,"
                        + " #analyst SELECT, #auditor SELECT\n");
    }

    @Test
    void aLostAnswerIsResolvedByTheMarker() {
        promoted();
        sandbox.faults().cutAfter(1, COMMIT);

        assertThat(run(new RollbackGoal(), settings()))
                .contains("Swapped: the connection was lost, but the transaction was committed");
        assertThat(shop.revenue()).isEqualTo("10");
    }

    @Test
    void whatWasMadeSinceThePromoteIsNamedAndNeedsForce() {
        stage();
        shop.run("CREATE TABLE #marts_dbt_deploy.notes (text text)");
        GoalRun.of(new PromoteGoal(), settings().build());
        shop.run("INSERT INTO #marts.notes VALUES ('mine')");
        shop.run("CREATE VIEW #staging.late AS SELECT 1 AS x");
        shop.run("DROP VIEW #staging.countries");
        shop.run("CREATE VIEW #staging.countries AS SELECT 'FR' AS country");

        assertThat(failure(new RollbackGoal(), settings()))
                .isEqualTo(
                        "mz:rollback refuses. Nothing was written. -Dmz.force=true goes on all the same. 2 problems:\n"
                                + " 1. Rows that came since mz:promote are in the new version only: table #marts.notes. Production"
                                + " would have the old ones again, and mz:cleanup would drop the new ones.\n"
                                + "    Save what must not be lost; then set -Dmz.force=true.\n"
                                + " 2. Made in production since mz:promote: view #staging.late, view #staging.countries. The old"
                                + " version has none of that, and mz:cleanup would drop it.\n"
                                + "    Save what must not be lost; then set -Dmz.force=true.");
        assertThat(shop.revenue()).isEqualTo("20");
        assertThat(run(new RollbackGoal(), settings().force()))
                .last()
                .asString()
                .startsWith("Rolled back.");
        assertThat(shop.revenue()).isEqualTo("10");
    }

    @Test
    void whatASecondPromoteBroughtIsNotTakenForMadeSinceTheFirst() {
        promoted();
        run(new RollbackGoal(), settings());
        shop.run("CREATE VIEW #staging_dbt_deploy.more AS SELECT 1 AS x");
        run(new PromoteGoal(), settings());

        assertThat(run(new RollbackGoal(), settings())).last().asString().startsWith("Rolled back.");
    }

    @Test
    void aSinkThatHangsIsFinishedByTheNextRun() {
        promoted();
        shop.run("CREATE CLUSTER #idle (SIZE = '25cc', REPLICATION FACTOR = 0)");
        shop.run(
                "CREATE SINK #sinks.stuck IN CLUSTER #idle FROM #marts.revenue INTO KAFKA CONNECTION #sinks.kafka (TOPIC"
                        + " 'stuck') KEY (country) NOT ENFORCED FORMAT JSON ENVELOPE UPSERT");

        assertThat(failure(new RollbackGoal(), settings().sinkTimeout(Duration.ofMillis(500))))
                .isEqualTo(
                        "mz:rollback: production is swapped, but 1 of 2 sinks still reads the replaced object. Do not clean"
                                + " up yet.\n"
                                + "  #sinks.stuck  cancelled after {took}: its cluster #idle has no replica. Give it one\n"
                                + "Fix that, then run mvn mz:rollback again; it will finish only this.");
        shop.run("ALTER CLUSTER #idle SET (REPLICATION FACTOR = 1)");
        assertThat(run(new RollbackGoal(), settings()))
                .contains("  point sink #sinks.stuck at #marts.revenue")
                .noneMatch(line -> line.startsWith("Tried"));
        assertThat(shop.revenue()).isEqualTo("10");
    }

    @Test
    void beforePromoteThereIsNothingToDo() {
        stage();

        List<String> lines = run(new RollbackGoal(), settings());

        assertThat(lines)
                .containsExactly(
                        "Deployment {id} is not promoted: production has the old version. Nothing left to do.");
    }
}
