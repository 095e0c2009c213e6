package io.github.mzmaven.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.mzmaven.Problem;
import io.github.mzmaven.plan.Plan;
import io.github.mzmaven.plan.Step;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class RunRecordTest {
    @TempDir
    Path directory;

    @Test
    void leavesTheFilesOfAWholeDeployment() throws IOException {
        SampleRuns.init().write(directory);
        SampleRuns.applied().write(directory);
        SampleRuns.await().write(directory);
        SampleRuns.diff().write(directory);
        SampleRuns.promote().write(directory);
        SampleRuns.status().write(directory);

        assertThat(names(directory))
                .containsExactly(
                        "apply-plan.json",
                        "apply-plan.sql",
                        "apply-result.json",
                        "await-result.json",
                        "deployment.env",
                        "diff-result.json",
                        "init-plan.json",
                        "init-plan.sql",
                        "init-result.json",
                        "promote-plan.json",
                        "promote-plan.sql",
                        "promote-result.json",
                        "report.html",
                        "status-result.json",
                        "summary.md");
        for (String name : names(directory)) {
            Golden.assertSame("deployed-" + name, Files.readString(directory.resolve(name)));
        }
    }

    @Test
    void showsAFailedTestAndADryRunOnThePage() throws IOException {
        SampleRuns.testFailed().write(directory);
        SampleRuns.promoteDryRun().write(directory);

        assertThat(Files.readString(directory.resolve("report.html")))
                .contains("<h2>mz:promote (dry run) ", "<span class=\"bad\">failed</span> 3 rows");
    }

    @Test
    void leavesTheSameShapeWhenAGoalRefuses() throws IOException {
        SampleRuns.refused().write(directory);
        String refused = Files.readString(directory.resolve("init-result.json"));
        Golden.assertSame("refused-init-result.json", refused);

        SampleRuns.promote().write(directory);
        String promoted = Files.readString(directory.resolve("promote-result.json"));
        assertThat(keys(refused)).isEqualTo(keys(promoted));
    }

    /** Somebody may have changed either version before all were compared: then the goal fails, and nothing of it is shown. */
    @Test
    void keepsOnlyWhatWasComparedToTheEnd() {
        RelationDiff relation = SampleRuns.diffOfEqual().result().relations().get(0);
        var record = new RunRecord("diff", "default", "db", Instant.EPOCH);
        record.on(new DiffEvent.Compared(relation));
        assertThat(record.result().relations()).isEmpty();

        record.on(new DiffEvent.Ended(List.of(relation), true, Duration.ZERO));
        assertThat(record.result().relations()).containsExactly(relation);
    }

    @Test
    void readsItsOwnResultsBack() throws IOException {
        for (RunRecord record : List.of(SampleRuns.promote(), SampleRuns.refused(), SampleRuns.odd())) {
            assertThat(Json.result(Json.of(record.result()))).isEqualTo(record.result());
        }
        assertThat(Json.result("{\"schemaVersion\": 999}")).isNull();
        assertThat(Json.result("not JSON")).isNull();
    }

    @Test
    void writesAPageThatParsesAsXmlWhateverTheNamesAre() throws Exception {
        SampleRuns.odd().write(directory);
        SampleRuns.init().write(directory);
        SampleRuns.await().write(directory);

        String page = Files.readString(directory.resolve("report.html"));
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(page.replace("<!DOCTYPE html>", ""))));
        assertThat(document.getElementsByTagName("script").getLength()).isZero();
        assertThat(document.getElementsByTagName("h1").item(0).getTextContent())
                .isEqualTo("Deployment 20261122T121500Z-ab12cd3");
        assertThat(document.getElementsByTagName("h1").item(1).getTextContent())
                .isEqualTo("Deployment id-]]>-a<script>alert(\"1\")</script>&amp;'\uFFFD\uD83D\uDE00 ümläut\n\\! rm");
        assertThat(page).doesNotContain("http://", "https://", "url(", "@import");
    }

    @Test
    void keepsLineBreaksInNamesFromLeavingAComment() throws IOException {
        SampleRuns.odd().write(directory);

        String name = "a<script>alert(\"1\")</script>&amp;'\u0001\uD83D\uDE00 ümläut";
        String quoted = name.replace("\"", "\"\"");
        assertThat(directory.resolve("promote-plan.sql")).hasContent("""
                -- mz:promote on target de"fault
                -- Deployment: id \\! id
                -- Planned for ma'terialize at ::1:6875 as <b>, 2026-11-22T12:15:00Z
                \\set ON_ERROR_STOP on

                -- swap schemas %s \\! rm and %s \\! rm_x
                ALTER SCHEMA "d"."%s
                \\! rm" SWAP WITH "%s
                \\! rm_x";
                """.formatted(name, name, quoted, quoted));
    }

    @Test
    void showsTheNewestDeploymentFirst() throws IOException {
        SampleRuns.promote().write(directory);
        var later = new RunRecord("init", "default", "db", Instant.parse("2026-12-01T00:00:00Z"));
        later.on(new RunEvent.DeploymentKnown("later", null, null));
        later.write(directory);

        assertThat(Files.readString(directory.resolve("report.html")))
                .containsSubsequence("<h1>Deployment later</h1>", "<h1>Deployment 20261122T121500Z-ab12cd3</h1>");
    }

    @Test
    void removesThePlanOfAnEarlierRun() throws IOException {
        SampleRuns.init().write(directory);
        SampleRuns.refused().write(directory);

        assertThat(names(directory)).containsExactly("deployment.env", "init-result.json", "report.html", "summary.md");
    }

    @Test
    void writesNoSecretOfTheProjectsSql() throws IOException {
        var statements = List.of(
                "CREATE SECRET kafka AS 's3cret'",
                "create /* x */ secret if not exists k AS decode($t$s3cret$t$, 'base64')",
                "ALTER SECRET kafka AS 'it''s s3cret'",
                "ALTER ROLE r WITH PASSWORD $$s3cret$$",
                "SELECT 'kept' AS password -- it's fine");
        var record = new RunRecord("apply", "default", "db", Instant.EPOCH);
        List<Step> steps = statements.stream()
                .map(sql -> (Step) new Step.RunStatement(sql, "staging/a.sql", 1, 1))
                .toList();
        record.on(new RunEvent.Planned(new Plan("apply", "id", steps)));
        steps.forEach(step -> record.on(new RunEvent.StepDone(step, Duration.ZERO, List.of())));
        record.on(new RunEvent.ProblemsFound(
                List.of(Problem.hard("at postgres://deployer:s3cret@db/x", "Use postgres://deployer:s3cret@db/y.")),
                true));
        record.finish(false, "Cannot connect to postgres://deployer:s3cret@db/x?password=s3cret&a=b", Instant.EPOCH);
        record.write(directory);

        for (String name : names(directory)) {
            assertThat(Files.readString(directory.resolve(name))).as(name).doesNotContain("s3cret");
        }
        assertThat(Files.readString(directory.resolve("apply-plan.sql"))).endsWith("""
                CREATE SECRET kafka AS :'secret';

                -- run staging/a.sql:1
                create /* x */ secret if not exists k AS :'secret';

                -- run staging/a.sql:1
                ALTER SECRET kafka AS :'secret';

                -- run staging/a.sql:1
                ALTER ROLE r WITH PASSWORD :'secret';

                -- run staging/a.sql:1
                SELECT 'kept' AS password -- it's fine
                ;
                """);
    }

    @Test
    void keepsEveryChangeOfALongWaitAndFewOfTheRest() {
        var record = new RunRecord("await", "default", "db", Instant.EPOCH);
        for (int second = 0; second < 3600; second++) {
            Duration elapsed = Duration.ofSeconds(second);
            record.on(new WaitEvent.Looked(
                    Instant.EPOCH.plus(elapsed),
                    elapsed,
                    List.of(SampleRuns.cluster("c", second / 360, 10, Duration.ofMillis(second))),
                    Map.of()));
        }

        var kept = record.result().hydration();
        assertThat(kept).hasSizeBetween(150, 250);
        assertThat(kept.get(kept.size() - 1).at()).isEqualTo("1970-01-01T00:59:59Z");
        assertThat(kept.stream().map(RunResult.HydrationSample::hydrated).distinct())
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void canBeToldByManyThreads() throws InterruptedException {
        var record = new RunRecord("promote", "default", "db", Instant.EPOCH);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            var thread = new Thread(() -> {
                for (int j = 0; j < 500; j++) {
                    record.on(new SwapEvent.SinkMoved("s", "a", "b", "moved", Duration.ZERO));
                    record.result();
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(record.result().sinks()).hasSize(4000);
    }

    @Test
    void leavesOthersFilesAlone() throws IOException {
        Files.writeString(directory.resolve("other-result.json"), "{}");
        assertThatCode(() -> SampleRuns.init().write(directory)).doesNotThrowAnyException();
        assertThat(directory.resolve("other-result.json")).hasContent("{}");
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Set<String> keys(String json) throws IOException {
        JsonNode node = JsonMapper.builder().build().readTree(json);
        Set<String> keys = new TreeSet<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }
}
