package io.github.mzmaven.goal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mzmaven.MzException;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.conformance.ServerUnderTest;
import io.github.mzmaven.goal.GoalRun;
import io.github.mzmaven.goal.Shop;
import io.github.mzmaven.goal.cleanup.CleanupGoal;
import io.github.mzmaven.goal.init.InitGoal;
import io.github.mzmaven.project.Placeholders;
import io.github.mzmaven.project.Source;
import io.github.mzmaven.project.SqlFile;
import io.github.mzmaven.report.TestEvent;
import io.github.mzmaven.report.TestReport.Outcome;
import io.github.mzmaven.report.TestReport.TestCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestGoalTest {
    /** The sandbox, unless another server is given. */
    @AutoClose
    private static final ServerUnderTest sandbox = ServerUnderTest.open();

    private static Shop shop;

    @TempDir
    Path directory;

    @BeforeAll
    static void stage() {
        shop = new Shop("q9_", sandbox.url(), sandbox.systemUrl()).inProduction();
        GoalRun.of(new InitGoal(), shop.settings().build());
        shop.nextVersion();
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @AfterEach
    void noMoreFaults() {
        sandbox.calm();
    }

    @Test
    void queriesSeeTheCopies() throws IOException {
        file(
                "revenue.sql",
                "-- The new version doubles it.\nSELECT * FROM revenue WHERE country = 'GB' AND revenue <> ${expected};\n");
        file("marts/orders.sql", "WITH o AS (SELECT * FROM orders) SELECT 1 FROM o WHERE amount < 0 -- none");

        assertThat(test(settings()))
                .containsExactly(
                        passed("marts/orders.sql"), passed("revenue.sql"), new TestEvent.Passed(2, Duration.ZERO));
        assertThat(Files.readString(directory.resolve("mz/TEST-mz.xml")))
                .contains("tests=\"2\" errors=\"0\" skipped=\"0\" failures=\"0\"");
    }

    @Test
    void rowsAreFailuresAndBrokenQueriesAreErrorsAndAllTestsRun() throws IOException {
        file("a_fails.sql", "SELECT country, revenue FROM revenue ORDER BY country");
        file(
                "b_many.sql",
                "SELECT a.n * 4 + b.n AS n FROM (VALUES (0), (1), (2)) a (n), (VALUES (0), (1), (2), (3)) b (n)");
        file("c_broken.sql", "-- no such column\nSELECT country,\n  SELEC\nFROM revenue");
        file("d_two.sql", "SELECT 1; SELECT 2");
        file("e_passes.sql", "SELECT 1 FROM revenue WHERE false");

        assertThatThrownBy(() -> test(settings())).isInstanceOfSatisfying(MzException.class, e -> {
            assertThat(e.kind()).isEqualTo(MzException.Kind.FAILED_CHECK);
            assertThat(e.getMessage().lines().toList())
                    .startsWith(
                            "mz:test: 4 of 5 tests did not pass. Production is untouched.",
                            "    a_fails.sql: 2 rows",
                            "    b_many.sql: more than 10 rows")
                    .contains("    d_two.sql: a test is one query, but here are 2.");
            assertThat(e.getMessage())
                    .contains("    c_broken.sql:2:1: column \"selec\" does not exist\n")
                    .endsWith("then run mvn mz:test again.");
        });
        String xml = Files.readString(directory.resolve("mz/TEST-mz.xml"));
        assertThat(xml)
                .contains("tests=\"5\" errors=\"2\" skipped=\"0\" failures=\"2\"")
                .contains(
                        "<failure message=\"2 rows\" type=\"rows\">country | revenue\n--------+--------\nGB      | 20\nUS      | 40</failure>");
        assertThat(xml.split("<failure message=\"more than 10 rows\"")[1].split("</failure>")[0].lines())
                .hasSize(12);
    }

    @Test
    void whereTheServerSaysIsWhereInTheFile() {
        var source = new Source("a.sql", "-- first\nSELECT ${expected},\n  ) FROM revenue");
        var query = SqlFile.parse(
                        source, List.of(), new Placeholders(Map.of(), Map.of("expected", "20")), new ArrayList<>())
                .statements()
                .get(0);

        // The query begins at the server's 17th character.
        assertThat(List.of(0, 17, 24, 30))
                .extracting(position -> source.at(TestRun.sourceOffset(query, position)))
                .containsExactly("a.sql:2:1", "a.sql:2:1", "a.sql:2:8", "a.sql:3:3");
    }

    @Test
    void aLostConnectionIsOneTestsError() throws IOException {
        file("a.sql", "SELECT 'lost' FROM revenue WHERE false");
        file("b.sql", "SELECT 1 FROM revenue WHERE false");
        sandbox.faults().cutBefore(1, sql -> sql.contains("'lost'"));

        assertThatThrownBy(() -> test(settings()))
                .hasMessageContaining("1 of 2 tests did not pass")
                .hasMessageContaining("a.sql:1:1");
    }

    @Test
    void queriesOfADeploymentOfClustersAloneRunWithTheUsersSearchPath() throws IOException {
        TestSettings clustersOnly = settings().target("q9_clusters").schemas().clusters("q9_bare");
        file("a.sql", "SELECT 1 WHERE false");
        shop.run("CREATE CLUSTER #bare (SIZE = '25cc', REPLICATION FACTOR = 1)");
        try {
            GoalRun.of(new InitGoal(), clustersOnly.build());
            assertThat(test(clustersOnly)).containsExactly(passed("a.sql"), new TestEvent.Passed(1, Duration.ZERO));
        } finally {
            GoalRun.of(new CleanupGoal(), clustersOnly.build());
            shop.run("DROP CLUSTER #bare");
        }
    }

    @Test
    void testsThatSomebodyOvertookHaveNotPassed() throws IOException {
        file("a.sql", "SELECT 'overtaken' FROM revenue WHERE false");
        sandbox.faults()
                .before(
                        1,
                        sql -> sql.contains("'overtaken'"),
                        () -> shop.run(
                                "ALTER SCHEMA _mz_deployment_#target_staged RENAME TO \"_mz_deployment_#target_applying1\""));
        try {
            assertThatThrownBy(() -> test(settings()))
                    .isInstanceOfSatisfying(
                            MzException.class, e -> assertThat(e.kind()).isEqualTo(MzException.Kind.FAILED_CHECK))
                    .hasMessage(
                            "mz:test: the deployment changed while the tests ran: its marker is _mz_deployment_q9_target_applying1"
                                    + " now, and was _mz_deployment_q9_target_staged: another goal is at work on it, or was. What the tests say is of no use;"
                                    + " mz:test changed nothing.\n"
                                    + "  Run mvn mz:status to see what is there, and mvn mz:test again when nothing is at work on"
                                    + " it.");
        } finally {
            shop.run("ALTER SCHEMA \"_mz_deployment_#target_applying1\" RENAME TO _mz_deployment_#target_staged");
        }
    }

    @Test
    void testsOfObjectsThatWereMadeAnewMeanwhileHaveNotPassed() throws IOException {
        file("a.sql", "SELECT 'again' FROM revenue WHERE false");
        sandbox.faults()
                .before(
                        1,
                        sql -> sql.contains("'again'"),
                        () -> shop.run("CREATE VIEW #marts_dbt_deploy.late AS SELECT 1 AS one"));
        try {
            assertThatThrownBy(() -> test(settings()))
                    .hasMessageStartingWith(
                            "mz:test: the deployment changed while the tests ran: objects of its copies were made or dropped.");
        } finally {
            shop.run("DROP VIEW #marts_dbt_deploy.late");
        }
    }

    @Test
    void noTestIsAWarning() {
        assertThat(test(settings())).containsExactly(new TestEvent.NoTests(directory.resolve("tests")));
    }

    @Test
    void aSelectionThatMatchesNoTestIsRefused() throws IOException {
        assertThatThrownBy(() -> test(settings().test("b*")))
                .hasMessage("mz:test refuses. Nothing was run. 1 problem:\n 1. No test in " + directory.resolve("tests")
                        + " matches mz.test=b*.\n    There are no tests: no file **/*.sql. Look at testDirectory.");

        file("a.sql", "SELECT 1");
        file("marts/deep/rows.sql", "SELECT 1");
        assertThatThrownBy(() -> test(settings().test("b*")))
                .hasMessage("mz:test refuses. Nothing was run. 1 problem:\n 1. No test in " + directory.resolve("tests")
                        + " matches mz.test=b*.\n    There are a.sql, marts/deep/rows.sql.");

        for (int i = 10; i < 20; i++) {
            file("t" + i + ".sql", "SELECT 1");
        }
        assertThatThrownBy(() -> test(settings().test("b*"))).hasMessageEndingWith(", t16.sql, t17.sql and 2 more.");
    }

    @Test
    void withoutADeploymentNothingRuns() throws IOException {
        file("a.sql", "SELECT 1");

        assertThatThrownBy(() -> test(settings().target("other")))
                .hasMessage(
                        "mz:test refuses. Nothing was run. 1 problem:\n"
                                + " 1. There is no deployment of target other.\n    Run mvn mz:init first; for copies that dbt made: mvn mz:init -Dmz.ignoreExistingObjects=true");
    }

    @Test
    void whileApplyIsAtWorkOrWasCutOffNothingRuns() throws IOException {
        file("a.sql", "SELECT 1");
        shop.run("ALTER SCHEMA _mz_deployment_#target_staged RENAME TO \"_mz_deployment_#target_applying1\"");
        try {
            assertThatThrownBy(() -> test(settings()))
                    .hasMessageMatching("(?s)mz:test refuses\\. Nothing was run\\. 1 problem:\n"
                            + " 1\\. Deployment \\S+ is applied in part: its last mz:apply has not finished\\.\n"
                            + "    Run mvn mz:apply again; it goes on from there\\.");
        } finally {
            shop.run("ALTER SCHEMA \"_mz_deployment_#target_applying1\" RENAME TO _mz_deployment_#target_staged");
        }
    }

    /** What the goal tells, but for the queries. */
    private static List<TestEvent> test(TestSettings settings) {
        return GoalRun.events(TestEvent.class, new TestGoal(), settings.build()).stream()
                .filter(event -> !(event instanceof TestEvent.QuerySent))
                .toList();
    }

    private static TestEvent passed(String path) {
        return new TestEvent.Tested(new TestCase(path, Outcome.PASSED, Duration.ZERO, "", "", null));
    }

    private TestSettings settings() {
        return shop.settings()
                .testDirectory(directory.resolve("tests"))
                .outputDirectory(directory.resolve("mz"))
                .placeholders(Map.of("expected", "20"));
    }

    private void file(String path, String text) throws IOException {
        Path file = directory.resolve("tests").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
