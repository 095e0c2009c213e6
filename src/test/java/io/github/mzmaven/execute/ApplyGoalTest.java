package io.github.mzmaven.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mzmaven.MzException;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.conformance.ServerUnderTest;
import io.github.mzmaven.sandbox.wire.Traffic;
import io.github.mzmaven.session.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
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
    private static ServerUnderTest sandbox;

    @TempDir
    Path directory;

    private Shop shop;
    private int factor = 2;

    @BeforeAll
    static void start() {
        sandbox = ServerUnderTest.open();
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

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
    void aSecondRunFindsNothingToDo() {
        apply();
        sandbox.traffic().reset();

        assertThat(apply())
                .containsExactly(
                        "Deployment {id}: 3 files, 0 to run",
                        "  skipped  #staging/orders.sql  unchanged",
                        "  skipped  #marts/revenue.sql   unchanged",
                        "  skipped  #marts/top/last.sql  unchanged",
                        "Applied 0 files, 3 unchanged, in {time}. Next: mvn mz:await");
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
        assertThat(apply())
                .contains(
                        "  drop view #marts_dbt_deploy.fine",
                        "  skipped  #staging/orders.sql  unchanged",
                        "Applied 2 files, 1 unchanged, in {time}. Next: mvn mz:await");
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
            try (Session other = Shop.open(sandbox.url())) {
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

        assertThat(apply())
                .contains("WARN #marts_dbt_deploy.last reads #marts.revenue, which is production's: after mz:promote"
                        + " that is the old one. Leave out the schema's name.");
    }

    @Test
    void aDryRunPrintsWhatARealRunSends() {
        List<String> printed = GoalRun.of(new ApplyGoal(), settings().dryRun().build());
        assertThat(built()).isEmpty();
        sandbox.traffic().reset();
        apply();

        List<String> sent = written().stream()
                .flatMap(sql -> (sql + ";").lines())
                .map(line -> "  " + line)
                .toList();
        assertThat(printed.subList(1, printed.size())).isEqualTo(sent);
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
        return shop.settings().sqlDirectory(directory).placeholders(java.util.Map.of("factor", String.valueOf(factor)));
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
