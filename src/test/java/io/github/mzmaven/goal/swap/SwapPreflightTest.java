package io.github.mzmaven.goal.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.goal.GoalRun;
import io.github.mzmaven.goal.Shop;
import io.github.mzmaven.goal.ShopTest;
import io.github.mzmaven.goal.TestSql;
import io.github.mzmaven.goal.init.InitGoal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What promote finds before it writes anything, and what force overrides. */
class SwapPreflightTest extends ShopTest {
    private static final String HARD = "mz:promote refuses. Nothing was written. ";
    private static final String SOFT =
            "mz:promote refuses. Nothing was written. -Dmz.force=true goes on all the same. ";

    @Test
    void aSinkWhoseRelationIsMissingStopsIt() {
        stage();
        shop.run("DROP MATERIALIZED VIEW #marts_dbt_deploy.revenue");
        String before = shop.state();

        for (var settings : List.of(settings(), settings().force())) {
            assertThat(failure(new PromoteGoal(), settings))
                    .contains(
                            "Sink #sinks.revenue_out reads #marts.revenue, which the version to be swapped in does not have.\n"
                                    + "    Add it, or drop the sink: DROP SINK #sinks.revenue_out;");
        }
        assertThat(shop.state()).isEqualTo(before);
        assertThat(shop.revenue()).isEqualTo("10");
    }

    @Test
    void aSinkWhoseRelationIsAViewStopsIt() {
        stage();
        shop.run("DROP MATERIALIZED VIEW #marts_dbt_deploy.revenue");
        shop.run(
                "CREATE VIEW #marts_dbt_deploy.revenue AS SELECT country, amount AS revenue FROM #staging_dbt_deploy.orders");

        assertThat(failure(new PromoteGoal(), settings().force()))
                .isEqualTo(HARD + "1 problem:\n"
                        + " 1. Sink #sinks.revenue_out reads #marts.revenue, which is a view in the version to be swapped in: it cannot"
                        + " be exported as a sink.\n    Make it a materialized view.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "country, sum(amount) AS revenue, count(*) AS n | +1 column n bigint",
                "sum(amount) AS revenue, country | columns in another order",
                "country, sum(amount)::numeric AS revenue | column revenue numeric, was bigint",
                "country, NULLIF(sum(amount), 0) AS revenue | column revenue may be NULL now",
                "country, sum(amount) AS total | +1 column total bigint, -1 column revenue bigint",
            })
    void aSinkWhoseColumnsChangeNeedsForce(String columns, String difference) {
        stage();
        shop.run("DROP MATERIALIZED VIEW #marts_dbt_deploy.revenue");
        shop.run("CREATE MATERIALIZED VIEW #marts_dbt_deploy.revenue IN CLUSTER #compute_dbt_deploy AS SELECT "
                + columns + " FROM #staging_dbt_deploy.orders GROUP BY country");
        String problem = "Sink #sinks.revenue_out reads #marts.revenue, whose columns change: " + difference
                + ". The server moves the sink all the same; its consumers get the other columns.";

        assertThat(failure(new PromoteGoal(), settings()))
                .isEqualTo(SOFT + "1 problem:\n 1. " + problem + "\n    Give the new one the same columns, or tell the"
                        + " consumers and set -Dmz.force=true.");
        List<String> lines = run(new PromoteGoal(), settings().force());
        assertThat(lines).filteredOn(line -> line.startsWith("WARN")).containsExactly("WARN Forced: " + problem);
        assertThat(lines).last().asString().startsWith("Promoted.");
        assertThat(sinkReads()).isEqualTo("#marts");
    }

