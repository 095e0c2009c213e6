package io.github.mzmaven.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mzmaven.MzException;
import io.github.mzmaven.config.ClusterSetting;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.conformance.ServerUnderTest;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.goal.apply.ApplyGoal;
import io.github.mzmaven.goal.await.AwaitGoal;
import io.github.mzmaven.goal.cleanup.CleanupGoal;
import io.github.mzmaven.goal.diff.DiffGoal;
import io.github.mzmaven.goal.init.InitGoal;
import io.github.mzmaven.goal.status.HistoryGoal;
import io.github.mzmaven.goal.status.StatusGoal;
import io.github.mzmaven.goal.swap.PromoteGoal;
import io.github.mzmaven.goal.swap.RollbackGoal;
import io.github.mzmaven.goal.test.TestGoal;
import io.github.mzmaven.session.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a server that has raw data and no production, or half of one, to the second deployment. */
class FirstDeploymentTest {
    /** The sandbox, unless another server is given. */
    @AutoClose
    private static final ServerUnderTest server = ServerUnderTest.open();

    @TempDir
    private Path project;

    private final Area area = new Area(server);

    @BeforeEach
    void rawData() throws IOException {
        area.sql(
                "CREATE SCHEMA #raw",
                "CREATE TABLE #raw.orders (id int NOT NULL, country text, amount int NOT NULL)",
                "INSERT INTO #raw.orders VALUES (1, 'GB', 10), (2, 'US', 20)");
        file("main/#staging/orders.sql", "CREATE VIEW orders AS SELECT id, country, amount FROM #raw.orders");
        file(
                "main/#marts/revenue.sql",
                "CREATE MATERIALIZED VIEW revenue AS SELECT country, sum(amount) AS revenue FROM orders GROUP BY country;"
                        + "CREATE INDEX revenue_country ON revenue (country)");
        file("test/#marts/positive.sql", "SELECT * FROM revenue WHERE revenue <= 0");
    }

    @AfterEach
    void clean() {
        server.calm();
        area.close();
    }

    @Test
    void nothingIsThere() {
        assertThat(run(new InitGoal(), settings().createMissing()))
                .containsExactly(
                        "WARN There is no schema \"#staging\" in database materialize; mz:init creates it. Did you mean \"#raw\"?",
                        "WARN There is no schema \"#marts\" in database materialize; mz:init creates it. Did you mean \"#raw\"?",
                        "Deployment {time}-0123456: 2 schemas, 1 cluster, suffix _dbt_deploy",
                        "  create schema #staging in production, empty",
                        "  create schema #marts in production, empty",
                        "  create cluster #compute in production, empty (25cc × 1)",
                        "  create schema #staging_dbt_deploy (owner materialize, 2 privileges)",
                        "  create schema #marts_dbt_deploy (owner materialize, 2 privileges)",
                        "  create cluster #compute_dbt_deploy (25cc × 1)",
                        "Staged: 13 statements in {duration}. Next: mvn mz:apply");
        deployTheFirst();
        deployTheSecond();
    }

    @Test
    void oneSchemaAndOneClusterAreThere() {
        area.sql(
                "CREATE ROLE #reader",
                "CREATE SCHEMA #staging",
                "GRANT USAGE ON SCHEMA #staging TO #reader",
                "CREATE VIEW #staging.old AS SELECT 1 AS x",
                "CREATE CLUSTER #serve (SIZE = '25cc')");
        List<ClusterSetting> both =
                List.of(new ClusterSetting(area.name("#compute"), "50cc", 1), new ClusterSetting(area.name("#serve")));

        assertThat(run(new InitGoal(), settings().clusters(both).createMissing()))
                .contains(
                        "  create schema #marts in production, empty",
                        "  create cluster #compute in production, empty (50cc × 1)",
                        "  create schema #staging_dbt_deploy (owner materialize, 3 privileges)",
                        "  create cluster #compute_dbt_deploy (50cc × 1)",
                        "  create cluster #serve_dbt_deploy (25cc × 1)")
                .doesNotContain("  create schema #staging in production, empty");
        area.assertCopiesEqualProduction("#raw");
        run(new ApplyGoal(), settings().clusters(both));
        run(new AwaitGoal(), settings().clusters(both));
        run(new PromoteGoal(), settings().clusters(both));
        assertThat(refusal(new RollbackGoal(), settings().clusters(both))).isEqualTo("""
                mz:rollback refuses. Nothing was written. -Dmz.force=true goes on all the same. 1 problem:
                 1. Schema #marts is empty in the version before: swapped back, it has nothing for readers.
                    Deploy a version that works instead: mvn mz:cleanup, mvn mz:init …; or set -Dmz.force=true""");
        run(new CleanupGoal(), settings().clusters(both));
        assertThat(revenue()).containsExactly("GB | 10", "US | 20");
    }

