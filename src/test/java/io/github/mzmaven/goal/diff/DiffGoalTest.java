package io.github.mzmaven.goal.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.config.Settings.Diff;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.goal.GoalRun;
import io.github.mzmaven.goal.ShopTest;
import io.github.mzmaven.goal.init.InitGoal;
import io.github.mzmaven.goal.swap.PromoteGoal;
import io.github.mzmaven.report.DiffEvent;
import io.github.mzmaven.report.RelationDiff;
import io.github.mzmaven.report.RelationDiff.Outcome;
import io.github.mzmaven.report.RelationDiff.SinkCaveat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DiffGoalTest extends ShopTest {
    private Map<String, List<String>> keys = Map.of();
    private List<String> include = List.of();
    private List<String> exclude = List.of();
    private int sampleRows;
    private String maxChanged;
    private String cluster;
    private Duration timeout = Duration.ofSeconds(20);

    private TestSettings diff() {
        return settings()
                .diff(new Diff(
                        keys,
                        include,
                        exclude,
                        sampleRows,
                        maxChanged == null ? null : TestSettings.maxChanged(maxChanged),
                        cluster,
                        timeout));
    }

    private Map<String, RelationDiff> compared() {
        return GoalRun.events(DiffEvent.Compared.class, new DiffGoal(), diff().build()).stream()
                .map(DiffEvent.Compared::relation)
                .collect(Collectors.toMap(
                        relation -> relation.name().replace(shop.name(""), "#"), relation -> relation));
    }

    /** The copies hold the same as production. */
    private void stageEqual() {
        GoalRun.of(new InitGoal(), settings().build());
        shop.run("CREATE VIEW #staging_dbt_deploy.orders AS SELECT id, country, amount FROM #raw.orders");
        shop.run("CREATE MATERIALIZED VIEW #marts_dbt_deploy.revenue IN CLUSTER #compute_dbt_deploy AS"
                + " SELECT country, sum(amount) AS revenue FROM #staging_dbt_deploy.orders GROUP BY country");
    }

    @Test
    void twoEqualVersionsAreSaidToBeEqualInOneLine() {
        stageEqual();

        assertThat(run(new DiffGoal(), diff()))
                .contains("Comparing 1 relation of deployment {id} with production")
                .last()
                .asString()
                .startsWith("Nothing changes for readers: the relation is equal (");
    }

    @Test
    void whatChangesIsCountedByTheSinksKey() {
        stage();

        RelationDiff revenue = compared().get("#marts.revenue");
        long countries = revenue.before();
        assertThat(revenue)
                .usingRecursiveComparison()
                .ignoringFields("tookMillis")
                .isEqualTo(new RelationDiff(
                        shop.name("marts.revenue"),
                        "materialized view",
                        Outcome.COMPARED,
                        countries,
                        countries,
                        countries,
                        countries,
                        List.of("country"),
                        countries,
                        0L,
                        0L,
                        Map.of("revenue", countries),
                        revenue.columnChanges(),
                        null,
                        List.of(new SinkCaveat(shop.name("sinks.revenue_out"), List.of("country"), countries, 0L, 0L)),
                        null,
                        0));
    }

    /** It has emitted the copy's rows, and a promote leaves it where it is. */
    @Test
    void aSinkThatReadsTheCopyAlreadyMissesNothing() {
        stage();
        shop.run("CREATE SINK #sinks.early IN CLUSTER #sink FROM #marts_dbt_deploy.revenue"
                + " INTO KAFKA CONNECTION #sinks.kafka (TOPIC 'early') KEY (country) NOT ENFORCED"
                + " FORMAT JSON ENVELOPE UPSERT");

        assertThat(compared().get("#marts.revenue").sinks())
                .extracting(SinkCaveat::sink)
                .containsExactly(shop.name("sinks.revenue_out"));
    }

    @Test
    void itRunsOnTheCopysClusterAndNeverOnProductions() {
        stage();
        sandbox.traffic().reset();
        run(new DiffGoal(), diff());

        assertThat(sandbox.traffic().statements())
                .extracting(sent -> masked(sent.sql()))
                .filteredOn(sql -> sql.startsWith("SET cluster = \"") || sql.startsWith("SET \"cluster\""))
                .allMatch(sql -> sql.contains("#compute_dbt_deploy"))
                .isNotEmpty();
    }

    @Test
    void rowsAddedAndRemovedAreToldApart() {
        shop.run("INSERT INTO #raw.orders VALUES (900, 'XX', 5)");
        GoalRun.of(new InitGoal(), settings().build());
        shop.run("CREATE MATERIALIZED VIEW #marts_dbt_deploy.revenue IN CLUSTER #compute_dbt_deploy AS"
                + " SELECT CASE WHEN country = 'XX' THEN 'YY' ELSE country END AS country, sum(amount) AS revenue"
                + " FROM #raw.orders GROUP BY 1");

        RelationDiff revenue = compared().get("#marts.revenue");
        assertThat(List.of(
                        revenue.onlyBefore(),
                        revenue.onlyAfter(),
                        revenue.changed(),
                        revenue.added(),
                        revenue.removed()))
                .containsExactly(1L, 1L, 0L, 1L, 1L);
        assertThat(revenue.sinks())
                .containsExactly(new SinkCaveat(shop.name("sinks.revenue_out"), List.of("country"), 0L, 1L, 1L));
    }

    @Test
    void withoutAKeyRowsAreCounted() {
        stage();
        shop.run(
                "CREATE MATERIALIZED VIEW #marts.plain IN CLUSTER #compute AS SELECT country, amount FROM #raw.orders");
        shop.run("CREATE MATERIALIZED VIEW #marts_dbt_deploy.plain IN CLUSTER #compute_dbt_deploy AS"
                + " SELECT country, amount + 1 AS amount FROM #raw.orders");

        RelationDiff plain = compared().get("#marts.plain");
        assertThat(plain.key()).isNull();
        assertThat(plain.onlyBefore()).isPositive().isEqualTo(plain.onlyAfter());
        assertThat(plain.columns()).isEmpty();
    }

    @Test
    void aKeyThatIsNoneIsToldAndRowsAreCounted() {
        stage();
        shop.run("CREATE MATERIALIZED VIEW #marts.plain IN CLUSTER #compute AS SELECT 1 AS k, id FROM #raw.orders");
        shop.run("CREATE MATERIALIZED VIEW #marts_dbt_deploy.plain IN CLUSTER #compute_dbt_deploy AS"
                + " SELECT 1 AS k, id + 1000 AS id FROM #raw.orders");
        keys = Map.of(shop.name("marts.plain"), List.of("k"));

        RelationDiff plain = compared().get("#marts.plain");
        assertThat(plain.key()).isNull();
        assertThat(plain.reason()).isEqualTo("k is no key: 1 has several rows");
        assertThat(plain.onlyBefore()).isPositive();
    }

    @Test
    void nullsAndOddNamesOfKeysAndColumnsAreNoTrouble() {
        GoalRun.of(new InitGoal(), settings().build());
        for (String side : List.of("", "_dbt_deploy")) {
            String n = side.isEmpty() ? "1" : "2";
            shop.run("CREATE MATERIALIZED VIEW #marts" + side + ".\"odd \"\"name\" IN CLUSTER #compute" + side
                    + " AS SELECT NULL::text AS \"o\", 'x' AS \"c0\", " + n + " AS \"side\", NULL::jsonb AS \"d\""
                    + " UNION ALL SELECT 'k', 'y', 3, '{\"a\": 1}'::jsonb");
        }
        shop.run("CREATE MATERIALIZED VIEW #marts_dbt_deploy.revenue IN CLUSTER #compute_dbt_deploy AS"
                + " SELECT country, amount AS revenue FROM #raw.orders");
        keys = Map.of(shop.name("marts.odd \"name"), List.of("o"));

        RelationDiff odd = compared().get("#marts.odd \"name");
        assertThat(odd.reason()).isNull();
        assertThat(odd.changed()).isEqualTo(1);
        assertThat(odd.columns()).isEqualTo(Map.of("side", 1L));
    }

    @Test
    void columnsThatAreAddedRemovedOrRetypedAreToldAndTheRestIsCompared() {
        GoalRun.of(new InitGoal(), settings().build());
        shop.run(
                "CREATE MATERIALIZED VIEW #marts_dbt_deploy.revenue IN CLUSTER #compute_dbt_deploy AS"
                        + " SELECT country, sum(amount)::text AS revenue, count(*) AS orders FROM #raw.orders GROUP BY country");

        RelationDiff revenue = compared().get("#marts.revenue");
        assertThat(revenue.onlyBefore()).isZero();
        assertThat(revenue.columnChanges()).singleElement().asString().startsWith("+1 column orders");
        assertThat(run(new DiffGoal(), diff()))
                .filteredOn(line -> line.contains("#marts.revenue  ") && !line.contains("changed  "))
                .singleElement()
                .asString()
                .contains("equal in the columns of both, +1 column orders bigint");
    }

    @Test
    void whatIsNewOrGoneIsToldAndNotCompared() {
        stage();
        shop.run("CREATE MATERIALIZED VIEW #marts.gone IN CLUSTER #compute AS SELECT 1 AS x");
        shop.run("CREATE MATERIALIZED VIEW #marts_dbt_deploy.fresh IN CLUSTER #compute_dbt_deploy AS SELECT 1 AS x");

        Map<String, RelationDiff> compared = compared();
        assertThat(compared.get("#marts.gone").outcome()).isEqualTo(Outcome.GONE);
        assertThat(compared.get("#marts.fresh").outcome()).isEqualTo(Outcome.NEW);
    }

    @Test
    void viewsWithoutAnIndexAreComparedOnlyWhereTheyAreNamed() {
        stage();
        assertThat(compared()).containsOnlyKeys("#marts.revenue");

        include = List.of(shop.name("staging.*"));
        assertThat(compared()).containsOnlyKeys("#staging.orders", "#staging.countries");
        include = List.of("*");
        exclude = List.of("*.countries", "*.revenue");
        assertThat(compared()).containsOnlyKeys("#staging.orders");
    }

    @Test
    void whatFitsNothingIsRefusedBeforeAnythingIsCompared() {
        stage();
        include = List.of("nothing.*", shop.name("marts.*"));
        exclude = List.of("martz.revenue");
        keys = Map.of(shop.name("marts.revenue"), List.of("county"), "marts.none", List.of("x"));
        cluster = "nowhere";
        sandbox.traffic().reset();

        assertThat(failure(new DiffGoal(), diff()))
                .startsWith(
                        "mz:diff refuses. Nothing was compared. 5 problems:\n 1. There is no cluster nowhere to compare on"
                                + " (cluster).")
                .contains(" 2. include \"nothing.*\" matches no relation of the deployment.")
                .contains(" 3. exclude \"martz.revenue\" matches no relation of the deployment.")
                .contains("There is no relation marts.none for which keys names a key.")
                .contains(
                        "#marts.revenue has no column county of the same type in both versions, which keys names. Did you"
                                + " mean \"country\"?");
        assertThat(sandbox.traffic().statements()).noneMatch(sent -> sent.sql().contains("count(*)"));
    }

    @Test
    void oneThatFailsIsToldAndTheOthersAreCompared() {
        stage();
        shop.run("CREATE VIEW #marts.bad AS SELECT id / 0 AS x FROM #raw.orders");
        shop.run("CREATE VIEW #marts_dbt_deploy.bad AS SELECT id AS x FROM #raw.orders");
        include = List.of(shop.name("marts.*"));

        Map<String, RelationDiff> compared = compared();
        assertThat(compared.get("#marts.bad").outcome()).isEqualTo(Outcome.FAILED);
        assertThat(compared.get("#marts.bad").reason()).contains("division by zero");
        assertThat(compared.get("#marts.revenue").outcome()).isEqualTo(Outcome.COMPARED);

        maxChanged = "100%";
        assertThat(failure(new DiffGoal(), diff())).contains("#marts.bad: could not be compared: ");
    }

    @Test
    void aConnectionThatIsLostCostsOneRelation() {
        stage();
        shop.run("CREATE MATERIALIZED VIEW #marts.a IN CLUSTER #compute AS SELECT 1 AS x");
        shop.run("CREATE MATERIALIZED VIEW #marts_dbt_deploy.a IN CLUSTER #compute_dbt_deploy AS SELECT 1 AS x");
        sandbox.faults().cutBefore(1, isComparison());

        Map<String, RelationDiff> compared = compared();
        assertThat(compared.get("#marts.a").outcome()).isEqualTo(Outcome.FAILED);
        assertThat(compared.get("#marts.revenue").outcome()).isEqualTo(Outcome.COMPARED);
    }

    /** Several queries would see the relation at several times. */
    @Test
    void allNumbersOfARelationComeFromOneQuery() {
        stage();
        for (Map<String, List<String>> each : List.of(
                Map.<String, List<String>>of(),
                Map.of(shop.name("marts.revenue"), List.of("revenue")),
                Map.of(shop.name("marts.revenue"), List.of("country")))) {
            keys = each;
            sandbox.traffic().reset();
            run(new DiffGoal(), diff());
            // A sink with another key is asked for by its own.
            assertThat(sandbox.traffic().statements())
                    .filteredOn(sent -> isComparison().test(sent.sql()))
                    .hasSize(each.containsValue(List.of("revenue")) ? 2 : 1);
            assertThat(sandbox.traffic().statements())
                    .filteredOn(sent -> sent.sql().contains("count(*)"))
                    .allMatch(sent -> isComparison().test(sent.sql()));
        }
    }

    @Test
    void oneThatTakesTooLongIsCancelledAndTheOthersAreCompared() {
        stage();
        shop.run("CREATE MATERIALIZED VIEW #marts.a IN CLUSTER #compute AS SELECT 1 AS x");
        shop.run("CREATE MATERIALIZED VIEW #marts_dbt_deploy.a IN CLUSTER #compute_dbt_deploy AS SELECT 1 AS x");
        timeout = Duration.ofSeconds(2);
        sandbox.faults().hang(sql -> isComparison().test(sql) && sql.contains(shop.name("marts") + "\".\"a\""));

        Map<String, RelationDiff> compared = compared();
        assertThat(compared.get("#marts.a").outcome()).isEqualTo(Outcome.FAILED);
        assertThat(compared.get("#marts.a").reason()).isEqualTo("no answer within 2 s; cancelled (mz.timeout)");
        assertThat(compared.get("#marts.revenue").outcome()).isEqualTo(Outcome.COMPARED);
    }

    /** Else a gate would pass what has nothing in common. */
    @Test
    void versionsWithoutACommonColumnAreNotTakenForEqual() {
        GoalRun.of(new InitGoal(), settings().build());
        shop.run("CREATE MATERIALIZED VIEW #marts_dbt_deploy.revenue IN CLUSTER #compute_dbt_deploy AS"
                + " SELECT country AS land, amount AS turnover FROM #raw.orders");

        RelationDiff revenue = compared().get("#marts.revenue");
        assertThat(revenue.outcome()).isEqualTo(Outcome.NOT_COMPARED);
        assertThat(revenue.columnChanges()).isNotEmpty();
        maxChanged = "100%";
        assertThat(failure(new DiffGoal(), diff()))
                .contains(
                        "#marts.revenue: could not be compared: no column has the same name and type in both versions");
    }

    @Test
    void withoutAClusterOfTheTargetsItRefusesUnlessOneIsChosen() {
        TestSettings schemasOnly = settings().clusters();
        GoalRun.of(new InitGoal(), schemasOnly.build());
        shop.run("CREATE MATERIALIZED VIEW #marts_dbt_deploy.revenue IN CLUSTER #sink AS"
                + " SELECT country, sum(amount) AS revenue FROM #raw.orders GROUP BY country");

        assertThat(failure(new DiffGoal(), diff().clusters()))
                .contains("The target has no cluster on which to compare.\n    Set -Dmz.cluster to one");
        cluster = shop.name("sink");
        assertThat(run(new DiffGoal(), diff().clusters()))
                .last()
                .asString()
                .startsWith("Nothing changes for readers: the relation is equal (");
    }

    @Test
    void whatTheRoleMayNotReadIsTold() {
        stage();
        system("CREATE ROLE #guest");

        assertThat(GoalRun.events(
                        DiffEvent.Compared.class,
                        new DiffGoal(),
                        diff().url(sandbox.url(shop.name("guest"))).build()))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.relation().outcome()).isEqualTo(Outcome.FAILED);
                    assertThat(event.relation().reason()).contains("permission denied");
                });
    }

    @Test
    void theGateNamesEachRelationThatChangesTooMuch() {
        stage();
        maxChanged = "1";

        assertThat(failure(new DiffGoal(), diff()))
                .matches("(?s)mz:diff: more changes than maxChanged allows \\(1\\)\\. Nothing was written\\.\n"
                        + "    #marts\\.revenue: \\d rows only before and \\d only after, of \\d before\n"
                        + "If that is meant, set -Dmz\\.maxChanged higher, or leave the relation out with -Dmz\\.exclude; else fix"
                        + " the SQL and run mvn mz:apply\\.");
        maxChanged = "100";
        run(new DiffGoal(), diff());
    }

    @Test
    void rowsAreShownOnlyWhereThatIsAskedFor() {
        stage();
        assertThat(run(new DiffGoal(), diff())).noneMatch(line -> line.contains("GB"));

        sampleRows = 2;
        assertThat(compared().get("#marts.revenue").sample().columns()).containsExactly("", "country", "revenue");
        assertThat(compared().get("#marts.revenue").sample().rows())
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.get(0)).isIn("+", "-"));
    }

    @Test
    void aSwapInBetweenMakesItOfNoUse() {
        stage();
        sandbox.faults()
                .before(
                        1,
                        isComparison(),
                        () -> GoalRun.of(new PromoteGoal(), settings().build()));

        assertThat(failure(new DiffGoal(), diff()))
                .startsWith("mz:diff: production or the deployment changed while they were compared: ")
                .endsWith("Run mvn mz:diff again when nothing is at work on it.");
    }

    @Test
    void aCopyThatIsMadeAgainInBetweenMakesItOfNoUse() {
        stage();
        sandbox.faults().before(1, isComparison(), () -> {
            shop.run("DROP MATERIALIZED VIEW #marts_dbt_deploy.revenue");
            shop.run("CREATE MATERIALIZED VIEW #marts_dbt_deploy.revenue IN CLUSTER #compute_dbt_deploy AS"
                    + " SELECT country, sum(amount) AS revenue FROM #raw.orders GROUP BY country");
        });

        assertThat(failure(new DiffGoal(), diff())).contains("#marts.revenue or its copy is another one, or is gone");
    }

    @Test
    void afterAPromoteThereIsNothingToCompare() {
        promoted();
        maxChanged = "0";

        assertThat(run(new DiffGoal(), diff()))
                .containsExactly(
                        "Deployment {id} is promoted: production has the new version. There is nothing to compare.");
    }

    @Test
    void withoutCopiesItRefuses() {
        assertThat(failure(new DiffGoal(), diff())).contains("Run mvn mz:init first.");
    }

    @Test
    void whatDbtMadeIsComparedToo() {
        stage();
        shop.run("DROP SCHEMA _mz_deployment_#target_staged CASCADE");

        assertThat(run(new DiffGoal(), diff())).contains("Comparing 1 relation of the copies with production");
    }

    private static Predicate<String> isComparison() {
        return sql -> sql.startsWith("SELECT a.n AS rows_before");
    }
}