    @Test
    void everySinkIsNamedWhereverItIs() {
        system("CREATE DATABASE #other", "GRANT ALL ON DATABASE #other TO materialize");
        shop.run("CREATE SCHEMA #other.outbound");
        shop.run("CREATE SINK #other.outbound.there IN CLUSTER #sink FROM #marts.revenue INTO KAFKA CONNECTION"
                + " #sinks.kafka (TOPIC 'there') KEY (country) NOT ENFORCED FORMAT JSON ENVELOPE UPSERT");
        stage();
        shop.run("DROP MATERIALIZED VIEW #marts_dbt_deploy.revenue");
        shop.run("CREATE VIEW #marts_dbt_deploy.revenue AS SELECT 'GB' AS country, 1::bigint AS revenue");

        try {
            assertThat(failure(new PromoteGoal(), settings().force()))
                    .isEqualTo(HARD + "2 problems:\n"
                            + " 1. Sink #sinks.revenue_out reads #marts.revenue, which is a view in the version to be swapped in: it"
                            + " cannot be exported as a sink.\n    Make it a materialized view.\n"
                            + " 2. Sink #other.outbound.there reads #marts.revenue, which is a view in the version to be swapped in: it"
                            + " cannot be exported as a sink.\n    Make it a materialized view.");
            shop.run("DROP VIEW #marts_dbt_deploy.revenue");
            shop.run(
                    "CREATE MATERIALIZED VIEW #marts_dbt_deploy.revenue IN CLUSTER #compute_dbt_deploy AS SELECT country,"
                            + " sum(amount) AS revenue FROM #staging_dbt_deploy.orders GROUP BY country");
            assertThat(run(new PromoteGoal(), settings())).last().asString().startsWith("Promoted.");
            assertThat(
                            shop.query(
                                    "SELECT s.name FROM mz_catalog.mz_sinks k JOIN mz_internal.mz_object_dependencies d ON"
                                            + " d.object_id = k.id JOIN mz_catalog.mz_objects o ON o.id = d.referenced_object_id AND o.type"
                                            + " <> 'connection' JOIN mz_catalog.mz_schemas s ON s.id = o.schema_id WHERE k.name = 'there'"))
                    .containsExactly(shop.name("marts"));
        } finally {
            system("DROP DATABASE #other CASCADE");
        }
    }

    @Test
    void aSinkInsideStopsIt() {
        stage();
        shop.run(
                "CREATE SINK #marts_dbt_deploy.inside IN CLUSTER #sink FROM #marts_dbt_deploy.revenue INTO KAFKA CONNECTION"
                        + " #sinks.kafka (TOPIC 'inside') KEY (country) NOT ENFORCED FORMAT JSON ENVELOPE UPSERT");
        shop.run("CREATE SINK #sinks.on_it IN CLUSTER #compute FROM #marts.revenue INTO KAFKA CONNECTION"
                + " #sinks.kafka (TOPIC 'on') KEY (country) NOT ENFORCED FORMAT JSON ENVELOPE UPSERT");

        assertThat(failure(new PromoteGoal(), settings().force()))
                .isEqualTo(HARD + "2 problems:\n"
                        + " 1. Sink #marts_dbt_deploy.inside is in a schema that is to be swapped, and would move with it.\n"
                        + "    Keep sinks in a schema and a cluster of their own: create it there, and drop this one.\n"
                        + " 2. Sink #sinks.on_it runs on cluster #compute, which is to be swapped; it would stay on the old"
                        + " one.\n"
                        + "    Keep sinks in a schema and a cluster of their own: create it there, and drop this one.");
    }

    @Test
    void dependentsOutsideAreNamedThroughEveryStep() {
        shop.run("CREATE SCHEMA #reports");
        shop.run("CREATE VIEW #reports.daily AS SELECT country, revenue FROM #marts.revenue");
        shop.run("CREATE VIEW #reports.top AS SELECT country FROM #reports.daily");
        shop.run("CREATE MATERIALIZED VIEW #reports.best IN CLUSTER quickstart AS SELECT country FROM #reports.top");
        stage();
        String problem =
                "The view #reports.daily reads #marts.revenue and would keep reading the old one, and with it view"
                        + " #reports.top, materialized view #reports.best.";

        assertThat(failure(new PromoteGoal(), settings()))
                .isEqualTo(SOFT + "1 problem:\n 1. " + problem
                        + "\n    Add its schema to <schemas>, or create it again after mz:promote; mz:cleanup refuses until"
                        + " then.");
        assertThat(run(new PromoteGoal(), settings().force())).contains("WARN Forced: " + problem);
    }

    @Test
    void objectsOfOtherSchemasOnTheClusterAreNamed() {
        shop.run("CREATE SCHEMA #reports");
        stage();
        shop.run("CREATE MATERIALIZED VIEW #reports.ids IN CLUSTER #compute AS SELECT id FROM #raw.orders");
        shop.run("CREATE INDEX orders_id IN CLUSTER #compute ON #raw.orders (id)");

        assertThat(failure(new PromoteGoal(), settings()))
                .isEqualTo(SOFT + "1 problem:\n"
                        + " 1. Cluster #compute runs objects of schemas that are not swapped: materialized view #reports.ids,"
                        + " index #raw.orders_id. They would stay on the old cluster.\n"
                        + "    Add their schemas to <schemas>, or create them on another cluster.");
    }