    @Test
    void onlyTheClusterIsMissing() {
        area.sql("CREATE SCHEMA #staging", "CREATE SCHEMA #marts");

        run(new InitGoal(), settings().createMissing());
        deployTheFirst();
        deployTheSecond();
    }

    /** What a cut-off run has created in production is production for the next one, asked to create or not. */
    @Test
    void aRunThatIsCutOffIsGoneOnWith() {
        server.faults().cutAfter(1, sql -> sql.equals("CREATE SCHEMA \"materialize\".\"" + area.name("#marts") + "\""));
        assertThat(refusal(new InitGoal(), settings().createMissing())).endsWith("""
                What was in production already is untouched. What was created so far is marked as this deployment's. \
                Run mvn mz:init again: it goes on from there.""");

        assertThat(refusal(new InitGoal(), settings())).isEqualTo("""
                mz:init refuses. Nothing was written. 1 problem:
                 1. There is no cluster "#compute".
                    If this is its first deployment, create it, empty; mvn mz:init -Dmz.createMissing does that, too:
                    CREATE CLUSTER "#compute" (SIZE = '25cc');""");
        area.sql("CREATE CLUSTER #compute (SIZE = '25cc')");
        run(new InitGoal(), settings());
        deployTheFirst();
    }

    @Test
    void whatWasCreatedIsDroppedAgainWhereAStatementFails() {
        String before = area.production();

        assertThat(refusal(
                        new InitGoal(),
                        settings()
                                .clusters(List.of(new ClusterSetting(area.name("#compute"), "77cc", null)))
                                .createMissing()))
                .isEqualTo("""
                Step 7 of 7 failed: create cluster #compute in production, empty (77cc × 1)
                    unknown cluster replica size 77cc (XX000)
                    Hint: Valid cluster replica sizes are: 100cc, 25cc, 50cc
                What was in production already is untouched. What this run had created is dropped again.""");
        assertThat(area.production()).isEqualTo(before);
        assertThat(area.markers()).isEmpty();

        // The same once the copies are being made.
        server.faults()
                .before(
                        1,
                        sql -> sql.startsWith("CREATE CLUSTER") && sql.contains("_dbt_deploy"),
                        () -> area.sql("CREATE CLUSTER #compute_dbt_deploy (SIZE = '25cc')"));
        assertThat(refusal(new InitGoal(), settings().createMissing())).endsWith("""
                    cluster '#compute_dbt_deploy' already exists (XX000)
                What was in production already is untouched. What this run had created is dropped again.""");
        area.sql("DROP CLUSTER #compute_dbt_deploy");
        assertThat(area.production()).isEqualTo(before);
        assertThat(area.markers()).isEmpty();
    }

    @Test
    void whatSomethingElseCreatesMeanwhileIsTakenByTheNextRun() {
        server.faults()
                .before(
                        1,
                        sql -> sql.startsWith("CREATE SCHEMA \"materialize\".\"" + area.name("#marts\"")),
                        () -> area.sql("CREATE SCHEMA #marts"));

        assertThat(refusal(new InitGoal(), settings().createMissing())).isEqualTo("""
                Step 6 of 7 failed: create schema #marts in production, empty
                    schema '#marts' already exists (XX000)
                What was in production already is untouched. What this run had created is dropped again.
                Something else has created it meanwhile. Run mvn mz:init again: it takes what is there.""");
        assertThat(area.production()).contains("#marts").doesNotContain("#staging");
        run(new InitGoal(), settings().createMissing());
        deployTheFirst();
    }

    /** Neither what others have put into a new schema, nor what has its name by now, is this run's to drop. */
    @Test
    void whatIsSomebodyElsesByTheTimeOfTheErrorStays() {
        server.faults()
                .before(
                        1,
                        sql -> sql.startsWith("CREATE CLUSTER") && sql.contains("_dbt_deploy"),
                        () -> area.sql(
                                "CREATE VIEW #marts.theirs AS SELECT 1 AS x",
                                "DROP SCHEMA #staging",
                                "CREATE SCHEMA #staging",
                                "CREATE CLUSTER #compute_dbt_deploy (SIZE = '25cc')"));

        assertThat(refusal(new InitGoal(), settings().createMissing())).endsWith("""
                    cluster '#compute_dbt_deploy' already exists (XX000)
                What was in production already is untouched. What this run had created is dropped again, except:
                    not undone: create schema #staging in production, empty (something else has the name now)
                    not undone: create schema #marts in production, empty (schema 'materialize.#marts' cannot be dropped \
                without CASCADE while it contains objects (XX000))""");
        assertThat(area.production()).contains("#staging", "#marts").doesNotContain("#compute");
        assertThat(area.markers()).isEmpty();
    }

