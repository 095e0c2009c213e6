package io.github.mzmaven.goal.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.goal.GoalRun;
import io.github.mzmaven.goal.ShopTest;
import io.github.mzmaven.goal.cleanup.CleanupGoal;
import io.github.mzmaven.goal.init.InitGoal;
import io.github.mzmaven.goal.swap.PromoteGoal;
import io.github.mzmaven.goal.swap.RollbackGoal;
import io.github.mzmaven.report.HistoryFound;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryGoalTest extends ShopTest {
    @Test
    void saysThatThereIsNone() {
        assertThat(run(new HistoryGoal(), settings()))
                .containsExactly("No deployment of target #target is known. mz:cleanup records them.");
    }

    @Test
    void listsWhatBecameOfEachTheNewestFirst() {
        givenUp("PR-0");
        promoted("PR-1");
        assertThat(found()).containsExactly("promoted PR-1");
        GoalRun.of(new CleanupGoal(), settings().build());
        assertThat(found()).containsExactly("production PR-1");

        givenUp("PR-2");
        promoted("PR-3");
        GoalRun.of(new RollbackGoal(), settings().build());
        assertThat(found()).containsExactly("staged PR-3", "givenUp PR-2", "production PR-1");
        GoalRun.of(new CleanupGoal(), settings().build());
        promoted("PR-4");
        GoalRun.of(new CleanupGoal(), settings().build());
        GoalRun.of(new InitGoal(), settings().tag("PR-5").build());
        assertThat(found())
                .containsExactly("staged PR-5", "production PR-4", "rolledBack PR-3", "givenUp PR-2", "replaced PR-1");

        GoalRun.of(new CleanupGoal(), settings().forget().build());
        assertThat(found()).isEmpty();
        assertThat(shop.state()).doesNotContain("marker");
    }

    @Test
    void aCleanupThatWasCutOffBeforeItsRenameHidesNothing() {
        promoted("PR-1");
        GoalRun.of(new CleanupGoal(), settings().build());
        promoted("PR-2");
        sandbox.faults().cutBefore(1, sql -> sql.contains("RENAME TO") && sql.endsWith("_current\""));
        assertThat(failure(new CleanupGoal(), settings())).contains("run mvn mz:cleanup again");

        assertThat(found()).containsExactly("cleaning PR-2", "replaced PR-1");
        GoalRun.of(new CleanupGoal(), settings().build());
        assertThat(found()).containsExactly("production PR-2", "replaced PR-1");
    }

    @Test
    void showsATableWithATimeForEachGoal() {
        promoted("PR-1");
        GoalRun.of(new CleanupGoal(), settings().build());

        List<String> lines = run(new HistoryGoal(), settings());
        assertThat(lines).hasSize(4).startsWith("Deployments of target #target, the newest first:");
        assertThat(lines.get(1).replaceAll(" +", " "))
                .isEqualTo(" deployment | by | tag | commit | what happened | init | promote");
        assertThat(lines.get(3).replaceAll(" +", " "))
                .matches(
                        " \\{id} \\| materialize \\| PR-1 \\| 0123456 \\| in production, promoted [-0-9]+ [:0-9]+ UTC \\|"
                                + " .*\\{took} \\| .*\\{took}");
    }

    @Test
    void saysWhenADeploymentWasGivenUp() {
        promoted("PR-1");
        GoalRun.of(new CleanupGoal(), settings().build());
        givenUp("PR-2");

        assertThat(run(new HistoryGoal(), settings()).get(3).replaceAll(" +", " "))
                .matches(
                        " \\{id} \\| materialize \\| PR-2 \\| 0123456 \\| given up [-0-9]+ [:0-9]+ UTC \\| .*\\{took} \\|.*");
    }

    /** Between the plan and its second look: what is recorded has a time, and that alone is no other session's DDL. */
    @Test
    void aSecondThatPassesMeanwhileDoesNotHoldUpWhoGivesUp() {
        promoted("PR-1");
        GoalRun.of(new CleanupGoal(), settings().build());
        stage();
        sandbox.faults().before(1, sql -> sql.startsWith("BEGIN"), () -> {
            List<String> second = shop.query("SELECT date_trunc('second', now())::text");
            while (shop.query("SELECT date_trunc('second', now())::text").equals(second)) {
                Thread.onSpinWait();
            }
        });

        GoalRun.of(new CleanupGoal(), settings().maxRetries(0).build());
        assertThat(found()).containsExactly("givenUp null", "production PR-1");
    }

    @Test
    void aMarkerOfAnEarlierVersionIsNoError() {
        promoted("PR-1");
        shop.run("DROP VIEW _mz_deployment_#target_promoted.run_promote");
        shop.run("COMMENT ON SCHEMA _mz_deployment_#target_promoted IS '{\"id\":\"old\",\"user\":\"materialize\"}'");
        GoalRun.of(new CleanupGoal(), settings().build());

        HistoryFound found = GoalRun.events(
                        HistoryFound.class, new HistoryGoal(), settings().build())
                .get(0);
        assertThat(found.deployments())
                .singleElement()
                .satisfies(past -> assertThat(past.deployment().goals()).isEqualTo(Map.of()))
                .satisfies(past -> assertThat(past.state()).isEqualTo("production"));
        GoalRun.of(new InitGoal(), settings().build());
    }

    @Test
    void aNightlyJobCleansUpOnlyWhatIsPromoted() {
        stage();
        String before = shop.state();
        assertThat(run(new CleanupGoal(), settings().promotedOnly().forget()))
                .containsExactly("Deployment {id} is staged, not promoted: it is left alone (promotedOnly).");
        assertThat(shop.state()).isEqualTo(before);

        GoalRun.of(new PromoteGoal(), settings().build());
        GoalRun.of(new CleanupGoal(), settings().promotedOnly().build());
        assertThat(shop.state())
                .contains("marker | _mz_deployment_#target_current\n")
                .doesNotContain("_dbt_deploy");
    }

    @Test
    void aHistoryThatSomebodyReadsHoldsUpNoCleanup() {
        promoted("PR-1");
        GoalRun.of(new CleanupGoal(), settings().build());
        shop.run("CREATE SCHEMA #team");
        shop.run("CREATE VIEW #team.past AS SELECT * FROM _mz_deployment_#target_current.history");

        GoalRun.of(new InitGoal(), settings().tag("PR-2").build());
        assertThat(run(new CleanupGoal(), settings()))
                .contains("WARN The view \"history\" of _mz_deployment_#target_current is read by view #team.past:"
                        + " deployment {id} will be missing in what mvn mz:history shows.");
        assertThat(found()).containsExactly("production PR-1");

        promoted("PR-3");
        assertThat(failure(new CleanupGoal(), settings()))
                .contains(
                        "The view #team.past needs view _mz_deployment_#target_current.history, which is to be dropped");
    }

    /** What is rolled back while the claim is open is staged again. */
    @Test
    void aRollbackInBetweenKeepsANightlyJobFromTheNewVersion() {
        promoted("PR-1");
        sandbox.faults().before(1, sql -> sql.startsWith("BEGIN"), () -> run(new RollbackGoal(), settings()));

        assertThat(run(new CleanupGoal(), settings().promotedOnly()))
                .endsWith("Deployment {id} is staged, not promoted: it is left alone (promotedOnly).");
        assertThat(shop.state()).contains("_staged\n").contains("#marts_dbt_deploy | revenue");
    }

    @Test
    void whatSomethingElsePromotedIsCleanedUpByTheNightlyJobToo() {
        stage();
        shop.run("BEGIN; ALTER SCHEMA #staging SWAP WITH #staging_dbt_deploy;"
                + " ALTER SCHEMA #marts SWAP WITH #marts_dbt_deploy;"
                + " ALTER CLUSTER #compute SWAP WITH #compute_dbt_deploy; COMMIT");
        shop.run("ALTER SINK #sinks.revenue_out SET FROM #marts.revenue");

        GoalRun.of(new CleanupGoal(), settings().promotedOnly().build());
        assertThat(found()).containsExactly("production null");
    }

    private void givenUp(String tag) {
        GoalRun.of(new InitGoal(), settings().tag(tag).build());
        GoalRun.of(new CleanupGoal(), settings().build());
    }

    private void promoted(String tag) {
        TestSettings settings = settings().tag(tag);
        GoalRun.of(new InitGoal(), settings.build());
        shop.nextVersion();
        GoalRun.of(new PromoteGoal(), settings.build());
    }

    private List<String> found() {
        return GoalRun.events(HistoryFound.class, new HistoryGoal(), settings().build()).stream()
                .flatMap(found -> found.deployments().stream())
                .map(past -> past.state() + " " + past.deployment().tag())
                .toList();
    }
}