    @Test
    void copiesThatReadProductionOrRunOnItsClusterAreNamed() {
        stage();
        shop.run("DROP MATERIALIZED VIEW #marts_dbt_deploy.revenue");
        shop.run("CREATE MATERIALIZED VIEW #marts_dbt_deploy.revenue IN CLUSTER #compute AS"
                + " SELECT country, sum(amount) AS revenue FROM #staging.orders GROUP BY country");

        assertThat(failure(new PromoteGoal(), settings()))
                .isEqualTo(SOFT + "2 problems:\n"
                        + " 1. The materialized view #marts_dbt_deploy.revenue reads view #staging.orders instead of its"
                        + " counterpart beside it, and would keep reading the old one.\n"
                        + "    Name it without its schema, or as ${schema.…} in files that mz:apply runs.\n"
                        + " 2. The materialized view #marts_dbt_deploy.revenue runs on cluster #compute, and would stay on"
                        + " the old one.\n"
                        + "    Create it without IN CLUSTER, or with ${cluster.…} in files that mz:apply runs.");
    }

    @Test
    void tablesThatCameSinceInitAreNamed() {
        stage();
        shop.run("CREATE TABLE #staging.manual (id int)");
        String stateful =
                "Production schemas hold table #staging.manual, which would be replaced and dropped by mz:cleanup.";
        String changed =
                "Production has changed since mz:init: created table #staging.manual. The version to be swapped in"
                        + " may not have that.";

        assertThat(failure(new PromoteGoal(), settings()))
                .isEqualTo(
                        SOFT + "2 problems:\n 1. " + stateful
                                + "\n    Move them to a schema of their own, or set -Dmz.allowStateful=true.\n 2. "
                                + changed
                                + "\n    Check that it has; then set -Dmz.force=true, or start again: mvn mz:cleanup, mvn mz:init.");
        assertThat(run(new PromoteGoal(), settings().force()))
                .contains("WARN Forced: " + stateful, "WARN Forced: " + changed);
    }

    @Test
    void changesOfProductionSinceInitAreNamed() {
        shop.run("CREATE VIEW #staging.legacy AS SELECT 1 AS x");
        stage();
        shop.run("CREATE VIEW #staging.extra AS SELECT 1 AS x");
        shop.run("DROP VIEW #staging.legacy");
        shop.run("DROP INDEX #marts.revenue_country");
        shop.run("CREATE INDEX revenue_country IN CLUSTER #compute ON #marts.revenue (revenue)");

        assertThat(failure(new PromoteGoal(), settings()))
                .isEqualTo(
                        SOFT + "1 problem:\n"
                                + " 1. Production has changed since mz:init: replaced index #marts.revenue_country, dropped view"
                                + " #staging.legacy, created view #staging.extra. The version to be swapped in may not have that.\n"
                                + "    Check that it has; then set -Dmz.force=true, or start again: mvn mz:cleanup, mvn mz:init.");
    }

    @Test
    void anEmptyCopyIsNamed() {
        GoalRun.of(new InitGoal(), settings().build());
        shop.run("DROP SINK #sinks.revenue_out");

        assertThat(failure(new PromoteGoal(), settings()))
                .isEqualTo(SOFT + "2 problems:\n"
                        + " 1. Schema #staging_dbt_deploy is empty, while #staging is not.\n"
                        + "    Run mvn mz:apply (or dbt) to fill it.\n"
                        + " 2. Schema #marts_dbt_deploy is empty, while #marts is not.\n"
                        + "    Run mvn mz:apply (or dbt) to fill it.");
    }

