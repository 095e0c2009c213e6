package io.github.mzmaven.goal.await;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mzmaven.MzException;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.HydrationTimes;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.goal.GoalRun;
import io.github.mzmaven.goal.Shop;
import io.github.mzmaven.goal.apply.ApplyGoal;
import io.github.mzmaven.goal.cleanup.CleanupGoal;
import io.github.mzmaven.goal.init.InitGoal;
import io.github.mzmaven.goal.swap.PromoteGoal;
import io.github.mzmaven.report.WaitEvent;
import io.github.mzmaven.sandbox.Sandbox;
import io.github.mzmaven.session.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Waiting within a deployment: what another run does to it before and meanwhile. */
class AwaitGoalTest {
    private static final Predicate<String> POLL = sql -> sql.contains("mz_hydration_statuses");

    private static final Predicate<String> STORE = sql -> sql.contains("run_await\" AS SELECT");

    @TempDir
    private Path directory;

    private final Sandbox sandbox = Sandbox.start();
    private Shop shop;

    @BeforeEach
    void stage() {
        sandbox.behaviour().hydration(Duration.ZERO);
        shop = new Shop("aw_", sandbox.url("materialize"), sandbox.systemUrl()).inProduction();
        GoalRun.of(new InitGoal(), shop.settings().build());
        shop.nextVersion();
    }

    @AfterEach
    void close() {
        shop.close();
        sandbox.close();
    }

    @Test
    void refusesWhatIsPromoted() {
        GoalRun.of(new PromoteGoal(), shop.settings().build());

        assertThatThrownBy(this::await)
                .isInstanceOf(MzException.class)
                .hasMessageStartingWith("mz:await refuses. Nothing was written. 1 problem:\n 1. Deployment ")
                .hasMessageContaining(" is promoted: the deployment's names hold the old objects now.");
    }

    @Test
    void isNotReadyWhenAnotherRunPromotesMeanwhile() {
        sandbox.faults()
                .before(
                        1,
                        POLL,
                        () -> GoalRun.of(new PromoteGoal(), shop.settings().build()));

        assertThatThrownBy(this::await).isInstanceOf(MzException.class).hasMessage("""
                        mz:await: another run promoted the deployment while this waited: the copies' names hold the old objects now. mz:await changed nothing.
                          Run mvn mz:cleanup, or mvn mz:rollback to go back.""");
    }

    @Test
    void aPromoteThatWaitsGoesOnFromWhatAnotherPromoteDid() {
        sandbox.faults()
                .before(
                        1,
                        POLL,
                        () -> GoalRun.of(new PromoteGoal(), shop.settings().build()));

        List<String> lines =
                GoalRun.of(new PromoteGoal(), shop.settings().waitFirst().build());

        assertThat(lines).anyMatch(line -> line.startsWith("Promoted meanwhile, by another run, after "));
        assertThat(lines).last().asString().startsWith("Promoted. ");
    }

    @Test
    void noticesACopyThatIsDroppedAndMadeAgainMeanwhile() {
        sandbox.faults().before(1, POLL, () -> {
            shop.run("DROP SCHEMA #marts_dbt_deploy CASCADE");
            shop.run("CREATE SCHEMA #marts_dbt_deploy");
        });

        assertThatThrownBy(this::await)
                .isInstanceOf(MzException.class)
                .hasMessageMatching(
                        "mz:await: the deployment changed while this waited: schema aw_marts_dbt_deploy is another one"
                                + " \\(u\\d+ before, u\\d+ now\\): dropped and made again, or swapped\\. mz:await changed nothing\\.\n"
                                + "  Run mvn mz:status to see what is there\\.");
    }

    @Test
    void theNextDeploymentIsToldHowLongTheSameTookLastTime() {
        shop.run("CREATE SCHEMA _mz_deployment_#target_current");
        String last = new HydrationTimes(
                        "2026-11-22T12:00:00Z",
                        1,
                        Map.of(shop.name("marts.revenue"), 3_600_000L, "other.one", 5L),
                        Map.of(),
                        Map.of(shop.name("compute"), "100cc"))
                .json();
        shop.run("CREATE VIEW _mz_deployment_#target_current.run_await AS SELECT '" + last + "' AS run_await");
        hydratesAtTheSecondPoll();

        assertThat(await())
                .filteredOn(line -> line.contains("slowest"))
                .singleElement()
                .asString()
                .contains("1/2 hydrated, slowest: aw_marts.revenue on r1 (last time 1 h on 100cc, about 1 h left)");

        HydrationTimes stored = stored();
        assertThat(stored.hydrated())
                .containsOnlyKeys("aw_marts.revenue", "other.one")
                .containsEntry("other.one", 5L);
        assertThat(stored.hydrated().get("aw_marts.revenue")).isBetween(1L, 3_599_999L);
        assertThat(stored.ids()).containsOnlyKeys("aw_marts.revenue");
        assertThat(stored.sizes()).isEqualTo(Map.of("aw_compute", "25cc"));
    }

