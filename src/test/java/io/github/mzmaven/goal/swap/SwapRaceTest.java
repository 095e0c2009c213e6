package io.github.mzmaven.goal.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.goal.GoalRun;
import io.github.mzmaven.goal.ShopTest;
import io.github.mzmaven.goal.cleanup.CleanupGoal;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Promote while others work, while the connection fails, and while somebody else promotes: once, and never half. */
class SwapRaceTest extends ShopTest {
    private static final Predicate<String> REHEARSAL = sql -> sql.startsWith("BEGIN") && sql.endsWith("ROLLBACK");
    private static final Predicate<String> OPENING =
            sql -> sql.startsWith("BEGIN") && sql.contains(" SWAP WITH ") && !sql.endsWith("ROLLBACK");
    private static final Predicate<String> COMMIT = "COMMIT"::equals;
    private static final Predicate<String> READING = sql -> sql.contains("mz_sessions");

    private enum Cut {
        BEFORE,
        AFTER
    }

    @Test
    void otherDdlDuringTheSwapIsMetByAnotherAttempt() {
        stage();
        sandbox.faults().before(1, COMMIT, () -> other("CREATE SCHEMA #elsewhere"));

        assertThat(promotes())
                .contains(
                        "Attempt 1 met another session's DDL; trying again",
                        "Swapped 2 schemas and 1 cluster in one transaction (attempt 2; attempt 1 met another session's"
                                + " DDL), {took}");
    }

    @Test
    void otherDdlDuringTheRehearsalIsMetByAnotherAttempt() {
        stage();
        sandbox.faults().conflict(1, REHEARSAL);

        assertThat(run(new PromoteGoal(), settings().dryRun()))
                .containsOnlyOnce("Tried on the server and rolled back: ok");
        assertStaged();
    }

    @Test
    void whatOthersCreateBetweenReadingAndSwappingIsSeenAgain() {
        stage();
        sandbox.faults().before(1, OPENING, () -> other("CREATE VIEW #marts.surprise AS SELECT 1 AS x"));

        assertThat(failure(new PromoteGoal(), settings()))
                .isEqualTo(
                        "mz:promote refuses. Nothing was written. -Dmz.force=true goes on all the same. 1 problem:\n"
                                + " 1. Production has changed since mz:init: created view #marts.surprise. The version to be"
                                + " swapped in may not have that.\n"
                                + "    Check that it has; then set -Dmz.force=true, or start again: mvn mz:cleanup, mvn mz:init.");
        assertStaged();
    }

    @Test
    void whenAttemptsAreUsedUpItTellsStateAndRemedy() {
        stage();
        sandbox.faults().conflict(1, COMMIT);
        sandbox.faults().conflict(2, COMMIT);

        assertThat(failure(new PromoteGoal(), settings().maxRetries(1)))
                .startsWith(
                        "mz:promote: nothing is swapped after 2 attempts (attempt 1 met another session's DDL, attempt 2"
                                + " met another session's DDL). Production is as before.\n    ")
                .contains("(40001)\n    Hint: ")
                .endsWith("\nRun mvn mz:promote again when less DDL goes on, or set -Dmz.maxRetries higher (now 1).");
        assertStaged();
        promotes();
    }

