package io.github.mzmaven.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mzmaven.MzException;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.goal.apply.ApplyGoal;
import io.github.mzmaven.goal.await.AwaitGoal;
import io.github.mzmaven.goal.cleanup.CleanupGoal;
import io.github.mzmaven.goal.diff.DiffGoal;
import io.github.mzmaven.goal.export.ExportGoal;
import io.github.mzmaven.goal.init.InitGoal;
import io.github.mzmaven.goal.status.StatusGoal;
import io.github.mzmaven.goal.swap.PromoteGoal;
import io.github.mzmaven.goal.swap.RollbackGoal;
import io.github.mzmaven.goal.test.TestGoal;
import io.github.mzmaven.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that does not answer, and a connection that dies without a word: each goal ends, and says how things stand. */
class SilenceTest {
    @AutoClose
    private static final Sandbox sandbox = Sandbox.start();

    private static int shops;

    @TempDir
    Path directory;

    @AfterEach
    void fix() {
        sandbox.faults().clear();
    }

    static Stream<Goal> goals() {
        return Stream.of(
                new InitGoal(),
                new ApplyGoal(),
                new AwaitGoal(),
                new TestGoal(),
                new PromoteGoal(),
                new RollbackGoal(),
                new CleanupGoal(),
                new StatusGoal(),
                new DiffGoal(),
                new ExportGoal("1"));
    }

    /** As where the replica of mz_catalog_server does not run: what reads no relation is answered. */
    @ParameterizedTest
    @MethodSource("goals")
    void aCatalogThatDoesNotAnswerEndsEveryGoal(Goal goal) throws IOException {
        Files.writeString(directory.resolve("nothing.sql"), "SELECT 1 WHERE false");
        Path sql = Files.createDirectories(directory.resolve("sql"));
        sandbox.faults().hang(message -> message.contains("FROM mz_"));
        MzException e = catchThrowableOfType(
                MzException.class,
                () -> GoalRun.of(
                        goal,
                        impatient(new TestSettings()
                                        .url(sandbox.url())
                                        .schemas("marts")
                                        .clusters("compute")
                                        .sqlDirectory(sql)
                                        .testDirectory(directory)
                                        .outputDirectory(directory))
                                .build()));
        assertThat(e)
                .hasMessage(
                        switch (goal.name()) {
                            case "promote", "rollback" ->
                                "mz:" + goal.name() + ": " + silence("reading the catalog")
                                        + "\nNothing was written.\nRun mvn mz:" + goal.name()
                                        + " again: it reads the state and goes on from there.";
                            case "init", "cleanup", "export" ->
                                "mz:" + goal.name() + ": " + silence("reading the catalog")
                                        + "\nNothing was written. Fix that, then run mvn mz:" + goal.name()
                                        + " again.";
                            case "apply" ->
                                "Cannot read the catalog: " + silence("reading the catalog")
                                        + "\nNothing was written. Run mvn mz:apply again.";
                            default -> silence("reading the catalog");
                        });
        assertThat(e.kind()).isEqualTo(MzException.Kind.CONNECTION);
    }

    @Test
    void anAnswerThatDoesNotComeWhileWritingSaysWhatIsThere() {
        try (Shop shop = newShop()) {
            sandbox.faults().swallowBefore(1, sql -> sql.startsWith("CREATE CLUSTER"));
            MzException e = catchThrowableOfType(
                    MzException.class,
                    () -> GoalRun.of(new InitGoal(), impatient(shop.settings()).build()));
            String step = "create cluster " + shop.name("compute_dbt_deploy") + " (25cc × 1)";
            assertThat(e.getMessage().replaceFirst("\\d+ of \\d+", "{n} of {all}"))
                    .isEqualTo("Step {n} of {all} failed: " + step + "\n    " + silence(step)
                            + "\nProduction is untouched. What was created so far is marked as this deployment's. Run mvn"
                            + " mz:init again: it goes on from there.");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCommitWithoutAnAnswerSwapsOnce(boolean takesEffect) {
        try (Shop shop = newShop()) {
            GoalRun.of(new InitGoal(), shop.settings().build());
            shop.nextVersion();
            swallowCommit(takesEffect);
            List<String> promoted =
                    GoalRun.of(new PromoteGoal(), impatient(shop.settings()).build());
            assertThat(shop.revenue()).isEqualTo("20");
            swallowCommit(takesEffect);
            List<String> rolledBack =
                    GoalRun.of(new RollbackGoal(), impatient(shop.settings()).build());
            assertThat(shop.revenue()).isEqualTo("10");
            String told = takesEffect
                    ? "Swapped: the connection was lost, but the transaction was committed"
                    : "Attempt 1 lost the connection; trying again";
            assertThat(promoted).contains(told);
            assertThat(rolledBack).contains(told);
            assertThat(sandbox.faults().left()).isZero();
        }
    }

    private static void swallowCommit(boolean takesEffect) {
        if (takesEffect) {
            sandbox.faults().swallowAfter(1, sql -> sql.strip().endsWith("COMMIT"));
        } else {
            sandbox.faults().swallowBefore(1, sql -> sql.strip().endsWith("COMMIT"));
        }
    }

    private static TestSettings impatient(TestSettings settings) {
        return settings.silenceTimeout(Duration.ofSeconds(1));
    }

    private static String silence(String what) {
        String why = what.equals("reading the catalog")
                ? "A query waits without end where its cluster has no running replica; the catalog is read on"
                        + " mz_catalog_server. A firewall that drops the connection looks the same."
                : "The server is busy, or a firewall has dropped the connection.";
        return "No answer for 1 s, so the connection to localhost:" + sandbox.port() + " is given up: " + what
                + "\n    Hint: " + why + " If it only needs longer: -Dmz.silenceTimeout=5s.";
    }

    private static Shop newShop() {
        return new Shop("si" + ++shops + "x", sandbox.url("materialize"), sandbox.systemUrl()).inProduction();
    }
}
