package io.github.mzmaven.goal.init;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.catalog.Catalog.LiveSession;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.catalog.Replica;
import io.github.mzmaven.config.ClusterSetting;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.goal.cleanup.CleanupPlanner;
import io.github.mzmaven.goal.swap.SwapPlanner;
import io.github.mzmaven.plan.Direction;
import io.github.mzmaven.plan.MarkerChecks;
import io.github.mzmaven.plan.PlanResult;
import io.github.mzmaven.plan.PlanText;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.sandbox.engine.CatalogBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class InitRefusalsTest {
    private final CatalogBuilder server = new CatalogBuilder();
    private final TestSettings settings = new TestSettings();

    @Test
    void whatIsMissingIsNamedWithTheNearest() {
        server.schema("staging").cluster("prod").database("other").schema("other:stagin");
        settings.schemas("stagin", "elsewhere")
                .clusters(List.of(new ClusterSetting("prd"), new ClusterSetting("x", "25cc", null)));

        assertThat(problems()).isEqualTo("""
                HARD: There is no schema "stagin" in database materialize. Did you mean "staging"?
                    If this is its first deployment, create it, empty; mvn mz:init -Dmz.createMissing does that, too:
                    CREATE SCHEMA "materialize"."stagin";
                HARD: There is no schema "elsewhere" in database materialize.
                    If this is its first deployment, create it, empty; mvn mz:init -Dmz.createMissing does that, too:
                    CREATE SCHEMA "materialize"."elsewhere";
                HARD: There is no cluster "prd". Did you mean "prod"?
                    If this is its first deployment, create it, empty; mvn mz:init -Dmz.createMissing does that, too:
                    CREATE CLUSTER "prd" (SIZE = '…');
                HARD: There is no cluster "x".
                    If this is its first deployment, create it, empty; mvn mz:init -Dmz.createMissing does that, too:
                    CREATE CLUSTER "x" (SIZE = '25cc');
                """);
    }

    @Test
    void whatASwapWouldMoveOrReplaceIsRefusedAllAtOnce() {
        server.schema("outside")
                .table("outside.t")
                .schema("marts")
                .schema("sinks")
                .cluster("prod")
                .cluster("io")
                .object(ObjectType.SECRET, "marts.pw")
                .object(ObjectType.CONNECTION, "marts.kafka", "marts.pw")
                .source("marts.feed", "io", "kafka", "marts.kafka")
                .source("marts.feed_progress", "io", "progress")
                .source("marts.part", "io", "subsource", "marts.feed")
                .source("marts.hook", "io", "webhook")
                .table("marts.t")
                .object(ObjectType.TYPE, "marts.li")
                .materializedView("marts.revenue", "prod", "marts.t")
                .sink("marts.inside", "prod", "marts.revenue", "marts.kafka")
                .sink("sinks.on_prod", "prod", "marts.revenue")
                .materializedView("outside.theirs", "prod", "outside.t")
                .index("outside.theirs_idx", "prod", "outside.theirs");
        settings.schemas("marts").clusters("prod");

        assertThat(problems()).isEqualTo("""
                HARD: Schema marts holds the sink inside; a swap would move it. Keep sinks in a schema and a cluster of their own.
                HARD: Schema marts holds secret marts.pw, connection marts.kafka, source marts.feed, source marts.hook, \
                table marts.t; a swap would replace them by new, empty ones, and cleanup would drop them.
                    Keep them in a schema of their own, or set <allowStateful>true</allowStateful> (-Dmz.allowStateful) \
                if the deployment makes new ones.
                WARNING: Schema marts holds type marts.li; what uses them outside keeps the old ones after the swap.
                WARNING: Schema marts has objects on cluster io, which is not part of the deployment: source marts.feed, \
                source marts.feed_progress, source marts.part, source marts.hook. New ones there share it with the old ones.
                HARD: Cluster prod holds the sink sinks.on_prod; a swap would leave it on the old cluster. \
                Keep sinks in a schema and a cluster of their own.
                HARD: Cluster prod runs objects of schemas that are not part of the deployment: \
                materialized view outside.theirs, index outside.theirs_idx. \
                They would stay on the old cluster and be dropped with it.
                    Add their schemas to <schemas>, or move them to another cluster.
                """);

        settings.allowStateful();
        assertThat(problems()).doesNotContain("table marts.t");
    }

    @Test
    void clustersThatCannotBeClonedAsConfiguredAreRefused() {
        server.cluster("nightly", "SIZE = '25cc', SCHEDULE = ON REFRESH (HYDRATION TIME ESTIMATE = '00:01:30')")
                .cluster("auto", "AUTO SCALING STRATEGY = (ON HYDRATION (HYDRATION SIZE = '50cc')), SIZE = '25cc'")
                .cluster("prod")
                .resizing("prod")
                .clusterShownAs("odd", "OF SOMETHING NEW")
                .unmanagedCluster(
                        "Legacy",
                        new Replica("u1", "r1", null, null, false),
                        new Replica("u2", "r2", "25cc", null, false),
                        new Replica("u3", "r3", null, null, false),
                        new Replica("u4", "support", null, null, true));
        Settings configured = with(
                new ClusterSetting("nightly", null, 2),
                new ClusterSetting("auto", "50cc", null),
                new ClusterSetting("prod"),
                new ClusterSetting("odd"),
                new ClusterSetting("Legacy", "100cc", null));

        assertThat(PlanText.problems(InitPlanner.plan(configured, server.build())))
                .isEqualTo("""
                HARD: Cluster nightly has a schedule, which excludes a replication factor, but 2 is configured for its copy.
                    Remove <replicationFactor> of cluster nightly.
                HARD: Cluster auto has an auto-scaling strategy with hydration size 50cc, \
                from which the copy's configured size must differ.
                    Choose another <size> for cluster auto.
                HARD: Cluster prod is being resized in the background; its options are in flux.
                    Wait until mz_internal.mz_cluster_reconfigurations no longer has it in-progress, then run mvn mz:init again.
                HARD: The options of cluster odd cannot be read from its definition: CREATE CLUSTER "odd" OF SOMETHING NEW
                    Report this definition: your server may be newer than this version of the plugin.
                HARD: Cluster Legacy is unmanaged: its replicas have sizes of their own, so <size> and <replicationFactor> \
                do not apply.
                    Remove them from cluster Legacy.
                HARD: Cluster Legacy has replicas without a size, which cannot be cloned: r1, r3.
                    Drop them, or make the cluster managed: ALTER CLUSTER "Legacy" SET (MANAGED);
                """);
    }

    @Test
    void missingPermissionsAreToldWithTheirGrants() {
        server.role("platform")
                .role("Data Team")
                .databaseGrants("=U")
                .systemGrants()
                .schema("staging")
                .owner("Data Team")
                .schema("public")
                .owner("mz_system")
                .cluster("prod")
                .owner("platform")
                .cluster("quickstart")
                .owner("mz_system");
        settings.schemas("staging", "public").clusters("prod", "quickstart");

        assertThat(problems()).isEqualTo("""
                HARD: Role deployer lacks CREATE or USAGE on database materialize, which creating and swapping schemas takes.
                    As a superuser:
                    GRANT CREATE, USAGE ON DATABASE materialize TO deployer;
                HARD: Role deployer lacks CREATECLUSTER on the system, which creating clusters takes.
                    As a superuser:
                    GRANT CREATECLUSTER ON SYSTEM TO deployer;
                HARD: Role deployer is not an owner of schema staging (owner: Data Team).
                    As Data Team or a superuser:
                    GRANT "Data Team" TO deployer;
                HARD: Role deployer is not an owner of schema public (owner: mz_system).
                    As mz_system or a superuser:
                    ALTER SCHEMA materialize."public" OWNER TO deployer;
                HARD: Role deployer is not an owner of cluster prod (owner: platform).
                    As platform or a superuser:
                    GRANT platform TO deployer;
                HARD: Role deployer is not an owner of cluster quickstart (owner: mz_system).
                    As mz_system or a superuser:
                    ALTER CLUSTER quickstart OWNER TO deployer;
                """);
        assertThat(InitPlanner.plan(settings.build(), server.superuser().build())
                        .problems())
                .isEmpty();
    }

    @Test
    void permissionsAndOwnershipThroughMembershipCount() {
        server.role("ci")
                .role("team")
                .member("deployer", "ci")
                .member("ci", "team")
                .databaseGrants("team=C", "=U")
                .systemGrants("ci=N")
                .schema("staging")
                .owner("team")
                .cluster("prod")
                .owner("team");
        settings.schemas("staging").clusters("prod");

        assertThat(problems()).isEmpty();
    }

    @Test
    void copiesOfAnotherOwnerAreRefused() {
        server.role("dbt")
                .schema("a")
                .schema("a_dbt_deploy")
                .owner("dbt")
                .cluster("c")
                .cluster("c_dbt_deploy")
                .owner("dbt");
        settings.schemas("a").clusters("c");

        assertThat(problems()).isEqualTo("""
                HARD: Role deployer is not an owner of schema a_dbt_deploy (owner: dbt).
                    As dbt or a superuser:
                    GRANT dbt TO deployer;
                HARD: Role deployer is not an owner of cluster c_dbt_deploy (owner: dbt).
                    As dbt or a superuser:
                    GRANT dbt TO deployer;
                """);
    }

    @Test
    void aMarkerOfAnotherOwnerIsRefusedWhereItIsToBeWritten() {
        simple();
        PlanResult first = InitPlanner.plan(settings.build(), server.build());
        first.plan().steps().subList(0, 5).forEach(server::execute);
        server.role("other")
                .ofSchema("_mz_deployment_default_initializing")
                .owner("other")
                .schema("_mz_deployment_default_draft66")
                .owner("other")
                .onConnection("200");

        String both = """
                HARD: Role deployer is not an owner of schema _mz_deployment_default_initializing (owner: other).
                    As other or a superuser:
                    GRANT other TO deployer;
                HARD: Role deployer is not an owner of schema _mz_deployment_default_draft66 (owner: other).
                    As other or a superuser:
                    GRANT other TO deployer;
                """;
        assertThat(problems()).isEqualTo(both);
    }

    @Test
    void aStagedMarkerOfAnotherOwnerIsRefusedOnlyWhereSomethingIsAdded() {
        simple();
        init();
        server.role("other").ofSchema("_mz_deployment_default_staged").owner("other");

        assertThat(problems()).isEmpty();

        server.schema("b");
        settings.schemas("a", "b");
        assertThat(problems()).isEqualTo("""
                HARD: Role deployer is not an owner of schema _mz_deployment_default_staged (owner: other).
                    As other or a superuser:
                    GRANT other TO deployer;
                """);
    }

    @Test
    void withoutAnInventoryNothingTellsWhoseTheCopiesAre() {
        simple();
        init();
        server.view("a_dbt_deploy.theirs").drop("_mz_deployment_default_staged.inventory");

        assertThat(problems()).isEqualTo("""
                HARD: A deployment schema a_dbt_deploy exists already and holds view a_dbt_deploy.theirs.
                    If they are this deployment's (made by dbt, for example): mvn mz:init -Dmz.ignoreExistingObjects=true; \
                else drop them.
                """);
        settings.ignoreExistingObjects();
        assertThat(problems()).isEqualTo("""
                WARNING: A deployment schema a_dbt_deploy exists already and holds view a_dbt_deploy.theirs. \
                They are adopted and will be promoted.
                """);
    }

    // What is in progress

    @Test
    void anotherTagIsRefusedWithWhoAndWhen() {
        simple();
        settings.tag("PR-1");
        init();
        server.onConnection("200").at("2026-11-23T00:00:00Z");
        settings.tag("PR-2");

        assertThat(problems()).isEqualTo("""
                HARD: Another deployment is in progress: 20261122T121500Z-0123456, tag PR-1 (this one: PR-2), \
                begun by deployer at 2026-11-22T12:15:00Z.
                    Finish it with mvn mz:promote, or drop it with mvn mz:cleanup.
                """);
        settings.tag(null);
        assertThat(problems()).contains("tag PR-1 (this one: none)");
        settings.tag("PR-1");
        assertThat(problems()).isEmpty();
    }

    @Test
    void anotherTagThatIsIncompleteIsRefusedToo() {
        simple();
        settings.tag("PR-1");
        InitPlanner.plan(settings.build(), server.build())
                .plan()
                .steps()
                .subList(0, 5)
                .forEach(server::execute);
        server.onConnection("200");
        settings.tag("PR-2");

        assertThat(problems()).isEqualTo("""
                HARD: Another deployment is in progress: 20261122T121500Z-0123456, tag PR-1 (this one: PR-2), \
                begun by deployer at 2026-11-22T12:15:00Z.
                    It is incomplete: finish its mz:init with that tag, or drop it with mvn mz:cleanup.
                """);
    }

    @Test
    void aLiveRunIsNamed() {
        simple();
        InitPlanner.plan(settings.build(), server.build())
                .plan()
                .steps()
                .subList(0, 5)
                .forEach(server::execute);
        server.session("x", "100", "deployer").onConnection("200");

        assertThat(problems()).isEqualTo("""
                HARD: Another run is at work on deployment 20261122T121500Z-0123456: role deployer from 10.0.0.7, \
                connected since 2026-11-22 12:00:00+00.
                    Wait until it has finished, then run this goal again.
                """);
    }

    @Test
    void aLiveRunWithoutAnAddressIsNamedAllTheSame() {
        simple();
        init();
        var catalog = server.build();
        var worker = new LiveSession("x", "100", server.roleId("deployer"), null, "2026-11-22 12:00:00+00");

        assertThat(MarkerChecks.atWork(catalog, Marker.of(catalog, "default"), worker)
                        .toString())
                .contains("role deployer from an unknown address, connected since 2026-11-22 12:00:00+00.");
    }

    @Test
    void promotedAndHalfCleanedDeploymentsAreRefused() {
        simple();
        init();
        server.run(SwapPlanner.plan(Direction.PROMOTE, settings.build(), server.build())
                .planned()
                .plan());

        assertThat(problems()).isEqualTo("""
                HARD: Deployment 20261122T121500Z-0123456 is promoted, and the old objects are still in *_dbt_deploy.
                    Run mvn mz:cleanup to drop them (or mvn mz:rollback to go back), then mvn mz:init again.
                """);

        CleanupPlanner.plan(settings.build(), server.build())
                .plan()
                .steps()
                .subList(0, 2)
                .forEach(server::execute);
        server.onConnection("200");
        assertThat(problems()).isEqualTo("""
                HARD: Deployment 20261122T121500Z-0123456 is half cleaned up.
                    Run mvn mz:cleanup to finish, then mvn mz:init again.
                """);
    }

    @Test
    void whatSomethingElsePromotedIsNotBuiltUponAgain() {
        simple();
        init();
        server.execute(new Step.SwapSchemas("materialize", "a", "a_dbt_deploy"));
        assertThat(problems()).isEqualTo("""
                HARD: Deployment 20261122T121500Z-0123456 is not whole any more, so it cannot be continued: \
                a (u1 at init; now u3, a_dbt_deploy u1).
                    Something else dropped, renamed or swapped these. mvn mz:status shows it; mvn mz:cleanup drops the deployment.
                """);

        server.execute(new Step.SwapClusters("c", "c_dbt_deploy"));
        assertThat(problems()).isEqualTo("""
                HARD: Deployment 20261122T121500Z-0123456 is in production already: something else swapped it, \
                and *_dbt_deploy has the old objects.
                    Run mvn mz:promote, which finishes that (sinks, tags, marker), then mvn mz:cleanup.
                """);
    }

    @Test
    void anotherSuffixThanTheDeploymentsIsRefused() {
        simple();
        init();

        assertThat(PlanText.problems(InitPlanner.plan(settings.suffix("_next").build(), server.build())))
                .isEqualTo("""
                        HARD: Deployment 20261122T121500Z-0123456 was begun with the suffix _dbt_deploy, \
                        but _next is configured.
                            Set mz.suffix to _dbt_deploy, or drop that deployment first: mvn mz:cleanup
                        """);
    }

    @Test
    void anotherTargetWithTheSameSchemasOrClustersIsRefused() {
        simple();
        server.schema("b").cluster("d");
        settings.target("other").schemas("a", "b").clusters("c", "d");
        init();
        settings.target("default").schemas("a").clusters("c");
        server.dropSchema("a_dbt_deploy");

        assertThat(problems()).isEqualTo("""
                HARD: Deployment 20261122T121500Z-0123456 of target other in database materialize has schema a, cluster c too.
                    Finish that one first: mvn mz:cleanup -Dmz.target=other
                """);
        server.schema("e").cluster("f");
        settings.schemas("e").clusters("f");
        assertThat(problems()).isEmpty();
    }

    @Test
    void inAnotherDatabaseOnlyClustersAreShared() {
        simple();
        init();
        // As if it had been made there.
        Marker marker = Marker.of(server.build(), "default");
        server.database("elsewhere").moveSchema(marker.schemaName(), "elsewhere");
        server.dropSchema("a_dbt_deploy");
        settings.schemas("a").clusters();
        assertThat(problems()).isEmpty();

        settings.clusters("c");
        assertThat(problems()).isEqualTo("""
                HARD: Deployment 20261122T121500Z-0123456 of target default in database elsewhere has cluster c too.
                    Finish that one first: mvn mz:cleanup -Dmz.target=default
                """);
    }

    @Test
    void aCopyOnProductionsClusterDoesNotKeepInitFromBeingRunAgain() {
        simple();
        init();
        server.view("a_dbt_deploy.v").index("a_dbt_deploy.v_idx", "c", "a_dbt_deploy.v");

        assertThat(problems()).isEmpty();
    }

    private void simple() {
        server.schema("a").cluster("c");
        settings.schemas("a").clusters("c");
    }

    private void init() {
        server.run(InitPlanner.plan(settings.build(), server.build()).plan());
    }

    /** Of a plan that is empty if anything speaks against it. */
    private String problems() {
        PlanResult planned = InitPlanner.plan(settings.build(), server.build());
        assertThat(planned.plan().isEmpty()
                        || planned.problems(io.github.mzmaven.Problem.Severity.HARD)
                                .isEmpty())
                .isTrue();
        return PlanText.problems(planned);
    }

    private Settings with(ClusterSetting... clusters) {
        return settings.clusters(List.of(clusters)).build();
    }
}
