package io.github.mzmaven.goal.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mzmaven.MzException;
import io.github.mzmaven.Place;
import io.github.mzmaven.config.NoServers;
import io.github.mzmaven.config.RawSettings;
import io.github.mzmaven.config.SettingsLoader;
import io.github.mzmaven.config.SettingsSources;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.report.Console;
import io.github.mzmaven.report.Event;
import io.github.mzmaven.report.Lines;
import io.github.mzmaven.report.RunEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No server is asked: every test fails where a connection is opened. */
class ValidateGoalTest {
    @TempDir
    Path directory;

    private final Map<String, String> properties = new HashMap<>();
    private final List<Event> events = new ArrayList<>();

    @BeforeEach
    void aProject() throws IOException {
        file("mz.yml", """
                deployment:
                  default:
                    url: ${env.NOBODY_SET_THIS}
                    serverId: nobodys
                    passwordFile: nowhere
                    schemas: [staging, marts]
                    clusters: [compute]
                    placeholders: {country: GB}
                """);
        file("src/main/materialize/staging/orders.sql", "CREATE VIEW orders AS SELECT * FROM raw.orders;");
        file(
                "src/main/materialize/marts/revenue.sql",
                "CREATE MATERIALIZED VIEW revenue AS\n  SELECT * FROM orders WHERE country = '${country}';");
        file("src/test/materialize/revenue.sql", "SELECT * FROM revenue WHERE revenue < 0");
        file("src/verify/materialize/read.sql", "SELECT * FROM marts.revenue WHERE false");
    }

    private void file(String path, String text) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private List<String> run() {
        SettingsLoader.Loaded loaded = SettingsLoader.look(new SettingsSources(
                "mz:validate",
                directory,
                directory.resolve("target/mz"),
                new RawSettings("POM"),
                Map.of(),
                properties,
                new NoServers()));
        var lines = new Lines();
        var console = new Console(lines, false, false);
        new ValidateGoal(loaded, directory)
                .run(new GoalContext(
                        loaded.settings(),
                        purpose -> {
                            throw new AssertionError("connected");
                        },
                        event -> {
                            events.add(event);
                            console.on(event);
                        },
                        duration -> {
                            throw new AssertionError("waited");
                        }));
        return lines.shown();
    }

    private String refusal() {
        return catchThrowableOfType(MzException.class, this::run).getMessage();
    }

    @Test
    void aGoodProjectIsOneLine() {
        assertThat(run()).containsExactly("2 files in 2 schemas, 2 tests: nothing is wrong.");
    }

    @Test
    void allThatIsWrongIsSaidAtOnceByPlace() throws IOException {
        file("mz.yml", """
                deployment:
                  default:
                    schemas: [staging, marts, mz_mine]
                    clusters: [compute]
                    timout: 5m
                    lagThreshold: soon
                """);
        file("src/main/materialize/marts/again.sql", "CREATE VIEW revenue AS SELECT 1;");
        file("src/main/materialize/marts/open.sql", "SELECT 1;\nSELECT 'x");
        file("src/main/materialize/marts/sink.sql", "SELECT 1;\n  CREATE SINK s FROM revenue INTO KAFKA CONNECTION k;");
        file("src/main/materialize/marts/header.sql", "-- mz:clutser=compute\nSELECT 1");
        file("src/main/materialize/loose.sql", "SELECT 1");
        file("src/main/materialize/stagin/x.sql", "SELECT 1");
        file("src/test/materialize/two.sql", "SELECT 1;\nSELECT 2;");
        file("src/test/materialize/where.sql", "-- mz:schema=mart\n-- mz:cluster=compte\nSELECT 1;");
        Files.write(
                directory.resolve("src/verify/materialize/latin.sql"),
                "SELECT 'ä'".getBytes(StandardCharsets.ISO_8859_1));
        properties.put("mz.sampelRows", "5");
        assertThat(refusal().replace(directory + "/", "")).isEqualTo("""
                mz:validate found 15 problems. No server was asked.
                There is no property mz.sampelRows. Did you mean "mz.sampleRows"?
                    Use -Dmz.sampleRows, or remove -Dmz.sampelRows.
                mz.yml:3:14: The schema mz_mine cannot be deployed: names that begin with mz_ are reserved.
                    Remove it from schemas.
                mz.yml:5:5: there is no key timout of target default. Did you mean "timeout"?
                    See mvn mz:help -Ddetail for the keys there are.
                mz.yml:6:19: lagThreshold is "soon", which is no duration.
                    Set mz.lagThreshold to a duration, for example 500ms, 90s, 5m, 1h 30m, PT1M30S.
                The folder stagin in src/main/materialize is none of the target's schemas. Did you mean "staging"?
                    Schemas of target default: staging, marts, mz_mine
                src/main/materialize/loose.sql:1:1: loose.sql is in no schema's folder.
                    Move it to the folder of the schema it belongs to.
                src/main/materialize/marts/header.sql:1:1: mz:clutser is unknown here. Did you mean "cluster"?
                    Known: mz:cluster
                src/main/materialize/marts/open.sql:2:8: The string that begins here does not end.
                        2 | SELECT 'x
                          |        ^
                src/main/materialize/marts/revenue.sql:1:1: marts.revenue is created by marts/again.sql too.
                    Create it in one file only.
                src/main/materialize/marts/revenue.sql:2:41: There is no placeholder ${country}.
                    Known: cluster.compute, schema.marts, schema.mz_mine, schema.staging
                src/main/materialize/marts/sink.sql:2:3: CREATE SINK: a swap would move the sink.
                    Keep sinks in a schema and a cluster of their own, outside the deployment; mz:promote points them at the new objects.
                src/test/materialize/two.sql:1:1: a test is one query, but here are 2.
                src/test/materialize/where.sql:1:1: schema mart is none of the target's. Did you mean "marts"?
                src/test/materialize/where.sql:1:1: cluster compte is none of the target's. Did you mean "compute"?
                src/verify/materialize/latin.sql:1:1: latin.sql is not UTF-8.
                    Save it as UTF-8.""");
    }

