package io.github.mzmaven.goal.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogText;
import io.github.mzmaven.catalog.Current;
import io.github.mzmaven.catalog.History;
import io.github.mzmaven.goal.init.InitPlanner;
import io.github.mzmaven.plan.Cuts;
import io.github.mzmaven.plan.PlanResult;
import io.github.mzmaven.plan.PlanText;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.plan.TestShop;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CleanupPlannerTest {
    private final TestShop shop = new TestShop();

    @Test
    void afterAPromoteTheOldEnvironmentGoesAndTheMarkerStaysAsCurrent() {
        shop.promoted();

        assertThat(problems()).isEmpty();
        assertThat(sql()).isEqualTo("""
                BEGIN;
                ALTER SCHEMA "materialize"."_mz_deployment_default_promoted" RENAME TO "_mz_deployment_default_cleaning300";
                ALTER SCHEMA "materialize"."staging_dbt_deploy" RENAME TO "_mz_deployment_default_droppingu2";
                ALTER SCHEMA "materialize"."marts_dbt_deploy" RENAME TO "_mz_deployment_default_droppingu3";
                COMMIT;
                CREATE OR REPLACE VIEW "materialize"."_mz_deployment_default_cleaning300"."history" AS SELECT \
                '{"deployments":[{"marker":"u5","id":"20261122T121500Z-0123456","user":"deployer",\
                "git":"0123456789abcdef0123456789abcdef01234567","started":"2026-11-22T12:15:00Z",\
                "promoted":"2026-11-22T14:30:00Z","promotedBy":"deployer","inProduction":true,"goals":{"init":0}}],"production":{"suffix":"_dbt_deploy","schemas":{\
                "marts":{"id":"u7","objects":{"index revenue_idx":"u11","materialized-view revenue":"u10"}},\
                "staging":{"id":"u6","objects":{"view orders":"u9"}}},"clusters":{"prod":"u3"}}}' AS "history";
                DROP MATERIALIZED VIEW "materialize"."_mz_deployment_default_droppingu3"."revenue";
                DROP VIEW "materialize"."_mz_deployment_default_droppingu2"."orders";
                DROP CLUSTER "prod_dbt_deploy";
                DROP SCHEMA "materialize"."_mz_deployment_default_droppingu2", "materialize"."_mz_deployment_default_droppingu3";
                ALTER SCHEMA "materialize"."_mz_deployment_default_cleaning300" RENAME TO "_mz_deployment_default_current";
                """);
        shop.run(shop.cleanup().plan());
        assertThat(schemas()).containsExactly("_mz_deployment_default_current", "marts", "raw", "sinks", "staging");
        assertThat(shop.server.objectNamed("marts.revenue").id()).isEqualTo("u10");
        assertThat(sql()).isEmpty();
        assertThat(problems()).isEmpty();
    }

    @Test
    void theNextOneTakesThePlaceOfTheCurrentBeforeAndItsHistoryGoesOn() {
        shop.promoted();
        shop.run(shop.cleanup().plan());
        shop.server.at("2026-11-24T10:00:00Z").onConnection("400");
        shop.promoted();

        var start = shop.server.copy();
        List<Step> steps = shop.cleanup().plan().steps();
        assertThat(sql()).endsWith("""
                DROP CLUSTER "prod_dbt_deploy";
                DROP VIEW "materialize"."_mz_deployment_default_droppingu6"."orders", \
                "materialize"."_mz_deployment_default_current"."inventory", \
                "materialize"."_mz_deployment_default_current"."history";
                DROP SCHEMA "materialize"."_mz_deployment_default_droppingu6", \
                "materialize"."_mz_deployment_default_droppingu7", "materialize"."_mz_deployment_default_current";
                ALTER SCHEMA "materialize"."_mz_deployment_default_cleaning300" RENAME TO "_mz_deployment_default_current";
                """);
        shop.run(steps);
        assertThat(current().history().orElseThrow().deployments().stream().map(History.Entry::id))
                .containsExactly("20261124T100000Z-0123456", "20261122T121500Z-0123456");
        assertThat(current().facts().id()).isEqualTo("20261124T100000Z-0123456");
        assertThat(schemas()).containsExactly("_mz_deployment_default_current", "marts", "raw", "sinks", "staging");
        Cuts.endAs(CatalogText.of(shop.catalog()), start, steps, this::cleanup, CatalogText::of);
    }

    @Test
    void oneThatIsGivenUpLeavesALineInTheHistoryThatThereIs() {
        shop.promoted();
        shop.run(shop.cleanup().plan());
        Current before = current();
        shop.server.at("2026-11-24T10:00:00Z").onConnection("400");
        shop.staged();

        var start = shop.server.copy();
        List<Step> steps = shop.cleanup().plan().steps();
        shop.run(steps);
        assertThat(current().facts()).isEqualTo(before.facts());
        assertThat(current().history().orElseThrow().production())
                .isEqualTo(before.history().orElseThrow().production());
        assertThat(current().history().orElseThrow().deployments())
                .containsExactly(
                        new History.Entry(
                                "u8",
                                "20261124T100000Z-0123456",
                                null,
                                "deployer",
                                "0123456789abcdef0123456789abcdef01234567",
                                "2026-11-24T10:00:00Z",
                                null,
                                null,
                                null,
                                "2026-11-22T14:30:00Z",
                                false,
                                Map.of("init", 0L)),
                        before.history().orElseThrow().deployments().get(0));
        assertThat(schemas()).containsExactly("_mz_deployment_default_current", "marts", "raw", "sinks", "staging");
        Cuts.endAs(CatalogText.of(shop.catalog()), start, steps, this::cleanup, CatalogText::of);
    }

    @Test
    void oneThatWasRolledBackIsInTheHistoryAsThat() {
        shop.promoted();
        shop.run(shop.cleanup().plan());
        shop.server.at("2026-11-24T10:00:00Z").onConnection("400");
        shop.promoted();
        shop.server.at("2026-11-24T11:00:00Z");
        shop.run(shop.rollback());
        shop.run(shop.cleanup().plan());

        assertThat(current().history().orElseThrow().deployments().stream()
                        .map(entry -> entry.id() + " " + entry.promoted() + " " + entry.rolledBack() + " "
                                + entry.inProduction()))
                .containsExactly(
                        "20261124T100000Z-0123456 null 2026-11-24T11:00:00Z false",
                        "20261122T121500Z-0123456 2026-11-22T14:30:00Z null true");
    }

    @Test
    void whatWasMadeInProductionSinceThePromoteDoesNotCountAsBuilt() {
        shop.promoted();
        shop.server.view("marts.by_hand", "raw.orders");
        shop.run(shop.cleanup().plan());

        assertThat(current()
                        .history()
                        .orElseThrow()
                        .production()
                        .schemas()
                        .get("marts")
                        .objects()
                        .values())
                .containsExactlyInAnyOrder("u10", "u11");
    }

    @Test
    void forgettingLeavesNothingOfOurs() {
        shop.promoted();
        shop.run(shop.cleanup().plan());
        shop.server.at("2026-11-24T10:00:00Z").onConnection("400");
        shop.promoted();
        shop.settings.forget();

        shop.run(shop.cleanup().plan());
        assertThat(schemas()).containsExactly("marts", "raw", "sinks", "staging");
        assertThat(sql()).isEmpty();
    }

    @Test
    void forgettingNeedsNoDeployment() {
        shop.promoted();
        shop.run(shop.cleanup().plan());
        assertThat(sql()).isEmpty();
        shop.settings.forget();

        assertThat(sql()).isEqualTo("""
                DROP VIEW "materialize"."_mz_deployment_default_current"."inventory", \
                "materialize"."_mz_deployment_default_current"."history";
                DROP SCHEMA "materialize"."_mz_deployment_default_current";
                """);
    }

    @Test
    void aHistoryThatCannotBeReadIsBegunAgain() {
        shop.promoted();
        shop.run(shop.cleanup().plan());
        shop.run(List.of(new Step.StoreText(
                "materialize", "_mz_deployment_default_current", "history", "not ours", "break it")));
        shop.server.at("2026-11-24T10:00:00Z").onConnection("400");
        shop.promoted();

        assertThat(problems()).isEqualTo("""
                WARNING: The view "history" of _mz_deployment_default_current cannot be read: a new history is begun.
                """);
        shop.run(shop.cleanup().plan());
        assertThat(current().history().orElseThrow().deployments().stream().map(History.Entry::id))
                .containsExactly("20261124T100000Z-0123456");
    }

    @Test
    void aCurrentOfAnotherOwnerIsToldBeforeAnythingIsDropped() {
        shop.promoted();
        shop.run(shop.cleanup().plan());
        shop.server.at("2026-11-24T10:00:00Z").onConnection("400");
        shop.promoted();
        shop.server.role("one").ofSchema("_mz_deployment_default_current").owner("one");

        assertThat(problems()).isEqualTo("""
                HARD: Role deployer is not an owner of schema _mz_deployment_default_current (owner: one).
                    As one or a superuser:
                    GRANT one TO deployer;
                """);
    }

    @Test
    void givingUpDoesNotNeedTheCurrentOfAnotherOwner() {
        shop.promoted();
        shop.run(shop.cleanup().plan());
        shop.server.at("2026-11-24T10:00:00Z").onConnection("400");
        shop.staged();
        shop.server.role("one").ofSchema("_mz_deployment_default_current").owner("one");

        assertThat(problems()).isEqualTo("""
                WARNING: The view "history" of _mz_deployment_default_current belongs to role one: deployment \
                20261124T100000Z-0123456 will be missing in what mvn mz:history shows.
                """);
        assertThat(sql()).doesNotContain("CREATE");
    }

    /** The server would refuse to replace it, and so hold up what is claimed already. */
    @Test
    void givingUpDoesNotReplaceAHistoryThatSomebodyReads() {
        shop.promoted();
        shop.run(shop.cleanup().plan());
        shop.server.at("2026-11-24T10:00:00Z").onConnection("400");
        shop.staged();
        shop.server.schema("team").view("team.deployments", "_mz_deployment_default_current.history");

        assertThat(problems()).isEqualTo("""
                WARNING: The view "history" of _mz_deployment_default_current is read by view team.deployments: deployment \
                20261124T100000Z-0123456 will be missing in what mvn mz:history shows.
                """);
        assertThat(sql()).doesNotContain("CREATE");
    }

    @Test
    void givingUpDoesNotReplaceWhatIsNoView() {
        shop.promoted();
        shop.run(shop.cleanup().plan());
        shop.run(List.of(
                new Step.DropSchemas("materialize", List.of("_mz_deployment_default_current"), Step.Drop.CASCADE)));
        shop.server.schema("_mz_deployment_default_current").table("_mz_deployment_default_current.history");
        shop.server.at("2026-11-24T10:00:00Z").onConnection("400");
        shop.staged();

        assertThat(problems()).isEqualTo("""
                WARNING: The view "history" of _mz_deployment_default_current is now a table: deployment \
                20261124T100000Z-0123456 will be missing in what mvn mz:history shows.
                """);
        assertThat(sql()).doesNotContain("CREATE");
    }

    @Test
    void anUnfinishedInitIsNotWhatProductionWasBuiltFromIfProductionIsAnotherSince() {
        List<Step> steps =
                InitPlanner.plan(shop.settings.build(), shop.catalog()).plan().steps();
        for (int cut = 1; cut < steps.size(); cut++) {
            var cutOff = new TestShop();
            cutOff.run(steps.subList(0, cut));
            cutOff.server
                    .dropSchema("staging")
                    .schema("staging")
                    .dropSchema("marts")
                    .schema("marts")
                    .dropCluster("prod")
                    .cluster("prod");

            assertThat(PlanText.sql(cutOff.cleanup().plan()))
                    .as("init cut off after step " + cut)
                    .doesNotContain("_current");
        }
    }

    @Test
    void anAbandonedDeploymentGoesAndProductionStays() {
        String production = CatalogText.of(shop.catalog());
        shop.staged();
        shop.run(shop.cleanup().plan());

        assertThat(CatalogText.of(shop.catalog())).isEqualTo(production);
    }

    @Test
    void anInitCutOffAnywhereIsCleanedUp() {
        List<Step> steps =
                InitPlanner.plan(shop.settings.build(), shop.catalog()).plan().steps();

        Cuts.endAs(CatalogText.of(shop.catalog()), shop.server, steps, this::cleanup, CatalogText::of);
    }

    @Test
    void cutOffAfterAnyStatementAndRunAgainItEndsTheSame() {
        shop.promoted();
        var start = shop.server.copy();
        List<Step> steps = shop.cleanup().plan().steps();
        shop.run(steps);

        Cuts.endAs(CatalogText.of(shop.catalog()), start, steps, this::cleanup, CatalogText::of);
    }

    private PlanResult cleanup(Catalog catalog) {
        return CleanupPlanner.plan(shop.settings.build(), catalog);
    }

    @Test
    void whatDependsOnItOutsideIsNamedAndGoesAlongByForceOnly() {
        shop.staged();
        shop.server
                .schema("team")
                .view("team.direct", "marts.revenue")
                .view("team.second", "team.direct")
                .materializedView("team.runs_there", "prod", "raw.orders")
                .sink("sinks.of_second", "io", "team.second", "sinks.kafka");
        shop.run(shop.promote().steps().stream()
                .filter(step -> !(step instanceof Step.MoveSink))
                .toList());

        assertThat(problems()).isEqualTo("""
                SOFT: The sink sinks.revenue_out needs materialized view marts_dbt_deploy.revenue, \
                which is to be dropped; it would be dropped along.
                    Run mvn mz:promote again: it points the sinks at the new objects.
                SOFT: The view team.direct needs materialized view marts_dbt_deploy.revenue, \
                which is to be dropped; it would be dropped along.
                    Create it again on the new objects, or drop it yourself.
                SOFT: The view team.second needs view team.direct, which would be dropped along; so would it.
                    Create it again on the new objects, or drop it yourself.
                SOFT: The sink sinks.of_second needs view team.second, which would be dropped along; so would it.
                    Create it again on the new objects, or drop it yourself.
                SOFT: The materialized view team.runs_there runs on cluster prod_dbt_deploy, \
                which is to be dropped; it would be dropped along.
                    Create it again on the new objects, or drop it yourself.
                """);
        assertThat(sql()).contains("""
                DROP SCHEMA "materialize"."_mz_deployment_default_droppingu2", \
                "materialize"."_mz_deployment_default_droppingu3" CASCADE;
                DROP CLUSTER "prod_dbt_deploy" CASCADE;
                """);
        shop.run(shop.cleanup().plan());
        assertThat(CatalogText.of(shop.catalog()))
                .doesNotContain(
                        "team.direct",
                        "team.second",
                        "runs_there",
                        "revenue_out",
                        "of_second",
                        "schema marts_dbt_deploy");
    }

    @Test
    void aSinkThatReadsAnAbandonedCopyIsNotSentToPromote() {
        shop.staged();
        shop.server.sink("sinks.trial", "io", "marts_dbt_deploy.revenue");

        assertThat(problems()).isEqualTo("""
                SOFT: The sink sinks.trial needs materialized view marts_dbt_deploy.revenue, \
                which is to be dropped; it would be dropped along.
                    Create it again on other objects, or drop it yourself.
                """);
    }

    @Test
    void whatProductionItselfNeedsIsNotDroppedByForceEither() {
        shop.staged();
        shop.server
                .view("marts_dbt_deploy.reads_old", "marts.revenue")
                .index("marts_dbt_deploy.reads_old_idx", "prod_dbt_deploy", "marts_dbt_deploy.reads_old")
                .view("marts_dbt_deploy.of_that", "marts_dbt_deploy.reads_old")
                .index("marts_dbt_deploy.runs_on_old", "prod", "marts_dbt_deploy.revenue");
        shop.run(shop.promote());

        assertThat(problems()).isEqualTo("""
                HARD: The view marts.reads_old is production's, but needs materialized view marts_dbt_deploy.revenue, \
                which is to be dropped.
                    Create it again on production's own objects first.
                HARD: The view marts.of_that is production's, but needs view marts.reads_old, which would be dropped along.
                    Create it again on production's own objects first.
                HARD: The index marts.runs_on_old is production's, but runs on cluster prod_dbt_deploy, which is to be dropped.
                    Create it again on production's own objects first.
                """);
        assertThat(sql()).isEmpty();
    }

    @Test
    void aViewWithAnIndexGoesBeforeTheCluster() {
        shop.staged();
        shop.server.index("staging.orders_id", "prod", "staging.orders");
        shop.run(shop.promote());
        shop.server.at("2026-11-23T08:00:00Z").onConnection("300");

        assertThat(PlanText.sql(shop.cleanup().plan())).contains("""
                DROP VIEW "materialize"."_mz_deployment_default_droppingu2"."orders";
                DROP CLUSTER "prod_dbt_deploy";
                DROP SCHEMA
                """.stripTrailing());
    }

    @Test
    void whatIsNeitherOldNorNewIsLeftAlone() {
        shop.promoted();
        shop.server
                .dropSchema("marts_dbt_deploy")
                .schema("marts_dbt_deploy")
                .view("marts_dbt_deploy.somebodys")
                .dropCluster("prod_dbt_deploy")
                .cluster("prod_dbt_deploy");

        assertThat(problems()).isEqualTo("""
                WARNING: The schema marts_dbt_deploy is not the deployment's and is left alone: it has the id u8, \
                and deployment 20261122T121500Z-0123456 recorded u7 for the copy and u3 for production's marts.
                WARNING: The cluster prod_dbt_deploy is not the deployment's and is left alone: it has the id u4, \
                and deployment 20261122T121500Z-0123456 recorded u3 for the copy and u1 for production's prod.
                """);
        assertThat(sql()).contains("""
                DROP VIEW "materialize"."_mz_deployment_default_droppingu2"."orders";
                DROP SCHEMA "materialize"."_mz_deployment_default_droppingu2";
                """).doesNotContain("\"marts_dbt_deploy\"", "\"prod_dbt_deploy\"");
    }

    @Test
    void whatSomebodyRenamedIsNamedAndLeftAlone() {
        shop.init();
        shop.run(List.of(new Step.RenameSchema("materialize", "marts_dbt_deploy", "marts_kept")));

        assertThat(problems()).isEqualTo("""
                WARNING: The schema marts_kept has the id u7, which marts_dbt_deploy had in deployment \
                20261122T121500Z-0123456. Something else renamed it; it is left alone.
                """);
        assertThat(sql()).doesNotContain("marts");
    }

    @Test
    void aCopyIsDroppedEvenIfProductionIsAnotherSince() {
        shop.init();
        shop.server.dropSchema("marts").schema("marts").view("marts.new");

        assertThat(problems()).isEmpty();
        assertThat(sql()).contains("\"marts_dbt_deploy\" RENAME TO \"_mz_deployment_default_droppingu7\"");
    }

    @Test
    void whatProductionWasIsKeptWhereProductionIsNotTheDeployments() {
        shop.promoted();
        shop.server.dropSchema("marts").schema("marts");

        assertThat(problems()).contains("""
                HARD: marts_dbt_deploy is what production was, but production is not what deployment \
                20261122T121500Z-0123456 made: production's marts had u3 then, and now marts has u8 \
                and marts_dbt_deploy has u3.
                    Something else swapped or renamed them. Put the names right, or drop the marker by hand:
                    DROP SCHEMA _mz_deployment_default_promoted CASCADE;
                """);
        assertThat(sql()).isEmpty();
    }

    @Test
    void aDeploymentOfAnEarlierVersionGoesByNames() {
        shop.init();
        shop.withoutRecordedCopies();
        shop.server.dropSchema("marts_dbt_deploy").schema("marts_dbt_deploy");

        assertThat(problems()).isEmpty();
        assertThat(sql()).contains("\"marts_dbt_deploy\" RENAME TO \"_mz_deployment_default_droppingu8\"");
    }

    @Test
    void anUnfinishedInitThatSomebodySwappedIsDroppedByForceOnly() {
        List<Step> steps =
                InitPlanner.plan(shop.settings.build(), shop.catalog()).plan().steps();
        shop.run(steps.subList(0, steps.size() - 2));
        shop.run(List.of(new Step.SwapSchemas("materialize", "marts", "marts_dbt_deploy")));

        assertThat(problems()).contains("""
                SOFT: Deployment 20261122T121500Z-0123456 was never finished, but production has its copies of marts: \
                something else swapped. Cleanup would drop what production was.
                    Set -Dmz.force=true if that is meant.
                """);
    }

    @Test
    void schemasWithPrivateNamesGoWhateverBecameOfTheMarker() {
        shop.promoted();
        shop.run(shop.cleanup().plan().steps().subList(0, 1));
        shop.server.dropSchema("_mz_deployment_default_cleaning300");

        assertThat(problems()).contains("prod_dbt_deploy. They are not known to be this plugin's and are left alone.");
        assertThat(sql()).isEqualTo("""
                DROP MATERIALIZED VIEW "materialize"."_mz_deployment_default_droppingu3"."revenue";
                DROP VIEW "materialize"."_mz_deployment_default_droppingu2"."orders";
                DROP SCHEMA "materialize"."_mz_deployment_default_droppingu2", "materialize"."_mz_deployment_default_droppingu3";
                """);
    }

    @Test
    void applyAtWorkIsNamedAndADeadOneIsNot() {
        shop.staged();
        shop.run(List.of(new Step.RenameSchema(
                "materialize", "_mz_deployment_default_staged", "_mz_deployment_default_applying77")));
        assertThat(problems()).isEmpty();
        assertThat(sql())
                .contains("\"_mz_deployment_default_applying77\" RENAME TO \"_mz_deployment_default_cleaning200\"");
        shop.server.session("x", "77", "deployer");

        assertThat(problems()).startsWith("HARD: Another run is at work on deployment 20261122T121500Z-0123456: ");
        assertThat(sql()).isEmpty();
    }

    @Test
    void viewsOfTheMarkerThatAreAnothersAreToldBeforeAnythingIsDropped() {
        shop.staged();
        shop.server
                .role("one")
                .ofObject("_mz_deployment_default_staged.inventory")
                .owner("one");

        assertThat(problems()).isEqualTo("""
                SOFT: Role deployer is not an owner of view _mz_deployment_default_staged.inventory (owner: one).
                    As one or a superuser: GRANT one TO deployer;
                    or set -Dmz.force=true, which drops them with their schemas by CASCADE.
                """);
        assertThat(sql()).endsWith("""
                DROP CLUSTER "prod_dbt_deploy" CASCADE;
                DROP SCHEMA "materialize"."_mz_deployment_default_cleaning200" CASCADE;
                """);
    }

    @Test
    void aPromotedDeploymentThatWasSwappedBackIsDroppedByForceOnly() {
        shop.promoted();
        shop.swappedBySomethingElse();
        shop.run(List.of(new Step.MoveSink(
                "\"materialize\".\"sinks\".\"revenue_out\"", "\"materialize\".\"marts\".\"revenue\"", "", "", "")));

        assertThat(problems()).isEqualTo("""
                SOFT: Deployment 20261122T121500Z-0123456 was promoted, but production has the old version of staging, marts, prod again: \
                something else swapped back. Cleanup would drop the new version.
                    Set -Dmz.force=true if that is meant.
                """);
    }

    @Test
    void withoutAMarkerCopiesAreLeftAlone() {
        shop.server.schema("marts_dbt_deploy").cluster("prod_dbt_deploy");

        assertThat(problems()).isEqualTo("""
                WARNING: There is no deployment of target default, but these exist: marts_dbt_deploy, prod_dbt_deploy. \
                They are not known to be this plugin's and are left alone.
                    Adopt them first, if they are: mvn mz:init -Dmz.ignoreExistingObjects=true
                """);
        assertThat(sql()).isEmpty();
    }

    @Test
    void withoutAnInventoryNamesAreNoProof() {
        shop.staged();
        shop.server.drop("_mz_deployment_default_staged.inventory");

        assertThat(problems()).isEqualTo("""
                SOFT: The marker _mz_deployment_default_staged lacks its view "inventory", so nothing tells whether these \
                are the deployment's: staging_dbt_deploy, marts_dbt_deploy, prod_dbt_deploy.
                    Set -Dmz.force=true to drop them; else drop the marker by hand:
                    DROP SCHEMA _mz_deployment_default_staged CASCADE;
                """);
        assertThat(sql()).contains("DROP CLUSTER \"prod_dbt_deploy\";");
    }

    @Test
    void aCleanupThatIsAllButDoneDoesNotTouchWhatSomebodyMadeSince() {
        shop.staged();
        List<Step> steps = shop.cleanup().plan().steps();
        shop.run(steps.subList(0, steps.size() - 1));
        shop.server.onConnection("999").schema("marts_dbt_deploy").view("marts_dbt_deploy.somebodys");

        assertThat(problems()).isEqualTo("""
                WARNING: The marker _mz_deployment_default_cleaning200 lacks its view "inventory", so nothing tells whether these \
                are the deployment's: marts_dbt_deploy. They are left alone.
                """);
        assertThat(sql()).isEqualTo("""
                BEGIN;
                ALTER SCHEMA "materialize"."_mz_deployment_default_cleaning200" RENAME TO "_mz_deployment_default_cleaning999";
                COMMIT;
                DROP SCHEMA "materialize"."_mz_deployment_default_droppingu6", \
                "materialize"."_mz_deployment_default_droppingu7", "materialize"."_mz_deployment_default_cleaning999";
                """);
    }

    @Test
    void aLiveRunIsNamedAndNotDisturbed() {
        shop.promoted();
        shop.run(shop.cleanup().plan().steps().subList(0, 1));
        assertThat(problems()).isEmpty();
        shop.server.onConnection("400").session("x", "300", "deployer");

        assertThat(problems()).isEqualTo("""
                HARD: Another run is at work on deployment 20261122T121500Z-0123456: role deployer from 10.0.0.7, \
                connected since 2026-11-22 12:00:00+00.
                    Wait until it has finished, then run this goal again.
                """);
        assertThat(sql()).isEmpty();
    }

    @Test
    void aSubscribeFromNoKnownAddressIsNamed() {
        shop.promoted();
        shop.server.sessionFromNowhere("s-1", "777", "reader").subscription("s-1", "prod_dbt_deploy");

        assertThat(problems()).isEqualTo("""
                WARNING: A SUBSCRIBE runs on cluster prod_dbt_deploy and will end with it: role reader from an unknown address, \
                connected since 2026-11-22 12:00:00+00.
                """);
    }

    @Test
    void runningSubscribesAreNamed() {
        shop.promoted();
        shop.server
                .session("s-1", "777", "reader")
                .subscription("s-1", "prod_dbt_deploy")
                .subscription("s-1", "prod");

        assertThat(problems()).isEqualTo("""
                WARNING: A SUBSCRIBE runs on cluster prod_dbt_deploy and will end with it: role reader from 10.0.0.7, \
                connected since 2026-11-22 12:00:00+00.
                """);
    }

    @Test
    void missingOwnershipIsTold() {
        shop.promoted();
        shop.server
                .role("one")
                .role("two")
                .ofSchema("staging_dbt_deploy")
                .owner("one")
                .ofCluster("prod_dbt_deploy")
                .owner("two")
                .ofObject("marts_dbt_deploy.revenue")
                .owner("one")
                .ofObject("staging_dbt_deploy.orders")
                .owner("two");

        assertThat(problems()).isEqualTo("""
                HARD: Role deployer is not an owner of schema staging_dbt_deploy (owner: one).
                    As one or a superuser:
                    GRANT one TO deployer;
                HARD: Role deployer is not an owner of cluster prod_dbt_deploy (owner: two).
                    As two or a superuser:
                    GRANT two TO deployer;
                SOFT: Role deployer is not an owner of view staging_dbt_deploy.orders (owner: two).
                    As two or a superuser: GRANT two TO deployer;
                    or set -Dmz.force=true, which drops them with their schemas by CASCADE.
                SOFT: Role deployer is not an owner of materialized view marts_dbt_deploy.revenue (owner: one).
                    As one or a superuser: GRANT one TO deployer;
                    or set -Dmz.force=true, which drops them with their schemas by CASCADE.
                """);
    }

    @Test
    void leftoversOfRunsThatDiedBeforeTheyClaimedTheTargetGo() {
        shop.run(InitPlanner.plan(shop.settings.build(), shop.catalog())
                .plan()
                .steps()
                .subList(0, 3));
        shop.server.onConnection("999");

        assertThat(sql()).isEqualTo("""
                DROP VIEW "materialize"."_mz_deployment_default_draft100"."inventory";
                DROP SCHEMA "materialize"."_mz_deployment_default_draft100";
                """);
    }

    private List<String> schemas() {
        return shop.catalog().schemas().values().stream()
                .filter(schema -> schema.id().startsWith("u"))
                .map(Catalog.Schema::name)
                .filter(name -> !name.equals("public"))
                .sorted()
                .toList();
    }

    private Current current() {
        return Current.of(shop.catalog(), "default");
    }

    private String problems() {
        return PlanText.problems(shop.cleanup());
    }

    private String sql() {
        return PlanText.sql(shop.cleanup());
    }
}
