package io.github.mzmaven.goal.init;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.config.ClusterSetting;
import io.github.mzmaven.conformance.ServerUnderTest;
import io.github.mzmaven.goal.Area;
import io.github.mzmaven.goal.GoalRun;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What init makes is equal to production, on a server. */
class InitCloneTest {
    @AutoClose
    private static final ServerUnderTest server = ServerUnderTest.open();

    @AutoClose
    private final Area area = new Area(server);

    @Test
    void managedClustersAreClonedWithEveryOption() {
        area.sql(
                "CREATE CLUSTER #twice (SIZE = '25cc', REPLICATION FACTOR = 2)",
                "CREATE CLUSTER #paused (SIZE = '50cc', REPLICATION FACTOR = 0)",
                "CREATE CLUSTER #nightly (SIZE = '25cc', SCHEDULE = ON REFRESH (HYDRATION TIME ESTIMATE = '90 seconds'))",
                "CREATE CLUSTER #auto (SIZE = '25cc', REPLICATION FACTOR = 0,"
                        + " AUTO SCALING STRATEGY = (ON HYDRATION (HYDRATION SIZE = '50cc', LINGER DURATION = '15s')))",
                "CREATE CLUSTER #inspect (SIZE = '25cc', REPLICATION FACTOR = 1, INTROSPECTION INTERVAL = '5s',"
                        + " INTROSPECTION DEBUGGING = TRUE)",
                "CREATE CLUSTER #blind (SIZE = '25cc', REPLICATION FACTOR = 1, INTROSPECTION INTERVAL = 0)",
                "CREATE CLUSTER \"#We(i,r)d = \"\"x\"\"\" (SIZE = '25cc', REPLICATION FACTOR = 1)",
                "COMMENT ON CLUSTER #twice IS 'what''s; \"here\"'",
                "COMMENT ON CLUSTER #nightly IS 'nightly'");

        List<String> log = init("#twice", "#paused", "#nightly", "#auto", "#inspect", "#blind", "#We(i,r)d = \"x\"");

        area.assertCopiesEqualProduction();
        assertThat(log)
                .containsExactly(
                        "Deployment {time}-0123456: 0 schemas, 7 clusters, suffix _dbt_deploy",
                        "  create cluster #twice_dbt_deploy (25cc × 2)",
                        "  create cluster #paused_dbt_deploy (50cc × 0)",
                        "  create cluster #nightly_dbt_deploy (25cc, scheduled)",
                        "  create cluster #auto_dbt_deploy (25cc × 0, auto-scaling)",
                        "  create cluster #inspect_dbt_deploy (25cc × 1)",
                        "  create cluster #blind_dbt_deploy (25cc × 1)",
                        "  create cluster #We(i,r)d = \"x\"_dbt_deploy (25cc × 1)",
                        "  copy the comment of cluster #twice",
                        "  copy the comment of cluster #nightly",
                        log.get(log.size() - 1));
        assertThat(log.get(log.size() - 1)).isEqualTo("Staged: 15 statements in {duration}. Next: mvn mz:apply");
    }

    @Test
    void configuredSizesOverrideProductions() {
        area.sql(
                "CREATE CLUSTER #plain (SIZE = '25cc', REPLICATION FACTOR = 1)",
                "CREATE CLUSTER #nightly (SIZE = '25cc', SCHEDULE = ON REFRESH (HYDRATION TIME ESTIMATE = '90 seconds'))");

        GoalRun.of(
                new InitGoal(),
                area.settings()
                        .clusters(List.of(
                                new ClusterSetting(area.name("#plain"), "50cc", 2),
                                new ClusterSetting(area.name("#nightly"), "50cc", null)))
                        .build());

        assertThat(area.copies())
                .isEqualTo(area.production()
                        .replace(
                                "replica | r1 | 25cc | null\n",
                                "replica | r1 | 50cc | null\n#plain: replica | r2 | 50cc | null\n")
                        .replace("REPLICATION FACTOR = 1", "REPLICATION FACTOR = 2")
                        .replace("SIZE = '25cc'", "SIZE = '50cc'"));
    }

    @Test
    void unmanagedClustersAreClonedReplicaByReplica() {
        area.sql(
                "CREATE CLUSTER #several REPLICAS (r1 (SIZE '25cc'), \"R \"\"two\"\"\" (SIZE '50cc'), r3 (SIZE '25cc'))",
                "CREATE CLUSTER #none REPLICAS ()",
                "COMMENT ON CLUSTER #none IS 'empty'");

        assertThat(init("#several", "#none"))
                .contains(
                        "  create cluster #several_dbt_deploy (unmanaged, 3 replicas)",
                        "  create cluster #none_dbt_deploy (unmanaged, 0 replicas)");

        area.assertCopiesEqualProduction();
        assertThat(area.copies()).contains("#several: replica | R \"two\" | 50cc | null\n");
    }

