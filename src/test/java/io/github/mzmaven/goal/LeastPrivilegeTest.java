package io.github.mzmaven.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mzmaven.MzException;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.conformance.ServerUnderTest;
import io.github.mzmaven.goal.apply.ApplyGoal;
import io.github.mzmaven.goal.await.AwaitGoal;
import io.github.mzmaven.goal.cleanup.CleanupGoal;
import io.github.mzmaven.goal.diff.DiffGoal;
import io.github.mzmaven.goal.export.ExportGoal;
import io.github.mzmaven.goal.init.InitGoal;
import io.github.mzmaven.goal.swap.PromoteGoal;
import io.github.mzmaven.goal.swap.RollbackGoal;
import io.github.mzmaven.report.DiffEvent;
import io.github.mzmaven.report.RelationDiff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A role that has what the README's section on least privilege says, and no more. */
class LeastPrivilegeTest {
    @AutoClose
    private static final ServerUnderTest server = ServerUnderTest.open();

    @AutoClose
    private final Area area = new Area(server);

    @TempDir
    private Path sql;

    /** Version 1: production is the data team's, raw data, sinks' schema, connection and cluster are others'. */
    @BeforeEach
    void production() {
        area.sql("CREATE ROLE #deployer", "CREATE ROLE #data_team", "CREATE ROLE #reader");
        area.sql(
                "CREATE SCHEMA #raw",
                "CREATE TABLE #raw.orders (country text, amount int NOT NULL)",
                "INSERT INTO #raw.orders VALUES ('GB', 10)",
                "CREATE SCHEMA #sinks",
                "CREATE CLUSTER #sinks (SIZE = '25cc', REPLICATION FACTOR = 1)",
                "CREATE CONNECTION #sinks.kafka TO KAFKA (BROKER '127.0.0.1:19092', SECURITY PROTOCOL PLAINTEXT)",
                "GRANT USAGE ON SCHEMA #raw TO #data_team",
                "GRANT SELECT ON TABLE #raw.orders TO #data_team",
                "GRANT USAGE, CREATE ON SCHEMA #sinks TO #data_team",
                "GRANT USAGE ON CONNECTION #sinks.kafka TO #data_team",
                "GRANT CREATE ON CLUSTER #sinks TO #data_team");
        area.system(
                "CREATE SCHEMA #staging",
                "CREATE SCHEMA #marts",
                "CREATE CLUSTER #compute (SIZE = '25cc', REPLICATION FACTOR = 1)",
                "ALTER SCHEMA #staging OWNER TO #data_team",
                "ALTER SCHEMA #marts OWNER TO #data_team",
                "ALTER CLUSTER #compute OWNER TO #data_team");
        area.as(
                "data_team",
                "GRANT USAGE ON SCHEMA #marts TO #reader, PUBLIC",
                "CREATE VIEW #staging.orders AS SELECT country, amount FROM #raw.orders",
                "CREATE MATERIALIZED VIEW #marts.revenue IN CLUSTER #compute AS"
                        + " SELECT country, sum(amount) AS revenue FROM #staging.orders GROUP BY country",
                "CREATE INDEX revenue_country IN CLUSTER #compute ON #marts.revenue (country)",
                "GRANT SELECT ON TABLE #marts.revenue TO #reader",
                "CREATE SINK #sinks.revenue_out IN CLUSTER #sinks FROM #marts.revenue INTO KAFKA CONNECTION"
                        + " #sinks.kafka (TOPIC '#revenue') KEY (country) NOT ENFORCED FORMAT JSON ENVELOPE UPSERT");
        // Membership would bring what the sinks take along.
        area.sql(
                "REVOKE USAGE, CREATE ON SCHEMA #sinks FROM #data_team",
                "REVOKE USAGE ON CONNECTION #sinks.kafka FROM #data_team",
                "REVOKE CREATE ON CLUSTER #sinks FROM #data_team",
                "REVOKE USAGE ON SCHEMA #raw FROM #data_team");
        area.atTheEnd(
                "REVOKE ALL PRIVILEGES ON DATABASE materialize FROM #deployer",
                "REVOKE CREATECLUSTER ON SYSTEM FROM #deployer");
    }