    @Test
    void whatIsDroppedAgainBeforeTheCopiesAreMadeIsNotCopied() {
        var created = new AtomicBoolean();
        server.faults()
                .before(
                        1,
                        sql -> {
                            created.compareAndSet(false, sql.startsWith("CREATE CLUSTER"));
                            return created.get() && sql.startsWith("SELECT");
                        },
                        () -> area.sql("DROP SCHEMA #marts"));

        assertThat(refusal(new InitGoal(), settings().createMissing())).isEqualTo("""
                mz:init: something has dropped again what this run had created in production. \
                What was in production already is untouched. No copy is made yet.
                Run mvn mz:init again once nothing else works there.""");
        assertThat(area.copies()).isEmpty();
        run(new InitGoal(), settings().createMissing());
        deployTheFirst();
    }

    /** A deployment that is staged gets a schema more, which is nowhere yet. */
    @Test
    void aNewSchemaJoinsADeploymentThatIsStaged() {
        run(new InitGoal(), settings().schemas(area.names("#staging")).createMissing());

        assertThat(run(new InitGoal(), settings().createMissing()))
                .contains(
                        "  create schema #marts in production, empty",
                        "  create schema #marts_dbt_deploy (owner materialize, 2 privileges)")
                .doesNotContain("  create schema #staging in production, empty");
        area.assertCopiesEqualProduction("#raw");
        deployTheFirst();
    }

    @Test
    void aDeploymentThatIsGivenUpLeavesProductionEmpty() {
        run(new InitGoal(), settings().createMissing());
        run(new CleanupGoal(), settings());

        assertThat(area.copies()).isEmpty();
        assertThat(area.markers()).isEmpty();
        assertThat(area.production()).contains("#staging", "#marts", "#compute");
        run(new InitGoal(), settings());
    }

    @Test
    void aRoleWithNoMoreThanTheRightsToCreateDeploysTheFirst() {
        area.sql(
                "CREATE ROLE #reader",
                "CREATE ROLE #ci",
                "GRANT #ci TO materialize",
                "GRANT USAGE ON SCHEMA #raw TO #ci",
                "GRANT SELECT ON #raw.orders TO #ci",
                "ALTER DEFAULT PRIVILEGES FOR ROLE #ci GRANT USAGE ON SCHEMAS TO #reader",
                "ALTER DEFAULT PRIVILEGES FOR ROLE #ci GRANT USAGE ON CLUSTERS TO #reader");
        area.system("GRANT CREATE, USAGE ON DATABASE materialize TO #ci", "GRANT CREATECLUSTER ON SYSTEM TO #ci");
        area.atTheEnd(
                "REVOKE CREATE, USAGE ON DATABASE materialize FROM #ci",
                "REVOKE CREATECLUSTER ON SYSTEM FROM #ci",
                "ALTER DEFAULT PRIVILEGES FOR ROLE #ci REVOKE USAGE ON SCHEMAS FROM #reader",
                "ALTER DEFAULT PRIVILEGES FOR ROLE #ci REVOKE USAGE ON CLUSTERS FROM #reader");

        assertThat(run(new InitGoal(), asCi().createMissing()))
                .contains(
                        "  create schema #marts_dbt_deploy (owner #ci, 3 privileges)",
                        "Staged: 13 statements in {duration}. Next: mvn mz:apply");
        area.assertCopiesEqualProduction("#raw");
        assertThat(run(new InitGoal(), asCi().createMissing()))
                .last()
                .isEqualTo("Staged already; nothing was missing. Next: mvn mz:apply");
        for (Goal goal : List.of(new ApplyGoal(), new AwaitGoal(), new TestGoal(), new DiffGoal())) {
            run(goal, asCi());
        }
        run(new PromoteGoal(), asCi());
        run(new CleanupGoal(), asCi());
        assertThat(revenue()).containsExactly("GB | 10", "US | 20");
    }

