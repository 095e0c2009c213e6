package io.github.mzmaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitHubActionsTest {
    @TempDir
    Path directory;

    private final Lines log = new Lines();
    private Path summary;
    private Path output;
    private Map<String, String> environment;

    @BeforeEach
    void nameFiles() {
        summary = directory.resolve("step-summary.md");
        output = directory.resolve("output.txt");
        environment = Map.of("GITHUB_STEP_SUMMARY", summary.toString(), "GITHUB_OUTPUT", output.toString());
    }

    @Test
    void theGoalsOfAStepShareOneSummaryBesideOthersText() throws IOException {
        Files.write(summary, "before \u00FF".getBytes(StandardCharsets.ISO_8859_1));
        publish(SampleRuns.init(), "mz");
        Files.writeString(summary, "after\n", java.nio.file.StandardOpenOption.APPEND);
        publish(SampleRuns.await(), "mz");

        String text = Files.readString(summary, StandardCharsets.ISO_8859_1);
        String key = "default "
                + directory.resolve("mz").toString().replace("/", "%2F").replace("-", "%2D");
        String own = new String(Files.readAllBytes(directory.resolve("mz/summary.md")), StandardCharsets.ISO_8859_1);
        assertThat(text)
                .isEqualTo("before \u00FF\n<!-- mz-maven-plugin " + key + " -->\n\n" + own + "\n<!-- /mz-maven-plugin "
                        + key + " -->\nafter\n");
        assertThat(own).contains("init 1.9 s", "await 1 m 15 s");
        assertThat(log.all()).isEmpty();
    }

    @Test
    void eachTargetHasASummaryOfItsOwn() throws IOException {
        publish(SampleRuns.init(), "mz");
        publish(new RunRecord("status", "--> other", "db", Instant.EPOCH), "mz");

        assertThat(Files.readString(summary).lines().filter(line -> line.startsWith("## ")))
                .containsExactly(
                        "## Deployment `20261122T121500Z-ab12cd3` is staged",
                        "## Target <code>--&#62; other</code> failed at mz:status");
    }

    @Test
    void theIdIsAnOutputOnceAndTheLastOneCounts() throws IOException {
        Files.writeString(output, "other=1");
        publish(SampleRuns.init(), "mz");
        publish(SampleRuns.await(), "mz");
        assertThat(output).hasContent("other=1\nmz-deployment-id=20261122T121500Z-ab12cd3\n");

        publish(about("second"), "mz");
        publish(SampleRuns.await(), "mz");
        assertThat(Files.readString(output).lines())
                .containsExactly(
                        "other=1",
                        "mz-deployment-id=20261122T121500Z-ab12cd3",
                        "mz-deployment-id=second",
                        "mz-deployment-id=20261122T121500Z-ab12cd3");
    }

    @Test
    void anIdThatWouldBeMoreThanOneOutputIsNone() {
        publish(about("a\nPATH=b"), "mz");
        assertThat(output).doesNotExist();
        assertThat(log.all())
                .containsExactly(
                        "WARN The id of the deployment is not given to $GITHUB_OUTPUT, since it is not on one line.");
    }

    @Test
    void anInitThatRefusesHasNoIdYetAndACleanupNoneAnyMore() {
        var refused = new RunRecord("init", "default", "db", Instant.EPOCH);
        refused.on(new RunEvent.DeploymentKnown("planned", null, null));
        publish(refused, "mz");
        var dropped = new RunRecord("cleanup", "default", "db", Instant.EPOCH);
        dropped.on(new RunEvent.DeploymentKnown("old", null, null));
        publish(dropped, "mz");
        assertThat(output).doesNotExist();
        assertThat(directory.resolve("mz/deployment.env")).doesNotExist();
        publish(SampleRuns.init(), "mz");
        publish(about("a b; rm -rf /"), "mz");
        assertThat(directory.resolve("mz/deployment.env")).hasContent("MZ_DEPLOYMENT_ID=20261122T121500Z-ab12cd3\n");
    }

    @Test
    void whatCannotBeWrittenIsAWarning() throws IOException {
        Files.createDirectories(summary);
        environment = Map.of(
                "GITHUB_STEP_SUMMARY",
                summary.toString(),
                "GITHUB_OUTPUT",
                directory + "/no/such/file",
                "GITHUB_ACTIONS",
                " ");
        publish(SampleRuns.init(), "mz");
        assertThat(log.all())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("WARN Cannot write $GITHUB_STEP_SUMMARY, " + summary + ": "),
                        line -> assertThat(line).startsWith("WARN Cannot write $GITHUB_OUTPUT, " + directory));
    }

    @Test
    void nothingIsWrittenWhereGitHubNamesNoFile() {
        environment = Map.of("GITHUB_STEP_SUMMARY", "");
        publish(SampleRuns.init(), "mz");
        assertThat(summary).doesNotExist();
        assertThat(output).doesNotExist();
        assertThat(log.all()).isEmpty();
    }

    @Test
    void errorsInFilesAreAnnotations() {
        environment = Map.of("GITHUB_ACTIONS", "true", "GITHUB_WORKSPACE", "/build/shop");
        assertThat(annotations(SampleRuns.applyRefused()))
                .containsExactly(
                        "::error file=src/main/materialize/staging/orders.sql,line=3,col=5::staging/orders.sql:3:5:"
                                + " CREATE SINK: a swap would move the sink.%0AKeep sinks in a schema and a cluster of their own.");
        assertThat(annotations(SampleRuns.applyFailed()))
                .containsExactly(
                        "::error file=src/main/materialize/marts/top.sql,line=2,col=1::marts/top.sql:2:1: column"
                                + " \"x\" does not exist (XX000)%0A    2 | CREATE VIEW top AS%0A      | ^%0A"
                                + "1 of 2 files are applied and recorded.");
        assertThat(annotations(SampleRuns.testFailed()))
                .containsExactly(
                        "::error file=src/test/materialize/marts/no_gaps.sql,line=2,col=1::marts/no_gaps.sql: 3 rows",
                        "::error file=src/test/materialize/typo.sql,line=1,col=8::typo.sql:1:8: column \"a,b\" does not"
                                + " exist: 100%25");
        assertThat(annotations(SampleRuns.promote())).isEmpty();
    }

    @Test
    void aFileOutsideOfTheWorkspaceKeepsItsPath() {
        environment = Map.of("GITHUB_ACTIONS", "true", "GITHUB_WORKSPACE", "/build,1:2");
        assertThat(annotations(SampleRuns.applyFailed()).get(0))
                .startsWith("::error file=/build/shop/src/main/materialize/marts/top.sql,line=2,col=1::");
        var odd = new RunRecord("test", "default", "db", Instant.EPOCH);
        odd.on(new TestEvent.Tested(new TestReport.TestCase(
                "a,b.sql",
                TestReport.Outcome.FAILED,
                java.time.Duration.ZERO,
                "1 row",
                "",
                new io.github.mzmaven.Place("/build,1:2/a,b.sql", 1, 1))));
        environment = Map.of("GITHUB_ACTIONS", "true", "GITHUB_WORKSPACE", "/build");
        assertThat(annotations(odd))
                .containsExactly("::error file=/build%2C1%3A2/a%2Cb.sql,line=1,col=1::a,b.sql: 1 row");
    }

    @Test
    void elsewhereThereAreNoAnnotations() {
        environment = Map.of();
        assertThat(annotations(SampleRuns.applyFailed())).isEmpty();
    }

    private List<String> annotations(RunRecord record) {
        return new GitHubActions(environment, log).annotations(record);
    }

    private static RunRecord about(String id) {
        var record = new RunRecord("apply", "default", "db", Instant.parse("2026-11-22T12:15:10Z"));
        record.on(new RunEvent.DeploymentKnown(id, null, null));
        return record;
    }

    private void publish(RunRecord record, String name) {
        record.write(directory.resolve(name));
        new GitHubActions(environment, log).publish(record, directory.resolve(name));
    }
}