    @Test
    void missingPermissionsAreToldWithTheirRemedies() {
        stage();
        system("CREATE ROLE #intern");

        assertThat(failure(new PromoteGoal(), settingsOf("intern").force()))
                .isEqualTo(HARD + "8 problems:\n"
                        + " 1. Role #intern lacks CREATE or USAGE on database materialize, which creating and swapping schemas"
                        + " takes.\n"
                        + "    As a superuser:\n"
                        + "    GRANT CREATE, USAGE ON DATABASE materialize TO #intern;\n"
                        + notOwner(2, "schema _mz_deployment_#target_staged")
                        + notOwner(3, "schema #staging")
                        + notOwner(4, "schema #staging_dbt_deploy")
                        + notOwner(5, "schema #marts")
                        + notOwner(6, "schema #marts_dbt_deploy")
                        + notOwner(7, "cluster #compute")
                        + notOwner(8, "cluster #compute_dbt_deploy").stripTrailing());
    }

    private static String notOwner(int number, String what) {
        return " " + number + ". Role #intern is not an owner of " + what + " (owner: materialize).\n"
                + "    As materialize or a superuser:\n    GRANT materialize TO #intern;\n";
    }

    @Test
    void everythingIsToldAtOnce() {
        shop.run("CREATE SCHEMA #reports");
        shop.run("CREATE VIEW #reports.daily AS SELECT revenue FROM #marts.revenue");
        stage();
        shop.run("DROP MATERIALIZED VIEW #marts_dbt_deploy.revenue");
        shop.run("CREATE TABLE #staging.manual (id int)");
        String before = shop.state();

        assertThat(failure(new PromoteGoal(), settings()).lines().filter(line -> line.matches(" \\d\\. .*")))
                .containsExactly(
                        " 1. Sink #sinks.revenue_out reads #marts.revenue, which the version to be swapped in does not have.",
                        " 2. The view #reports.daily reads #marts.revenue and would keep reading the old one.",
                        " 3. Schema #marts_dbt_deploy is empty, while #marts is not.",
                        " 4. Production schemas hold table #staging.manual, which would be replaced and dropped by"
                                + " mz:cleanup.",
                        " 5. Production has changed since mz:init: created table #staging.manual. The version to be swapped"
                                + " in may not have that.");
        assertThat(shop.state()).isEqualTo(before);
    }

    @Test
    void withoutADeploymentItSaysSo() {
        assertThat(failure(new PromoteGoal(), settings().force()))
                .isEqualTo(HARD
                        + "1 problem:\n 1. There is no deployment of target #target.\n    Run mvn mz:init first; for"
                        + " copies that dbt made: mvn mz:init -Dmz.ignoreExistingObjects=true");
    }

    @Test
    void whatIsConfiguredOtherwiseThanAtInitIsNamed() {
        stage();

        assertThat(failure(new PromoteGoal(), settings().schemas(shop.name("staging"), shop.name("raw"))))
                .isEqualTo(HARD + "2 problems:\n"
                        + " 1. Configured, but not part of deployment {id}: schema #raw.\n"
                        + "    Run mvn mz:init again to add them.\n"
                        + " 2. Part of deployment {id}, but not configured: schema #marts.\n"
                        + "    Configure them again, or drop the deployment with mvn mz:cleanup and start again with mvn"
                        + " mz:init.");
    }

    @Test
    void anOwnerThatChangesAfterTheReadingIsFoundAndNothingIsWritten() {
        stage();
        system("CREATE ROLE #deployer", "GRANT materialize TO #deployer", "CREATE ROLE #other");
        String before = shop.state();
        sandbox.faults()
                .before(1, sql -> sql.startsWith("BEGIN"), () -> system("ALTER CLUSTER #compute OWNER TO #other"));

        String failure = failure(new PromoteGoal(), settingsOf("deployer"));
        system("ALTER CLUSTER #compute OWNER TO materialize", "REVOKE ALL ON CLUSTER #compute FROM #other");

        assertThat(failure)
                .startsWith(HARD + "2 problems:\n"
                        + " 1. Role #deployer is not an owner of cluster #compute (owner: #other).\n"
                        + "    As #other or a superuser:\n    GRANT #other TO #deployer;");
        assertThat(shop.state()).isEqualTo(before);
        assertThat(shop.revenue()).isEqualTo("10");
    }

