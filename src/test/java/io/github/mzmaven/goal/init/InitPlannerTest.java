package io.github.mzmaven.goal.init;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Acl;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogText;
import io.github.mzmaven.catalog.Cluster;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.catalog.ProductionSnapshot;
import io.github.mzmaven.catalog.Replica;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.plan.Cuts;
import io.github.mzmaven.plan.Plan;
import io.github.mzmaven.plan.PlanResult;
import io.github.mzmaven.plan.PlanText;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.sandbox.engine.CatalogBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class InitPlannerTest {
    private final CatalogBuilder server = new CatalogBuilder();
    private final TestSettings settings = new TestSettings();

    @Test
    void aFreshInitClonesSchemasAndEveryKindOfCluster() {
        server.role("data_team")
                .role("reader")
                .member("deployer", "data_team")
                .schema("staging")
                .view("staging.orders")
                .schema("marts")
                .owner("data_team")
                .grants("reader=U", "=U")
                .defaults("deployer", "marts", ObjectType.TABLE, "reader=r")
                .cluster(
                        "prod",
                        "INTROSPECTION DEBUGGING = false, INTROSPECTION INTERVAL = INTERVAL '00:00:01', MANAGED = true,"
                                + " REPLICATION FACTOR = 2, SIZE = '100cc', SCHEDULE = MANUAL")
                .owner("data_team")
                .grants("reader=U")
                .comment("it's production's")
                .cluster(
                        "nightly",
                        "INTROSPECTION DEBUGGING = false, INTROSPECTION INTERVAL = INTERVAL '00:00:01', MANAGED = true,"
                                + " SIZE = '25cc', SCHEDULE = ON REFRESH (HYDRATION TIME ESTIMATE = '00:01:30')")
                .cluster(
                        "auto",
                        "AUTO SCALING STRATEGY = (ON HYDRATION (HYDRATION SIZE = '50cc', LINGER DURATION = INTERVAL"
                                + " '00:00:15')), INTROSPECTION DEBUGGING = false, INTROSPECTION INTERVAL = INTERVAL '00:00:01',"
                                + " MANAGED = true, REPLICATION FACTOR = 1, SIZE = '25cc', SCHEDULE = MANUAL")
                .unmanagedCluster(
                        "legacy",
                        new Replica("u1", "R two", "50cc", "use1-az1", false),
                        new Replica("u2", "internal", null, null, true),
                        new Replica("u3", "r1", "25cc", null, false));
        settings.schemas("staging", "marts")
                .clusters("prod", "nightly", "auto", "legacy")
                .tag("PR-42");

        assertThat(problems()).isEmpty();
        assertThat(sql()).isEqualTo("""
                CREATE SCHEMA "materialize"."_mz_deployment_default_draft100";
                COMMENT ON SCHEMA "materialize"."_mz_deployment_default_draft100" IS '{"id":"20261122T121500Z-0123456",\
                "tag":"PR-42","user":"deployer","git":"0123456789abcdef0123456789abcdef01234567",\
                "started":"2026-11-22T12:15:00Z","connection":"100","allowStateful":false}';
                CREATE OR REPLACE VIEW "materialize"."_mz_deployment_default_draft100"."inventory" AS SELECT \
                '{"suffix":"_dbt_deploy","schemas":{"marts":{"id":"u2","objects":{}},\
                "staging":{"id":"u1","objects":{"view orders":"u1"}}},\
                "clusters":{"auto":"u3","legacy":"u4","nightly":"u2","prod":"u1"},\
                "definitions":{"auto":"(AUTO SCALING STRATEGY = (ON HYDRATION (HYDRATION SIZE = ''50cc'', LINGER DURATION = \
                INTERVAL ''00:00:15'')), INTROSPECTION DEBUGGING = false, INTROSPECTION INTERVAL = INTERVAL ''00:00:01'', \
                MANAGED = true, REPLICATION FACTOR = 1, SCHEDULE = MANUAL, SIZE = ''25cc'')",\
                "legacy":"(REPLICAS = (\\"R two\\" (SIZE = ''50cc'', AVAILABILITY ZONE = ''use1-az1''), \\"r1\\" (SIZE = ''25cc'')))",\
                "nightly":"(INTROSPECTION DEBUGGING = false, INTROSPECTION INTERVAL = INTERVAL ''00:00:01'', MANAGED = true, \
                SCHEDULE = ON REFRESH (HYDRATION TIME ESTIMATE = ''00:01:30''), SIZE = ''25cc'')",\
                "prod":"(INTROSPECTION DEBUGGING = false, INTROSPECTION INTERVAL = INTERVAL ''00:00:01'', MANAGED = true, \
                REPLICATION FACTOR = 2, SCHEDULE = MANUAL, SIZE = ''100cc'')"}}' AS "inventory";
                BEGIN;
                ALTER SCHEMA "materialize"."_mz_deployment_default_draft100" RENAME TO "_mz_deployment_default_initializing";
                COMMIT;
                CREATE SCHEMA "materialize"."staging_dbt_deploy";
                CREATE SCHEMA "materialize"."marts_dbt_deploy";
                CREATE CLUSTER "prod_dbt_deploy" (INTROSPECTION DEBUGGING = false, INTROSPECTION INTERVAL = \
                INTERVAL '00:00:01', MANAGED = true, REPLICATION FACTOR = 2, SIZE = '100cc', SCHEDULE = MANUAL);
                CREATE CLUSTER "nightly_dbt_deploy" (INTROSPECTION DEBUGGING = false, INTROSPECTION INTERVAL = \
                INTERVAL '00:00:01', MANAGED = true, SIZE = '25cc', SCHEDULE = ON REFRESH (HYDRATION TIME ESTIMATE = \
                '00:01:30'));
                CREATE CLUSTER "auto_dbt_deploy" (AUTO SCALING STRATEGY = (ON HYDRATION (HYDRATION SIZE = '50cc', \
                LINGER DURATION = INTERVAL '00:00:15')), INTROSPECTION DEBUGGING = false, INTROSPECTION INTERVAL = \
                INTERVAL '00:00:01', MANAGED = true, REPLICATION FACTOR = 1, SIZE = '25cc', \
                SCHEDULE = MANUAL);
                CREATE CLUSTER "legacy_dbt_deploy" REPLICAS ("R two" (SIZE = '50cc', AVAILABILITY ZONE = 'use1-az1'), \
                "r1" (SIZE = '25cc'));
                ALTER SCHEMA "materialize"."marts_dbt_deploy" OWNER TO "data_team";
                ALTER CLUSTER "prod_dbt_deploy" OWNER TO "data_team";
                GRANT USAGE ON SCHEMA "materialize"."marts_dbt_deploy" TO PUBLIC, "reader";
                GRANT USAGE ON CLUSTER "prod_dbt_deploy" TO "reader";
                ALTER DEFAULT PRIVILEGES FOR ROLE "deployer" IN SCHEMA "materialize"."marts_dbt_deploy" \
                GRANT SELECT ON TABLES TO "reader";
                COMMENT ON CLUSTER "prod_dbt_deploy" IS 'it''s production''s';
                -- Here the view "inventory" is stored again, with the ids of the copies: they are known once these are made;
                ALTER SCHEMA "materialize"."_mz_deployment_default_initializing" RENAME TO "_mz_deployment_default_staged";
                """);
        assertThat(plan().plan().steps())
                .filteredOn(step -> !(step instanceof Step.MarkerStep))
                .extracting(Step::describe)
                .containsExactly(
                        "create schema staging_dbt_deploy (owner deployer, 2 privileges)",
                        "create schema marts_dbt_deploy (owner data_team, 4 privileges)",
                        "create cluster prod_dbt_deploy (100cc × 2)",
                        "create cluster nightly_dbt_deploy (25cc, scheduled)",
                        "create cluster auto_dbt_deploy (25cc × 1, auto-scaling)",
                        "create cluster legacy_dbt_deploy (unmanaged, 2 replicas)",
                        "give materialize.marts_dbt_deploy to owner data_team",
                        "give prod_dbt_deploy to owner data_team",
                        "grant USAGE on schema materialize.marts_dbt_deploy to PUBLIC, reader",
                        "grant USAGE on cluster prod_dbt_deploy to reader",
                        "grant default privileges SELECT on tables in materialize.marts_dbt_deploy to reader",
                        "copy the comment of cluster prod");

        // Carried out where there are no zones, as on the server that was recorded.
        server.dropCluster("legacy")
                .unmanagedCluster(
                        "legacy",
                        new Replica("u1", "R two", "50cc", null, false),
                        new Replica("u2", "internal", null, null, true),
                        new Replica("u3", "r1", "25cc", null, false));
        assertStagedAndEqual();
    }

    @Test
    void configuredSizesOverrideProductions() {
        server.clusterShownAs("prod", "(REPLICATION FACTOR = 2, SIZE = '100cc', NEW OPTION = (a, 'b, c'), FLAG)");
        settings.cluster("prod", "2xsmall's", 0);

        assertThat(work()).isEqualTo("""
                CREATE CLUSTER "prod_dbt_deploy" (REPLICATION FACTOR = 0, SIZE = '2xsmall''s', NEW OPTION = (a, 'b, c'), FLAG);
                """);
    }

    @Test
    void workloadClassesAreSetBySuperusersOnly() {
        server.cluster("Prod", "SIZE = '100cc', WORKLOAD CLASS = 'it''s'");
        settings.clusters("Prod");

        assertThat(work()).isEqualTo("""
                CREATE CLUSTER "Prod_dbt_deploy" (INTROSPECTION DEBUGGING = false, INTROSPECTION INTERVAL = \
                INTERVAL '00:00:01', MANAGED = true, REPLICATION FACTOR = 1, SIZE = '100cc', SCHEDULE = MANUAL);
                """);
        assertThat(problems()).isEqualTo("""
                WARNING: Cluster Prod has the workload class it's, which only a superuser can set on its copy.
                    As a superuser: ALTER CLUSTER "Prod_dbt_deploy" SET (WORKLOAD CLASS 'it''s');
                """);

        server.superuser();
        assertThat(work()).isEqualTo("""
                CREATE CLUSTER "Prod_dbt_deploy" (INTROSPECTION DEBUGGING = false, INTROSPECTION INTERVAL = \
                INTERVAL '00:00:01', MANAGED = true, REPLICATION FACTOR = 1, SIZE = '100cc', SCHEDULE = MANUAL);
                ALTER CLUSTER "Prod_dbt_deploy" SET (WORKLOAD CLASS 'it''s');
                """);
        assertThat(problems()).isEmpty();
        init();
        assertThat(problems()).isEmpty();
    }

    // Privileges

    @Test
    void noPrivilegesInProductionMeansNoneOnTheCopy() {
        server.schema("a").noGrants().cluster("c").noGrants();
        settings.schemas("a").clusters("c");

        assertThat(work()).isEqualTo("""
                CREATE SCHEMA "materialize"."a_dbt_deploy";
                CREATE CLUSTER "c_dbt_deploy" (INTROSPECTION DEBUGGING = false, INTROSPECTION INTERVAL = \
                INTERVAL '00:00:01', MANAGED = true, REPLICATION FACTOR = 1, SIZE = '100cc', SCHEDULE = MANUAL);
                REVOKE USAGE, CREATE ON SCHEMA "materialize"."a_dbt_deploy" FROM "deployer";
                REVOKE USAGE, CREATE ON CLUSTER "c_dbt_deploy" FROM "deployer";
                """);
        assertStagedAndEqual();
    }

    @Test
    void whatDefaultsWouldGiveANewCopyIsTakenAway() {
        server.role("reader")
                .role("other")
                .schema("a")
                .cluster("c")
                .defaults("deployer", null, ObjectType.SCHEMA, "reader=U")
                .defaults(null, null, ObjectType.SCHEMA, "=C")
                .defaults("other", null, ObjectType.SCHEMA, "other=U")
                .defaults(null, null, ObjectType.CLUSTER, "reader=UC");
        settings.schemas("a").clusters("c");

        assertThat(work()).isEqualTo("""
                CREATE SCHEMA "materialize"."a_dbt_deploy";
                CREATE CLUSTER "c_dbt_deploy" (INTROSPECTION DEBUGGING = false, INTROSPECTION INTERVAL = \
                INTERVAL '00:00:01', MANAGED = true, REPLICATION FACTOR = 1, SIZE = '100cc', SCHEDULE = MANUAL);
                REVOKE CREATE ON SCHEMA "materialize"."a_dbt_deploy" FROM PUBLIC;
                REVOKE USAGE ON SCHEMA "materialize"."a_dbt_deploy" FROM "reader";
                REVOKE USAGE, CREATE ON CLUSTER "c_dbt_deploy" FROM "reader";
                """);
        assertStagedAndEqual();
    }

    @Test
    void theOwnerIsChangedBeforePrivilegesAreGranted() {
        server.role("data_team")
                .role("reader")
                .member("deployer", "data_team")
                .schema("a")
                .owner("data_team")
                .grants("reader=U", "deployer=U");
        settings.schemas("a");

        assertThat(work()).isEqualTo("""
                CREATE SCHEMA "materialize"."a_dbt_deploy";
                ALTER SCHEMA "materialize"."a_dbt_deploy" OWNER TO "data_team";
                GRANT USAGE ON SCHEMA "materialize"."a_dbt_deploy" TO "deployer", "reader";
                """);
        assertStagedAndEqual();
    }

    @Test
    void equalGrantsOnManySchemasAreOneStatement() {
        server.role("reader").role("writer");
        var names = new ArrayList<String>();
        for (int i = 1; i <= 50; i++) {
            server.schema("s" + i)
                    .grants("reader=U", "writer=U", "=U")
                    .defaults("deployer", "s" + i, ObjectType.TABLE, "reader=r")
                    .defaults("deployer", "s" + i, ObjectType.TABLE, "writer=r");
            names.add("s" + i);
        }
        settings.schemas(names.toArray(String[]::new));

        String copies = names.stream()
                .map(name -> "\"materialize\".\"" + name + "_dbt_deploy\"")
                .collect(Collectors.joining(", "));
        assertThat(work().lines().skip(50).toList())
                .containsExactly(
                        "GRANT USAGE ON SCHEMA " + copies + " TO PUBLIC, \"reader\", \"writer\";",
                        "ALTER DEFAULT PRIVILEGES FOR ROLE \"deployer\" IN SCHEMA " + copies
                                + " GRANT SELECT ON TABLES TO \"reader\", \"writer\";");
        assertStagedAndEqual();
    }

    @Test
    void defaultPrivilegesAreCopiedForEveryCreatorGranteeAndType() {
        server.superuser()
                .role("one")
                .role("two")
                .role("reader")
                .schema("a")
                .schema("b")
                .defaults("one", "a", ObjectType.TABLE, "reader=r")
                .defaults("two", "a", ObjectType.TABLE, "reader=r")
                .defaults("one", "a", ObjectType.TABLE, "=ra")
                .defaults("two", "a", ObjectType.TABLE, "=ra")
                .defaults(null, "a", ObjectType.TABLE, "reader=r")
                .defaults("one", "a", ObjectType.TYPE, "reader=U")
                .defaults("one", "a", ObjectType.SECRET, "reader=U")
                .defaults("one", "a", ObjectType.CONNECTION, "reader=U")
                .defaults("one", "b", ObjectType.CONNECTION, "reader=U");
        settings.schemas("a", "b");

        assertThat(work().lines().skip(2).collect(Collectors.joining("\n", "", "\n")))
                .isEqualTo("""
                ALTER DEFAULT PRIVILEGES FOR ALL ROLES IN SCHEMA "materialize"."a_dbt_deploy" GRANT SELECT ON TABLES TO "reader";
                ALTER DEFAULT PRIVILEGES FOR ROLE "one" IN SCHEMA "materialize"."a_dbt_deploy", "materialize"."b_dbt_deploy" \
                GRANT USAGE ON CONNECTIONS TO "reader";
                ALTER DEFAULT PRIVILEGES FOR ROLE "one" IN SCHEMA "materialize"."a_dbt_deploy" GRANT USAGE ON SECRETS TO "reader";
                ALTER DEFAULT PRIVILEGES FOR ROLE "one", "two" IN SCHEMA "materialize"."a_dbt_deploy" \
                GRANT SELECT, INSERT ON TABLES TO PUBLIC;
                ALTER DEFAULT PRIVILEGES FOR ROLE "one", "two" IN SCHEMA "materialize"."a_dbt_deploy" \
                GRANT SELECT ON TABLES TO "reader";
                ALTER DEFAULT PRIVILEGES FOR ROLE "one" IN SCHEMA "materialize"."a_dbt_deploy" GRANT USAGE ON TYPES TO "reader";
                """);
        assertStagedAndEqual();
    }

    @Test
    void defaultPrivilegesOfOthersAreRefusedUnlessTheCopyHasThemAlready() {
        server.role("other")
                .schema("a")
                .defaults("other", "a", ObjectType.TABLE, "=r")
                .defaults(null, "a", ObjectType.TABLE, "=r");
        settings.schemas("a");

        assertThat(problems()).isEqualTo("""
                HARD: Schema a has default privileges FOR ALL ROLES, which only a superuser can copy.
                    Run mvn mz:init as a superuser, or revoke them, naming the roles instead, e.g.
                    ALTER DEFAULT PRIVILEGES FOR ROLE deployer IN SCHEMA a GRANT … ;
                HARD: Schema a has default privileges FOR ROLE other, of which role deployer is not a member.
                    As other or a superuser:
                    GRANT other TO deployer;
                """);
        assertThat(sql()).isEmpty();

        server.schema("a_dbt_deploy")
                .defaults("other", "a_dbt_deploy", ObjectType.TABLE, "=r")
                .defaults(null, "a_dbt_deploy", ObjectType.TABLE, "=r");
        assertThat(problems()).isEmpty();
    }

    // Life cycle

    @Test
    void aSecondInitOfTheSameDeploymentFindsNothingToDo() {
        shop();
        init();

        assertThat(problems()).isEmpty();
        assertThat(sql()).isEmpty();
    }

    @Test
    void aSecondInitWritesOnlyWhatIsMissing() {
        shop();
        init();
        server.dropSchema("marts_dbt_deploy").role("late").ofSchema("staging").grants("late=U");
        server.cluster("second");
        settings.clusters("prod", "second");

        assertThat(sql()).isEqualTo("""
                CREATE OR REPLACE VIEW "materialize"."_mz_deployment_default_staged"."inventory" AS SELECT \
                '{"suffix":"_dbt_deploy","schemas":{"marts":{"id":"u2","objects":{}},\
                "staging":{"id":"u1","objects":{"view orders":"u1"}}},"clusters":{"prod":"u1","second":"u3"},\
                "definitions":{"prod":"(INTROSPECTION DEBUGGING = false, INTROSPECTION INTERVAL = INTERVAL ''00:00:01'', MANAGED = true, \
                REPLICATION FACTOR = 1, SCHEDULE = MANUAL, SIZE = ''100cc'')",\
                "second":"(INTROSPECTION DEBUGGING = false, INTROSPECTION INTERVAL = INTERVAL ''00:00:01'', MANAGED = true, \
                REPLICATION FACTOR = 1, SCHEDULE = MANUAL, SIZE = ''100cc'')"},\
                "made":"2026-11-22T12:15:00Z","copies":{"schemas":{"staging":"u4"},"clusters":{"prod":"u2"}}}' AS "inventory";
                CREATE SCHEMA "materialize"."marts_dbt_deploy";
                CREATE CLUSTER "second_dbt_deploy" (INTROSPECTION DEBUGGING = false, INTROSPECTION INTERVAL = \
                INTERVAL '00:00:01', MANAGED = true, REPLICATION FACTOR = 1, SIZE = '100cc', SCHEDULE = MANUAL);
                ALTER SCHEMA "materialize"."marts_dbt_deploy" OWNER TO "data_team";
                GRANT USAGE ON SCHEMA "materialize"."staging_dbt_deploy" TO "late";
                GRANT USAGE ON SCHEMA "materialize"."marts_dbt_deploy" TO "reader";
                -- Here the view "inventory" is stored again, with the ids of the copies: they are known once these are made;
                """);
        assertStagedAndEqual();
    }

    @Test
    void whatAFailedSecondInitRecordedIsUndone() {
        shop();
        init();
        Catalog before = server.build();
        server.cluster("second");
        settings.clusters("prod", "second");

        Step update = plan().plan().steps().get(0);
        server.execute(update);
        server.execute(update.inverse());

        assertThat(Marker.of(server.build(), "default").inventory())
                .isEqualTo(Marker.of(before, "default").inventory());
    }

    @Test
    void factsThatSomebodyDroppedAreWrittenAgain() {
        shop();
        init();
        server.ofSchema("_mz_deployment_default_staged").comment("a comment by hand");

        assertThat(problems()).isEmpty();
        assertThat(sql()).isEqualTo("""
                COMMENT ON SCHEMA "materialize"."_mz_deployment_default_staged" IS '{"id":"20261122T121500Z-0123456",\
                "user":"deployer","git":"0123456789abcdef0123456789abcdef01234567","started":"2026-11-22T12:15:00Z",\
                "connection":"100","allowStateful":false}';
                """);
        assertStagedAndEqual();
    }

    @Test
    void statefulObjectsAllowedLaterAreRecorded() {
        shop();
        init();
        settings.allowStateful();

        assertThat(problems()).isEmpty();
        assertThat(sql()).isEqualTo("""
                COMMENT ON SCHEMA "materialize"."_mz_deployment_default_staged" IS '{"id":"20261122T121500Z-0123456",\
                "user":"deployer","git":"0123456789abcdef0123456789abcdef01234567","started":"2026-11-22T12:15:00Z",\
                "connection":"100","allowStateful":true}';
                """);
        init();
        assertThat(sql()).isEmpty();
    }

    @Test
    void replicasInAnotherOrderAreNoDifference() {
        server.schema("a")
                .unmanagedCluster(
                        "c",
                        new Replica("u1", "r1", "25cc", "use1-az1", false),
                        new Replica("u2", "r2", "50cc", null, false))
                .unmanagedCluster(
                        "c_dbt_deploy",
                        new Replica("u3", "r2", "50cc", null, false),
                        new Replica("u4", "r1", "25cc", "use1-az1", false));
        settings.schemas("a").clusters("c");

        assertThat(problems()).isEmpty();
    }

    @Test
    void aDeadRunIsTakenOver() {
        shop();
        Plan first = plan().plan();
        // Killed after the schema staging_dbt_deploy was created.
        first.steps().subList(0, 5).forEach(server::execute);
        server.onConnection("200").at("2026-11-22T13:00:00Z");

        assertThat(problems()).isEmpty();
        assertThat(sql()).isEqualTo("""
                CREATE SCHEMA "materialize"."_mz_deployment_default_draft200";
                COMMENT ON SCHEMA "materialize"."_mz_deployment_default_draft200" IS '{"id":"20261122T121500Z-0123456",\
                "user":"deployer","git":"0123456789abcdef0123456789abcdef01234567","started":"2026-11-22T12:15:00Z",\
                "connection":"200","allowStateful":false}';
                CREATE OR REPLACE VIEW "materialize"."_mz_deployment_default_draft200"."inventory" AS SELECT \
                '{"suffix":"_dbt_deploy","schemas":{"marts":{"id":"u2","objects":{}},\
                "staging":{"id":"u1","objects":{"view orders":"u1"}}},"clusters":{"prod":"u1"},"definitions":{"prod":"(INTROSPECTION DEBUGGING = false, INTROSPECTION INTERVAL = INTERVAL ''00:00:01'', MANAGED = true, \
                REPLICATION FACTOR = 1, SCHEDULE = MANUAL, SIZE = ''100cc'')"}}' AS "inventory";
                BEGIN;
                ALTER SCHEMA "materialize"."_mz_deployment_default_initializing" RENAME TO "_mz_deployment_default_abandonedu3";
                ALTER SCHEMA "materialize"."_mz_deployment_default_draft200" RENAME TO "_mz_deployment_default_initializing";
                COMMIT;
                CREATE SCHEMA "materialize"."marts_dbt_deploy";
                CREATE CLUSTER "prod_dbt_deploy" (INTROSPECTION DEBUGGING = false, INTROSPECTION INTERVAL = \
                INTERVAL '00:00:01', MANAGED = true, REPLICATION FACTOR = 1, SIZE = '100cc', SCHEDULE = MANUAL);
                ALTER SCHEMA "materialize"."marts_dbt_deploy" OWNER TO "data_team";
                GRANT USAGE ON SCHEMA "materialize"."marts_dbt_deploy" TO "reader";
                DROP VIEW "materialize"."_mz_deployment_default_abandonedu3"."inventory";
                DROP SCHEMA "materialize"."_mz_deployment_default_abandonedu3";
                -- Here the view "inventory" is stored again, with the ids of the copies: they are known once these are made;
                ALTER SCHEMA "materialize"."_mz_deployment_default_initializing" RENAME TO "_mz_deployment_default_staged";
                """);
        assertStagedAndEqual();
    }

    @Test
    void aMarkerOfTheSessionsOwnIsGoneOnWith() {
        shop();
        plan().plan().steps().subList(0, 5).forEach(server::execute);
        server.session("x", "100", "deployer");

        assertThat(problems()).isEmpty();
        assertThat(sql()).isEqualTo("""
                CREATE SCHEMA "materialize"."marts_dbt_deploy";
                CREATE CLUSTER "prod_dbt_deploy" (INTROSPECTION DEBUGGING = false, INTROSPECTION INTERVAL = \
                INTERVAL '00:00:01', MANAGED = true, REPLICATION FACTOR = 1, SIZE = '100cc', SCHEDULE = MANUAL);
                ALTER SCHEMA "materialize"."marts_dbt_deploy" OWNER TO "data_team";
                GRANT USAGE ON SCHEMA "materialize"."marts_dbt_deploy" TO "reader";
                -- Here the view "inventory" is stored again, with the ids of the copies: they are known once these are made;
                ALTER SCHEMA "materialize"."_mz_deployment_default_initializing" RENAME TO "_mz_deployment_default_staged";
                """);
        assertStagedAndEqual();
    }

    @Test
    void draftsOfDeadRunsAreDroppedAndThoseOfLiveOnesLeft() {
        shop();
        server.session("x", "77", "deployer");
        server.schema("_mz_deployment_default_draft66")
                .view("_mz_deployment_default_draft66.inventory")
                .schema("_mz_deployment_default_draft77")
                .schema("_mz_deployment_default_draft_of_mine")
                .schema("_mz_deployment_other_draft66");

        assertThat(sql().lines().filter(line -> line.startsWith("DROP")))
                .containsExactly("DROP SCHEMA IF EXISTS \"materialize\".\"_mz_deployment_default_draft66\" CASCADE;");
    }

    @Test
    void cutOffAfterAnyStatementAndRunAgainItEndsTheSame() {
        shop();
        CatalogBuilder start = server.copy();
        List<Step> steps = plan().plan().steps();
        init();

        Cuts.endAs(
                text(server.build()), start, steps, this::plan, catalog -> text(catalog) + PlanText.sql(plan(catalog)));
    }

    /** Without the ids that copies happened to get. */
    private static String text(Catalog catalog) {
        return CatalogText.of(catalog).replaceAll("\"made\":.*?}}", "copies");
    }

    @Test
    void aLostCopyIsMadeAgainAndCutOffAnywhereItIsStillOurs() {
        shop();
        init();
        server.dropSchema("marts_dbt_deploy").dropCluster("prod_dbt_deploy");
        CatalogBuilder start = server.copy();
        List<Step> steps = plan().plan().steps();
        init();
        Catalog whole = server.build();

        assertThat(Marker.of(whole, "default").inventory().copies())
                .isEqualTo(new ProductionSnapshot.Copies(
                        Map.of(
                                "staging",
                                "u4",
                                "marts",
                                whole.schema("marts_dbt_deploy").id()),
                        Map.of("prod", whole.cluster("prod_dbt_deploy").id())));
        Cuts.endAs(text(whole), start, steps, this::plan, InitPlannerTest::text);
    }

    @Test
    void copiesAreRecordedWithTheIdsOfTheLastReadingAndThenTheDeploymentIsStaged() {
        shop();
        List<Step> steps = plan().plan().steps();
        steps.subList(0, steps.size() - 2).forEach(server::execute);

        assertThat(sql()).isEqualTo("""
                CREATE OR REPLACE VIEW "materialize"."_mz_deployment_default_initializing"."inventory" AS SELECT \
                '{"suffix":"_dbt_deploy","schemas":{"marts":{"id":"u2","objects":{}},\
                "staging":{"id":"u1","objects":{"view orders":"u1"}}},"clusters":{"prod":"u1"},\
                "definitions":{"prod":"(INTROSPECTION DEBUGGING = false, INTROSPECTION INTERVAL = INTERVAL ''00:00:01'', MANAGED = true, \
                REPLICATION FACTOR = 1, SCHEDULE = MANUAL, SIZE = ''100cc'')"},\
                "made":"2026-11-22T12:15:00Z","copies":{"schemas":{"marts":"u5","staging":"u4"},"clusters":{"prod":"u2"}}}' AS "inventory";
                ALTER SCHEMA "materialize"."_mz_deployment_default_initializing" RENAME TO "_mz_deployment_default_staged";
                """);
    }

    @Test
    void whatAnEarlierVersionStagedIsRecordedNow() {
        shop();
        init();
        Marker marker = Marker.of(server.build(), "default");
        ProductionSnapshot recorded = marker.inventory();
        String old = new ProductionSnapshot(recorded.suffix(), recorded.schemas(), recorded.clusters()).json();
        server.execute(
                new Step.StoreText("materialize", marker.schemaName(), ProductionSnapshot.VIEW, old, "as before"));

        assertThat(problems()).isEmpty();
        init();
        init();
        assertThat(Marker.of(server.build(), "default").inventory()).isEqualTo(recorded);
    }

    @Test
    void whatApplyLeftWhenItWasCutOffIsStagedAllTheSame() {
        shop();
        init();
        server.execute(new Step.RenameSchema(
                "materialize", "_mz_deployment_default_staged", "_mz_deployment_default_applying77"));
        server.dropSchema("marts_dbt_deploy");

        assertThat(problems()).isEmpty();
        assertThat(sql())
                .startsWith(
                        "CREATE OR REPLACE VIEW \"materialize\".\"_mz_deployment_default_applying77\".\"inventory\"")
                .doesNotContain("RENAME");
        server.session("x", "77", "deployer");
        assertThat(problems()).startsWith("HARD: Another run is at work on deployment 20261122T121500Z-0123456: ");
    }

    @Test
    void whatAnInitThatWasOvertakenLeftIsDropped() {
        shop();
        init();
        server.schema("_mz_deployment_default_initializing");

        assertThat(problems()).isEmpty();
        assertThat(sql()).isEqualTo("""
                DROP SCHEMA IF EXISTS "materialize"."_mz_deployment_default_initializing" CASCADE;
                """);
    }

    @Test
    void whatFailedIsUndoneFromAnyStatement() {
        shop();
        CatalogBuilder start = server.copy();
        List<Step> steps = plan().plan().steps();

        for (int failing = 0; failing < steps.size(); failing++) {
            CatalogBuilder undone = start.copy();
            steps.subList(0, failing).forEach(undone::execute);
            for (int i = failing - 1; i >= 0; i--) {
                if (steps.get(i).inverse() != null) {
                    undone.execute(steps.get(i).inverse());
                }
            }
            assertThat(CatalogText.of(undone.build()))
                    .as("before %s", failing)
                    .isEqualTo(CatalogText.of(start.build()));
        }
    }

    @Test
    void environmentsMadeByDbtAreAdoptedOnlyWhenTold() {
        shop();
        server.schema("staging_dbt_deploy")
                .view("staging_dbt_deploy.orders")
                .cluster("prod_dbt_deploy")
                .index("staging_dbt_deploy.orders_idx", "prod_dbt_deploy", "staging_dbt_deploy.orders");

        assertThat(problems()).isEqualTo("""
                HARD: A deployment schema staging_dbt_deploy exists already and holds view staging_dbt_deploy.orders, \
                index staging_dbt_deploy.orders_idx.
                    If they are this deployment's (made by dbt, for example): mvn mz:init -Dmz.ignoreExistingObjects=true; \
                else drop them.
                HARD: A deployment cluster prod_dbt_deploy exists already and holds index staging_dbt_deploy.orders_idx.
                    If they are this deployment's (made by dbt, for example): mvn mz:init -Dmz.ignoreExistingObjects=true; \
                else drop them.
                """);
        assertThat(sql()).isEmpty();

        settings.ignoreExistingObjects();
        assertThat(problems()).isEqualTo("""
                WARNING: A deployment schema staging_dbt_deploy exists already and holds view staging_dbt_deploy.orders, \
                index staging_dbt_deploy.orders_idx. They are adopted and will be promoted.
                WARNING: A deployment cluster prod_dbt_deploy exists already and holds index staging_dbt_deploy.orders_idx. \
                They are adopted and will be promoted.
                """);
        assertThat(work()).isEqualTo("""
                CREATE SCHEMA "materialize"."marts_dbt_deploy";
                ALTER SCHEMA "materialize"."marts_dbt_deploy" OWNER TO "data_team";
                GRANT USAGE ON SCHEMA "materialize"."marts_dbt_deploy" TO "reader";
                """);
        assertStagedAndEqual();
    }

    @Test
    void aSchemaAddedLaterIsNotTakenFromSomebodyElse() {
        shop();
        init();
        server.schema("raw").schema("raw_dbt_deploy").view("raw_dbt_deploy.v");
        settings.schemas("staging", "marts", "raw");

        assertThat(problems()).isEqualTo("""
                HARD: A deployment schema raw_dbt_deploy exists already and holds view raw_dbt_deploy.v.
                    If they are this deployment's (made by dbt, for example): mvn mz:init -Dmz.ignoreExistingObjects=true; \
                else drop them.
                """);
    }

    private void shop() {
        server.role("data_team")
                .role("reader")
                .member("deployer", "data_team")
                .schema("staging")
                .view("staging.orders")
                .schema("marts")
                .owner("data_team")
                .grants("reader=U")
                .cluster("prod");
        settings.schemas("staging", "marts").clusters("prod");
    }

    /** After the plan nothing is left to do, and the copies have what production has. */
    private void assertStagedAndEqual() {
        init();
        assertThat(sql()).isEmpty();
        Catalog catalog = server.build();
        assertThat(Marker.of(catalog, "default").state()).isEqualTo(Marker.State.STAGED);
        for (String name : settings.build().schemas()) {
            Catalog.Schema copy = catalog.schema(name + "_dbt_deploy");
            assertThat(copy.acl()).as(name).isEqualTo(catalog.schema(name).acl().plus(support()));
            assertThat(copy.ownerId()).isEqualTo(catalog.schema(name).ownerId());
        }
        for (String name : settings.build().clusterNames()) {
            Cluster copy = catalog.cluster(name + "_dbt_deploy");
            assertThat(copy.acl())
                    .as(name)
                    .isEqualTo(catalog.cluster(name).acl().plus(support()));
            assertThat(copy.ownerId()).isEqualTo(catalog.cluster(name).ownerId());
        }
    }

    /** What every new schema and cluster has, whoever may have taken it from production's. */
    private static Acl support() {
        return Acl.parse("{s2=U/u1}");
    }

    private PlanResult plan() {
        return plan(server.build());
    }

    private PlanResult plan(Catalog catalog) {
        return InitPlanner.plan(settings.build(), catalog);
    }

    private String sql() {
        return PlanText.sql(plan());
    }

    /** Without what keeps the marker. */
    private String work() {
        Plan plan = plan().plan();
        return PlanText.sql(new Plan(
                plan.goal(),
                plan.deployment(),
                plan.steps().stream()
                        .filter(step -> !(step instanceof Step.MarkerStep))
                        .toList()));
    }

    private String problems() {
        return PlanText.problems(plan());
    }

    private void init() {
        assertThat(plan().problems(Problem.Severity.HARD)).isEmpty();
        server.run(plan().plan());
    }
}
