package io.github.mzmaven.goal.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.catalog.CatalogText;
import io.github.mzmaven.catalog.ObjectKey;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.plan.Cuts;
import io.github.mzmaven.plan.Direction;
import io.github.mzmaven.plan.PlanText;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.plan.TestShop;
import java.util.List;
import org.junit.jupiter.api.Test;

class RollbackPlannerTest {
    private final TestShop shop = new TestShop();

    @Test
    void theSwapGoesBackWithTheMarkerThenFactsAndSinks() {
        shop.promoted();

        SwapPlan plan = shop.swap(Direction.ROLLBACK);
        assertThat(PlanText.problems(plan.planned())).isEmpty();
        assertThat(PlanText.sql(plan.planned())).isEqualTo("""
                BEGIN;
                ALTER SCHEMA "materialize"."_mz_deployment_default_promoted" RENAME TO "_mz_deployment_default_staged";
                ALTER SCHEMA "materialize"."staging" SWAP WITH "staging_dbt_deploy";
                ALTER SCHEMA "materialize"."marts" SWAP WITH "marts_dbt_deploy";
                ALTER CLUSTER "prod" SWAP WITH "prod_dbt_deploy";
                COMMIT;
                COMMENT ON SCHEMA "materialize"."_mz_deployment_default_staged" IS '{"id":"20261122T121500Z-0123456",\
                "user":"deployer","git":"0123456789abcdef0123456789abcdef01234567","started":"2026-11-22T12:15:00Z",\
                "connection":"100","allowStateful":false,"rolledBack":"2026-11-23T08:00:00Z"}';
                ALTER SINK "materialize"."sinks"."revenue_out" SET FROM "materialize"."marts"."revenue";
                """);
        assertThat(plan.ids())
                .containsEntry(new ObjectKey(ObjectType.SCHEMA, "marts"), new SwapPlan.Ids("u7", "u3"))
                .containsEntry(new ObjectKey(ObjectType.CLUSTER, "prod"), new SwapPlan.Ids("u3", "u1"))
                .containsEntry(
                        new ObjectKey(ObjectType.MATERIALIZED_VIEW, "marts", "revenue"), new SwapPlan.Ids("u10", "u3"));
    }

    @Test
    void whatIsNotPromotedNeedsNoRollback() {
        shop.staged();

        SwapPlan plan = shop.swap(Direction.ROLLBACK);
        assertThat(PlanText.problems(plan.planned())).isEmpty();
        assertThat(PlanText.sql(plan.planned())).isEmpty();
        assertThat(plan.swapped()).isTrue();
    }

    @Test
    void afterARollbackProductionIsAsBeforeAndCanBePromotedAgain() {
        shop.staged();
        String before = CatalogText.of(shop.catalog());
        shop.run(shop.promote());
        shop.run(shop.rollback());

        // The new version keeps what it was given, and its tags.
        assertThat(withoutGivenAndTags(CatalogText.of(shop.catalog()))).isEqualTo(withoutGivenAndTags(before));
        assertThat(PlanText.sql(shop.rollback())).isEmpty();

        shop.server.at("2026-11-25T00:00:00Z");
        shop.run(shop.promote());
        assertThat(PlanText.problems(shop.swap(Direction.PROMOTE).planned())).isEmpty();
        assertThat(PlanText.sql(shop.promote())).isEmpty();
        assertThat(CatalogText.of(shop.catalog())).contains("Deployment by deployer on 2026-11-25 00:00:00+00");
    }

    private static String withoutGivenAndTags(String text) {
        return text.replaceAll(": Deployment by .*", "")
                .replaceAll(",\"rolledBack\":\"[^\"]*\"", "")
                .replace(" reader[SELECT]", "");
    }

    @Test
    void cutOffAfterAnyStatementAndRunAgainItEndsTheSame() {
        shop.promoted();
        var start = shop.server.copy();
        List<Step> steps = shop.rollback().steps();
        shop.run(steps);

        Cuts.endAs(
                CatalogText.of(shop.catalog()),
                start,
                steps,
                catalog -> SwapPlanner.plan(Direction.ROLLBACK, shop.settings.build(), catalog)
                        .planned(),
                CatalogText::of);
    }

    @Test
    void anIncompleteOldEnvironmentIsNamed() {
        shop.promoted();
        shop.server.drop("marts_dbt_deploy.revenue_idx");

        assertThat(problems()).isEqualTo("""
                SOFT: The old environment is incomplete; dropped since mz:init: index marts.revenue_idx.
                    Deploy the wanted version again instead: mvn mz:cleanup, mvn mz:init …; or set -Dmz.force=true \
                if production can do without.
                """);
    }

    @Test
    void anOldEnvironmentThatIsGoneIsRefused() {
        shop.promoted();
        shop.server.dropSchema("marts_dbt_deploy");

        assertThat(problems()).isEqualTo("""
                HARD: Deployment 20261122T121500Z-0123456 is not whole any more, so it cannot be rolled back: \
                marts (u3 at init; now u7, marts_dbt_deploy missing).
                    Something else dropped, renamed or swapped these. mvn mz:status shows it; mvn mz:cleanup drops the deployment.
                """);
    }

    @Test
    void stagedButSwappedIsRefused() {
        shop.staged();
        shop.swappedBySomethingElse();

        assertThat(problems()).isEqualTo("""
                HARD: Deployment 20261122T121500Z-0123456 is staged, but production has the new version already: \
                something else swapped.
                    Run mvn mz:promote, which finishes that (sinks, tags, marker), then mvn mz:rollback.
                """);
        // As advised.
        shop.run(shop.promote());
        shop.run(shop.rollback());
        assertThat(problems()).isEmpty();
        assertThat(shop.swap(Direction.ROLLBACK).swapped()).isTrue();
    }

    @Test
    void whatReadsTheNewVersionMeanwhileIsNamed() {
        shop.promoted();
        shop.server.view("raw.late", "marts.revenue");

        assertThat(problems()).isEqualTo("""
                SOFT: The view raw.late reads marts.revenue and would keep reading the new one.
                    Add its schema to <schemas>, or create it again after mz:rollback; mz:cleanup refuses until then.
                """);
    }

    @Test
    void grantsMadeSinceThePromoteComeAlong() {
        shop.promoted();
        shop.server.role("late").ofObject("marts.revenue").grants("late=r");

        assertThat(PlanText.sql(shop.rollback()))
                .startsWith(
                        "GRANT SELECT ON TABLE \"materialize\".\"marts_dbt_deploy\".\"revenue\" TO \"late\";\nBEGIN;\n");
    }

    private String problems() {
        return PlanText.problems(shop.swap(Direction.ROLLBACK).planned());
    }

    @Test
    void aPromoteAfterARollbackThatWasCutOffIsRecordedAnew() {
        shop.promoted();
        shop.run(shop.rollback().steps().subList(0, 1));
        shop.server.at("2026-11-25T00:00:00Z").view("staging_dbt_deploy.more", "raw.orders");

        shop.run(shop.promote());
        assertThat(CatalogText.of(shop.catalog())).contains("Deployment by deployer on 2026-11-25 00:00:00+00");
        assertThat(PlanText.sql(shop.promote())).isEmpty();
        assertThat(problems()).isEmpty();
    }
}