    @Test
    void whatOneDeploymentMeasuredTheNextIsTold() throws IOException {
        Path schema = Files.createDirectories(directory.resolve(shop.name("marts")));
        Files.writeString(
                schema.resolve("sum.sql"), "CREATE MATERIALIZED VIEW sum AS SELECT sum(revenue) AS s FROM revenue");
        Settings settings = shop.settings().sqlDirectory(directory).build();
        GoalRun.of(new ApplyGoal(), settings);
        hydratesAtTheSecondPoll("sum");
        assertThat(GoalRun.of(new AwaitGoal(), settings)).noneMatch(line -> line.contains("last time"));
        HydrationTimes first = stored();
        assertThat(first.hydrated()).containsOnlyKeys("aw_marts.sum");
        GoalRun.of(new PromoteGoal(), settings);
        GoalRun.of(new CleanupGoal(), settings);

        GoalRun.of(new InitGoal(), settings);
        shop.nextVersion();
        GoalRun.of(new ApplyGoal(), settings);
        hydratesAtTheSecondPoll("sum");

        assertThat(GoalRun.of(new AwaitGoal(), settings))
                .filteredOn(line -> line.contains("slowest: aw_marts.sum on r1 ("))
                .singleElement()
                .asString()
                .containsAnyOf("(last time ", "(longer than last time, ");
        assertThat(stored().at()).isGreaterThan(first.at());
        assertThat(stored().ids().get("aw_marts.sum")).isNotEqualTo(first.ids().get("aw_marts.sum"));
    }

    @Test
    void timeCountsFromTheEndOfTheApply() throws IOException {
        Path schema = Files.createDirectories(directory.resolve(shop.name("marts")));
        Files.writeString(schema.resolve("one.sql"), "CREATE VIEW one AS SELECT 1 AS x");
        GoalRun.of(new ApplyGoal(), shop.settings().sqlDirectory(directory).build());
        shop.run("CREATE OR REPLACE VIEW _mz_deployment_#target_staged.run_apply AS SELECT '{\"at\":\""
                + Instant.now().minusSeconds(7200) + "\"}' AS run_apply");
        hydratesAtTheSecondPoll();

        await();

        assertThat(stored().hydrated().get("aw_marts.revenue")).isBetween(7_200_000L, 8_000_000L);
    }

    @Test
    void aSecondAwaitKeepsWhatTheFirstMeasured() {
        hydratesAtTheSecondPoll();
        await();
        HydrationTimes first = stored();
        assertThat(first.hydrated()).containsOnlyKeys("aw_marts.revenue");

        await();

        assertThat(stored()).isEqualTo(first);
    }

    @Test
    void whatCannotBeStoredDoesNotFailTheWait() {
        hydratesAtTheSecondPoll();
        sandbox.faults().before(1, STORE, () -> {
            throw new IllegalStateException("on request");
        });

        assertThat(GoalRun.events(
                        WaitEvent.TimesNotStored.class,
                        new AwaitGoal(),
                        shop.settings().build()))
                .singleElement()
                .extracting(WaitEvent.TimesNotStored::error)
                .asString()
                .contains("XX000");
    }

    @Test
    void aConnectionThatIsCutByStoringDoesNotFailTheWait() {
        hydratesAtTheSecondPoll();
        sandbox.faults().cutBefore(1, STORE);
        assertThat(await()).last().asString().startsWith("Ready after ");
        assertThat(stored()).isEqualTo(HydrationTimes.NOTHING);

        shop.run("DROP MATERIALIZED VIEW #marts_dbt_deploy.revenue");
        sandbox.faults().clear();
        shop.run("CREATE MATERIALIZED VIEW #marts_dbt_deploy.revenue IN CLUSTER #compute_dbt_deploy AS"
                + " SELECT country, sum(amount) AS revenue FROM #staging_dbt_deploy.orders GROUP BY country");
        hydratesAtTheSecondPoll();
        sandbox.faults().cutAfter(1, STORE);
        assertThat(await()).last().asString().startsWith("Ready after ");
        assertThat(stored().hydrated()).containsOnlyKeys("aw_marts.revenue");
    }

    @Test
    void anApplyThatBeginsWhenTheWaitIsOverHidesWhereToStore() {
        hydratesAtTheSecondPoll();
        sandbox.faults()
                .before(
                        1,
                        STORE,
                        () -> shop.run(
                                "ALTER SCHEMA _mz_deployment_#target_staged RENAME TO \"_mz_deployment_#target_applying1\""));

        assertThat(GoalRun.events(
                        WaitEvent.TimesNotStored.class,
                        new AwaitGoal(),
                        shop.settings().build()))
                .singleElement()
                .extracting(WaitEvent.TimesNotStored::error)
                .asString()
                .contains("unknown schema");
    }

    @Test
    void whoIsNotTheMarkersOwnerLeavesNothingThatItsOwnerCouldNotDrop() {
        hydratesAtTheSecondPoll();

        assertThat(GoalRun.events(
                        new AwaitGoal(),
                        shop.settings().url(sandbox.systemUrl()).build()))
                .last()
                .isInstanceOf(WaitEvent.Ready.class);

        assertThat(shop.query("SELECT v.name FROM mz_catalog.mz_views v WHERE v.name = 'run_await'"))
                .isEmpty();
        GoalRun.of(new PromoteGoal(), shop.settings().build());
        GoalRun.of(new CleanupGoal(), shop.settings().build());
    }

    private void hydratesAtTheSecondPoll() {
        hydratesAtTheSecondPoll("revenue");
    }

    private void hydratesAtTheSecondPoll(String object) {
        String schema = shop.name("marts_dbt_deploy");
        sandbox.behaviour().hydration(schema, object, null);
        sandbox.faults().before(2, POLL, () -> sandbox.behaviour().hydration(schema, object, Duration.ZERO));
    }

    private HydrationTimes stored() {
        try (Session session = Session.open(shop.settings().build().connection(), "test")) {
            Catalog catalog = CatalogReader.read(session, shop.settings().build(), Reading.COPIES);
            Marker marker = Marker.of(catalog, shop.settings().build().target());
            return HydrationTimes.parse(Marker.storedText(catalog, marker.schemaId(), HydrationTimes.VIEW));
        }
    }

    private List<String> await() {
        return GoalRun.of(new AwaitGoal(), shop.settings().build());
    }
}
