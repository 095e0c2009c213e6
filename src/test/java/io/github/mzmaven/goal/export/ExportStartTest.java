package io.github.mzmaven.goal.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mzmaven.MzException;
import io.github.mzmaven.config.NoServers;
import io.github.mzmaven.config.RawSettings;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.config.SettingsLoader;
import io.github.mzmaven.config.SettingsSources;
import io.github.mzmaven.goal.GoalRun;
import io.github.mzmaven.goal.TestSql;
import io.github.mzmaven.goal.apply.ApplyGoal;
import io.github.mzmaven.goal.await.AwaitGoal;
import io.github.mzmaven.goal.init.InitGoal;
import io.github.mzmaven.goal.swap.PromoteGoal;
import io.github.mzmaven.sandbox.Sandbox;
import io.github.mzmaven.sandbox.engine.Moment;
import io.github.mzmaven.session.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a running production and an empty directory to the first promote. */
class ExportStartTest {
    @AutoClose
    private static final Sandbox sandbox = Sandbox.start();

    private static final Moment EMPTY = sandbox.moment();

    @TempDir
    Path directory;

    @BeforeEach
    void build() {
        run(
                "CREATE SCHEMA raw",
                "CREATE TABLE raw.orders (id int NOT NULL, amount int)",
                "CREATE SCHEMA staging",
                "CREATE SCHEMA \"Märts: 'n\"",
                "CREATE SCHEMA shared",
                "CREATE SCHEMA empty",
                "CREATE SCHEMA \" blank\"",
                "CREATE VIEW \" blank\".v AS SELECT 1 AS x",
                "CREATE SCHEMA \"" + "l".repeat(250) + "\"",
                "CREATE VIEW \"" + "l".repeat(250) + "\".v AS SELECT 1 AS x",
                "CREATE SCHEMA staging_dbt_deploy",
                "CREATE VIEW staging_dbt_deploy.old AS SELECT 1 AS x",
                "CREATE CLUSTER compute (SIZE = '25cc', REPLICATION FACTOR = 1)",
                "CREATE CLUSTER mixed (SIZE = '25cc', REPLICATION FACTOR = 1)",
                "CREATE CLUSTER \"no\" (SIZE = '25cc', REPLICATION FACTOR = 1)",
                "CREATE CLUSTER unused (SIZE = '25cc', REPLICATION FACTOR = 1)",
                "CREATE VIEW staging.orders AS SELECT id, amount FROM raw.orders",
                "CREATE MATERIALIZED VIEW \"Märts: 'n\".sums IN CLUSTER compute AS SELECT sum(amount) AS s FROM staging.orders",
                "CREATE INDEX sums_s IN CLUSTER compute ON \"Märts: 'n\".sums (s)",
                "CREATE MATERIALIZED VIEW shared.ids IN CLUSTER mixed AS SELECT id FROM staging.orders",
                "CREATE INDEX ids_id IN CLUSTER \"no\" ON shared.ids (id)",
                "CREATE INDEX raw_ids IN CLUSTER mixed ON raw.orders (id)");
    }

    @AfterEach
    void empty() {
        sandbox.faults().clear();
        sandbox.goBackTo(EMPTY);
    }