    @Test
    void whatASinkIsToReadMustBeHydratedOrWaitedFor() {
        stage();
        sandbox.behaviour().hydration(shop.name("marts_dbt_deploy"), "revenue", null);

        assertThat(failure(new PromoteGoal(), settings()))
                .isEqualTo("mz:promote refuses. Nothing was written. -Dmz.force=true goes on all the same. 1 problem:\n"
                        + " 1. The sink #sinks.revenue_out is to read #marts.revenue, which is not ready (hydrated on 0 of 1"
                        + " replicas): the sink would wait for it after the swap.\n"
                        + "    Let mz:promote wait first: -Dmz.wait=true, or run mvn mz:await.");
        shop.run("ALTER CLUSTER #compute_dbt_deploy SET (REPLICATION FACTOR = 0)");
        assertThat(failure(new PromoteGoal(), settings()))
                .contains("which is not ready (its cluster #compute_dbt_deploy has no replica): the sink");
        shop.run("ALTER CLUSTER #compute_dbt_deploy SET (REPLICATION FACTOR = 1)");
        sandbox.behaviour().hydration(shop.name("marts_dbt_deploy"), "revenue", Duration.ofMillis(1));
        assertThat(run(new PromoteGoal(), settings().waitFirst()))
                .last()
                .asString()
                .startsWith("Promoted.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'{\"files\":' AS applied", "'null' AS applied", "1 AS applied"})
    void aDeploymentWhoseRecordOfAppliedFilesCannotBeReadIsNotPromotedNotEvenByForce(String record) {
        stage();
        shop.run("CREATE VIEW _mz_deployment_#target_staged.applied AS SELECT " + record);

        assertThat(failure(new PromoteGoal(), settings().force()))
                .isEqualTo("mz:promote refuses. Nothing was written. 1 problem:\n"
                        + " 1. What mz:apply recorded in _mz_deployment_#target_staged.applied cannot be read, so nobody knows"
                        + " whether deployment {id} is whole.\n"
                        + "    Run mvn mz:apply again, or start again: mvn mz:cleanup, mvn mz:init.");
    }

    @Test
    void aHalfAppliedDeploymentIsNotPromotedNotEvenByForce() {
        stage();
        shop.run("CREATE VIEW _mz_deployment_#target_staged.applied AS SELECT"
                + " '{\"files\":{\"marts/a.sql\":{\"sha256\":\"12\",\"objects\":[]},\"marts/b.sql\":{\"objects\":[]}}}'"
                + " AS applied");

        assertThat(failure(new PromoteGoal(), settings().force()))
                .isEqualTo("mz:promote refuses. Nothing was written. 1 problem:\n"
                        + " 1. Deployment {id} is half applied: 1 file did not finish (marts/b.sql).\n"
                        + "    Run mvn mz:apply again: it goes on from there.");
        assertThat(shop.revenue()).isEqualTo("10");
    }

    @Test
    void aDeploymentOnWhichApplyIsAtWorkIsNotPromoted() {
        stage();
        try (var apply = TestSql.onCatalog(sandbox.url("materialize"))) {
            String locked = "_mz_deployment_#target_applying" + Shop.connectionId(apply);
            shop.run("ALTER SCHEMA _mz_deployment_#target_staged RENAME TO \"" + locked + "\"");

            assertThat(failure(new PromoteGoal(), settings().force()))
                    .startsWith("mz:promote refuses. Nothing was written. 1 problem:\n"
                            + " 1. Another run is at work on deployment {id}: role materialize from ");
        }
        assertThat(shop.revenue()).isEqualTo("10");
    }

    @Test
    void aDeploymentWhoseApplyWasCutOffIsNotPromoted() {
        stage();
        shop.run("ALTER SCHEMA _mz_deployment_#target_staged RENAME TO \"_mz_deployment_#target_applying1\"");

        assertThat(failure(new PromoteGoal(), settings().force()))
                .isEqualTo("mz:promote refuses. Nothing was written. 1 problem:\n"
                        + " 1. Deployment {id} is half applied: its last mz:apply has not finished.\n"
                        + "    Run mvn mz:apply again: it goes on from there.");
        assertThat(run(new RollbackGoal(), settings())).last().asString().endsWith("Nothing left to do.");
    }

    @Test
    void anOptionThatChangedOnProductionSinceInitIsNamedUnlessTheCopyHasItToo() {
        stage();
        other("ALTER CLUSTER #compute SET (SIZE = '50cc')");

        assertThat(failure(new PromoteGoal(), settings()))
                .isEqualTo("mz:promote refuses. Nothing was written. -Dmz.force=true goes on all the same. 1 problem:\n"
                        + " 1. Cluster #compute was changed since mz:init: SIZE = '50cc', was '25cc'. Its copy has SIZE ="
                        + " '25cc', which the swap would bring.\n"
                        + "    ALTER CLUSTER \"#compute_dbt_deploy\" SET (SIZE = '50cc');\n"
                        + "    or let it be put back: -Dmz.force=true");
        other("ALTER CLUSTER #compute_dbt_deploy SET (SIZE = '50cc')");
        assertThat(run(new PromoteGoal(), settings())).last().asString().startsWith("Promoted.");
    }