    @Test
    void whatTheReadmeGrantsSufficesForTheWholeCycle() throws IOException {
        area.system(
                "GRANT CREATE, USAGE ON DATABASE materialize TO #deployer",
                "GRANT CREATECLUSTER ON SYSTEM TO #deployer",
                "GRANT #data_team TO #deployer",
                "GRANT USAGE ON SCHEMA #raw TO #data_team",
                "GRANT SELECT ON ALL TABLES IN SCHEMA #raw TO #data_team",
                "GRANT USAGE ON SCHEMA #sinks TO #deployer",
                "GRANT USAGE ON CONNECTION #sinks.kafka TO #deployer",
                "GRANT CREATE ON CLUSTER #sinks TO #deployer");
        file("staging/orders.sql", "CREATE VIEW orders AS SELECT country, amount * 2 AS amount FROM #raw.orders;");
        file(
                "marts/revenue.sql",
                "CREATE MATERIALIZED VIEW revenue AS SELECT country, sum(amount) AS revenue FROM orders GROUP BY country;\n"
                        + "CREATE INDEX revenue_country ON revenue (country);");

        GoalRun.of(new InitGoal(), settings().build());
        area.assertCopiesEqualProduction("#raw", "#sinks");
        GoalRun.of(new ApplyGoal(), settings().build());
        GoalRun.of(new AwaitGoal(), settings().build());
        assertThat(GoalRun.events(
                        DiffEvent.Compared.class, new DiffGoal(), settings().build()))
                .extracting(event -> event.relation().outcome())
                .containsExactly(RelationDiff.Outcome.COMPARED);
        GoalRun.of(new PromoteGoal(), settings().build());
        assertThat(readers()).containsExactly("#data_team | #data_team | #reader | t");
        GoalRun.of(new RollbackGoal(), settings().build());
        GoalRun.of(new PromoteGoal(), settings().build());
        GoalRun.of(new CleanupGoal(), settings().build());

        assertThat(area.copies()).isEmpty();
        assertThat(area.markers()).containsExactly("_mz_deployment_#target_current");
        GoalRun.of(new CleanupGoal(), settings().forget().build());
        assertThat(area.markers()).isEmpty();
        assertThat(readers()).containsExactly("#data_team | #data_team | #reader | t");
    }

    @Test
    void exportNeedsNoPrivilegeAtAll() throws IOException {
        GoalRun.of(
                new ExportGoal("1"),
                settings()
                        .baseDirectory(sql)
                        .sqlDirectory(sql.resolve("exported"))
                        .build());

        assertThat(area.plain(Files.readString(
                        sql.resolve("exported").resolve(area.name("#marts")).resolve("revenue.sql"))))
                .endsWith("GRANT SELECT ON revenue TO #reader;\n");
    }

    @Test
    void anOwnerWhoMayNotReadWhatTheNewVersionReadsIsTold() {
        area.sql("GRANT USAGE ON SCHEMA #raw TO #deployer", "CREATE TABLE #raw.prices (amount int)");
        area.sql("GRANT SELECT ON TABLE #raw.prices TO #deployer");
        area.system(
                "GRANT CREATE, USAGE ON DATABASE materialize TO #deployer",
                "GRANT CREATECLUSTER ON SYSTEM TO #deployer",
                "GRANT #data_team TO #deployer");
        TestSettings settings = settings();
        GoalRun.of(new InitGoal(), settings.build());
        area.as("deployer", "CREATE VIEW #staging_dbt_deploy.orders AS SELECT amount FROM #raw.prices");

        MzException refusal =
                catchThrowableOfType(MzException.class, () -> GoalRun.of(new PromoteGoal(), settings.build()));

        assertThat(area.plain(refusal.getMessage())).contains("""
                The new #staging_dbt_deploy.orders goes to owner #data_team, as in production, who may not read #raw.prices, as it does; its readers would be refused.
                    As their owner or a superuser:
                    GRANT USAGE ON SCHEMA #raw TO #data_team;
                    GRANT SELECT ON TABLE "materialize"."#raw"."prices" TO #data_team;""");
    }