    @Test
    void aWorkloadClassIsClonedByASuperuserAndToldToOthers() {
        area.sql("CREATE CLUSTER #prod (SIZE = '25cc', REPLICATION FACTOR = 1)");
        area.system("ALTER CLUSTER #prod SET (WORKLOAD CLASS 'it''s production')");

        assertThat(init("#prod"))
                .startsWith(
                        "WARN Cluster #prod has the workload class it's production, which only a superuser can set on its copy.",
                        "WARN     As a superuser: ALTER CLUSTER #prod_dbt_deploy SET (WORKLOAD CLASS 'it''s production');");
        assertThat(area.copies())
                .isEqualTo(area.production()
                        .replace(" | it's production\n", " | null\n")
                        .replace(", WORKLOAD CLASS = 'it''s production'", ""));

        assertThat(area.plain(GoalRun.of(
                        new InitGoal(),
                        area.systemSettings().clusters(area.name("#prod")).build())))
                .contains("  set workload class it's production on cluster #prod_dbt_deploy")
                .noneMatch(line -> line.startsWith("WARN"));
        area.assertCopiesEqualProduction();
        assertThat(init("#prod"))
                .containsExactly(
                        "Deployment {time}-0123456: 0 schemas, 1 cluster, suffix _dbt_deploy",
                        "Staged already; nothing was missing. Next: mvn mz:apply");
    }

    @Test
    void privilegesEndEqualToProductions() {
        area.sql(
                "CREATE ROLE #reader",
                "CREATE ROLE \"#Data \"\"Team\"\"\"",
                "CREATE SCHEMA #open",
                "CREATE SCHEMA #several",
                "CREATE SCHEMA #closed",
                "CREATE SCHEMA #same",
                "CREATE CLUSTER #compute (SIZE = '25cc', REPLICATION FACTOR = 0)",
                "CREATE CLUSTER #quiet (SIZE = '25cc', REPLICATION FACTOR = 0)",
                "GRANT USAGE ON SCHEMA #open TO PUBLIC",
                "GRANT USAGE, CREATE ON SCHEMA #several, #same TO #reader",
                "GRANT USAGE ON SCHEMA #several, #same TO \"#Data \"\"Team\"\"\", PUBLIC",
                "REVOKE USAGE, CREATE ON SCHEMA #closed FROM materialize",
                "GRANT USAGE ON CLUSTER #compute TO PUBLIC, \"#Data \"\"Team\"\"\"",
                "GRANT CREATE ON CLUSTER #compute TO #reader",
                "REVOKE CREATE ON CLUSTER #quiet FROM materialize");

        List<String> log = area.plain(GoalRun.of(
                new InitGoal(),
                area.settings()
                        .schemas(area.names("#open", "#several", "#closed", "#same"))
                        .clusters(area.names("#compute", "#quiet"))
                        .build()));

        area.assertCopiesEqualProduction();
        assertThat(log)
                .filteredOn(line -> line.startsWith("  grant") || line.startsWith("  revoke"))
                .hasSize(7);
    }

    @Test
    void whatDefaultsGiveANewCopyIsTakenAway() {
        area.sql("CREATE ROLE #deployer", "CREATE ROLE #other", "CREATE SCHEMA #marts");
        area.system(
                "GRANT CREATE, USAGE ON DATABASE materialize TO #deployer",
                "GRANT CREATECLUSTER ON SYSTEM TO #deployer",
                "CREATE CLUSTER #compute (SIZE = '25cc', REPLICATION FACTOR = 0)",
                "ALTER SCHEMA #marts OWNER TO #deployer",
                "ALTER CLUSTER #compute OWNER TO #deployer",
                "ALTER DEFAULT PRIVILEGES FOR ROLE #deployer IN DATABASE materialize GRANT USAGE ON SCHEMAS TO #other",
                "ALTER DEFAULT PRIVILEGES FOR ROLE #deployer GRANT CREATE ON SCHEMAS TO PUBLIC",
                "ALTER DEFAULT PRIVILEGES FOR ROLE #deployer GRANT USAGE ON CLUSTERS TO #other, PUBLIC",
                "ALTER DEFAULT PRIVILEGES FOR ALL ROLES GRANT CREATE ON CLUSTERS TO #other");
        area.atTheEnd(
                "ALTER DEFAULT PRIVILEGES FOR ROLE #deployer IN DATABASE materialize REVOKE USAGE ON SCHEMAS FROM #other",
                "ALTER DEFAULT PRIVILEGES FOR ROLE #deployer REVOKE CREATE ON SCHEMAS FROM PUBLIC",
                "ALTER DEFAULT PRIVILEGES FOR ROLE #deployer REVOKE USAGE ON CLUSTERS FROM #other, PUBLIC",
                "ALTER DEFAULT PRIVILEGES FOR ALL ROLES REVOKE CREATE ON CLUSTERS FROM #other",
                "REVOKE ALL PRIVILEGES ON DATABASE materialize FROM #deployer",
                "REVOKE CREATECLUSTER ON SYSTEM FROM #deployer");

        List<String> log = area.plain(GoalRun.of(
                new InitGoal(),
                area.settings("deployer")
                        .schemas(area.names("#marts"))
                        .clusters(area.names("#compute"))
                        .build()));

        area.assertCopiesEqualProduction();
        assertThat(log).filteredOn(line -> line.startsWith("  revoke")).isNotEmpty();
    }

