package io.github.mzmaven.goal.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.config.Settings.ObjectGrants;
import io.github.mzmaven.plan.Direction;
import io.github.mzmaven.plan.PlanText;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.plan.TestShop;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a promote does to the sinks outside, and to privileges and owners. */
class SinkAndGrantTest {
    private final TestShop shop = new TestShop();

    // Sinks

    @Test
    void everySinkOfARelationMovesFromWhateverDatabase() {
        shop.server
                .database("other")
                .schema("other:sinks")
                .sink("other:sinks.copy", "io", "marts.revenue")
                .sink("sinks.unrelated", "io", "raw.orders", "sinks.kafka");
        shop.staged();

        assertThat(problems()).isEmpty();
        assertThat(moves()).isEqualTo("""
                ALTER SINK "materialize"."sinks"."revenue_out" SET FROM "materialize"."marts"."revenue";
                ALTER SINK "other"."sinks"."copy" SET FROM "materialize"."marts"."revenue";
                """);
    }

    @Test
    void aSinkWhoseRelationIsMissingOrAViewIsRefused() {
        shop.server.database("other").schema("other:Odd").sink("other:Odd.si nk", "io", "marts.revenue");
        shop.init();
        shop.server.view("staging_dbt_deploy.orders", "raw.orders").view("marts_dbt_deploy.x");

        assertThat(problems()).isEqualTo("""
                HARD: Sink sinks.revenue_out reads marts.revenue, which the version to be swapped in does not have.
                    Add it, or drop the sink: DROP SINK sinks.revenue_out;
                HARD: Sink other.Odd.si nk reads marts.revenue, which the version to be swapped in does not have.
                    Add it, or drop the sink: DROP SINK other."Odd"."si nk";
                """);
        assertThat(shop.promote().isEmpty()).isTrue();

        shop.server.drop("other:Odd.si nk").view("marts_dbt_deploy.revenue", "staging_dbt_deploy.orders");
        assertThat(problems()).isEqualTo("""
                HARD: Sink sinks.revenue_out reads marts.revenue, which is a view in the version to be swapped in: \
                it cannot be exported as a sink.
                    Make it a materialized view.
                """);
    }

    @Test
    void differencesOfColumnsAreNamed() {
        shop.init();
        shop.server
                .view("staging_dbt_deploy.orders", "raw.orders")
                .materializedView("marts_dbt_deploy.revenue", "prod_dbt_deploy", "staging_dbt_deploy.orders");
        for (List<String> columns : List.of(
                List.of("country text", "revenue numeric", "since date"),
                List.of("country text"),
                List.of("country text", "revenue bigint"),
                List.of("revenue bigint not null", "country text"))) {
            shop.server.ofObject("marts_dbt_deploy.revenue").columns(columns.toArray(String[]::new));
            assertThat(problems()).isEqualTo("""
                    SOFT: Sink sinks.revenue_out reads marts.revenue, whose columns change: %s. \
                    The server moves the sink all the same; its consumers get the other columns.
                        Give the new one the same columns, or tell the consumers and set -Dmz.force=true.
                    """.formatted(
                            switch (columns.size()) {
                                case 3 -> "+1 column since date, column revenue numeric, was bigint";
                                case 1 -> "-1 column revenue bigint";
                                default ->
                                    columns.get(0).startsWith("country")
                                            ? "column revenue may be NULL now"
                                            : "columns in another order";
                            }));
        }
    }

    @Test
    void onceSwappedOneSinkThatCannotMoveDoesNotKeepTheOthers() {
        shop.server.materializedView("marts.gone", "prod", "staging.orders").sink("sinks.of_gone", "io", "marts.gone");
        shop.staged();
        shop.swappedBySomethingElse();

        assertThat(problems()).isEmpty();
        assertThat(PlanText.problems(shop.swap(Direction.PROMOTE).unmovable())).isEqualTo("""
                HARD: Sink sinks.of_gone reads marts.gone, which production's version now does not have.
                    Add it, or drop the sink: DROP SINK sinks.of_gone;
                """);
        assertThat(moves()).isEqualTo("""
                ALTER SINK "materialize"."sinks"."revenue_out" SET FROM "materialize"."marts"."revenue";
                """);
    }