    @Test
    void whatARefusalToldToGrantSuffices() {
        MzException refusal = catchThrowableOfType(
                MzException.class, () -> GoalRun.of(new InitGoal(), settings().build()));

        assertThat(area.plain(refusal.getMessage())).isEqualTo("""
                mz:init refuses. Nothing was written. 5 problems:
                 1. Role #deployer lacks CREATE or USAGE on database materialize, which creating and swapping schemas takes.
                    As a superuser:
                    GRANT CREATE, USAGE ON DATABASE materialize TO #deployer;
                 2. Role #deployer lacks CREATECLUSTER on the system, which creating clusters takes.
                    As a superuser:
                    GRANT CREATECLUSTER ON SYSTEM TO #deployer;
                 3. Role #deployer is not an owner of schema #staging (owner: #data_team).
                    As #data_team or a superuser:
                    GRANT #data_team TO #deployer;
                 4. Role #deployer is not an owner of schema #marts (owner: #data_team).
                    As #data_team or a superuser:
                    GRANT #data_team TO #deployer;
                 5. Role #deployer is not an owner of cluster #compute (owner: #data_team).
                    As #data_team or a superuser:
                    GRANT #data_team TO #deployer;""");
        refusal.getMessage()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("GRANT "))
                .forEach(area::system);
        GoalRun.of(new InitGoal(), settings().build());
        area.assertCopiesEqualProduction("#raw", "#sinks");
    }

    @Test
    void defaultPrivilegesOfOthersAreRefusedBeforeAnythingIsWritten() {
        area.system(
                "GRANT CREATE, USAGE ON DATABASE materialize TO #deployer",
                "GRANT CREATECLUSTER ON SYSTEM TO #deployer",
                "GRANT #data_team TO #deployer",
                "ALTER DEFAULT PRIVILEGES FOR ROLE #reader, #data_team IN SCHEMA #marts GRANT SELECT ON TABLES TO PUBLIC",
                "ALTER DEFAULT PRIVILEGES FOR ALL ROLES IN SCHEMA #staging GRANT SELECT ON TABLES TO #reader");

        MzException refusal = catchThrowableOfType(
                MzException.class, () -> GoalRun.of(new InitGoal(), settings().build()));

        assertThat(area.plain(refusal.getMessage())).isEqualTo("""
                mz:init refuses. Nothing was written. 2 problems:
                 1. Schema #staging has default privileges FOR ALL ROLES, which only a superuser can copy.
                    Run mvn mz:init as a superuser, or revoke them, naming the roles instead, e.g.
                    ALTER DEFAULT PRIVILEGES FOR ROLE #deployer IN SCHEMA #staging GRANT … ;
                 2. Schema #marts has default privileges FOR ROLE #reader, of which role #deployer is not a member.
                    As #reader or a superuser:
                    GRANT #reader TO #deployer;""");
        assertThat(area.copies()).isEmpty();
        assertThat(area.markers()).isEmpty();

        // A superuser makes the copies, for the deployer to go on with.
        GoalRun.of(
                new InitGoal(),
                area.systemSettings()
                        .schemas(area.names("#staging", "#marts"))
                        .clusters(area.name("#compute"))
                        .build());
        area.assertCopiesEqualProduction("#raw", "#sinks");
        assertThat(GoalRun.of(new InitGoal(), settings().build()))
                .last()
                .isEqualTo("Staged already; nothing was missing. Next: mvn mz:apply");
    }

    /** Owner of the schema and of the object, who may read it, and whether the sink reads that object. */
    private List<String> readers() {
        return area.query("SELECT so.name AS a, ro.name AS b, string_agg(g.name, ', ') AS c, EXISTS (SELECT 1 FROM"
                + " mz_internal.mz_object_dependencies d JOIN mz_catalog.mz_sinks k ON k.id = d.object_id"
                + " WHERE d.referenced_object_id = o.id) AS e FROM (SELECT id, schema_id, owner_id, name,"
                + " mz_internal.mz_aclexplode(privileges).* FROM mz_catalog.mz_objects) o JOIN mz_catalog.mz_schemas s"
                + " ON s.id = o.schema_id JOIN mz_catalog.mz_roles so ON so.id = s.owner_id JOIN mz_catalog.mz_roles ro"
                + " ON ro.id = o.owner_id JOIN mz_catalog.mz_roles g ON g.id = o.grantee WHERE s.name = '#marts' AND"
                + " o.name = 'revenue' AND g.id <> o.owner_id GROUP BY 1, 2, o.id");
    }

    private TestSettings settings() {
        return area.settings("deployer")
                .schemas(area.names("#staging", "#marts"))
                .clusters(area.name("#compute"))
                .sqlDirectory(sql);
    }

    private void file(String path, String text) throws IOException {
        Path file = sql.resolve(area.name("#" + path));
        Files.createDirectories(file.getParent());
        Files.writeString(file, area.name(text));
    }
}
