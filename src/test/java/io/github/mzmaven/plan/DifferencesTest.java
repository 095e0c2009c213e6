package io.github.mzmaven.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.catalog.Catalog.Column;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.config.Settings.ObjectGrants;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.plan.ObjectChange.Aspect;
import io.github.mzmaven.plan.ObjectChange.Change;
import io.github.mzmaven.plan.ObjectChange.Difference;
import io.github.mzmaven.plan.OutsideSink.Fit;
import io.github.mzmaven.sandbox.engine.CatalogBuilder;
import io.github.mzmaven.sql.Definition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferencesTest {
    private static final Column ID = new Column("id", "integer", false);
    private static final Column COUNTRY = new Column("country", "text", true);

    private final Settings settings =
            new TestSettings().schemas("staging", "marts").clusters("prod").build();
    private final CatalogBuilder server = server();

    @Test
    void findsNothingBetweenAVersionAndItsCopy() {
        version(server, "staging", "marts", "prod", "u1");
        version(server, "staging_dbt_deploy", "marts_dbt_deploy", "prod_dbt_deploy", "u2");

        assertThat(Differences.between(settings, server.build())).isEmpty();
        assertThat(Differences.promoted(settings, server.build())).isEmpty();
    }

    @Test
    void tellsWhatIsChangedAddedAndRemovedInThatOrder() {
        version(server, "staging", "marts", "prod", "u1");
        server.view("staging.gone")
                .id("u901")
                .definition("CREATE VIEW \"materialize\".\"staging\".\"gone\" AS SELECT 1")
                .view("bi.reader", "staging.gone")
                .view("staging_dbt_deploy.orders")
                .id("u201")
                .columns("id integer not null", "country text")
                .definition("""
                        CREATE VIEW "materialize"."staging_dbt_deploy"."orders" AS SELECT 2""")
                .materializedView("marts_dbt_deploy.fresh", "prod_dbt_deploy")
                .id("u202")
                .view("marts_dbt_deploy.revenue")
                .id("u203");

        assertThat(Differences.between(settings, server.build()))
                .containsExactly(
                        new ObjectChange(
                                Change.CHANGED,
                                "view",
                                "staging.orders",
                                "u101",
                                "u201",
                                List.of(
                                        new Difference(Aspect.COLUMNS, "+1 column country text"),
                                        new Difference(Aspect.DEFINITION, "definition"))),
                        new ObjectChange(
                                Change.CHANGED,
                                "view",
                                "marts.revenue",
                                "u102",
                                "u203",
                                List.of(
                                        new Difference(Aspect.KIND, "was a materialized view"),
                                        new Difference(Aspect.INDEXES, "-1 index revenue_idx"))),
                        new ObjectChange(
                                Change.ADDED,
                                "materialized view",
                                "marts.fresh",
                                null,
                                "u202",
                                List.of(
                                        new Difference(Aspect.OWNER, "owner deployer"),
                                        new Difference(Aspect.GRANTS, "no grants"))),
                        new ObjectChange(
                                Change.REMOVED,
                                "view",
                                "staging.gone",
                                "u901",
                                null,
                                List.of(new Difference(Aspect.READERS, "read by bi.reader"))));
        assertThat(Differences.between(settings, server.build()))
                .extracting(ObjectChange::describe)
                .containsExactly(
                        "changed  view               staging.orders          +1 column country text",
                        "changed  view               marts.revenue           was a materialized view, -1 index revenue_idx",
                        "added    materialized view  marts.fresh             owner deployer, no grants",
                        "removed  view               staging.gone            read by bi.reader");
    }

    @Test
    void tellsTheSameAfterTheSwapAsBefore() {
        version(server, "staging", "marts", "prod", "u1");
        version(server, "staging_dbt_deploy", "marts_dbt_deploy", "prod_dbt_deploy", "u2");
        server.view("marts_dbt_deploy.fresh").id("u299");
        List<ObjectChange> before = Differences.between(settings, server.build());

        CatalogBuilder swapped = server();
        version(swapped, "staging_dbt_deploy", "marts_dbt_deploy", "prod_dbt_deploy", "u1");
        version(swapped, "staging", "marts", "prod", "u2");
        swapped.view("marts.fresh").id("u299");

        assertThat(before).hasSize(1);
        assertThat(Differences.promoted(settings, swapped.build())).isEqualTo(before);
    }

    @Test
    void seesACopyThatReadsProductionOrRunsOnItsCluster() {
        version(server, "staging", "marts", "prod", "u1");
        version(server, "staging_dbt_deploy", "marts_dbt_deploy", "prod_dbt_deploy", "u2");
        server.ofObject("marts_dbt_deploy.revenue").on("prod").definition("""
                CREATE MATERIALIZED VIEW "materialize"."marts_dbt_deploy"."revenue" IN CLUSTER [u9] WITH (REFRESH = ON COMMIT)\
                 AS SELECT 'staging' FROM [u101 AS "materialize"."staging"."orders"] AS OF 1""");

        assertThat(Differences.between(settings, server.build()))
                .extracting(ObjectChange::describe)
                .containsExactly("changed  materialized view  marts.revenue           definition,"
                        + " cluster prod_dbt_deploy, was prod");
    }

    @Test
    void tellsWhatHappenedToColumns() {
        assertThat(ColumnChanges.between(List.of(ID, COUNTRY), List.of(ID, COUNTRY)))
                .isNull();
        assertThat(ColumnChanges.between(List.of(ID, COUNTRY), List.of(COUNTRY, ID)))
                .isEqualTo("columns in another order");
        assertThat(ColumnChanges.between(
                        List.of(ID, COUNTRY, new Column("a", "text", true), new Column("b", "text", true)),
                        List.of(
                                new Column("id", "bigint", false),
                                new Column("country", "text", false),
                                new Column("c", "date", true),
                                new Column("d", "jsonb", true))))
                .isEqualTo("+2 columns c date, d jsonb, -2 columns a text, b text, column id bigint, was integer,"
                        + " column country is never NULL now");
    }

    @Test
    void tellsOwnersAndGrantsAsTheyAreWhenPromoteHasCopiedThem() {
        version(server, "staging", "marts", "prod", "u1");
        version(server, "staging_dbt_deploy", "marts_dbt_deploy", "prod_dbt_deploy", "u2");
        server.role("bi")
                .role("owners")
                .ofObject("marts.revenue")
                .owner("owners")
                .grants("bi=r")
                .ofObject("staging_dbt_deploy.orders")
                .grants("bi=r", "=r")
                .view("marts_dbt_deploy.fresh")
                .grants("bi=r");
        List<String> fresh =
                List.of("added    view               marts.fresh             owner deployer, SELECT to bi");

        assertThat(lines(settings))
                .containsExactly(
                        "changed  view               staging.orders          +grant SELECT to PUBLIC, +grant SELECT to bi",
                        "changed  materialized view  marts.revenue           owner deployer, was owners",
                        fresh.get(0));
        assertThat(lines(new TestSettings()
                        .schemas("staging", "marts")
                        .clusters("prod")
                        .objectGrants(ObjectGrants.IGNORE)
                        .build()))
                .containsExactly(
                        "changed  view               staging.orders          +grant SELECT to PUBLIC, +grant SELECT to bi",
                        "changed  materialized view  marts.revenue           owner deployer, was owners, -grant SELECT from bi",
                        fresh.get(0));
        server.superuser();
        assertThat(lines(settings))
                .containsExactly(
                        "changed  view               staging.orders          +grant SELECT to PUBLIC, +grant SELECT to bi",
                        fresh.get(0));
    }

    private List<String> lines(Settings settings) {
        return Differences.between(settings, server.build()).stream()
                .map(ObjectChange::describe)
                .toList();
    }

    @Test
    void normalisesNamesAndIdsButNoTexts() {
        String sql = """
                CREATE MATERIALIZED VIEW "d"."s_copy"."v" IN CLUSTER [u7] WITH (REFRESH = ON COMMIT) AS
                SELECT "s_copy"."x", ARRAY["y"][1], '"d"."s_copy"."v" [u1]', 'it''s' FROM [u12 AS "d"."s_copy"."t"] AS "s_copy" AS OF 17""";

        assertThat(Definition.normalised(sql, Map.of("\"d\".\"s_copy\"", "\"d\" . \"s\"")))
                .isEqualTo("CREATE MATERIALIZED VIEW \"d\" . \"s\" . \"v\" WITH ( REFRESH = ON COMMIT ) AS SELECT"
                        + " \"s_copy\" . \"x\" , ARRAY [ \"y\" ] [ 1 ] , '\"d\".\"s_copy\".\"v\" [u1]' , 'it''s' FROM"
                        + " \"d\" . \"s\" . \"t\" AS \"s_copy\"");
        assertThat(Definition.normalised(null, Map.of())).isNull();
    }

    @Test
    void findsTheSinksOutsideAndWhatTheyWouldMoveTo() {
        version(server, "staging", "marts", "prod", "u1");
        server.materializedView("marts_dbt_deploy.revenue", "prod_dbt_deploy")
                .id("u202")
                .columns("id integer not null")
                .object(ObjectType.CONNECTION, "sinks.kafka")
                .sink("sinks.revenue_out", "sinks", "sinks.kafka", "marts.revenue")
                .id("u802")
                .sink("sinks.orders_out", "sinks", "sinks.kafka", "staging.orders")
                .id("u803");

        var revenue = new OutsideSink(
                "u802", "sinks.revenue_out", "marts.revenue", "u102", false, "u202", Fit.FITS, "+1 column id integer");
        var orders =
                new OutsideSink("u803", "sinks.orders_out", "staging.orders", "u101", false, null, Fit.MISSING, null);

        assertThat(OutsideSinks.of(Deployment.of(settings, server.build()))).containsExactly(revenue, orders);
        assertThat(revenue.verdict()).isEqualTo("+1 column id integer");
        assertThat(orders.verdict()).isEqualTo("nothing of that name to move to");
    }

    private static CatalogBuilder server() {
        return new CatalogBuilder()
                .schema("staging")
                .schema("marts")
                .schema("staging_dbt_deploy")
                .schema("marts_dbt_deploy")
                .schema("bi")
                .schema("sinks")
                .cluster("prod")
                .cluster("prod_dbt_deploy")
                .cluster("sinks");
    }

    /** A view, a materialized view that reads it, and an index, as the server prints them. */
    private static void version(CatalogBuilder server, String staging, String marts, String cluster, String ids) {
        server.view(staging + ".orders")
                .id(ids + "01")
                .columns("id integer not null")
                .definition("""
                    CREATE VIEW "materialize"."%s"."orders" AS SELECT 1""".formatted(staging))
                .materializedView(marts + ".revenue", cluster, staging + ".orders")
                .id(ids + "02")
                .definition("""
                    CREATE MATERIALIZED VIEW "materialize"."%s"."revenue" IN CLUSTER [%s] WITH (REFRESH = ON COMMIT)\
                     AS SELECT 'staging' FROM [%s01 AS "materialize"."%s"."orders"] AS OF %s""".formatted(marts, ids, ids, staging, ids.substring(1)))
                .index(marts + ".revenue_idx", cluster, marts + ".revenue")
                .id(ids + "03")
                .definition("""
                    CREATE INDEX "revenue_idx" IN CLUSTER [%s] ON [%s02 AS "materialize"."%s"."revenue"] ("id")""".formatted(ids, ids, marts));
    }
}
