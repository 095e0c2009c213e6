package io.github.mzmaven.goal.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.catalog.CatalogText;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.ObjectKey;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.goal.init.InitPlanner;
import io.github.mzmaven.plan.Cuts;
import io.github.mzmaven.plan.Direction;
import io.github.mzmaven.plan.PlanText;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.plan.TestShop;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PromotePlannerTest {
    private static final String ID = "20261122T121500Z-0123456";
    private static final String SWAP = """
            BEGIN;
            ALTER SCHEMA "materialize"."_mz_deployment_default_staged" RENAME TO "_mz_deployment_default_promoted";
            ALTER SCHEMA "materialize"."staging" SWAP WITH "staging_dbt_deploy";
            ALTER SCHEMA "materialize"."marts" SWAP WITH "marts_dbt_deploy";
            ALTER CLUSTER "prod" SWAP WITH "prod_dbt_deploy";
            COMMIT;
            """;
    private static final String AFTER = """
            COMMENT ON SCHEMA "materialize"."_mz_deployment_default_promoted" IS '{"id":"20261122T121500Z-0123456",\
            "user":"deployer","git":"0123456789abcdef0123456789abcdef01234567","started":"2026-11-22T12:15:00Z",\
            "connection":"100","allowStateful":false,"promoted":"2026-11-22T14:30:00Z","promotedBy":"deployer","newest":"u11"}';
            ALTER SINK "materialize"."sinks"."revenue_out" SET FROM "materialize"."marts"."revenue";
            COMMENT ON SCHEMA "materialize"."staging" IS 'Deployment by deployer on 2026-11-22 14:30:00+00 \
            | Commit SHA: 0123456789abcdef0123456789abcdef01234567';
            COMMENT ON SCHEMA "materialize"."marts" IS 'Deployment by deployer on 2026-11-22 14:30:00+00 \
            | Commit SHA: 0123456789abcdef0123456789abcdef01234567';
            """;

    private final TestShop shop = new TestShop();

    @Test
    void grantsThenTheSwapInOneMessageThenFactsSinksAndTags() {
        shop.staged();

        SwapPlan plan = shop.swap(Direction.PROMOTE);
        assertThat(PlanText.problems(plan.planned())).isEmpty();
        assertThat(PlanText.sql(plan.planned()))
                .isEqualTo("GRANT SELECT ON TABLE \"materialize\".\"marts_dbt_deploy\".\"revenue\" TO \"reader\";\n"
                        + SWAP + AFTER);
        assertThat(plan.planned().plan().deployment()).isEqualTo(ID);
        assertThat(plan.swapped()).isFalse();
        assertThat(plan.transaction().sql() + ";\n").isEqualTo(SWAP);
        assertThat(plan.transaction().rehearsal() + ";\n").isEqualTo(SWAP.replace("COMMIT", "ROLLBACK"));
        assertThat(plan.transaction().describe()).isEqualTo("swap 2 schemas and 1 cluster in one transaction");
        assertThat(plan.ids())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        new ObjectKey(ObjectType.SCHEMA, "staging"), new SwapPlan.Ids("u2", "u6"),
                        new ObjectKey(ObjectType.SCHEMA, "marts"), new SwapPlan.Ids("u3", "u7"),
                        new ObjectKey(ObjectType.CLUSTER, "prod"), new SwapPlan.Ids("u1", "u3"),
                        new ObjectKey(ObjectType.VIEW, "staging", "orders"), new SwapPlan.Ids("u2", "u9"),
                        new ObjectKey(ObjectType.MATERIALIZED_VIEW, "marts", "revenue"), new SwapPlan.Ids("u3", "u10"),
                        new ObjectKey(ObjectType.INDEX, "marts", "revenue_idx"), new SwapPlan.Ids("u4", "u11")));
    }

    @Test
    void promotedAndAllDoneLeavesNothingToDo() {
        shop.promoted();

        SwapPlan plan = shop.swap(Direction.PROMOTE);
        assertThat(PlanText.problems(plan.planned())).isEmpty();
        assertThat(PlanText.sql(plan.planned())).isEmpty();
        assertThat(plan.swapped()).isTrue();
        assertThat(plan.transaction()).isNull();
        assertThat(plan.ids()).containsEntry(new ObjectKey(ObjectType.SCHEMA, "marts"), new SwapPlan.Ids("u3", "u7"));
    }

    @Test
    void whatSomethingElseSwappedIsOnlyFinished() {
        shop.staged();
        shop.swappedBySomethingElse();

        SwapPlan plan = shop.swap(Direction.PROMOTE);
        assertThat(PlanText.problems(plan.planned())).isEmpty();
        assertThat(PlanText.sql(plan.planned())).isEqualTo("""
                BEGIN;
                ALTER SCHEMA "materialize"."_mz_deployment_default_staged" RENAME TO "_mz_deployment_default_promoted";
                COMMIT;
                """ + AFTER);
        assertThat(plan.swapped()).isTrue();
        assertThat(plan.transaction().describe()).isEqualTo("mark as PROMOTED");
    }

    @Test
    void cutOffAfterAnyStatementAndRunAgainItEndsTheSame() {
        shop.staged();
        var start = shop.server.copy();
        List<Step> steps = shop.promote().steps();
        shop.run(steps);

        Cuts.endAs(
                CatalogText.of(shop.catalog()),
                start,
                steps,
                catalog -> SwapPlanner.plan(Direction.PROMOTE, shop.settings.build(), catalog)
                        .planned(),
                CatalogText::of);
    }

    @Test
    void theTagStaysWhenARunFinishesLater() {
        shop.staged();
        List<Step> steps = shop.promote().steps();
        shop.run(steps.subList(0, steps.size() - 1));
        shop.server.at("2026-11-24T00:00:00Z").role("other").connectedAs("deployer");

        assertThat(PlanText.sql(shop.promote())).isEqualTo("""
                COMMENT ON SCHEMA "materialize"."marts" IS 'Deployment by deployer on 2026-11-22 14:30:00+00 \
                | Commit SHA: 0123456789abcdef0123456789abcdef01234567';
                """);
    }

    @Test
    void theTagHasNoCommitWhereNoneIsKnown() {
        shop.settings.gitSha(null);
        shop.staged();

        assertThat(PlanText.sql(shop.promote())).endsWith("""
                COMMENT ON SCHEMA "materialize"."staging" IS 'Deployment by deployer on 2026-11-22 14:30:00+00';
                COMMENT ON SCHEMA "materialize"."marts" IS 'Deployment by deployer on 2026-11-22 14:30:00+00';
                """);
        assertThat(shop.promote().deployment()).isEqualTo("20261122T121500Z-nogit");
    }

    @Test
    void aMarkerWithoutFactsIsPromotedAndTaggedOnce() {
        shop.staged();
        shop.server.ofSchema("_mz_deployment_default_staged").comment("by hand");
        shop.run(shop.promote());
        shop.server.at("2026-11-24T00:00:00Z");

        assertThat(PlanText.sql(shop.promote())).isEmpty();
    }

    // States in which there is nothing to promote

    @Test
    void nothingStagedIsRefused() {
        assertThat(problems()).isEqualTo("""
                HARD: There is no deployment of target default.
                    Run mvn mz:init first; for copies that dbt made: mvn mz:init -Dmz.ignoreExistingObjects=true
                """);
    }

    @Test
    void anIncompleteDeploymentIsRefused() {
        List<Step> init =
                InitPlanner.plan(shop.settings.build(), shop.catalog()).plan().steps();
        shop.run(init.subList(0, init.size() - 1));

        assertThat(problems()).isEqualTo("""
                HARD: Deployment 20261122T121500Z-0123456 is incomplete: its mz:init has not finished.
                    Wait for it if it is still running; else run mvn mz:init again, it goes on from there.
                """);
    }

    @Test
    void aDeploymentBeingCleanedUpIsRefused() {
        shop.staged();
        shop.run(shop.cleanup().plan().steps().subList(0, 2));

        assertThat(problems()).isEqualTo("""
                HARD: Deployment 20261122T121500Z-0123456 is being cleaned up, or was in part.
                    Run mvn mz:cleanup to finish, then mvn mz:init for the next deployment.
                """);
    }

    @Test
    void aMissingInventoryIsRefused() {
        shop.staged();
        shop.server.drop("_mz_deployment_default_staged.inventory");

        assertThat(problems()).isEqualTo("""
                HARD: The marker _mz_deployment_default_staged lacks its view "inventory", which says what production was.
                    Somebody dropped it. Drop the deployment with mvn mz:cleanup, and start again with mvn mz:init.
                """);
    }

    @Test
    void promotedButSwappedBackIsRefused() {
        shop.promoted();
        shop.swappedBySomethingElse();

        assertThat(problems()).isEqualTo("""
                HARD: Deployment 20261122T121500Z-0123456 was promoted, but production has the old version again: \
                something else swapped back.
                    Run mvn mz:rollback, which finishes that (sinks, marker), then mvn mz:promote again.
                """);
        // As advised.
        shop.run(shop.rollback());
        shop.run(shop.promote());
        assertThat(Marker.of(shop.catalog(), "default").state()).isEqualTo(Marker.State.PROMOTED);
        assertThat(shop.swap(Direction.PROMOTE).swapped()).isTrue();
    }

    @Test
    void aCopyThatIsGoneIsRefused() {
        shop.staged();
        shop.server.dropSchema("marts_dbt_deploy");

        assertThat(problems()).isEqualTo("""
                HARD: Deployment 20261122T121500Z-0123456 is not whole any more, so it cannot be promoted: \
                marts (u3 at init; now u3, marts_dbt_deploy missing).
                    Something else dropped, renamed or swapped these. mvn mz:status shows it; mvn mz:cleanup drops the deployment.
                """);
    }

    @Test
    void oneThatIsSwappedWhileTheOthersAreNotIsRefused() {
        shop.staged();
        shop.run(List.of(new Step.SwapClusters("prod", "prod_dbt_deploy")));

        assertThat(problems()).isEqualTo("""
                HARD: Deployment 20261122T121500Z-0123456 is not whole any more, so it cannot be promoted: \
                prod (u1 at init; now u3, prod_dbt_deploy u1).
                    Something else dropped, renamed or swapped these. mvn mz:status shows it; mvn mz:cleanup drops the deployment.
                """);
    }

    @Test
    void configurationAndDeploymentMustAgree() {
        shop.staged();
        shop.settings.schemas("staging", "raw").clusters("io");

        assertThat(problems()).isEqualTo("""
                HARD: Configured, but not part of deployment 20261122T121500Z-0123456: schema raw, cluster io.
                    Run mvn mz:init again to add them.
                HARD: Part of deployment 20261122T121500Z-0123456, but not configured: schema marts, cluster prod.
                    Configure them again, or drop the deployment with mvn mz:cleanup and start again with mvn mz:init.
                """);
    }

    // What a swap would harm

    @Test
    void whatWouldKeepReadingTheOldObjectsIsNamedThroughAllSteps() {
        shop.staged();
        shop.server
                .schema("team")
                .view("team.direct", "marts.revenue")
                .materializedView("team.second", "io", "team.direct")
                .index("team.second_idx", "io", "team.second")
                .database("other")
                .schema("other:bi")
                .view("other:bi.third", "team.second")
                .sink("sinks.far", "io", "team.second", "sinks.kafka");

        assertThat(problems()).isEqualTo("""
                SOFT: The view team.direct reads marts.revenue and would keep reading the old one, \
                and with it materialized view team.second, view other.bi.third, sink sinks.far.
                    Add its schema to <schemas>, or create it again after mz:promote; mz:cleanup refuses until then.
                """);
        // With force the plan is there, and the sink outside is not pointed elsewhere.
        assertThat(PlanText.sql(shop.promote())).contains(SWAP).doesNotContain("\"far\"");
    }

    @Test
    void whatElseRunsOnTheClusterIsNamed() {
        shop.staged();
        shop.server.materializedView("raw.summary", "prod", "raw.orders");

        assertThat(problems()).isEqualTo("""
                SOFT: Cluster prod runs objects of schemas that are not swapped: materialized view raw.summary. \
                They would stay on the old cluster.
                    Add their schemas to <schemas>, or create them on another cluster.
                """);
    }

    @Test
    void aTemporaryViewIsToldAsWhatItIs() {
        shop.staged();
        shop.server.temporaryView("scratch", "marts.revenue");

        assertThat(problems()).isEqualTo("""
                SOFT: The view mz_temp.scratch reads marts.revenue and would keep reading the old one.
                    It is temporary: it goes when its session ends; mz:cleanup refuses until then.
                """);
    }

    @Test
    void copiesThatReadProductionOrRunOnItsClusterAreNamed() {
        shop.staged();
        shop.server
                .materializedView("marts_dbt_deploy.total", "prod", "marts.revenue", "staging.orders")
                .view("marts_dbt_deploy.one", "marts.revenue");

        assertThat(problems()).isEqualTo("""
                SOFT: The materialized view marts_dbt_deploy.total reads materialized view marts.revenue, \
                view staging.orders instead of their counterpart beside it, and would keep reading the old one.
                    Name it without its schema, or as ${schema.…} in files that mz:apply runs.
                SOFT: The materialized view marts_dbt_deploy.total runs on cluster prod, and would stay on the old one.
                    Create it without IN CLUSTER, or with ${cluster.…} in files that mz:apply runs.
                SOFT: The view marts_dbt_deploy.one reads materialized view marts.revenue instead of its counterpart beside it, \
                and would keep reading the old one.
                    Name it without its schema, or as ${schema.…} in files that mz:apply runs.
                """);
    }

    @Test
    void sinksInsideAreRefused() {
        shop.staged();
        shop.server
                .sink("marts.s1", "io", "marts.revenue")
                .sink("marts_dbt_deploy.s2", "io", "marts_dbt_deploy.revenue")
                .sink("sinks.s3", "prod_dbt_deploy", "raw.orders");

        assertThat(problems()).isEqualTo("""
                HARD: Sink marts.s1 is in a schema that is to be swapped, and would move with it.
                    Keep sinks in a schema and a cluster of their own: create it there, and drop this one.
                HARD: Sink marts_dbt_deploy.s2 is in a schema that is to be swapped, and would move with it.
                    Keep sinks in a schema and a cluster of their own: create it there, and drop this one.
                HARD: Sink sinks.s3 runs on cluster prod_dbt_deploy, which is to be swapped; it would stay on the old one.
                    Keep sinks in a schema and a cluster of their own: create it there, and drop this one.
                SOFT: Production has changed since mz:init: created sink marts.s1. \
                The version to be swapped in may not have that.
                    Check that it has; then set -Dmz.force=true, or start again: mvn mz:cleanup, mvn mz:init.
                """);
    }

    @Test
    void anEmptyCopyIsNamed() {
        shop.staged();
        shop.server
                .drop("marts_dbt_deploy.revenue_idx")
                .drop("marts_dbt_deploy.revenue")
                .drop("sinks.revenue_out");

        assertThat(problems()).isEqualTo("""
                SOFT: Schema marts_dbt_deploy is empty, while marts is not.
                    Run mvn mz:apply (or dbt) to fill it.
                """);
    }

    @Test
    void whatChangedInProductionSinceInitIsListed() {
        shop.staged();
        shop.server
                .drop("marts.revenue_idx")
                .drop("staging.orders")
                .view("staging.orders", "raw.orders")
                .view("staging.adhoc", "raw.orders");

        assertThat(problems()).isEqualTo("""
                SOFT: Production has changed since mz:init: dropped index marts.revenue_idx, replaced view staging.orders, \
                created view staging.adhoc. The version to be swapped in may not have that.
                    Check that it has; then set -Dmz.force=true, or start again: mvn mz:cleanup, mvn mz:init.
                """);
    }

    @Test
    void statefulObjectsNeedToBeAllowedAtInitOrNow() {
        shop.server
                .table("staging.history")
                .object(ObjectType.CONNECTION, "staging.pg")
                .source("staging.feed", "io", "postgres", "staging.pg")
                .source("staging.feed_progress", "io", "progress")
                .sink("sinks.by_old_connection", "io", "raw.orders", "staging.pg");
        shop.settings.allowStateful();
        shop.staged();
        assertThat(problems()).isEqualTo("""
                SOFT: The sink sinks.by_old_connection uses staging.pg and would keep using the old one.
                    Add its schema to <schemas>, or create it again after mz:promote; mz:cleanup refuses until then.
                """);

        shop.server
                .drop("sinks.by_old_connection")
                .ofSchema("_mz_deployment_default_staged")
                .comment("by hand");
        assertThat(problems()).isEmpty();
        shop.settings.allowStateful(false);
        assertThat(problems()).isEqualTo("""
                SOFT: Production schemas hold table staging.history, connection staging.pg, source staging.feed, \
                which would be replaced and dropped by mz:cleanup.
                    Move them to a schema of their own, or set -Dmz.allowStateful=true.
                """);
    }

    @Test
    void missingPermissionsAreTold() {
        shop.staged();
        shop.server.role("ci").connectedAs("ci").databaseGrants("=U");

        assertThat(problems()).isEqualTo("""
                HARD: Role ci lacks CREATE or USAGE on database materialize, which creating and swapping schemas takes.
                    As a superuser:
                    GRANT CREATE, USAGE ON DATABASE materialize TO ci;
                HARD: Role ci is not an owner of schema _mz_deployment_default_staged (owner: deployer).
                    As deployer or a superuser:
                    GRANT deployer TO ci;
                HARD: Role ci is not an owner of schema staging (owner: deployer).
                    As deployer or a superuser:
                    GRANT deployer TO ci;
                HARD: Role ci is not an owner of schema staging_dbt_deploy (owner: deployer).
                    As deployer or a superuser:
                    GRANT deployer TO ci;
                HARD: Role ci is not an owner of schema marts (owner: deployer).
                    As deployer or a superuser:
                    GRANT deployer TO ci;
                HARD: Role ci is not an owner of schema marts_dbt_deploy (owner: deployer).
                    As deployer or a superuser:
                    GRANT deployer TO ci;
                HARD: Role ci is not an owner of cluster prod (owner: deployer).
                    As deployer or a superuser:
                    GRANT deployer TO ci;
                HARD: Role ci is not an owner of cluster prod_dbt_deploy (owner: deployer).
                    As deployer or a superuser:
                    GRANT deployer TO ci;
                WARNING: Owners and privileges of these are left as they are, since role ci is not an owner of them: \
                view staging_dbt_deploy.orders, materialized view marts_dbt_deploy.revenue.
                SOFT: Role ci is not an owner of sink sinks.revenue_out (owner: deployer), \
                so it cannot point it at the new marts.revenue.
                    As deployer or a superuser:
                    GRANT deployer TO ci;
                """);
        assertThat(shop.promote().isEmpty()).isTrue();
    }

    private String problems() {
        return PlanText.problems(shop.swap(Direction.PROMOTE).planned());
    }

    @Test
    void aSinkOfAnotherRelationMakesItAnotherPlan() {
        shop.server.materializedView("marts.second", "prod", "staging.orders");
        shop.staged();
        shop.server.materializedView("marts_dbt_deploy.second", "prod_dbt_deploy", "staging_dbt_deploy.orders");
        SwapPlan first = shop.swap(Direction.PROMOTE);
        shop.run(first.before());
        SwapPlan planned = shop.swap(Direction.PROMOTE);
        assertThat(planned.isStill(shop.swap(Direction.PROMOTE))).isTrue();

        shop.server.sink("sinks.late", "io", "marts.second");
        assertThat(planned.isStill(shop.swap(Direction.PROMOTE))).isFalse();
    }
}
