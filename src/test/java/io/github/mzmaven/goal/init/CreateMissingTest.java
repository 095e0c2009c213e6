package io.github.mzmaven.goal.init;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.config.ClusterSetting;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.plan.PlanResult;
import io.github.mzmaven.plan.PlanText;
import io.github.mzmaven.sandbox.engine.CatalogBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What init plans where production's schemas or clusters do not exist. */
class CreateMissingTest {
    private static final String CLAIM = """
            CREATE SCHEMA "materialize"."_mz_deployment_default_draft100";
            COMMENT ON SCHEMA "materialize"."_mz_deployment_default_draft100" IS '{"id":"20261122T121500Z-0123456",\
            "user":"deployer","git":"0123456789abcdef0123456789abcdef01234567",\
            "started":"2026-11-22T12:15:00Z","connection":"100","allowStateful":false}';
            """;
    private static final String STAGE = """
            -- Here the view "inventory" is stored again, with the ids of the copies: they are known once these are made;
            ALTER SCHEMA "materialize"."_mz_deployment_default_initializing" RENAME TO "_mz_deployment_default_staged";
            """;

    private final CatalogBuilder server = new CatalogBuilder();
    private final TestSettings settings = new TestSettings().createMissing();

    @Test
    void productionIsCreatedOnceTheTargetIsClaimedAndRecordedBeforeTheCopiesAreMade() {
        server.role("reader")
                .schema("staging")
                .grants("reader=U")
                .defaults("deployer", null, ObjectType.SCHEMA, "reader=U");
        settings.schemas("staging", "marts")
                .clusters(List.of(new ClusterSetting("compute", "25cc", 2), new ClusterSetting("serve", "50cc", null)));

        assertThat(PlanText.problems(plan())).isEmpty();
        assertThat(PlanText.sql(plan())).isEqualTo(CLAIM + """
                CREATE OR REPLACE VIEW "materialize"."_mz_deployment_default_draft100"."inventory" AS SELECT \
                '{"suffix":"_dbt_deploy","schemas":{"staging":{"id":"u1","objects":{}}},"clusters":{}}' AS "inventory";
                BEGIN;
                ALTER SCHEMA "materialize"."_mz_deployment_default_draft100" RENAME TO "_mz_deployment_default_initializing";
                COMMIT;
                CREATE SCHEMA "materialize"."marts";
                CREATE CLUSTER "compute" (SIZE = '25cc', REPLICATION FACTOR = 2);
                CREATE CLUSTER "serve" (SIZE = '50cc');
                -- Here the view "inventory" is stored again, with the ids of production: they are known once what was missing is created;
                CREATE SCHEMA "materialize"."staging_dbt_deploy";
                CREATE SCHEMA "materialize"."marts_dbt_deploy";
                CREATE CLUSTER "compute_dbt_deploy" (SIZE = '25cc', REPLICATION FACTOR = 2);
                CREATE CLUSTER "serve_dbt_deploy" (SIZE = '50cc');
                """ + STAGE);
        server.run(plan().plan());
        assertThat(PlanText.sql(plan())).isEmpty();
        assertThat(PlanText.problems(plan())).isEmpty();
    }

    @Test
    void withoutBeingAskedInitRefusesWithTheStatements() {
        server.schema("staging");
        settings.createMissing(false)
                .schemas("staging", "marts")
                .clusters(List.of(new ClusterSetting("compute", "25cc", 2), new ClusterSetting("serve")));

        assertThat(PlanText.problems(plan())).isEqualTo("""
                HARD: There is no schema "marts" in database materialize.
                    If this is its first deployment, create it, empty; mvn mz:init -Dmz.createMissing does that, too:
                    CREATE SCHEMA "materialize"."marts";
                HARD: There is no cluster "compute".
                    If this is its first deployment, create it, empty; mvn mz:init -Dmz.createMissing does that, too:
                    CREATE CLUSTER "compute" (SIZE = '25cc', REPLICATION FACTOR = 2);
                HARD: There is no cluster "serve".
                    If this is its first deployment, create it, empty; mvn mz:init -Dmz.createMissing does that, too:
                    CREATE CLUSTER "serve" (SIZE = '…');
                """);
    }

