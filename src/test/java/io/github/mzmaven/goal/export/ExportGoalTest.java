package io.github.mzmaven.goal.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.config.RawSettings;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.config.SettingsLoader;
import io.github.mzmaven.config.SettingsSources;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.conformance.ServerUnderTest;
import io.github.mzmaven.goal.GoalRun;
import io.github.mzmaven.goal.Shop;
import io.github.mzmaven.goal.TestSql;
import io.github.mzmaven.goal.apply.ApplyGoal;
import io.github.mzmaven.goal.await.AwaitGoal;
import io.github.mzmaven.goal.cleanup.CleanupGoal;
import io.github.mzmaven.goal.init.InitGoal;
import io.github.mzmaven.goal.swap.PromoteGoal;
import io.github.mzmaven.plan.Differences;
import io.github.mzmaven.plan.ObjectChange;
import io.github.mzmaven.session.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportGoalTest {
    private static final AtomicInteger SHOPS = new AtomicInteger();

    /** The sandbox, unless another server is given. */
    @AutoClose
    private static final ServerUnderTest sandbox = ServerUnderTest.open();

    @TempDir
    Path directory;

    private Shop shop;

    @BeforeEach
    void open() {
        shop = new Shop("e" + SHOPS.incrementAndGet() + "_", sandbox.url(), sandbox.systemUrl()).inProduction();
        sandbox.calm();
        write("pom.xml", "<!-- mz-maven-plugin -->");
    }

    @AfterEach
    void close() {
        sandbox.calm();
        shop.close();
    }

    @Test
    void eachObjectIsAFileWithItsIndexesCommentsAndGrants() {
        shop.run("COMMENT ON MATERIALIZED VIEW #marts.revenue IS 'What we earn; it''s ${much}'");
        shop.run("COMMENT ON COLUMN #marts.revenue.revenue IS 'in EUR'");
        shop.run("COMMENT ON INDEX #marts.revenue_country IS 'for lookups'");

        assertThat(export())
                .containsExactly(
                        "Exporting: 2 schemas (#staging, #marts), 1 cluster (#compute)",
                        "Exported 2 files in {dir}, 0 unchanged, in {time}. Next: mvn mz:init mz:apply mz:await mz:promote -Dmz.target=#target");
        assertThat(files())
                .isEqualTo(Map.of(
                        "#staging/orders.sql",
                        "CREATE VIEW orders AS\nSELECT id, country, amount FROM #raw.orders;\n",
                        "#marts/revenue.sql",
                        """
                        CREATE MATERIALIZED VIEW revenue AS
                        SELECT country, pg_catalog.sum(amount) AS revenue FROM ${schema.#staging}.orders GROUP BY country;

                        CREATE INDEX revenue_country ON revenue (country);

                        COMMENT ON MATERIALIZED VIEW revenue IS 'What we earn; it''s ${$}{much}';

                        COMMENT ON COLUMN revenue.revenue IS 'in EUR';

                        COMMENT ON INDEX revenue_country IS 'for lookups';

                        GRANT SELECT ON revenue TO #analyst;
                        """));
    }

    @Test
    void whatIsExportedAndDeployedIsExportedAlike() {
        shop.run("COMMENT ON COLUMN #marts.revenue.revenue IS 'costs ${x}'");
        assertStays(settings());
    }

    @Test
    void namesInsideOfQueriesMeanWhatTheyMeant() {
        shop.run("CREATE TYPE #staging.ids AS LIST (ELEMENT TYPE = int4)");
        shop.run(
                "CREATE VIEW #staging.shadow AS WITH orders AS (SELECT id FROM #staging.orders) SELECT id FROM orders");
        assertStays(settings());
        assertThat(files())
                .contains(
                        Map.entry(
                                "#staging/shadow.sql",
                                "CREATE VIEW shadow AS\n"
                                        + "WITH orders AS (SELECT id FROM ${schema.#staging}.orders) SELECT id FROM orders;\n"),
                        Map.entry(
                                "#staging/ids.sql",
                                "CREATE TYPE ids AS LIST (element TYPE = pg_catalog.int4);\n\n"
                                        + "GRANT USAGE ON TYPE ${schema.#staging}.ids TO PUBLIC;\n"));
    }

    @Test
    void namesOfAnyKindSurvive() {
        shop.run("CREATE SCHEMA \"#We/ird \"\"Ünï\"\".x\"");
        shop.run("CREATE SCHEMA \"#select\"");
        shop.run("CREATE CLUSTER #first (SIZE = '25cc', REPLICATION FACTOR = 1)");
        shop.run("CREATE CLUSTER \"#Second one\" (SIZE = '25cc', REPLICATION FACTOR = 1)");
        String odd = "\"#We/ird \"\"Ünï\"\".x\"";
        shop.run("CREATE VIEW " + odd
                + ".\"Orders\" AS SELECT id AS \"ID ${x}\", country AS \"select\" FROM #raw.orders");
        shop.run("CREATE VIEW " + odd + ".orders AS SELECT \"ID ${x}\", 'a ${b}' AS \"case\" FROM " + odd
                + ".\"Orders\"");
        shop.run("CREATE VIEW " + odd + ".\"con\" AS SELECT \"case\" FROM " + odd + ".orders");
        shop.run("CREATE VIEW " + odd + ".\"../x\" AS SELECT \"case\" FROM " + odd + ".con");
        shop.run("CREATE VIEW " + odd + ".\"" + "ä".repeat(120) + "\" AS SELECT \"case\" FROM " + odd + ".\"../x\"");
        shop.run("CREATE VIEW " + odd + ".mz_objects AS SELECT 1 AS x");
        shop.run("CREATE VIEW " + odd + ".over_mz AS SELECT x FROM " + odd + ".mz_objects");
        shop.run("CREATE MATERIALIZED VIEW \"#select\".\"table\" IN CLUSTER \"#Second one\" AS SELECT * FROM " + odd
                + ".\"" + "ä".repeat(120) + "\"");
        shop.run("CREATE INDEX \"in;dex\" IN CLUSTER #sink ON " + odd + ".\"Orders\" (\"ID ${x}\")");
        shop.run("COMMENT ON COLUMN " + odd + ".\"Orders\".\"ID ${x}\" IS '-- no; comment ${y}'");
        shop.run("GRANT SELECT ON " + odd + ".\"Orders\" TO PUBLIC, #analyst");

        TestSettings settings = settings()
                .schemas(shop.name("We/ird \"Ünï\".x"), shop.name("select"))
                .clusters(shop.name("first"), shop.name("Second one"));
        assertStays(settings);
        assertThat(files())
                .containsOnlyKeys(
                        "#We%2Fird %22Ünï%22.x/%2E.%2Fx.sql",
                        "#We%2Fird %22Ünï%22.x/%4Frders.sql",
                        "#We%2Fird %22Ünï%22.x/%63on.sql",
                        "#We%2Fird %22Ünï%22.x/mz_objects.sql",
                        "#We%2Fird %22Ünï%22.x/orders.sql",
                        "#We%2Fird %22Ünï%22.x/over_mz.sql",
                        "#We%2Fird %22Ünï%22.x/" + "ä".repeat(120) + ".sql",
                        "#select/table.sql")
                .containsEntry("#We%2Fird %22Ünï%22.x/%4Frders.sql", """
                        CREATE VIEW "Orders" AS
                        SELECT id AS "ID ${$}{x}", country AS "select" FROM #raw.orders;

                        CREATE INDEX "in;dex" IN CLUSTER #sink ON "Orders" ("ID ${$}{x}");

                        COMMENT ON COLUMN "Orders"."ID ${$}{x}" IS '-- no; comment ${$}{y}';

                        GRANT SELECT ON "Orders" TO PUBLIC;

                        GRANT SELECT ON "Orders" TO #analyst;
                        """)
                .containsEntry(
                        "#We%2Fird %22Ünï%22.x/over_mz.sql",
                        "CREATE VIEW over_mz AS\nSELECT x FROM ${schema.#We/ird \"Ünï\".x}.mz_objects;\n");
    }

    /** What a default privilege gives to new objects, and production's older one has not, the new one shall not have either. */
    @Test
    void defaultPrivilegesGiveNobodyMoreThanInProduction() {
        shop.run("REVOKE SELECT ON #marts.revenue FROM #analyst");
        shop.run("CREATE VIEW #marts.given AS SELECT country FROM #marts.revenue");

        assertStays(settings());

        assertThat(files().get("#marts/revenue.sql")).endsWith(";\n\nREVOKE SELECT ON revenue FROM #analyst;\n");
        assertThat(files())
                .containsEntry(
                        "#marts/given.sql",
                        "CREATE VIEW given AS\nSELECT country FROM revenue;\n\nGRANT SELECT ON given TO #analyst;\n");
    }

    @Test
    void tablesStayTablesWhereTheyMayBeDeployed() {
        shop.run("DROP SCHEMA #sinks CASCADE");
        shop.run("CREATE TABLE #staging.rates (\"type\" text, rate numeric NOT NULL)");
        shop.run("CREATE INDEX rates_type IN CLUSTER #compute ON #staging.rates (\"type\")");
        shop.run("CREATE VIEW #marts.all_rates AS SELECT * FROM #staging.rates");

        assertStays(settings().allowStateful());

        assertThat(files())
                .containsEntry(
                        "#staging/rates.sql",
                        "CREATE TABLE rates (\"type\" pg_catalog.text, rate pg_catalog.\"numeric\" NOT NULL);\n\n"
                                + "CREATE INDEX rates_type ON rates (\"type\");\n");
    }

    /** As dbt-materialize leaves it: the copies it made are in production's place, with its comment on the schemas. */
    @Test
    void whatDbtDeployedIsExportedAndDeployedAlike() {
        write("dbt_project.yml", """
                name: shop
                vars:
                  deployment:
                    default:
                      clusters: ["#compute"]
                      schemas: ["#staging", "#marts"]
                """);
        for (String schema : List.of("staging", "marts")) {
            shop.run("CREATE SCHEMA #" + schema + "_dbt_deploy");
            shop.run("COMMENT ON SCHEMA #" + schema + "_dbt_deploy IS 'Deployment by materialize on 2026-11-25'");
        }
        shop.run("CREATE CLUSTER #compute_dbt_deploy (SIZE = '25cc', REPLICATION FACTOR = 1)");
        shop.nextVersion();
        shop.run("BEGIN; ALTER SCHEMA #staging SWAP WITH #staging_dbt_deploy; ALTER SCHEMA #marts SWAP WITH"
                + " #marts_dbt_deploy; ALTER CLUSTER #compute SWAP WITH #compute_dbt_deploy; COMMIT");
        shop.run("ALTER SINK #sinks.revenue_out SET FROM #marts.revenue");
        shop.run("DROP SCHEMA #marts_dbt_deploy CASCADE");
        shop.run("DROP SCHEMA #staging_dbt_deploy CASCADE");
        shop.run("DROP CLUSTER #compute_dbt_deploy CASCADE");
        Settings loaded = SettingsLoader.load(new SettingsSources(
                        "mz:export",
                        directory,
                        directory.resolve("target"),
                        new RawSettings("POM"),
                        Map.of(),
                        Map.of("mz.url", sandbox.url(), "mz.user", "materialize"),
                        null))
                .settings();
        assertThat(loaded.schemas()).containsExactly(shop.name("staging"), shop.name("marts"));

        assertStays(settings().target("default"));

        assertThat(files()).containsOnlyKeys("#marts/revenue.sql", "#staging/countries.sql", "#staging/orders.sql");
        assertThat(files().get("#staging/countries.sql"))
                .isEqualTo("CREATE VIEW countries AS\nSELECT DISTINCT country FROM orders;\n");
        assertThat(directory.resolve("mz.yml")).doesNotExist();
    }

    private void assertStays(TestSettings settings) {
        GoalRun.of(new ExportGoal("1"), settings.build());
        Map<String, String> before = files();
        GoalRun.of(new InitGoal(), settings.build());
        GoalRun.of(new ApplyGoal(), settings.build());
        assertThat(differences(settings.build())).isEmpty();
        GoalRun.of(new AwaitGoal(), settings.build());
        GoalRun.of(new PromoteGoal(), settings.build());
        GoalRun.of(new ExportGoal("1"), settings.force().build());
        assertThat(files()).isEqualTo(before);
        GoalRun.of(new CleanupGoal(), settings.build());
        assertThat(GoalRun.of(new ExportGoal("1"), settings.build()))
                .last()
                .asString()
                .contains(" 0 files in ");
    }

    private static List<ObjectChange> differences(Settings settings) {
        try (Session session = TestSql.connect(sandbox.url())) {
            return Differences.between(settings, CatalogReader.read(session, settings, Reading.STATUS));
        }
    }

    private TestSettings settings() {
        return shop.settings().baseDirectory(directory).sqlDirectory(directory.resolve("sql"));
    }

    private List<String> export() {
        return GoalRun.of(new ExportGoal("1"), settings().build()).stream()
                .map(line -> line.replace(shop.name(""), "#")
                        .replace(directory.resolve("sql").toString(), "{dir}")
                        .replaceAll("in \\d[^.]*(\\.\\d+)? ?s\\b", "in {time}"))
                .toList();
    }

    private void write(String path, String text) {
        try {
            Path file = directory.resolve(path.replace("#", shop.name("")));
            Files.createDirectories(file.getParent());
            Files.writeString(file, text.replace("#", shop.name("")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By path, what the files say; {@code #} for the prefix. */
    private Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        Path sql = directory.resolve("sql");
        try (Stream<Path> paths = Files.walk(sql)) {
            for (Path file : paths.filter(Files::isRegularFile).toList()) {
                files.put(
                        sql.relativize(file).toString().replace('\\', '/').replace(shop.name(""), "#"),
                        Files.readString(file).replace(shop.name(""), "#"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