    @Test
    void anEmptyDirectoryBecomesAProjectThatCanBeDeployed() throws Exception {
        Settings asked = load("mz:export", Map.of("mz.url", sandbox.url(), "mz.user", "materialize"));

        assertThat(export(asked))
                .containsExactly(
                        "Found to export: 3 schemas (Märts: 'n, shared, staging), 2 clusters (compute, no)",
                        "  left out: schema  blank: no configuration can say its name: it begins or ends in a blank, or holds"
                                + " ${env.",
                        "  left out: schema empty: it holds no view, materialized view or index",
                        "  left out: schema " + "l".repeat(250) + ": The schema " + "l".repeat(250)
                                + " has too long a name: with the suffix _dbt_deploy it has 261 bytes, and names hold 255.",
                        "  left out: schema public: it holds no view, materialized view or index",
                        "  left out: schema raw: a swap would replace or move what it holds: table orders",
                        "  left out: cluster mixed: a swap would move what else it runs: index raw.raw_ids; files name it as it"
                                + " is",
                        "Exported 3 files in {dir}/src/main/materialize, 0 unchanged, and pom.xml and mz.yml, in {time}. Next: mvn"
                                + " mz:init mz:apply mz:await mz:promote");
        assertThat(Files.readString(directory.resolve("mz.yml")).replaceAll("localhost:\\d+", "{server}"))
                .isEqualTo("""
                        # What mz-maven-plugin deploys, and where. mvn mz:help -Ddetail explains every key.
                        deployment:
                          # The target. There may be more: mvn … -Dmz.target=<name> chooses one.
                          default:
                            # Where Materialize is; what follows the last slash is the database.
                            url: "jdbc:postgresql://{server}/materialize"
                            # The role to connect as. Its password belongs into no file of the project: set the environment
                            # variable MZ_PASSWORD, or name a <server> of settings.xml by serverId, or a file by passwordFile.
                            user: materialize
                            # The schemas that a deployment makes anew and swaps, each as a whole.
                            schemas:
                              - "Märts: 'n"
                              - shared
                              - staging
                            # The clusters that it makes anew and swaps. Files build on the first one, if they name none.
                            clusters:
                              - compute
                              - "no"
                        """);
        var pom = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(directory.resolve("pom.xml").toFile());
        assertThat(pom.getElementsByTagName("version").item(1).getTextContent()).isEqualTo("9.9");
        // Else mvn deploy, which the POM speaks of, asks for a repository first.
        assertThat(pom.getElementsByTagName("maven.deploy.skip").item(0).getTextContent())
                .isEqualTo("true");
        assertThat(directory.resolve("src/main/materialize/M%C3%A4rts%3A 'n")).doesNotExist();
        assertThat(Files.readString(directory.resolve("src/main/materialize/shared/ids.sql")))
                .isEqualTo(
                        "CREATE MATERIALIZED VIEW ids IN CLUSTER mixed AS\nSELECT id FROM ${schema.staging}.orders;\n\n"
                                + "CREATE INDEX ids_id IN CLUSTER ${cluster.no} ON ids (id);\n");

        run("DROP SCHEMA staging_dbt_deploy CASCADE");
        Settings settings = load("mz:init", Map.of());
        for (var goal : List.of(new InitGoal(), new ApplyGoal(), new AwaitGoal(), new PromoteGoal())) {
            GoalRun.of(goal, settings);
        }
        assertThat(export(load("mz:export", Map.of())))
                .containsExactly(
                        "Exporting: 3 schemas (Märts: 'n, shared, staging), 2 clusters (compute, no)",
                        "Exported 0 files in {dir}/src/main/materialize, 3 unchanged, in {time}. Next: mvn mz:init mz:apply mz:await"
                                + " mz:promote");
    }

    @Test
    void whatIsThereIsNeverWrittenOver() throws IOException {
        Files.writeString(directory.resolve("pom.xml"), "mine");
        Files.writeString(directory.resolve("dbt_project.yml"), "name: x");
        assertThat(export(load(
                        "mz:export",
                        Map.of(
                                "mz.url",
                                sandbox.url(),
                                "mz.user",
                                "materialize",
                                "mz.force",
                                "true",
                                "mz.schemas",
                                "staging",
                                "mz.target",
                                "prod"))))
                .last()
                .isEqualTo("Exported 1 file in {dir}/src/main/materialize, 0 unchanged, in {time}. Next: add the plugin"
                        + " io.github.mzmaven:mz-maven-plugin:9.9 to pom.xml, then mvn mz:init mz:apply mz:await mz:promote"
                        + " -Dmz.target=prod");

        assertThat(directory.resolve("pom.xml")).hasContent("mine");
        assertThat(directory.resolve("mz.yml")).doesNotExist();
        assertThat(directory.resolve("src/main/materialize/staging/orders.sql")).exists();
    }