    @Test
    void aClusterNeedsASize() {
        server.schema("marts");
        settings.schemas("marts").clusters("it's");

        assertThat(PlanText.problems(plan())).isEqualTo("""
                HARD: There is no cluster "it's", and no size is configured to create it with.
                    Say it in mz.yml (clusters: [{name: 'it''s', size: …}]), or in the POM \
                (<cluster><name>it's</name><size>…</size></cluster>); or create the cluster yourself:
                    CREATE CLUSTER "it's" (SIZE = '…');
                """);
        assertThat(PlanText.sql(plan())).isEmpty();
    }

    @Test
    void whatIsNearlyThereIsWarnedOfAndWhatDiffersInCaseOnlyIsRefused() {
        server.schema("staging").schema("Marts").cluster("Compute").cluster("serve");
        settings.schemas("stagin", "marts")
                .clusters(
                        List.of(new ClusterSetting("compute", "25cc", null), new ClusterSetting("server", "25cc", 1)));

        assertThat(PlanText.problems(plan())).isEqualTo("""
                WARNING: There is no schema "stagin" in database materialize; mz:init creates it. Did you mean "staging"?
                HARD: There is no schema "marts" in database materialize, but there is "Marts"; \
                mz:init does not create what differs in upper and lower case only.
                    Configure "Marts", if that is meant; else create the other one yourself:
                    CREATE SCHEMA "materialize"."marts";
                HARD: There is no cluster "compute", but there is "Compute"; \
                mz:init does not create what differs in upper and lower case only.
                    Configure "Compute", if that is meant; else create the other one yourself:
                    CREATE CLUSTER "compute" (SIZE = '25cc');
                WARNING: There is no cluster "server"; mz:init creates it. Did you mean "serve"?
                """);

        settings.schemas("marts", "Marts").clusters(List.of(new ClusterSetting("Compute")));
        assertThat(PlanText.problems(plan())).isEmpty();
    }

    @Test
    void missingPermissionsAreNamedBeforeAnythingIsWritten() {
        server.role("low").databaseGrants("low=U").connectedAs("low");
        settings.schemas("marts").clusters(List.of(new ClusterSetting("compute", "25cc", null)));

        assertThat(PlanText.problems(plan())).isEqualTo("""
                HARD: Role low lacks CREATE or USAGE on database materialize, which creating and swapping schemas takes.
                    As a superuser:
                    GRANT CREATE, USAGE ON DATABASE materialize TO low;
                HARD: Role low lacks CREATECLUSTER on the system, which creating clusters takes.
                    As a superuser:
                    GRANT CREATECLUSTER ON SYSTEM TO low;
                """);
    }

    @Test
    void onlyTheProductionClusterMissingTakesTheRightToCreateClustersToo() {
        server.role("low")
                .databaseGrants("low=UC")
                .connectedAs("low")
                .schema("marts")
                .owner("low")
                .cluster("compute_dbt_deploy")
                .owner("low");
        settings.schemas("marts").clusters(List.of(new ClusterSetting("compute", "25cc", null)));

        assertThat(PlanText.problems(plan())).isEqualTo("""
                HARD: Role low lacks CREATECLUSTER on the system, which creating clusters takes.
                    As a superuser:
                    GRANT CREATECLUSTER ON SYSTEM TO low;
                """);
    }

    @Test
    void aSchemaOfAnotherOwnerIsTakenOnlyByItsMembers() {
        server.role("team").schema("marts").owner("team");
        settings.schemas("marts");

        assertThat(PlanText.problems(plan())).isEqualTo("""
                HARD: Role deployer is not an owner of schema marts (owner: team).
                    As team or a superuser:
                    GRANT team TO deployer;
                """);
    }

    @Test
    void whatWasThereWhenTheDeploymentBeganIsNotMadeAnew() {
        server.schema("marts").cluster("compute");
        settings.schemas("marts").clusters(List.of(new ClusterSetting("compute", "25cc", null)));
        server.run(plan().plan());
        server.dropSchema("marts").dropCluster("compute");

        assertThat(PlanText.problems(plan())).isEqualTo("""
                HARD: There is no schema "marts" in database materialize. Deployment 20261122T121500Z-0123456 was begun when \
                there was one, with the id u1; something has dropped or renamed it since.
                    Give it its name again, if it was renamed; else give this deployment up: mvn mz:cleanup, then mvn mz:init anew.
                HARD: There is no cluster "compute". Deployment 20261122T121500Z-0123456 was begun when there was one, \
                with the id u1; something has dropped or renamed it since.
                    Give it its name again, if it was renamed; else give this deployment up: mvn mz:cleanup, then mvn mz:init anew.
                """);
    }

    private PlanResult plan() {
        return InitPlanner.plan(settings.build(), server.build());
    }
}
