package io.github.mzmaven.goal.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.config.Settings;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.goal.GoalRun;
import io.github.mzmaven.goal.ShopTest;
import io.github.mzmaven.report.SwapEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoakTest extends ShopTest {
    @TempDir
    Path directory;

    /** A second, and looks often enough in it. */
    private TestSettings soaking() {
        return settings()
                .soak(Duration.ofSeconds(1))
                .testDirectory(directory.resolve("test"))
                .verifyDirectory(directory.resolve("verify"))
                .await(new Settings.Await(
                        Duration.ofMillis(50),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Settings.Replicas.ONE,
                        Settings.Progress.PLAIN));
    }

    private void test(String path, String sql) {
        Path file = directory.resolve(path);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, sql.replace("#", shop.name("")));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void watchesProductionAndRunsTheTestsByItsNames() {
        test("test/revenue.sql", "SELECT country FROM revenue WHERE revenue <= 0");
        test(
                "verify/production.sql",
                "SELECT 1 FROM ${schema.#marts}.revenue WHERE country = 'GB' AND revenue <> 20 OR '${cluster.#compute}' <> '#compute'");
        stage();

        assertThat(run(new PromoteGoal(), soaking()))
                .contains(
                        "Watching production for 1 s: 4 objects on 1 cluster, 1 sink, 2 tests; what fails is told, and not"
                                + " rolled back",
                        "Watched production for 1 s: nothing failed")
                .filteredOn(line -> line.contains("production.sql"))
                .hasSize(2);
    }

    @Test
    void aTestThatFailsIsToldAndProductionStaysPromoted() {
        test("verify/none.sql", "SELECT country FROM revenue");
        stage();

        assertThat(failure(new PromoteGoal(), soaking()))
                .matches("(?s)mz:promote: production is promoted, and fails:\n    test none.sql: \\d rows?\n"
                        + "Nothing was rolled back. Run mvn mz:rollback to go back; or fix it, and run mvn mz:promote again,"
                        + " which watches again.");
        assertThat(shop.state()).contains("_promoted\n");
        assertThat(shop.revenue()).isEqualTo("20");
    }

    @Test
    void aFailureSwapsBackWhereThatIsAskedFor() {
        test("verify/none.sql", "SELECT country FROM revenue");
        stage();

        assertThat(failure(new PromoteGoal(), soaking().rollbackOnFailure()))
                .matches(
                        "(?s)mz:promote: production failed after the promote, and was rolled back: it has the old version"
                                + " again. What failed:\n    test none.sql: \\d rows?\n"
                                + "The deployment is staged again. .*");
        assertThat(shop.state()).contains("_staged\n").contains("uses | #sinks.revenue_out | #marts.revenue\n");
        assertThat(shop.revenue()).isEqualTo("10");
    }

    @Test
    void aSinkThatStallsSwapsBack() {
        stage();
        sandbox.behaviour().status(shop.name("sinks"), "revenue_out", "stalled", "broker is gone");

        assertThat(failure(new PromoteGoal(), soaking().rollbackOnFailure()))
                .contains("sink #sinks.revenue_out: stalled: broker is gone")
                .contains("was rolled back");
        assertThat(shop.revenue()).isEqualTo("10");
    }

    @Test
    void aRollbackThatRefusesIsWhatIsTold() {
        test("verify/none.sql", "SELECT country FROM revenue");
        stage();
        sandbox.faults()
                .before(
                        1,
                        sql -> sql.contains("FROM (\nSELECT country"),
                        () -> shop.run("CREATE VIEW #marts.late AS SELECT country FROM #marts.revenue"));

        assertThat(failure(new PromoteGoal(), soaking().rollbackOnFailure()))
                .startsWith("mz:rollback refuses.")
                .contains("#marts.late")
                .contains("That was the rollback of a promote whose production fails:\n    test none.sql:")
                .endsWith("mvn mz:status shows which version production has.");
        assertThat(shop.revenue()).isEqualTo("20");
    }

    @Test
    void aTestThatCannotBeRunIsToldBeforeTheSwap() {
        test("verify/two.sql", "SELECT 1; SELECT 2");
        stage();
        String before = shop.state();

        assertThat(failure(new PromoteGoal(), soaking()))
                .isEqualTo("mz:promote refuses. Nothing was written. 1 problem:\n"
                        + " 1. two.sql: a test is one query, but here are 2.");
        assertThat(shop.state()).isEqualTo(before);
    }

    @Test
    void anErrorOfAMomentInATestIsNoFailure() {
        test("test/revenue.sql", "SELECT country FROM revenue WHERE revenue <= 0");
        stage();
        sandbox.faults().conflict(1, sql -> sql.contains("FROM (\nSELECT country"));
        sandbox.faults().conflict(2, sql -> sql.contains("FROM (\nSELECT country"));

        assertThat(run(new PromoteGoal(), soaking())).contains("Watched production for 1 s: nothing failed");
        assertThat(sandbox.faults().left()).isZero();
    }

    @Test
    void anErrorThatStaysFailsOnceItWasAskedForAgain() {
        test("test/gone.sql", "SELECT country FROM nowhere");
        stage();
        sandbox.traffic().reset();

        assertThat(failure(new PromoteGoal(), soaking().maxRetries(2)))
                .startsWith("mz:promote: production is promoted, and fails:\n    test gone.sql:1:1: unknown");
        assertThat(sandbox.traffic().statements())
                .filteredOn(sent -> sent.sql().contains("nowhere"))
                .hasSize(3);
    }

    @Test
    void aConnectionThatIsLostInATestIsMadeAgain() {
        test("test/revenue.sql", "SELECT country FROM revenue WHERE revenue <= 0");
        stage();
        sandbox.faults().cutBefore(1, sql -> sql.contains("WHERE revenue <= 0"));

        assertThat(run(new PromoteGoal(), soaking().rollbackOnFailure()))
                .contains("Watched production for 1 s: nothing failed");
        assertThat(shop.revenue()).isEqualTo("20");
    }

    @Test
    void aPromoteThatWasCutOffWhileItWatchedWatchesAgain() {
        stage();
        GoalRun.of(new PromoteGoal(), settings().build());

        assertThat(run(new PromoteGoal(), soaking()))
                .startsWith("Deployment {id} was promoted at {time} by materialize.", "Nothing left to do.")
                .endsWith("Watched production for 1 s: nothing failed");
    }

    @Test
    void aDryRunSaysWhatItWouldWatch() {
        test("test/revenue.sql", "SELECT country FROM revenue WHERE revenue <= 0");
        stage();

        assertThat(run(new PromoteGoal(), soaking().dryRun()))
                .last()
                .isEqualTo(
                        "After the swap it would watch production for 1 s, and run 1 test at its beginning and at its end");
        assertThat(shop.revenue()).isEqualTo("10");
    }

    @Test
    void aDryRunOfWhatIsPromotedWatchesNothingAndRollsNothingBack() {
        test("verify/none.sql", "SELECT country FROM revenue");
        stage();
        GoalRun.of(new PromoteGoal(), settings().build());
        String before = shop.state();

        assertThat(run(new PromoteGoal(), soaking().rollbackOnFailure().dryRun()))
                .last()
                .isEqualTo(
                        "After the swap it would watch production for 1 s, and run 1 test at its beginning and at its end");
        assertThat(shop.state()).isEqualTo(before);
    }

    @Test
    void whatAnotherRunRolledBackAtOnceIsNotWatched() {
        stage();
        var tagged = new AtomicBoolean();
        sandbox.faults()
                .before(
                        1,
                        sql -> {
                            tagged.compareAndSet(false, sql.contains("Deployment by"));
                            return tagged.get() && sql.contains("FROM mz_catalog.mz_schemas");
                        },
                        () -> GoalRun.of(new RollbackGoal(), settings().build()));

        assertThat(failure(new PromoteGoal(), soaking().rollbackOnFailure()))
                .isEqualTo(
                        "mz:promote: deployment {id} was promoted, but the marker is _mz_deployment_#target_staged of"
                                + " deployment {id} now: another run has changed that since.\n"
                                + "Production is not watched. Run mvn mz:status to see what is where.");
        assertThat(shop.revenue()).isEqualTo("10");
    }

    @Test
    void anotherDeploymentIsNotRolledBack() {
        test("verify/none.sql", "SELECT country FROM revenue");
        stage();
        sandbox.faults()
                .before(
                        1,
                        sql -> sql.contains("FROM (\nSELECT country"),
                        () -> shop.run("COMMENT ON SCHEMA _mz_deployment_#target_promoted IS"
                                + " '{\"id\":\"other\",\"user\":\"materialize\"}'"));

        assertThat(failure(new PromoteGoal(), soaking().rollbackOnFailure()))
                .startsWith("mz:rollback refuses.")
                .contains(
                        "Deployment {id} is expected (expectedDeployment), but the deployment of target #target is other.");
        assertThat(shop.revenue()).isEqualTo("20");
    }

    @Test
    void whichOneMayBePromotedIsNothingToARollback() {
        promoted();

        run(new RollbackGoal(), settings().expectedDeployment("another"));
        assertThat(shop.revenue()).isEqualTo("10");
    }

    @Test
    void onlyTheExpectedDeploymentIsPromoted() {
        stage();
        String id = id();
        assertThat(failure(new PromoteGoal(), settings().expectedDeployment("another")))
                .isEqualTo("mz:promote refuses. Nothing was written. 1 problem:\n"
                        + " 1. Deployment another is expected (expectedDeployment), but the deployment of target #target is"
                        + " {id}.\n"
                        + "    Approve that one, or stage the expected one again: mvn mz:cleanup, then mvn mz:init.");
        assertThat(failure(
                        new PromoteGoal(),
                        settings().expectedDeployment("another").dryRun()))
                .contains("is expected");
        assertThat(shop.revenue()).isEqualTo("10");

        run(new PromoteGoal(), settings().expectedDeployment(id));
        assertThat(shop.revenue()).isEqualTo("20");
        assertThat(run(new PromoteGoal(), settings().expectedDeployment(id))).endsWith("Nothing left to do.");
        assertThat(failure(new PromoteGoal(), settings().expectedDeployment("another")))
                .contains("is expected");
    }

    @Test
    void withoutADeploymentTheExpectedOneIsMissed() {
        assertThat(failure(new PromoteGoal(), settings().expectedDeployment("some")))
                .contains("Deployment some is expected (expectedDeployment), and there is none.");
    }

    @Test
    void theExpectedDeploymentIsCheckedOnceMoreBeforeTheCommit() {
        stage();
        String id = id();
        sandbox.faults().before(1, sql -> sql.startsWith("COMMIT"), () -> {
            shop.run(
                    "COMMENT ON SCHEMA _mz_deployment_#target_staged IS '{\"id\":\"other\",\"user\":\"materialize\"}'");
        });

        assertThat(failure(new PromoteGoal(), settings().expectedDeployment(id)))
                .contains("is expected (expectedDeployment), but the deployment of target #target is other.");
        assertThat(shop.revenue()).isEqualTo("10");
    }

    private String id() {
        List<SwapEvent.Begun> begun = GoalRun.events(
                SwapEvent.Begun.class, new PromoteGoal(), settings().dryRun().build());
        return begun.get(0).deployment();
    }
}