    /** There is nothing to swap back to: readers are better off with what they have. */
    @Test
    void theFirstIsWatchedToo() throws IOException {
        run(new InitGoal(), settings().createMissing());
        run(new ApplyGoal(), settings());
        run(new AwaitGoal(), settings());
        assertThat(run(
                        new PromoteGoal(),
                        settings().soak(Duration.ofMillis(200)).rollbackOnFailure()))
                .last()
                .asString()
                .endsWith(": nothing failed");
        file("verify/#marts/never.sql", "SELECT * FROM revenue");
        assertThat(refusal(
                        new PromoteGoal(),
                        settings()
                                .soak(Duration.ofMillis(200))
                                .rollbackOnFailure()
                                .verifyDirectory(project.resolve("verify"))))
                .startsWith("mz:rollback refuses. Nothing was written.")
                .endsWith("""
                That was the rollback of a promote whose production fails:
                    test #marts/never.sql: 2 rows
                mvn mz:status shows which version production has.""");
        assertThat(revenue()).containsExactly("GB | 10", "US | 20");
    }

    /** As somebody leaves it who has begun with dbt and has no production yet. */
    @Test
    void copiesThatAreThereBeforeProductionIsAreAdopted() {
        area.sql(
                "CREATE SCHEMA #staging_dbt_deploy",
                "CREATE SCHEMA #marts_dbt_deploy",
                "CREATE CLUSTER #compute_dbt_deploy (SIZE = '50cc')",
                "CREATE VIEW #staging_dbt_deploy.orders AS SELECT id, country, amount FROM #raw.orders",
                "CREATE MATERIALIZED VIEW #marts_dbt_deploy.revenue IN CLUSTER #compute_dbt_deploy AS SELECT country,"
                        + " sum(amount) AS revenue FROM #staging_dbt_deploy.orders GROUP BY country");
        String before = area.production();

        assertThat(refusal(new InitGoal(), settings().createMissing()))
                .contains("A deployment schema #staging_dbt_deploy exists already and holds view")
                .contains("A deployment cluster #compute_dbt_deploy exists already and holds");
        assertThat(area.production()).isEqualTo(before);

        assertThat(run(new InitGoal(), settings().createMissing().ignoreExistingObjects()))
                .contains(
                        "  create schema #marts in production, empty",
                        "  create cluster #compute in production, empty (25cc × 1)")
                .doesNotContain("  create schema #marts_dbt_deploy (owner materialize, 2 privileges)");
        assertThat(run(new InitGoal(), settings().createMissing()))
                .last()
                .isEqualTo("Staged already; nothing was missing. Next: mvn mz:apply");
        run(new AwaitGoal(), settings());
        run(new PromoteGoal(), settings());
        assertThat(revenue()).containsExactly("GB | 10", "US | 20");
        run(new CleanupGoal(), settings());
        assertThat(area.copies()).isEmpty();
        assertThat(area.production()).contains("50cc").doesNotContain("25cc");
    }

    private TestSettings asCi() {
        return settings().url(server.url(area.name("#ci")));
    }

    /** What the refusal says can be run as it stands there. */
    @Test
    void namesThatNeedQuotesAreCreatedByTheRefusalsStatementsAndByInitAlike() {
        List<ClusterSetting> clusters = List.of(
                new ClusterSetting(area.name("#It's"), "25cc", null),
                new ClusterSetting(area.name("#a \"b\", c"), "50cc", 2));
        String[] schemas = area.names("#Staging", "#se\"lect; --", "#größe");
        String refusal = catchThrowableOfType(
                        MzException.class,
                        () -> run(
                                new InitGoal(),
                                settings().schemas(schemas).clusters(clusters).createMissing(false)))
                .getMessage();
        List<String> statements = refusal.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("CREATE "))
                .toList();
        assertThat(statements).hasSize(5);