    @Test
    void aCopyThatWasGivenMoreThanProductionIsPromotedAsItIs() {
        stage();
        other("ALTER CLUSTER #compute_dbt_deploy SET (SIZE = '100cc')");

        assertThat(run(new PromoteGoal(), settings())).last().asString().startsWith("Promoted.");
    }

    @Test
    void ownersPrivilegesAndDefaultsThatChangedOnProductionSinceInitAreNamed() {
        stage();
        system("CREATE ROLE #team", "GRANT #team TO materialize", "CREATE ROLE #late");
        other(
                "ALTER SCHEMA #staging OWNER TO #team",
                "ALTER CLUSTER #compute OWNER TO #team",
                "REVOKE USAGE ON SCHEMA #marts FROM #analyst",
                "ALTER DEFAULT PRIVILEGES FOR ROLE materialize IN SCHEMA #marts GRANT SELECT ON TABLES TO #late");

        assertThat(failure(new PromoteGoal(), settings()))
                .isEqualTo(
                        "mz:promote refuses. Nothing was written. -Dmz.force=true goes on all the same. 4 problems:\n"
                                + " 1. Production's schema #staging has owner #team, its copy materialize: the swap would put that"
                                + " back.\n"
                                + "    ALTER SCHEMA \"materialize\".\"#staging_dbt_deploy\" OWNER TO \"#team\";\n"
                                + "    or let it be put back: -Dmz.force=true\n"
                                + " 2. Production's cluster #compute has owner #team, its copy materialize: the swap would put that"
                                + " back.\n"
                                + "    ALTER CLUSTER \"#compute_dbt_deploy\" OWNER TO \"#team\";\n"
                                + "    or let it be put back: -Dmz.force=true\n"
                                + " 3. The copies grant what production does not grant, or does not any more: the swap would bring"
                                + " the copies'.\n"
                                + "    REVOKE USAGE ON SCHEMA \"materialize\".\"#marts_dbt_deploy\" FROM \"#analyst\";\n"
                                + "    or let it be put back: -Dmz.force=true\n"
                                + " 4. Default privileges of production's schemas differ from those of the copies: the swap would"
                                + " bring the copies'.\n"
                                + "    ALTER DEFAULT PRIVILEGES FOR ROLE \"materialize\" IN SCHEMA"
                                + " \"materialize\".\"#marts_dbt_deploy\" GRANT SELECT ON TABLES TO \"#late\";\n"
                                + "    or let it be put back: -Dmz.force=true");
        assertThat(shop.revenue()).isEqualTo("10");
        run(new InitGoal(), settings());
        assertThat(run(new PromoteGoal(), settings())).last().asString().startsWith("Promoted.");
    }

    @Test
    void whatOnlyTheServerKnowsFailsTheSwapAndNothingIsWritten() {
        stage();
        shop.run("CREATE SCHEMA _mz_deployment_#target_promoted");
        String before = shop.state();

        assertThat(failure(new PromoteGoal(), settings()))
                .isEqualTo("mz:promote: the server refuses the swap. Nothing was written.\n"
                        + "    schema '_mz_deployment_#target_promoted' already exists (XX000)\n"
                        + "Fix that, then run mvn mz:promote again.");
        assertThat(shop.state()).isEqualTo(before);
        assertThat(shop.revenue()).isEqualTo("10");
    }

    private String sinkReads() {
        return masked(shop.query("SELECT s.name FROM mz_catalog.mz_sinks k JOIN mz_internal.mz_object_dependencies d ON"
                        + " d.object_id = k.id JOIN mz_catalog.mz_objects o ON o.id = d.referenced_object_id AND o.type <>"
                        + " 'connection' JOIN mz_catalog.mz_schemas s ON s.id = o.schema_id WHERE k.name = 'revenue_out'"
                        + " AND s.name LIKE '#%'")
                .get(0));
    }
}