    @Test
    void badNamesDoNotKeepTheRestFromBeingSaid() throws IOException {
        file("mz.yml", """
                deployment:
                  default:
                    schemas: [staging, marts, marts, ""]
                    clusters: [compute, {size: 25cc}]
                    suffix: ""
                    expectedDeployment: ""
                    placeholders: {country: GB, schema.x: y}
                """);
        file("src/main/materialize/marts/revenue.sql", "SELECT ${nothing}");
        assertThat(refusal()).isEqualTo("""
                mz:validate found 7 problems. No server was asked.
                mz.yml:3:14: The schema marts is listed twice.
                    Remove one of the two from schemas.
                mz.yml:3:14: A schema has an empty name.
                    Name it, or remove it from schemas.
                mz.yml:4:15: A cluster has an empty name.
                    Name it, or remove it from clusters.
                mz.yml:5:13: The suffix is empty, so that the copies would have production's names.
                    Set mz.suffix, or leave it out for _dbt_deploy.
                mz.yml:6:25: expectedDeployment is set, and empty: a variable that should hold the id of the approved deployment does not.
                    Set mz.expectedDeployment (-Dmz.expectedDeployment=…, <expectedDeployment> in the POM, expectedDeployment: in mz.yml) to that id, or do not set it.
                mz.yml:7:33: The placeholder schema.x has a name that stands for a copy's name.
                    Choose one that does not begin with schema. or cluster.
                src/main/materialize/marts/revenue.sql:1:8: There is no placeholder ${nothing}.
                    Known: cluster., cluster.compute, country, schema., schema.marts, schema.staging""");
    }

    @Test
    void problemsHaveTheirPlacesForCiServers() throws IOException {
        file("mz.yml", "deployment:\n  default:\n    schemas: [staging, marts]\n    timout: 5m\n");
        file("src/main/materialize/marts/revenue.sql", "SELECT 1;\n DROP VIEW x CASCADE;");
        refusal();
        assertThat(events)
                .filteredOn(RunEvent.ProblemsFound.class::isInstance)
                .last()
                .extracting(event -> ((RunEvent.ProblemsFound) event)
                        .problems().stream().map(problem -> problem.place()).toList())
                .isEqualTo(List.of(
                        Place.in(directory.resolve("mz.yml"), 4, 5),
                        Place.in(directory.resolve("src/main/materialize/marts/revenue.sql"), 2, 2)));
    }

    @Test
    void whatIsSaidOfTheConnectionIsChecked() throws IOException {
        file("mz.yml", """
                deployment:
                  default:
                    url: http://elsewhere
                    schemas: [staging, marts]
                    silenceTimeout: 0s
                    placeholders: {country: GB}
                """);
        assertThat(refusal()).isEqualTo("""
                mz:validate found 2 problems. No server was asked.
                mz.yml:3:10: The url does not begin with jdbc:postgresql://, postgresql:// or postgres://.
                    Write jdbc:postgresql://<host>:6875/materialize, or postgres://<user>@<host>:6875/materialize.
                mz.yml:5:21: silenceTimeout is "0s", and must be 1 ms or more.
                    Set mz.silenceTimeout to a duration, for example 500ms, 90s, 5m, 1h 30m, PT1M30S.""");
    }