    @Test
    void whatMovingASinkTakesBesideOwningItIsNamedWithItsGrants() {
        shop.server.role("platform").role("exporter").member("deployer", "exporter");
        shop.staged();
        shop.server
                .ofObject("sinks.revenue_out")
                .owner("exporter")
                .ofCluster("io")
                .owner("platform")
                .ofSchema("sinks")
                .owner("platform")
                .ofObject("sinks.kafka")
                .owner("platform");

        assertThat(problems()).isEqualTo("""
                SOFT: Role deployer lacks what pointing sink sinks.revenue_out at the new marts.revenue takes.
                    As their owner or a superuser:
                    GRANT CREATE ON CLUSTER "io" TO "deployer";
                    GRANT USAGE ON SCHEMA "materialize"."sinks" TO "deployer";
                    GRANT USAGE ON CONNECTION "materialize"."sinks"."kafka" TO "deployer";
                """);

        shop.server
                .ofCluster("io")
                .grants("exporter=C")
                .ofSchema("sinks")
                .grants("=U")
                .ofObject("sinks.kafka")
                .grants("deployer=U");
        assertThat(problems()).isEmpty();
    }

    @Test
    void theOwnerOfASinkMustNotLoseTheRightToReadWhatItReads() {
        shop.server.role("exporter").member("deployer", "exporter");
        shop.staged();
        shop.server.ofObject("sinks.revenue_out").owner("exporter");
        assertThat(problems()).isEmpty();

        shop.server.ofObject("marts.revenue").grants("exporter=r");
        shop.settings.objectGrants(ObjectGrants.IGNORE);
        assertThat(problems()).isEqualTo("""
                SOFT: Role deployer lacks what pointing sink sinks.revenue_out at the new marts.revenue takes.
                    As their owner or a superuser:
                    GRANT SELECT ON TABLE "materialize"."marts_dbt_deploy"."revenue" TO "exporter";
                """);
        shop.server.ofObject("marts_dbt_deploy.revenue").grants("exporter=r");
        assertThat(problems()).isEmpty();
    }

    @Test
    void aSinkThatIsMovedAlreadyIsLeft() {
        shop.server.sink("sinks.second", "io", "marts.revenue");
        shop.staged();
        List<Step> steps = shop.promote().steps();
        int moved = steps.stream()
                .map(Step::sql)
                .toList()
                .indexOf(
                        "ALTER SINK \"materialize\".\"sinks\".\"revenue_out\" SET FROM \"materialize\".\"marts\".\"revenue\"");
        shop.run(steps.subList(0, moved + 1));

        assertThat(moves()).isEqualTo("""
                ALTER SINK "materialize"."sinks"."second" SET FROM "materialize"."marts"."revenue";
                """);
    }

    // Privileges and owners

    @Test
    void privilegesAndOwnersOfObjectsAreCopied() {
        shop.server
                .role("team")
                .role("app")
                .role("stranger")
                .member("deployer", "team")
                .ofSchema("raw")
                .grants("team=U")
                .ofObject("raw.orders")
                .grants("team=r")
                .ofObject("staging.orders")
                .owner("team")
                .grants("reader=r", "=r")
                .table("staging.t")
                .grants("app=arwd")
                .table("staging.becomes_view")
                .grants("app=arwd", "reader=a")
                .object(ObjectType.TYPE, "staging.li")
                .grants("app=U")
                .object(ObjectType.SECRET, "staging.pw")
                .grants("app=U")
                .object(ObjectType.CONNECTION, "staging.c", "staging.pw")
                .grants("app=U")
                .view("staging.foreign")
                .owner("stranger")
                .view("staging.left_out")
                .grants("reader=r");
        shop.settings.allowStateful();
        shop.staged();
        shop.server
                .table("staging_dbt_deploy.t")
                .materializedView("staging_dbt_deploy.becomes_view", "prod_dbt_deploy")
                .object(ObjectType.TYPE, "staging_dbt_deploy.li")
                .object(ObjectType.SECRET, "staging_dbt_deploy.pw")
                .object(ObjectType.CONNECTION, "staging_dbt_deploy.c", "staging_dbt_deploy.pw")
                .view("staging_dbt_deploy.foreign")
                .ofObject("staging_dbt_deploy.orders")
                .grants("app=r");

        assertThat(problems()).isEqualTo("""
                WARNING: The new staging.foreign stays with owner deployer; production's has owner stranger, \
                of which role deployer is not a member.
                """);
        assertThat(before()).isEqualTo("""
                ALTER VIEW "materialize"."staging_dbt_deploy"."orders" OWNER TO "team";
                GRANT SELECT ON TABLE "materialize"."staging_dbt_deploy"."orders" TO PUBLIC;
                GRANT SELECT ON TABLE "materialize"."staging_dbt_deploy"."orders", "materialize"."marts_dbt_deploy"."revenue" \
                TO "reader";
                GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE "materialize"."staging_dbt_deploy"."t" TO "app";
                GRANT SELECT ON TABLE "materialize"."staging_dbt_deploy"."becomes_view" TO "app";
                GRANT USAGE ON TYPE "materialize"."staging_dbt_deploy"."li" TO "app";
                GRANT USAGE ON SECRET "materialize"."staging_dbt_deploy"."pw" TO "app";
                GRANT USAGE ON CONNECTION "materialize"."staging_dbt_deploy"."c" TO "app";
                """);
        shop.run(shop.promote());
        assertThat(shop.catalog()
                        .roleName(shop.server.objectNamed("staging.orders").ownerId()))
                .isEqualTo("team");
    }