    @Test
    void theOwnerIsProductionsThoughAnotherRoleDeploys() {
        area.sql("CREATE ROLE #deployer", "CREATE ROLE \"#Data Team\"", "CREATE ROLE #reader");
        area.system(
                "GRANT CREATE, USAGE ON DATABASE materialize TO #deployer",
                "GRANT CREATECLUSTER ON SYSTEM TO #deployer",
                "GRANT \"#Data Team\" TO #deployer",
                "CREATE SCHEMA #marts",
                "CREATE CLUSTER #compute (SIZE = '25cc', REPLICATION FACTOR = 0)",
                "GRANT USAGE ON SCHEMA #marts TO #reader, #deployer",
                "GRANT USAGE ON CLUSTER #compute TO #reader",
                "COMMENT ON CLUSTER #compute IS 'the team''s'",
                "ALTER DEFAULT PRIVILEGES FOR ROLE #deployer GRANT CREATE ON SCHEMAS TO PUBLIC",
                "ALTER DEFAULT PRIVILEGES FOR ROLE #deployer GRANT CREATE ON CLUSTERS TO #reader, \"#Data Team\"",
                "ALTER SCHEMA #marts OWNER TO \"#Data Team\"",
                "ALTER CLUSTER #compute OWNER TO \"#Data Team\"");
        area.as(
                "deployer",
                "ALTER DEFAULT PRIVILEGES FOR ROLE \"#Data Team\" IN SCHEMA #marts GRANT SELECT ON TABLES TO #reader");
        area.atTheEnd(
                "ALTER DEFAULT PRIVILEGES FOR ROLE #deployer REVOKE CREATE ON SCHEMAS FROM PUBLIC",
                "ALTER DEFAULT PRIVILEGES FOR ROLE #deployer REVOKE CREATE ON CLUSTERS FROM #reader, \"#Data Team\"",
                "REVOKE ALL PRIVILEGES ON DATABASE materialize FROM #deployer",
                "REVOKE CREATECLUSTER ON SYSTEM FROM #deployer");

        List<String> log = area.plain(GoalRun.of(
                new InitGoal(),
                area.settings("deployer")
                        .schemas(area.names("#marts"))
                        .clusters(area.names("#compute"))
                        .build()));

        area.assertCopiesEqualProduction();
        assertThat(log)
                .contains(
                        "  give materialize.#marts_dbt_deploy to owner #Data Team",
                        "  give #compute_dbt_deploy to owner #Data Team");
    }

    @Test
    void defaultPrivilegesOfEveryKindAreCopied() {
        area.sql("CREATE ROLE #a", "CREATE ROLE #b", "CREATE SCHEMA #one", "CREATE SCHEMA #two");
        area.system(
                "ALTER DEFAULT PRIVILEGES FOR ROLE #a, #b IN SCHEMA #one, #two GRANT SELECT, INSERT ON TABLES TO #a, PUBLIC",
                "ALTER DEFAULT PRIVILEGES FOR ROLE #a IN SCHEMA #one GRANT USAGE ON TYPES TO #b",
                "ALTER DEFAULT PRIVILEGES FOR ROLE #a IN SCHEMA #one GRANT USAGE ON SECRETS TO #b",
                "ALTER DEFAULT PRIVILEGES FOR ROLE #a IN SCHEMA #one GRANT USAGE ON CONNECTIONS TO #b",
                "ALTER DEFAULT PRIVILEGES FOR ALL ROLES IN SCHEMA #two GRANT SELECT ON TABLES TO PUBLIC, #a");

        List<String> log = area.plain(GoalRun.of(
                new InitGoal(),
                area.systemSettings().schemas(area.names("#one", "#two")).build()));

        area.assertCopiesEqualProduction();
        assertThat(log).filteredOn(line -> line.contains("default privileges")).hasSize(5);
    }

    private List<String> init(String... clusters) {
        return area.plain(GoalRun.of(
                new InitGoal(), area.settings().clusters(area.names(clusters)).build()));
    }
}