    @Test
    void whereTheFileCannotBeReadNothingElseIsJudgedByIt() throws IOException {
        file("mz.yml", "deployment:\n  default: [\n");
        assertThat(refusal()).isEqualTo("""
                mz:validate found 1 problem. No server was asked.
                mz.yml:3:1: this is not valid YAML: while parsing a flow node, expected the node content, but found '<stream end>'.""");
    }

    @Test
    void tablesAreForThoseWhoAllowThem() throws IOException {
        file("src/main/materialize/marts/t.sql", "CREATE TABLE t (a int);");
        assertThat(refusal()).isEqualTo("""
                mz:validate found 1 problem. No server was asked.
                src/main/materialize/marts/t.sql:1:1: CREATE TABLE: each deployment would replace the table by an empty one.
                    Keep it in a schema of its own, outside the deployment, or run mvn mz:init -Dmz.allowStateful=true.""");
        properties.put("mz.allowStateful", "true");
        assertThat(run()).containsExactly("3 files in 2 schemas, 2 tests: nothing is wrong.");
    }

    @Test
    void aTestThatReadsWhatNoFileCreatesIsWarnedOf() throws IOException {
        file("src/test/materialize/a.sql", """
                WITH mine AS (SELECT * FROM revenu)
                SELECT 'é', * FROM mine JOIN ${schema.marts}."Revenue" USING (x), marts.old, staging.orders
                """);
        file("src/verify/materialize/b.sql", "SELECT * FROM marts.old WHERE CAST(x AS numeric) < 0::int");
        assertThat(run())
                .containsExactly(
                        "WARN src/test/materialize/a.sql:1:29: no file creates revenu. Did you mean \"revenue\"?",
                        "WARN     The test can pass only where something else creates it.",
                        "WARN src/test/materialize/a.sql:2:30: no file creates marts.Revenue. Did you mean \"revenue\"?",
                        "WARN     The test can pass only where something else creates it.",
                        "WARN src/test/materialize/a.sql:2:67: no file creates marts.old.",
                        "WARN     The test can pass only where something else creates it.",
                        "WARN src/verify/materialize/b.sql:1:15: no file creates marts.old.",
                        "WARN     The test can pass only where something else creates it.",
                        "2 files in 2 schemas, 4 tests: nothing is wrong, but for 4 warnings.");
    }

    @Test
    void whatOnlyTheServerKnowsIsNotWarnedOf() throws IOException {
        file("src/test/materialize/a.sql", """
                SELECT * FROM raw.orders, mz_objects, mz_internal.mz_frontiers, pg_class, generate_series(1, 2),
                  other.marts.x, (SELECT extract(year FROM now())) AS y
                """);
        assertThat(run()).containsExactly("2 files in 2 schemas, 3 tests: nothing is wrong.");
        Files.delete(directory.resolve("src/main/materialize/staging/orders.sql"));
        file("src/main/materialize/marts/revenue.sql", "CREATE VIEW revenue AS SELECT 1");
        file("src/test/materialize/a.sql", "SELECT * FROM built_by_dbt, staging.built_by_dbt");
        assertThat(run()).containsExactly("1 file in 1 schema, 3 tests: nothing is wrong.");
    }

    @Test
    void filesThatWaitForEachOtherAreWarnedOf() throws IOException {
        file("src/main/materialize/staging/orders.sql", "CREATE VIEW orders AS SELECT * FROM ${schema.marts}.revenue;");
        assertThat(run())
                .containsExactly(
                        "WARN src/main/materialize/staging/orders.sql:1:37: 2 files wait for each other: staging/orders.sql,"
                                + " marts/revenue.sql.",
                        "WARN     staging/orders.sql:1:37 mentions marts.revenue of marts/revenue.sql",
                        "WARN     marts/revenue.sql:2:17 mentions staging.orders of staging/orders.sql",
                        "WARN     They run by path; one that does not find a relation goes on after the others. Move what both"
                                + " need into a file of its own.",
                        "2 files in 2 schemas, 2 tests: nothing is wrong, but for 1 warning.");
    }

    @Test
    void aProjectOfTestsAloneIsOne() throws IOException {
        properties.put("mz.sqlDirectory", "nowhere");
        assertThat(run()).containsExactly("0 files in 0 schemas, 2 tests: nothing is wrong.");
    }
}