    @Test
    void privilegesGrantedOnProductionSinceInitAreCopiedToo() {
        shop.staged();
        shop.server
                .role("late")
                .ofSchema("marts")
                .grants("late=U")
                .ofCluster("prod")
                .grants("late=U");

        assertThat(before()).isEqualTo("""
                GRANT USAGE ON SCHEMA "materialize"."marts_dbt_deploy" TO "late";
                GRANT USAGE ON CLUSTER "prod_dbt_deploy" TO "late";
                GRANT SELECT ON TABLE "materialize"."marts_dbt_deploy"."revenue" TO "reader";
                """);
    }

    @Test
    void missingPrivilegesAreOnlyToldWhereAskedFor() {
        shop.staged();
        shop.settings.objectGrants(ObjectGrants.CHECK);
        assertThat(problems()).isEqualTo("""
                SOFT: Privileges on production that the version to be swapped in lacks: \
                grant SELECT on table materialize.marts_dbt_deploy.revenue to reader.
                    Grant them, or let mz:promote do so: -Dmz.objectGrants=copy
                """);
        assertThat(before()).isEmpty();

        shop.settings.objectGrants(ObjectGrants.IGNORE);
        assertThat(problems()).isEmpty();
        assertThat(before()).isEmpty();
    }

    @Test
    void equalPrivilegesOfManyObjectsAreOneStatement() {
        for (int i = 0; i < 50; i++) {
            shop.server.view("staging.v" + i).grants("reader=r");
        }
        shop.staged();
        for (int i = 0; i < 50; i++) {
            shop.server.view("staging_dbt_deploy.v" + i);
        }

        assertThat(before().lines()).hasSize(1);
    }

    private String problems() {
        return PlanText.problems(shop.swap(Direction.PROMOTE).planned());
    }

    private String moves() {
        return lines(step -> step instanceof Step.MoveSink);
    }

    private String before() {
        return lines(step -> step instanceof Step.ChangePrivileges || step instanceof Step.ChangeOwner);
    }

    private String lines(java.util.function.Predicate<Step> which) {
        return shop.promote().steps().stream()
                .filter(which)
                .map(step -> step.sql() + ";\n")
                .collect(Collectors.joining());
    }

    @Test
    void whatIsNotCopiedSinceItIsAnothersDoesNotCountForASink() {
        shop.staged();
        shop.server.role("builder").ofObject("marts_dbt_deploy.revenue").owner("builder");

        assertThat(problems()).isEqualTo("""
                WARNING: Owners and privileges of these are left as they are, since role deployer is not an owner of them: \
                materialized view marts_dbt_deploy.revenue.
                SOFT: Role deployer lacks what pointing sink sinks.revenue_out at the new marts.revenue takes.
                    As their owner or a superuser:
                    GRANT SELECT ON TABLE "materialize"."marts_dbt_deploy"."revenue" TO "deployer";
                """);
    }
}
