package io.github.mzmaven.goal.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mzmaven.MzException;
import io.github.mzmaven.catalog.AppliedFiles;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.conformance.ServerUnderTest;
import io.github.mzmaven.goal.GoalRun;
import io.github.mzmaven.goal.Shop;
import io.github.mzmaven.goal.TestSql;
import io.github.mzmaven.goal.cleanup.CleanupGoal;
import io.github.mzmaven.goal.init.InitGoal;
import io.github.mzmaven.report.ApplyEvent;
import io.github.mzmaven.report.FilePlan;
import io.github.mzmaven.sandbox.wire.Traffic;
import io.github.mzmaven.session.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyGoalTest {
    private static final AtomicInteger SHOPS = new AtomicInteger();
    /** What the goal itself sends to change something; what opens a session is left out. */
    private static final Predicate<String> WRITES =
            sql -> !sql.matches("(?s)(SELECT|SHOW|SET (extra_float_digits|application_name|cluster = mz_catalog)).*");

    private static final String ORDERS = "-- All orders.\nCREATE VIEW orders AS\n"
            + "  SELECT id, country, amount * ${factor} AS amount FROM #raw.orders;\nCREATE DEFAULT INDEX ON orders;\n";
    private static final String REVENUE = "CREATE MATERIALIZED VIEW revenue AS\n"
            + "  SELECT country, sum(amount) AS revenue FROM orders GROUP BY country;\n\n"
            + "CREATE INDEX revenue_country ON revenue (country);\nCOMMENT ON COLUMN revenue.country IS 'ISO; 2 letters'";

    /** The sandbox, unless another server is given. */
    @AutoClose
    private static final ServerUnderTest sandbox = ServerUnderTest.open();

    @TempDir
    Path directory;

    private Shop shop;
    private int factor = 2;
    private int retries = 3;
    private boolean allowStateful;

    @BeforeEach
    void stage() {
        shop = new Shop("a" + SHOPS.incrementAndGet() + "_", sandbox.url(), sandbox.systemUrl()).inProduction();
        file("staging/orders.sql", ORDERS);
        file("marts/revenue.sql", REVENUE);
        file("marts/top/last.sql", "CREATE VIEW last AS SELECT max(revenue) AS revenue FROM revenue");
        GoalRun.of(new InitGoal(), settings().build());
        sandbox.calm();
    }

    @AfterEach
    void close() {
        sandbox.calm();
        shop.close();
    }

    @Test
    void theFirstRunBuildsEverythingInTheCopies() {
        assertThat(apply())
                .containsExactly(
                        "Deployment {id}: 3 files, 3 to run",
                        "  applied  #staging/orders.sql  view #staging_dbt_deploy.orders  {time}",
                        "  applied  #marts/revenue.sql   materialized view #marts_dbt_deploy.revenue, index"
                                + " #marts_dbt_deploy.revenue_country  {time}",
                        "  applied  #marts/top/last.sql  view #marts_dbt_deploy.last  {time}",
                        "Applied 3 files, 0 unchanged, in {time}. Next: mvn mz:await");
        assertThat(built())
                .containsExactly(
                        "#marts_dbt_deploy.last | view | null",
                        "#marts_dbt_deploy.revenue | materialized-view | #compute_dbt_deploy",
                        "#marts_dbt_deploy.revenue_country | index | #compute_dbt_deploy",
                        "#staging_dbt_deploy.orders | view | null",
                        "#staging_dbt_deploy.orders_primary_idx | index | #compute_dbt_deploy");
        assertThat(shop.revenue()).isEqualTo("10");
    }

    @Test
    void filesRunAfterThoseThatMakeWhatTheyMentionWhateverTheirNames() {
        file("staging/aa.sql", "CREATE VIEW aa AS SELECT sum(n) AS n FROM ${schema.#marts}.zz");
        file("marts/zz.sql", "CREATE VIEW zz AS SELECT count(*) AS n FROM zzz");
        file("staging/zzz.sql", "CREATE VIEW zzz AS SELECT 1 AS x");
        file("staging/aaa.sql", "GRANT SELECT ON zz TO #analyst");

        assertThat(GoalRun.events(
                        ApplyEvent.FileApplied.class,
                        new ApplyGoal(),
                        settings().build()))
                .extracting(ApplyEvent.FileApplied::path)
                .containsExactly(
                        shop.name("staging/orders.sql"),
                        shop.name("staging/zzz.sql"),
                        shop.name("marts/revenue.sql"),
                        shop.name("marts/top/last.sql"),
                        shop.name("marts/zz.sql"),
                        shop.name("staging/aa.sql"),
                        shop.name("staging/aaa.sql"));
    }

    @Test
    void thePlanSaysWhatEachFileWaitsFor() {
        List<ApplyEvent.FilesPlanned> planned = GoalRun.events(
                ApplyEvent.FilesPlanned.class, new ApplyGoal(), settings().build());

        assertThat(planned.get(planned.size() - 1).files())
                .containsExactly(
                        new FilePlan(
                                shop.name("staging/orders.sql"),
                                "new",
                                true,
                                List.of(),
                                List.of(shop.name("staging.orders"))),
                        new FilePlan(
                                shop.name("marts/revenue.sql"),
                                "new",
                                true,
                                List.of(new FilePlan.After(
                                        shop.name("staging/orders.sql"), shop.name("staging.orders"), 2)),
                                List.of(shop.name("marts.revenue"), shop.name("marts.revenue_country"))),
                        new FilePlan(
                                shop.name("marts/top/last.sql"),
                                "new",
                                true,
                                List.of(new FilePlan.After(
                                        shop.name("marts/revenue.sql"), shop.name("marts.revenue"), 1)),
                                List.of(shop.name("marts.last"))));
    }

    @Test
    void filesThatWaitForEachOtherGoOnWhereTheyStopped() {
        file("marts/top/last.sql", "CREATE VIEW last AS SELECT 1 AS x");
        file(
                "staging/a.sql",
                "SET datestyle = 'ISO'; CREATE VIEW a1 AS SELECT 1 AS x;"
                        + " CREATE VIEW a2 AS SELECT x FROM b1 WHERE x IN (SELECT x FROM b2)");
        file("staging/b.sql", "CREATE VIEW b1 AS SELECT x FROM a1; CREATE VIEW b2 AS SELECT x FROM c1");
        file("staging/c.sql", "CREATE VIEW c1 AS SELECT x FROM a1; CREATE VIEW c2 AS SELECT x FROM a2");

        assertThat(apply())
                .filteredOn(line -> line.contains(" wait for ")
                        || line.contains("mentions")
                        || line.contains("put off")
                        || line.matches(".*staging/[abc]\\.sql .*"))
                .containsExactly(
                        "WARN 3 files wait for each other: #staging/a.sql, #staging/b.sql, #staging/c.sql.",
                        "WARN     #staging/a.sql:1:89 mentions #staging.b1 of #staging/b.sql",
                        "WARN     #staging/b.sql:1:33 mentions #staging.a1 of #staging/a.sql",
                        "WARN     #staging/b.sql:1:69 mentions #staging.c1 of #staging/c.sql",
                        "WARN     #staging/c.sql:1:33 mentions #staging.a1 of #staging/a.sql",
                        "  put off  #staging/a.sql       line 1: waits for #staging.b1",
                        "  put off  #staging/b.sql       line 1: waits for #staging.c1",
                        "  put off  #staging/c.sql       line 1: waits for #staging.a2",
                        "  put off  #staging/a.sql       line 1: waits for #staging.b2",
                        "  applied  #staging/b.sql       view #staging_dbt_deploy.b1, view #staging_dbt_deploy.b2  {time}",
                        "  put off  #staging/c.sql       line 1: waits for #staging.a2",
                        "  applied  #staging/a.sql       view #staging_dbt_deploy.a1, view #staging_dbt_deploy.a2  {time}",
                        "  applied  #staging/c.sql       view #staging_dbt_deploy.c1, view #staging_dbt_deploy.c2  {time}");
        assertThat(events()).endsWith(new ApplyEvent.Applied(0, 6, Duration.ZERO));
    }

    /** The server would find the other one, which is further along the search path, and nobody would know. */
    @Test
    void filesThatWaitForEachOtherTakeNothingElseOfTheSameName() {
        file("marts/t.sql", "CREATE VIEW t AS SELECT 'marts' AS x");
        file("staging/a.sql", "CREATE VIEW a1 AS SELECT 'staging' AS x; CREATE VIEW a2 AS SELECT x FROM t");
        file("staging/b.sql", "CREATE VIEW t AS SELECT x FROM a1");

        apply();

        assertThat(shop.query("SELECT v.create_sql FROM mz_catalog.mz_views v JOIN mz_catalog.mz_schemas s ON s.id ="
                        + " v.schema_id WHERE s.name = '#staging_dbt_deploy' AND v.name = 'a2'"))
                .first()
                .asString()
                .contains(shop.name("staging_dbt_deploy\".\"t"));
    }

    @Test
    void filesThatWaitForEachOtherEndAsTheyShallWhereverTheyAreCut() {
        allowStateful = true;
        GoalRun.of(new InitGoal(), settings().build());
        String complete = null;
        boolean happened = true;
        for (int nth = 1; happened; nth++) {
            happened = false;
            for (boolean after : List.of(false, true)) {
                factor++;
                file(
                        "staging/a.sql",
                        "CREATE TABLE rates (x int); INSERT INTO rates VALUES (${factor});"
                                + " SET datestyle = 'ISO'; CREATE VIEW a2 AS SELECT x FROM b1");
                file("staging/b.sql", "CREATE VIEW b1 AS SELECT x FROM rates; CREATE VIEW b2 AS SELECT x FROM a2");
                if (complete != null && after) {
                    sandbox.faults().cutAfter(nth, WRITES);
                } else if (complete != null) {
                    sandbox.faults().cutBefore(nth, WRITES);
                }
                happened |= complete == null || fails();
                sandbox.faults().clear();
                apply();
                complete = complete == null ? shop.state() : complete;
                assertThat(shop.state())
                        .as("cut %s %s", after ? "after" : "before", nth)
                        .isEqualTo(complete);
                assertThat(rates()).containsExactly(String.valueOf(factor));
            }
        }
        assertThat(factor).isGreaterThan(20);
    }

    /** The file is as it was, but what it says is another object now. */
    @Test
    void aFileThatFindsANewObjectByAnOldNameRunsAgain() {
        file("marts/y.sql", "CREATE VIEW y AS SELECT id FROM orders");
        apply();
        file("marts/orders.sql", "CREATE VIEW orders AS SELECT 1 AS id, 'GB' AS country, 1 AS amount");

        assertThat(apply())
                .containsSubsequence(
                        "  applied  #marts/orders.sql    view #marts_dbt_deploy.orders  {time}",
                        "  applied  #marts/y.sql         view #marts_dbt_deploy.y  {time}");
        assertThat(shop.query("SELECT v.create_sql FROM mz_catalog.mz_views v JOIN mz_catalog.mz_schemas s ON s.id ="
                        + " v.schema_id WHERE s.name = '#marts_dbt_deploy' AND v.name = 'y'"))
                .first()
                .asString()
                .contains(shop.name("marts_dbt_deploy\".\"orders"));
        assertThat(apply()).last().asString().startsWith("Applied 0 files, 5 unchanged");
    }

    /** The server knows of no dependency there. */
    @Test
    void aTableThatIsFilledFromAnotherFileIsFilledAgain() {
        allowStateful = true;
        GoalRun.of(new InitGoal(), settings().build());
        file("staging/a.sql", "CREATE TABLE rates (x int); INSERT INTO rates SELECT x FROM seed");
        file("staging/seed.sql", "CREATE VIEW seed AS SELECT 5 AS x");
        apply();
        assertThat(rates()).containsExactly("5");
        file("staging/seed.sql", "CREATE VIEW seed AS SELECT 6 AS x");
        apply();
        assertThat(rates()).containsExactly("6");
        assertThat(apply()).last().asString().startsWith("Applied 0 files, 5 unchanged");
    }

    @Test
    void filesThatWaitForEachOtherForEverAreTold() {
        file("staging/a.sql", "CREATE VIEW a AS SELECT x FROM b");
        file("staging/b.sql", "CREATE VIEW b AS SELECT x FROM a");

        assertThatThrownBy(this::apply)
                .satisfies(e -> assertThat(plain(e.getMessage()))
                        .isEqualTo("#staging/a.sql:1:1: unknown catalog item 'b' (XX000)\n"
                                + "    1 | CREATE VIEW a AS SELECT x FROM b\n      | ^\n"
                                + "3 of 5 files are applied and recorded. Production is untouched. Fix it and run mvn mz:apply again:"
                                + " it goes on from there."));
    }

    @Test
    void aSecondRunFindsNothingToDo() {
        apply();
        sandbox.traffic().reset();

        assertThat(events())
                .hasSize(6)
                .contains(skipped("staging/orders.sql"), skipped("marts/revenue.sql"), skipped("marts/top/last.sql"))
                .endsWith(new ApplyEvent.Applied(0, 3, Duration.ZERO));
        assertThat(written()).isEmpty();
    }

    @Test
    void aChangeMakesAgainWhatDependsOnIt() {
        file("staging/other.sql", "CREATE VIEW other AS SELECT 1 AS x");
        apply();
        factor = 3;

        assertThat(apply())
                .containsExactly(
                        "Deployment {id}: 4 files, 3 to run",
                        "  drop view #marts_dbt_deploy.last",
                        "  drop materialized view #marts_dbt_deploy.revenue",
                        "  drop view #staging_dbt_deploy.orders",
                        "  applied  #staging/orders.sql  view #staging_dbt_deploy.orders  {time}",
                        "  skipped  #staging/other.sql   unchanged",
                        "  applied  #marts/revenue.sql   materialized view #marts_dbt_deploy.revenue, index"
                                + " #marts_dbt_deploy.revenue_country  {time}",
                        "  applied  #marts/top/last.sql  view #marts_dbt_deploy.last  {time}",
                        "Applied 3 files, 1 unchanged, in {time}. Next: mvn mz:await");
        assertThat(definition()).contains("* 3");
    }

    @Test
    void theObjectsOfADeletedFileGo() throws IOException {
        apply();
        Files.delete(directory.resolve(shop.name("marts")).resolve("top/last.sql"));

        assertThat(apply()).contains("  drop view #marts_dbt_deploy.last");
        assertThat(built()).hasSize(4).noneMatch(object -> object.contains("last"));
    }

    @Test
    void anErrorNamesThePlaceAndTheNextRunGoesOn() {
        file("marts/revenue.sql", "CREATE VIEW fine AS SELECT 1 AS x;\n\n  CREATE VIEW broken AS\n    SELEC 1");

        assertThatThrownBy(this::apply)
                .isInstanceOf(MzException.class)
                .satisfies(e -> assertThat(plain(e.getMessage()))
                        .startsWith("#marts/revenue.sql:4:5: ")
                        .endsWith(
                                "\n    4 |     SELEC 1\n      |     ^\n1 of 3 files are applied and recorded. Production is untouched."
                                        + " Fix it and run mvn mz:apply again: it goes on from there."));

        file("marts/revenue.sql", REVENUE);
        assertThat(events()).contains(skipped("staging/orders.sql"), new ApplyEvent.Applied(2, 1, Duration.ZERO));
        assertThat(built()).noneMatch(object -> object.contains("fine"));
        assertThat(built()).hasSize(5);
    }

    @Test
    void aRunThatIsCutAnywhereEndsAsOneThatIsNot() {
        apply();
        String complete = shop.state();
        boolean happened = true;
        for (int nth = 1; happened; nth++) {
            happened = false;
            for (boolean after : List.of(false, true)) {
                factor++;
                if (after) {
                    sandbox.faults().cutAfter(nth, WRITES);
                } else {
                    sandbox.faults().cutBefore(nth, WRITES);
                }
                happened |= fails();
                sandbox.faults().clear();
                apply();
                assertThat(shop.state())
                        .as("cut %s %s", after ? "after" : "before", nth)
                        .isEqualTo(complete);
                assertThat(definition()).contains("* " + factor);
            }
        }
        assertThat(factor).isGreaterThan(20);
        assertThat(shop.revenue()).isEqualTo("10");
    }

    @Test
    void aFirstRunThatIsCutAnywhereEndsAsOneThatIsNot() {
        apply();
        String complete = shop.state();
        for (int nth = 2; nth < 12; nth += 3) {
            forget();
            sandbox.faults().cutAfter(nth, WRITES);
            assertThat(fails()).isTrue();
            apply();
            assertThat(shop.state()).as("cut after %s", nth).isEqualTo(complete);
        }
    }

    @Test
    void whatAppearsInProductionMeanwhileFailsTheGoal() {
        sandbox.faults().before(1, sql -> sql.startsWith("CREATE VIEW"), () -> {
            try (Session other = TestSql.onCatalog(sandbox.url())) {
                other.execute("CREATE VIEW " + shop.name("marts") + ".intruder AS SELECT 1 AS x");
            }
        });

        assertThatThrownBy(this::apply).isInstanceOfSatisfying(MzException.class, e -> {
            assertThat(e.kind()).isEqualTo(MzException.Kind.FAILED_CHECK);
            assertThat(plain(e.getMessage())).contains("\n    view #marts.intruder appeared\n");
        });
    }

    @Test
    void aCopyThatReadsProductionIsNamed() {
        file("marts/top/last.sql", "CREATE VIEW last AS SELECT max(revenue) AS revenue FROM #marts.revenue");

        assertThat(events())
                .contains(
                        new ApplyEvent.ProductionRead(shop.name("marts_dbt_deploy.last"), shop.name("marts.revenue")));
    }

    @Test
    void aDryRunPrintsWhatARealRunSends() {
        List<String> printed = GoalRun.of(new ApplyGoal(), settings().dryRun().build());
        assertThat(built()).isEmpty();
        sandbox.traffic().reset();
        apply();

        List<String> sent = written().stream()
                // How long it took is known when it is over.
                .filter(sql -> !sql.contains("\"run_apply\""))
                .flatMap(sql -> (sql + ";").lines())
                .map(line -> "  " + line)
                .toList();
        assertThat(withoutConnection(printed.subList(1, printed.size()))).isEqualTo(withoutConnection(sent));
        assertThat(sent.get(0)).matches("  ALTER SCHEMA .*_staged\" RENAME TO .*_applying\\d+\";");
        assertThat(sent.get(sent.size() - 1)).matches("  ALTER SCHEMA .*_applying\\d+\" RENAME TO .*_staged\";");
    }

    private static List<String> withoutConnection(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceAll("_applying\\d+", "_applying"))
                .toList();
    }

    @Test
    void aSecondApplyMeanwhileIsRefusedAndNamesTheFirst() {
        var refused = new ArrayList<String>();
        sandbox.faults().before(1, sql -> sql.startsWith("CREATE VIEW"), () -> refused.add(error()));

        apply();

        assertThat(refused).hasSize(1);
        assertThat(refused.get(0))
                .matches(
                        "mz:apply refuses\\. Nothing was written\\. 1 problem:\n 1\\. Another run is at work on deployment"
                                + " \\{id}: role materialize from \\S+, connected since .+\\.\n"
                                + "    Wait until it has finished, then run this goal again\\.");
        assertThat(marker()).containsExactly("staged");
        assertThat(built()).hasSize(5);
    }

    @Test
    void whatAnotherRunDidBeforeTheClaimIsSeen() {
        var first = new ArrayList<ApplyEvent>();
        sandbox.faults().before(1, sql -> sql.contains("RENAME TO \"_mz_deployment_"), () -> first.addAll(events()));

        assertThat(events()).contains(new ApplyEvent.Applied(0, 3, Duration.ZERO));

        assertThat(first).contains(new ApplyEvent.Applied(3, 0, Duration.ZERO));
        assertThat(marker()).containsExactly("staged");
    }

    @Test
    void ofTwoThatClaimAtTheSameTimeOneIsRefused() {
        String other = shop.query("SELECT pg_backend_pid()").get(0);
        sandbox.faults()
                .before(
                        1,
                        sql -> sql.contains("RENAME TO"),
                        () -> shop.run("ALTER SCHEMA \"_mz_deployment_#target_staged\" RENAME TO"
                                + " \"_mz_deployment_#target_applying" + other + "\""));

        assertThat(error())
                .startsWith(
                        "mz:apply refuses. Nothing was written. 1 problem:\n 1. Another run is at work on deployment");
        assertThat(marker()).containsExactly("applying" + other);
        assertThat(built()).isEmpty();
    }

    @Test
    void aRunThatIsCutOffIsTakenOver() {
        sandbox.faults().cutBefore(1, sql -> sql.startsWith("CREATE MATERIALIZED VIEW"));
        assertThat(error())
                .endsWith(
                        "Whether the statement took effect is unknown; the next run finds out. Production is untouched. Fix"
                                + " it and run mvn mz:apply again: it goes on from there. Until mvn mz:apply runs again the"
                                + " deployment counts as being applied, and cannot be promoted.");
        assertThat(marker()).singleElement().asString().matches("applying\\d+");
        assertThat(unfinished()).containsExactly("#marts/revenue.sql", "#marts/top/last.sql", "#staging/orders.sql");

        apply();

        assertThat(marker()).containsExactly("staged");
        assertThat(unfinished()).isEmpty();
        assertThat(built()).hasSize(5);
    }

    @Test
    void aRunThatIsCutOffBeforeItsLastStatementLeavesNothingToDoButToGiveBack() {
        sandbox.faults().cutBefore(1, sql -> sql.contains("RENAME TO") && sql.endsWith("_staged\""));
        assertThat(error())
                .startsWith("The files are applied and recorded, but the deployment could not be given back: ")
                .endsWith(
                        "\nProduction is untouched. Until mvn mz:apply runs again the deployment counts as being applied,"
                                + " and cannot be promoted.");
        sandbox.traffic().reset();

        assertThat(events()).contains(new ApplyEvent.Applied(0, 3, Duration.ZERO));

        assertThat(written())
                .singleElement()
                .asString()
                .matches("ALTER SCHEMA .*_applying\\d+\" RENAME TO .*_staged\"");
        assertThat(marker()).containsExactly("staged");
    }

    @Test
    void aConnectionThatIsLostWhileClaimingEndsTheRunAndTheNextTakesOver() {
        for (boolean after : List.of(false, true)) {
            if (after) {
                sandbox.faults().cutAfter(1, sql -> sql.contains("RENAME TO"));
            } else {
                sandbox.faults().cutBefore(1, sql -> sql.contains("RENAME TO"));
            }
            assertThat(error())
                    .startsWith("Lost the connection while claiming the deployment: ")
                    .endsWith(
                            "\nNo file was run, and production is untouched. Run mvn mz:apply again; it finds out whether"
                                    + " the deployment is claimed, and takes it over.");
            assertThat(built()).isEmpty();
        }

        apply();

        assertThat(marker()).containsExactly("staged");
        assertThat(built()).hasSize(5);
    }

    @Test
    void whatFailsLeavesTheRestUnfinishedAndTheDeploymentFree() {
        file("marts/revenue.sql", "CREATE VIEW broken AS SELEC 1");
        assertThat(error()).contains("1 of 3 files are applied and recorded.");
        assertThat(unfinished()).containsExactly("#marts/revenue.sql", "#marts/top/last.sql");
        assertThat(marker()).containsExactly("staged");

        file("marts/revenue.sql", REVENUE);
        file("staging/orders.sql", "CREATE VIEW broken AS SELEC 1");
        assertThat(error()).contains("0 of 3 files are applied and recorded.");
        assertThat(unfinished()).containsExactly("#marts/revenue.sql", "#marts/top/last.sql", "#staging/orders.sql");
        assertThat(marker()).containsExactly("staged");
    }

    @Test
    void whatCannotBeRecordedCountsAsUnfinished() {
        file("marts/revenue.sql", "CREATE VIEW broken AS SELEC 1");
        sandbox.faults().conflict(2, sql -> sql.contains("AS \"applied\""));
        retries = 0;

        assertThat(error()).contains("0 of 3 files are applied and recorded.");
        assertThat(unfinished()).containsExactly("#marts/revenue.sql", "#marts/top/last.sql", "#staging/orders.sql");
        assertThat(marker()).containsExactly("staged");
    }

    @Test
    void anObjectThatVanishesMeanwhileLeavesItsFileUnfinished() {
        sandbox.faults().before(1, sql -> sql.startsWith("CREATE MATERIALIZED VIEW"), () -> {
            try (Session other = TestSql.onCatalog(sandbox.url())) {
                other.execute("CREATE VIEW " + shop.name("staging_dbt_deploy") + ".other AS SELECT 1 AS x");
            }
        });
        sandbox.faults().before(1, sql -> sql.startsWith("CREATE VIEW last"), () -> {
            try (Session other = TestSql.onCatalog(sandbox.url())) {
                other.execute("ALTER INDEX " + shop.name("marts_dbt_deploy") + ".revenue_country RENAME TO elsewhere");
            }
        });

        assertThat(error())
                .isEqualTo(
                        "#marts/revenue.sql ran, but did not leave #marts_dbt_deploy.revenue_country\nSomething else dropped"
                                + " or renamed that while mz:apply ran, or it was created elsewhere.\n2 of 3 files are applied and"
                                + " recorded. Production is untouched. Fix it and run mvn mz:apply again: it goes on from there.");
        assertThat(unfinished()).containsExactly("#marts/revenue.sql");
    }

    @Test
    void whatSomebodyElseMadeMeanwhileIsNotKeptForTheFiles() {
        file("marts/top/last.sql", "CREATE VIEW IF NOT EXISTS last AS SELECT max(revenue) AS revenue FROM revenue");
        sandbox.faults().before(1, sql -> sql.startsWith("CREATE VIEW IF"), () -> {
            try (Session other = TestSql.onCatalog(sandbox.url())) {
                other.execute("CREATE VIEW " + shop.name("marts_dbt_deploy") + ".last AS SELECT 1 AS revenue");
            }
        });

        assertThat(error())
                .startsWith(
                        "#marts/top/last.sql:1:1: view \"last\" already exists, skipping: somebody else made it while"
                                + " mz:apply ran.\n")
                .contains("2 of 3 files are applied and recorded.");
        assertThat(unfinished()).containsExactly("#marts/top/last.sql");
    }

    @Test
    void grantsAndCommentsOfOtherFilesComeBackWithTheObject() {
        file("marts/top/zgrants.sql", "GRANT SELECT ON revenue TO #analyst;\nCOMMENT ON VIEW last IS 'the last'");
        apply();
        String complete = shop.state();
        factor = 3;

        assertThat(events()).contains(new ApplyEvent.Applied(4, 0, Duration.ZERO));

        assertThat(shop.state()).isEqualTo(complete);
        assertThat(shop.query(
                        "SELECT c.comment FROM mz_internal.mz_comments c JOIN mz_catalog.mz_objects o ON o.id = c.id"
                                + " JOIN mz_catalog.mz_schemas s ON s.id = o.schema_id WHERE s.name = '#marts_dbt_deploy' AND"
                                + " o.name = 'last'"))
                .containsExactly("the last");
    }

    @Test
    void rowsAreWrittenOnceWhereverTheRunIsCut() {
        allowStateful = true;
        file("staging/rates.sql", "CREATE TABLE rates (x int);\nINSERT INTO rates VALUES (1), (2)");
        boolean happened = true;
        for (int nth = 1; happened; nth++) {
            happened = false;
            for (boolean after : List.of(false, true)) {
                factor++;
                file(
                        "staging/rates.sql",
                        "CREATE TABLE rates (x int);\nINSERT INTO rates VALUES (1), (" + factor + ")");
                if (after) {
                    sandbox.faults().cutAfter(nth, WRITES);
                } else {
                    sandbox.faults().cutBefore(nth, WRITES);
                }
                happened |= fails();
                sandbox.faults().clear();
                apply();
                assertThat(rates())
                        .as("cut %s %s", after ? "after" : "before", nth)
                        .containsExactly("1", "" + factor);
            }
        }
        assertThat(factor).isGreaterThan(20);
    }

    @Test
    void anotherTargetsDeploymentOfTheSameRoleIsNoConcern() {
        try (Shop other =
                new Shop("a" + SHOPS.incrementAndGet() + "_", sandbox.url(), sandbox.systemUrl()).inProduction()) {
            GoalRun.of(new InitGoal(), other.settings().build());
            other.nextVersion();
            sandbox.faults().before(1, sql -> sql.startsWith("CREATE VIEW orders"), () -> {
                GoalRun.of(new CleanupGoal(), other.settings().build());
                other.run("CREATE VIEW #staging.late AS SELECT * FROM " + shop.name("raw") + ".orders");
            });
            sandbox.faults().before(1, sql -> sql.startsWith("CREATE VIEW last"), () -> {
                GoalRun.of(new InitGoal(), other.settings().build());
                other.nextVersion();
                other.run("CREATE VIEW #marts_dbt_deploy.reader AS SELECT * FROM " + shop.name("marts_dbt_deploy")
                        + ".revenue");
            });

            assertThat(events()).contains(new ApplyEvent.Applied(3, 0, Duration.ZERO));
        }
    }

    @Test
    void whatThisRoleBuildsUponTheCopiesElsewhereMeanwhileFailsTheGoal() {
        sandbox.faults()
                .before(
                        1,
                        sql -> sql.startsWith("CREATE VIEW last"),
                        () -> shop.run("CREATE VIEW #raw.reader AS SELECT * FROM #marts_dbt_deploy.revenue"));

        assertThat(error()).contains("\n    view #raw.reader appeared\n");
    }

    @Test
    void copiesThatAreSwappedMeanwhileAreNamed() {
        sandbox.faults()
                .before(
                        1,
                        sql -> sql.startsWith("CREATE VIEW last"),
                        () -> shop.run("ALTER SCHEMA #staging SWAP WITH #staging_dbt_deploy"));

        assertThat(error().replaceAll("\\bu\\d+\\b", "{u}"))
                .isEqualTo(
                        "While mz:apply ran, the deployment changed: schema #staging_dbt_deploy is another one ({u} before, {u} now):"
                                + " dropped and made again, or swapped. What the files made may be in the wrong place.\n0 of 3 files are applied and recorded. Nothing is swapped by mz:apply; see mvn mz:status,"
                                + " and what the files have made where; then drop the deployment with mvn mz:cleanup and start"
                                + " again.");
        assertThat(unfinished()).containsExactly("#marts/revenue.sql", "#marts/top/last.sql", "#staging/orders.sql");
    }

    /** The message of the error that apply ends with. */
    private String error() {
        return plain(catchThrowableOfType(MzException.class, this::apply).getMessage());
    }

    /** The state in the marker's name. */
    private List<String> marker() {
        return shop
                .query("SELECT name FROM mz_catalog.mz_schemas WHERE name LIKE '\\_mz\\_deployment\\_#target\\_%'")
                .stream()
                .map(name -> name.replace("_mz_deployment_" + shop.name("target") + "_", ""))
                .toList();
    }

    private List<String> unfinished() {
        try (Session session = TestSql.onCatalog(sandbox.url())) {
            Catalog catalog = CatalogReader.read(session, settings().build(), Reading.APPLY);
            return AppliedFiles.of(catalog, Marker.of(catalog, shop.name("target"))).unfinished().stream()
                    .map(this::plain)
                    .toList();
        }
    }

    private List<String> rates() {
        try (Session session = TestSql.onCatalog(sandbox.url())) {
            session.execute("SET cluster = quickstart");
            return session
                    .query("SELECT x::text FROM " + shop.name("staging_dbt_deploy") + ".rates ORDER BY x")
                    .rows()
                    .stream()
                    .map(row -> row.text("x"))
                    .toList();
        }
    }

    @Test
    void withoutAStagedDeploymentNothingIsSent() {
        GoalRun.of(new CleanupGoal(), settings().build());
        sandbox.traffic().reset();

        assertThatThrownBy(this::apply)
                .isInstanceOf(MzException.class)
                .satisfies(
                        e -> assertThat(plain(e.getMessage()))
                                .isEqualTo(
                                        "mz:apply refuses. Nothing was written. 1 problem:\n 1. There is no deployment of target #target.\n"
                                                + "    Run mvn mz:init first; for copies that dbt made: mvn mz:init -Dmz.ignoreExistingObjects=true"));
        assertThat(written()).isEmpty();
    }

    private ApplyEvent skipped(String path) {
        return new ApplyEvent.FileSkipped(shop.name(path), "unchanged");
    }

    private List<ApplyEvent> events() {
        return GoalRun.events(ApplyEvent.class, new ApplyGoal(), settings().build());
    }

    private List<String> apply() {
        return GoalRun.of(new ApplyGoal(), settings().build()).stream()
                .map(this::plain)
                .toList();
    }

    private boolean fails() {
        try {
            apply();
            return false;
        } catch (MzException e) {
            assertThat(e.kind()).isEqualTo(MzException.Kind.CONNECTION);
            return true;
        }
    }

    /** As if nothing had been applied. */
    private void forget() {
        shop.run("DROP VIEW #marts_dbt_deploy.last");
        shop.run("DROP MATERIALIZED VIEW #marts_dbt_deploy.revenue");
        shop.run("DROP VIEW #staging_dbt_deploy.orders");
        shop.run("DROP VIEW \"_mz_deployment_#target_staged\".applied");
    }

    private TestSettings settings() {
        return shop.settings()
                .sqlDirectory(directory)
                .allowStateful(allowStateful)
                .maxRetries(retries)
                .placeholders(java.util.Map.of("factor", String.valueOf(factor)));
    }

    private void file(String path, String text) {
        try {
            Path file = directory.resolve(shop.name(path));
            Files.createDirectories(file.getParent());
            Files.writeString(file, text.replace("#", shop.name("")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> built() {
        return shop
                .query(
                        "SELECT s.name || '.' || o.name, o.type, c.name FROM mz_catalog.mz_objects o JOIN mz_catalog.mz_schemas s"
                                + " ON s.id = o.schema_id LEFT JOIN mz_catalog.mz_clusters c ON c.id = o.cluster_id"
                                + " WHERE s.name IN ('#staging_dbt_deploy', '#marts_dbt_deploy') ORDER BY 1")
                .stream()
                .map(this::plain)
                .toList();
    }

    private String definition() {
        return shop.query(
                        "SELECT v.definition FROM mz_catalog.mz_views v JOIN mz_catalog.mz_schemas s ON s.id = v.schema_id"
                                + " WHERE s.name = '#staging_dbt_deploy' AND v.name = 'orders'")
                .get(0);
    }

    private List<String> written() {
        return sandbox.traffic().statements().stream()
                .map(Traffic.Sent::sql)
                .filter(WRITES)
                .toList();
    }

    /** The shop's prefix, times and ids replaced. */
    private String plain(String text) {
        return text.replace(shop.name(""), "#")
                .replaceAll("\\d+(\\.\\d)? (ms|s)\\b", "{time}")
                .replaceAll("\\d{8}T\\d{6}Z-[0-9a-f]+", "{id}");
    }
}