    @Test
    void whenTheRehearsalsAttemptsAreUsedUpItTellsStateAndRemedy() {
        stage();
        sandbox.faults().conflict(1, REHEARSAL);

        assertThat(failure(new PromoteGoal(), settings().dryRun().maxRetries(0)))
                .startsWith("mz:promote: the server refuses the swap. Nothing was written.\n    ")
                .contains("(40001)\n    Hint: ")
                .endsWith("\nRun mvn mz:promote again when less DDL goes on, or set -Dmz.maxRetries higher (now 0).");
        assertStaged();
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionLostOverTheSwapIsResolvedByTheMarker(Cut cut) {
        stage();
        cut(cut, 1, COMMIT);

        assertThat(promotes())
                .contains(
                        cut == Cut.AFTER
                                ? "Swapped: the connection was lost, but the transaction was committed"
                                : "Swapped 2 schemas and 1 cluster in one transaction (attempt 2; attempt 1 lost the"
                                        + " connection), {took}");
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionLostOverTheRehearsalChangesNothing(Cut cut) {
        stage();
        cut(cut, 1, REHEARSAL);

        assertThat(run(new PromoteGoal(), settings().dryRun()))
                .containsOnlyOnce("Tried on the server and rolled back: ok");
        assertStaged();
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionLostOverTheOpenTransactionChangesNothing(Cut cut) {
        stage();
        cut(cut, 1, OPENING);

        assertThat(promotes())
                .contains("Swapped 2 schemas and 1 cluster in one transaction (attempt 2; attempt 1 lost the"
                        + " connection), {took}");
    }

    /** The server goes on with what it got: whether that has happened is settled before anything is said about it. */
    @Test
    void aCommitThatTheServerIsStillAtWhenItsConnectionIsLostIsSettled() {
        stage();
        sandbox.faults().cutBefore(1, COMMIT);

        assertThat(failure(new PromoteGoal(), settings().maxRetries(0)))
                .startsWith("mz:promote: nothing is swapped after 1 attempt (attempt 1 lost the connection)."
                        + " Production is as before.\n    ");
        assertStaged();
    }

    @Test
    void aGrantThatComesWhileTheTransactionIsOpenIsCopiedBeforeTheSwap() {
        stage();
        system("CREATE ROLE #late");
        sandbox.faults().before(1, OPENING, () -> other("GRANT SELECT ON TABLE #marts.revenue TO #late"));

        assertThat(promotes())
                .contains(
                        "Attempt 1 found that something had changed; trying again",
                        "  grant SELECT on table materialize.#marts_dbt_deploy.revenue to #late",
                        "Swapped 2 schemas and 1 cluster in one transaction (attempt 2; attempt 1 found that something"
                                + " had changed), {took}");
    }

    @Test
    void aGrantThatWasCopiedAndIsRevokedMeanwhileIsTakenBack() {
        stage();
        other("GRANT SELECT ON TABLE #marts.revenue TO #analyst");
        other("REVOKE SELECT ON TABLE #marts_dbt_deploy.revenue FROM #analyst");
        sandbox.faults().before(1, OPENING, () -> other("REVOKE SELECT ON TABLE #marts.revenue FROM #analyst"));

        assertThat(promotes())
                .contains(
                        "  grant SELECT on table materialize.#marts_dbt_deploy.revenue to #analyst",
                        "  revoke SELECT on table materialize.#marts_dbt_deploy.revenue from #analyst");
        assertThat(shop.state())
                .contains("object | #marts | revenue | materialized-view | #compute | materialize |"
                        + " materialize SELECT\n");
    }

    @Test
    void aDependentThatComesWhileTheTransactionIsOpenIsNamed() {
        stage();
        sandbox.faults().before(1, OPENING, () -> other("CREATE VIEW #raw.late AS SELECT * FROM #marts.revenue"));

        assertThat(failure(new PromoteGoal(), settings()))
                .startsWith(
                        "mz:promote refuses. Nothing was written. -Dmz.force=true goes on all the same. 1 problem:\n"
                                + " 1. The view #raw.late reads #marts.revenue and would keep reading the old one.");
        assertStaged();
    }

    @Test
    void anObjectOfTheCopiesThatIsMadeAnewWhileTheTransactionIsOpenIsPlannedFor() {
        stage();
        sandbox.faults()
                .before(
                        1,
                        OPENING,
                        () -> other(
                                "DROP VIEW #staging_dbt_deploy.countries",
                                "CREATE VIEW #staging_dbt_deploy.countries AS SELECT 'GB' AS country"));

        assertThat(promotes()).contains("Attempt 1 found that something had changed; trying again");
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionLostOverAnyReadingIsMadeAnew(Cut cut) {
        stage();
        for (int nth = 1; nth <= 2; nth++) {
            cut(cut, nth, READING);
            cut(cut, 3, READING);
        }

        promotes();
    }

    @Test
    void aConnectionLostBeforeAndWhileReadingWhatHappenedIsMadeAnewTwice() {
        stage();
        sandbox.faults().cutAfter(1, COMMIT);
        sandbox.faults().before(1, COMMIT, () -> sandbox.faults().cutBefore(1, READING));

        assertThat(run(new PromoteGoal(), settings()))
                .contains("Swapped: the connection was lost, but the transaction was committed");
        assertPromoted();
    }

    @Test
    void aServerThatStaysAwayLeavesAMessageThatTellsWhatIsKnown() {
        stage();
        sandbox.faults().cutAfter(1, COMMIT);
        sandbox.faults().before(1, COMMIT, () -> {
            for (int nth = 1; nth <= 20; nth++) {
                sandbox.faults().cutBefore(nth, sql -> sql.startsWith("SET extra_float_digits"));
            }
        });

        assertThat(failure(new PromoteGoal(), settings().maxRetries(2)))
                .startsWith("mz:promote: Cannot connect to materialize at ")
                .endsWith(
                        "\nWhether production is swapped is unknown to this run, but it is whole: all of it or nothing.\n"
                                + "Run mvn mz:promote again: it reads the state and goes on from there.");
        sandbox.faults().clear();
        promotes();
    }

    @Test
    void aServerThatIsAwayForAMomentIsWaitedFor() {
        stage();
        sandbox.faults().cutAfter(1, COMMIT);
        sandbox.faults().before(1, COMMIT, () -> {
            sandbox.faults().cutBefore(1, sql -> sql.startsWith("SET extra_float_digits"));
            sandbox.faults().cutBefore(2, sql -> sql.startsWith("SET extra_float_digits"));
        });

        promotes();
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionLostOverTheTagsIsMadeAnew(Cut cut) {
        stage();
        cut(cut, 1, sql -> sql.startsWith("COMMENT ON SCHEMA") && sql.contains("Deployment by"));
        cut(cut, 1, sql -> sql.startsWith("COMMENT ON SCHEMA") && sql.contains("promotedBy"));

        promotes();
    }

    @Test
    void anErrorAfterTheSwapSaysThatProductionIsSwapped() {
        stage();
        system("CREATE ROLE #deployer", "GRANT materialize TO #deployer");
        sandbox.faults()
                .before(
                        1,
                        sql -> sql.startsWith("COMMENT ON SCHEMA") && sql.contains("Deployment by"),
                        () -> system("REVOKE materialize FROM #deployer"));

        assertThat(failure(new PromoteGoal(), settingsOf("deployer")))
                .isEqualTo("mz:promote: must be owner of SCHEMA materialize.#staging (42501)\n"
                        + "Production was swapped; what comes after that (sinks, tags) is not finished.\n"
                        + "Run mvn mz:promote again: it reads the state and goes on from there.");
        system("GRANT materialize TO #deployer");
        assertThat(run(new PromoteGoal(), settingsOf("deployer")))
                .last()
                .asString()
                .startsWith("Promoted.");
        assertThat(shop.state()).contains("Deployment by #deployer on {time} | Commit SHA: ");
    }

    @Test
    void aPromoteThatAnotherRunFinishedMeanwhileSucceeds() {
        stage();
        sandbox.faults()
                .before(
                        1,
                        OPENING,
                        () -> GoalRun.of(new PromoteGoal(), settings().build()));

        assertThat(promotes())
                .contains("Swapped already, by another run at the same time")
                .last()
                .asString()
                .startsWith("Promoted. Production is now {id}");
    }

    @Test
    void aPromoteThatAnotherRunFinishedDuringTheRehearsalSucceeds() {
        stage();
        sandbox.faults()
                .before(
                        1,
                        REHEARSAL,
                        () -> GoalRun.of(new PromoteGoal(), settings().build()));

        assertThat(run(new PromoteGoal(), settings().dryRun())).contains("Swapped meanwhile, by another run");
        assertPromoted();
    }

    @Test
    void aPromoteThatAnotherRunFinishedDuringItsRehearsalGrantsNothing() {
        stage();
        other("REVOKE SELECT ON TABLE #marts_dbt_deploy.revenue FROM #analyst");
        sandbox.faults()
                .before(
                        1,
                        REHEARSAL,
                        () -> GoalRun.of(new PromoteGoal(), settings().build()));

        assertThat(promotes())
                .contains("Swapped meanwhile, by another run")
                .noneMatch(line -> line.startsWith("  grant ") || line.startsWith("Attempt "));
    }

    @Test
    void aRollbackAtTheSameTimeAfterTheSwapIsTold() {
        stage();
        sandbox.faults()
                .before(
                        1,
                        sql -> sql.startsWith("COMMENT ON SCHEMA") && sql.contains("promotedBy"),
                        () -> GoalRun.of(new RollbackGoal(), settings().build()));

        assertThat(failure(new PromoteGoal(), settings()))
                .isEqualTo("mz:promote: production was swapped, and something else has swapped it back since.\n"
                        + "mvn mz:status shows what is where.");
        assertThat(shop.revenue()).isEqualTo("10");
    }

    @Test
    void whatDbtSwappedIsFinished() {
        stage();
        dbtSwaps();
        assertThat(shop.revenue()).isEqualTo("20");

        assertThat(promotes())
                .startsWith("Deployment {id} is in production already: another run swapped it, or something else did.");
        assertThat(run(new PromoteGoal(), settings()))
                .containsExactly("Deployment {id} was promoted at {time} by materialize.", "Nothing left to do.");
    }

    @Test
    void aSwapByDbtInTheInstantBeforeOursIsNotSwappedBack() {
        stage();
        sandbox.faults().before(1, OPENING, this::dbtSwaps);

        assertThat(promotes()).contains("Swapped already, by another run at the same time");
    }

    @Test
    void aSwapByDbtWhileTheTransactionIsOpenIsNotSwappedBack() {
        stage();
        sandbox.faults().before(1, COMMIT, this::dbtSwaps);

        assertThat(promotes()).contains("Swapped already, by another run at the same time");
    }

    @Test
    void whatDbtSwappedBackIsNeitherSwappedNorDropped() {
        promoted();
        dbtSwaps();

        assertThat(failure(new PromoteGoal(), settings().force()))
                .isEqualTo("mz:promote refuses. Nothing was written. 1 problem:\n"
                        + " 1. Deployment {id} was promoted, but production has the old version again: something else swapped"
                        + " back.\n"
                        + "    Run mvn mz:rollback, which finishes that (sinks, marker), then mvn mz:promote again.");
        assertThat(failure(new CleanupGoal(), settings())).contains("Cleanup would drop the new version.");
        assertThat(run(new RollbackGoal(), settings())).last().asString().startsWith("Rolled back.");
        promotes();
    }

    @Test
    void aHalfSwapBySomethingElseIsRefused() {
        stage();
        other("ALTER SCHEMA #marts SWAP WITH #marts_dbt_deploy");

        assertThat(failure(new PromoteGoal(), settings().force()))
                .isEqualTo("mz:promote refuses. Nothing was written. 1 problem:\n"
                        + " 1. Deployment {id} is not whole any more, so it cannot be promoted: #marts ({u} at init; now {u},"
                        + " #marts_dbt_deploy {u}).\n"
                        + "    Something else dropped, renamed or swapped these. mvn mz:status shows it; mvn mz:cleanup drops"
                        + " the deployment.");
    }

    @Test
    void promoteTwiceIsPromoteOnce() {
        promoted();
        String state = shop.state();

        assertThat(run(new PromoteGoal(), settings()))
                .containsExactly("Deployment {id} was promoted at {time} by materialize.", "Nothing left to do.");
        assertThat(shop.state()).isEqualTo(state);
        assertPromoted();
    }

    /** What a promote tells that ends as it should. */
    private List<String> promotes() {
        List<String> lines = run(new PromoteGoal(), settings());
        assertThat(lines).last().asString().startsWith("Promoted.");
        assertPromoted();
        return lines;
    }

    private void cut(Cut cut, int nth, Predicate<String> matching) {
        if (cut == Cut.BEFORE) {
            sandbox.faults().cutBefore(nth, matching);
        } else {
            sandbox.faults().cutAfter(nth, matching);
        }
    }

    private void dbtSwaps() {
        other("BEGIN; ALTER SCHEMA #staging SWAP WITH #staging_dbt_deploy; ALTER SCHEMA #marts SWAP WITH"
                + " #marts_dbt_deploy; ALTER CLUSTER #compute SWAP WITH #compute_dbt_deploy; COMMIT");
    }

    private void assertPromoted() {
        assertThat(shop.revenue()).isEqualTo("20");
        assertThat(shop.state())
                .contains("marker | _mz_deployment_#target_promoted\n")
                .contains("uses | #sinks.revenue_out | #marts.revenue\n")
                .containsPattern("schema \\| #marts \\| .*Deployment by materialize on \\{time}"
                        + " \\| Commit SHA: 0123456789abcdef0123456789abcdef01234567");
    }

    private void assertStaged() {
        assertThat(shop.revenue()).isEqualTo("10");
        assertThat(shop.state())
                .contains("marker | _mz_deployment_#target_staged\n")
                .contains("uses | #sinks.revenue_out | #marts.revenue\n");
    }
}