    @Test
    void aDryRunShowsWhatTheProjectWouldBeAndWritesNothing() {
        assertThat(export(load(
                        "mz:export",
                        Map.of(
                                "mz.url",
                                sandbox.url(),
                                "mz.user",
                                "materialize",
                                "mz.schemas",
                                "staging",
                                "mz.dryRun",
                                "true"))))
                .contains(
                        "  created  mz.yml",
                        "        # variable MZ_PASSWORD, or name a <server> of settings.xml by serverId, or a file by passwordFile.",
                        "Would write 1 file in {dir}/src/main/materialize, 0 unchanged, and pom.xml and mz.yml. Nothing was"
                                + " written (dryRun).");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aPasswordGetsIntoNoFile() throws IOException {
        export(load(
                "mz:export",
                Map.of(
                        "mz.url",
                        sandbox.url().replace("jdbc:postgresql://", "postgres://materialize:s3cret@")
                                + "&sslpassword=s3cret",
                        "mz.schemas",
                        "staging")));

        assertThat(Files.readString(directory.resolve("mz.yml")))
                .doesNotContain("s3cret")
                .contains("user: materialize\n", "clusters: []\n");
    }

    @Test
    void nothingToDeployIsRefused() {
        sandbox.goBackTo(EMPTY);
        Settings asked = load("mz:export", Map.of("mz.url", sandbox.url(), "mz.user", "materialize"));

        assertThat(catchThrowableOfType(MzException.class, () -> export(asked))).hasMessage("""
                        mz:export refuses. No file was written. 1 problem:
                         1. Database materialize has no schema that could be deployed: one that holds views, materialized views or indexes, and no tables, sources, sinks, connections or secrets.
                            Name schemas by mz.schemas, and clusters by mz.clusters, if you know better.""");
        assertThat(directory).isEmptyDirectory();
    }

    /** Else the next goal would know no schemas. */
    @Test
    void aDbtProjectThatSaysNothingOfADeploymentGetsAConfiguration() throws IOException {
        Files.writeString(directory.resolve("dbt_project.yml"), "name: shop");
        Map<String, String> properties = Map.of("mz.url", sandbox.url(), "mz.user", "materialize");
        export(load("mz:export", properties));

        assertThat(load("mz:init", Map.of()).schemas()).containsExactly("Märts: 'n", "shared", "staging");

        Files.delete(directory.resolve("mz.yml"));
        Files.delete(directory.resolve("pom.xml"));
        Files.writeString(
                directory.resolve("dbt_project.yml"),
                "name: shop\nvars:\n  deployment:\n    default: {schemas: [staging], clusters: [compute]}");
        export(load("mz:export", properties));
        assertThat(directory.resolve("mz.yml")).doesNotExist();
    }

    /** Else init refused the schemas that were found. */
    @Test
    void whereTablesMayBeDeployedTheConfigurationSaysSo() throws IOException {
        run("CREATE VIEW raw.big AS SELECT id FROM raw.orders WHERE amount > 100");
        export(load(
                "mz:export", Map.of("mz.url", sandbox.url(), "mz.user", "materialize", "mz.allowStateful", "true")));

        Settings settings = load("mz:init", Map.of());
        assertThat(settings.schemas()).contains("raw");
        assertThat(settings.init().allowStateful()).isTrue();
    }

    @Test
    void whatTheConfigurationThatIsThereDoesNotSayIsTold() throws IOException {
        Files.writeString(
                directory.resolve("mz.yml"),
                "deployment: {default: {url: \"" + sandbox.url() + "\", user: materialize}}");

        assertThat(String.join("\n", export(load("mz:export", Map.of()))))
                .contains(
                        "names no schemas and no clusters, so that other goals would find nothing to deploy.",
                        "schemas: [\"Märts: 'n\", shared, staging]",
                        "clusters: [compute, \"no\"]");
    }

    /** On a new server everything runs on quickstart, which belongs to the server, and only its owner may swap it. */
    @Test
    void whatRunsOnTheServersOwnClusterCanBeDeployed() throws Exception {
        sandbox.goBackTo(EMPTY);
        run(
                "CREATE SCHEMA marts",
                "CREATE MATERIALIZED VIEW marts.sums IN CLUSTER quickstart AS SELECT 1 AS s",
                "CREATE INDEX sums_s IN CLUSTER quickstart ON marts.sums (s)");

        assertThat(export(load("mz:export", Map.of("mz.url", sandbox.url(), "mz.user", "materialize"))))
                .containsExactly(
                        "Found to export: 1 schema (marts), 0 clusters",
                        "  left out: schema public: it holds no view, materialized view or index",
                        "  left out: cluster quickstart: only its owner, mz_system, could swap it; files name it as it is",
                        "Exported 1 file in {dir}/src/main/materialize, 0 unchanged, and pom.xml and mz.yml, in {time}. Next: mvn"
                                + " mz:init mz:apply mz:await mz:promote");
        assertThat(Files.readString(directory.resolve("src/main/materialize/marts/sums.sql")))
                .isEqualTo("CREATE MATERIALIZED VIEW sums IN CLUSTER quickstart AS\nSELECT 1 AS s;\n\n"
                        + "CREATE INDEX sums_s IN CLUSTER quickstart ON sums (s);\n");

        Settings settings = load("mz:init", Map.of());
        for (var goal : List.of(new InitGoal(), new ApplyGoal(), new AwaitGoal(), new PromoteGoal())) {
            GoalRun.of(goal, settings);
        }
        assertThat(export(load("mz:export", Map.of())))
                .last()
                .asString()
                .startsWith("Exported 0 files in {dir}/src/main/materialize, 1 unchanged");
    }

    private Settings load(String goal, Map<String, String> properties) {
        return SettingsLoader.load(new SettingsSources(
                        goal,
                        directory,
                        directory.resolve("target/mz"),
                        new RawSettings("POM"),
                        Map.of(),
                        properties,
                        new NoServers()))
                .settings();
    }

    private List<String> export(Settings settings) {
        return GoalRun.of(new ExportGoal("9.9"), settings).stream()
                .map(line -> line.replace(directory.toString(), "{dir}")
                        .replaceAll("in \\d[^.]*(\\.\\d+)? ?s\\b", "in {time}"))
                .toList();
    }

    private static void run(String... statements) {
        try (Session session = TestSql.onCatalog(sandbox.url())) {
            for (String sql : statements) {
                session.execute(sql);
            }
        }
    }
}
