package io.github.mzmaven.plan;

import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.catalog.ProductionSnapshot;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.goal.cleanup.CleanupPlanner;
import io.github.mzmaven.goal.init.InitPlanner;
import io.github.mzmaven.goal.swap.SwapPlan;
import io.github.mzmaven.goal.swap.SwapPlanner;
import io.github.mzmaven.sandbox.engine.CatalogBuilder;
import java.util.List;

/**
 * A shop with raw data outside the deployment, views in staging, a materialized view in marts on the cluster prod, and a sink
 * in a schema and on a cluster of its own.
 */
public final class TestShop {
    public final CatalogBuilder server = new CatalogBuilder();
    public final TestSettings settings =
            new TestSettings().schemas("staging", "marts").clusters("prod");

    public TestShop() {
        server.role("reader")
                .schema("raw")
                .table("raw.orders")
                .schema("staging")
                .grants("reader=U")
                .view("staging.orders", "raw.orders")
                .schema("marts")
                .grants("reader=U")
                .cluster("prod")
                .grants("reader=U")
                .materializedView("marts.revenue", "prod", "staging.orders")
                .columns("country text", "revenue bigint not null")
                .grants("reader=r")
                .index("marts.revenue_idx", "prod", "marts.revenue")
                .schema("sinks")
                .cluster("io")
                .object(ObjectType.CONNECTION, "sinks.kafka")
                .sink("sinks.revenue_out", "io", "marts.revenue", "sinks.kafka");
    }

    /** init, and the same objects again in the copies; the new materialized view lacks production's grants. */
    public TestShop staged() {
        init();
        server.view("staging_dbt_deploy.orders", "raw.orders")
                .materializedView("marts_dbt_deploy.revenue", "prod_dbt_deploy", "staging_dbt_deploy.orders")
                .columns("country text", "revenue bigint not null")
                .index("marts_dbt_deploy.revenue_idx", "prod_dbt_deploy", "marts_dbt_deploy.revenue");
        return this;
    }

    public TestShop promoted() {
        staged();
        run(promote());
        server.at("2026-11-23T08:00:00Z").onConnection("300");
        return this;
    }

    public TestShop init() {
        run(InitPlanner.plan(settings.build(), catalog()).plan());
        server.at("2026-11-22T14:30:00.123Z").onConnection("200");
        return this;
    }

    /** As if an earlier version had staged it. */
    public TestShop withoutRecordedCopies() {
        Marker marker = Marker.of(catalog(), "default");
        run(List.of(new Step.StoreText(
                "materialize",
                marker.schemaName(),
                ProductionSnapshot.VIEW,
                marker.inventory().withCopies(null, null).json(),
                "forget the copies")));
        return this;
    }

    /** As dbt would. */
    public void swappedBySomethingElse() {
        run(List.of(
                new Step.SwapSchemas("materialize", "staging", "staging_dbt_deploy"),
                new Step.SwapSchemas("materialize", "marts", "marts_dbt_deploy"),
                new Step.SwapClusters("prod", "prod_dbt_deploy")));
    }

    public Catalog catalog() {
        return server.build();
    }

    public SwapPlan swap(Direction direction) {
        return SwapPlanner.plan(direction, settings.build(), catalog());
    }

    public Plan promote() {
        return swap(Direction.PROMOTE).planned().plan();
    }

    public Plan rollback() {
        return swap(Direction.ROLLBACK).planned().plan();
    }

    public PlanResult cleanup() {
        return CleanupPlanner.plan(settings.build(), catalog());
    }

    public void run(Plan plan) {
        server.run(plan);
    }

    public void run(List<Step> steps) {
        server.run(steps);
    }
}