        run(new InitGoal(), settings().schemas(schemas).clusters(clusters).createMissing());
        area.assertCopiesEqualProduction("#raw");
        String byInit = area.production();
        run(new CleanupGoal(), settings().schemas(schemas).clusters(clusters));
        for (String statement : statements) {
            area.sql(statement.replaceFirst("CREATE (\\w+) (.*?)( \\(SIZE.*)?;$", "DROP $1 $2"));
            area.sql(statement);
        }
        assertThat(area.production()).isEqualTo(byInit);
        run(new InitGoal(), settings().schemas(schemas).clusters(clusters));
        area.assertCopiesEqualProduction("#raw");
    }

    /** Whatever a first init leaves, cleanup takes all of it but production, and says nothing that is not so. */
    @Test
    void aRunThatIsCutAnywhereCanBeGivenUp() {
        boolean happened = true;
        for (int nth = 1; happened; nth++) {
            int cut = nth;
            for (boolean after : List.of(false, true)) {
                Predicate<String> writes = sql -> sql.matches("(?s)(CREATE|COMMENT|BEGIN|ALTER|DROP|GRANT|REVOKE).*");
                if (after) {
                    server.faults().cutAfter(cut, writes);
                } else {
                    server.faults().cutBefore(cut, writes);
                }
                happened = true;
                try {
                    run(new InitGoal(), settings().createMissing());
                    happened = false;
                } catch (MzException e) {
                    assertThat(e.kind()).isEqualTo(MzException.Kind.CONNECTION);
                }
                server.faults().clear();
                run(new StatusGoal(), settings());
                run(new CleanupGoal(), settings());
                assertThat(area.copies()).as("copies, cut %s", cut).isEmpty();
                assertThat(area.markers()).as("markers, cut %s", cut).isEmpty();
                String there = area.production();
                for (String schema : List.of("staging", "marts")) {
                    if (there.contains("#" + schema + ": ")) {
                        area.sql("DROP SCHEMA #" + schema);
                    }
                }
                if (there.contains("#compute: ")) {
                    area.sql("DROP CLUSTER #compute");
                }
            }
        }
    }

    private void deployTheFirst() {
        run(new ApplyGoal(), settings());
        run(new AwaitGoal(), settings());
        assertThat(run(new TestGoal(), settings())).last().asString().startsWith("1 test passed");
        assertThat(run(
                        new DiffGoal(),
                        settings()
                                .diff(new Settings.Diff(
                                        Map.of(),
                                        List.of(),
                                        List.of(),
                                        0,
                                        TestSettings.maxChanged("0"),
                                        null,
                                        Duration.ofSeconds(30)))))
                .contains("  #marts.revenue  new");
        assertThat(run(new StatusGoal(), settings())).last().isEqualTo("Next: mvn mz:promote");
        run(new PromoteGoal(), settings());
        assertThat(revenue()).containsExactly("GB | 10", "US | 20");

        assertThat(refusal(new RollbackGoal(), settings())).isEqualTo("""
                mz:rollback refuses. Nothing was written. -Dmz.force=true goes on all the same. 2 problems:
                 1. Schema #staging is empty in the version before: swapped back, it has nothing for readers.
                    Deploy a version that works instead: mvn mz:cleanup, mvn mz:init …; or set -Dmz.force=true
                 2. Schema #marts is empty in the version before: swapped back, it has nothing for readers.
                    Deploy a version that works instead: mvn mz:cleanup, mvn mz:init …; or set -Dmz.force=true""");
        run(new RollbackGoal(), settings().force());
        run(new PromoteGoal(), settings());
        run(new CleanupGoal(), settings());
        assertThat(area.copies()).isEmpty();
        assertThat(area.markers()).containsExactly("_mz_deployment_#target_current");
        assertThat(run(new StatusGoal(), settings()).get(0)).startsWith("No deployment. Production was built from");
    }

    /** As any other: what it is asked to create exists by now. */
    private void deployTheSecond() {
        try {
            file(
                    "main/#staging/orders.sql",
                    "CREATE VIEW orders AS SELECT id, country, amount * 2 AS amount FROM #raw.orders");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (Goal goal : List.of(new InitGoal(), new ApplyGoal(), new AwaitGoal(), new TestGoal())) {
            run(goal, settings().createMissing());
        }
        run(new PromoteGoal(), settings());
        run(new CleanupGoal(), settings());
        assertThat(revenue()).containsExactly("GB | 20", "US | 40");
        assertThat(run(new HistoryGoal(), settings())).hasSizeGreaterThan(2);
    }

    private List<String> revenue() {
        try (Session reader = TestSql.connect(server.url("materialize"))) {
            return TestSql.rows(reader, area.name("SELECT country, revenue::text FROM #marts.revenue ORDER BY 1"));
        }
    }

    private List<String> run(Goal goal, TestSettings settings) {
        return area.plain(GoalRun.of(goal, settings.build()));
    }

    private String refusal(Goal goal, TestSettings settings) {
        return area.plain(catchThrowableOfType(MzException.class, () -> run(goal, settings))
                .getMessage());
    }

    private TestSettings settings() {
        return area.settings()
                .schemas(area.names("#staging", "#marts"))
                .clusters(List.of(new ClusterSetting(area.name("#compute"), "25cc", null)))
                .sqlDirectory(project.resolve("main"))
                .testDirectory(project.resolve("test"))
                .outputDirectory(project.resolve("target"));
    }

    private void file(String path, String sql) throws IOException {
        Path file = project.resolve(area.name(path));
        Files.createDirectories(file.getParent());
        Files.writeString(file, area.name(sql));
    }
}
