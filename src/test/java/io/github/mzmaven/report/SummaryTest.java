package io.github.mzmaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.Problem;
import io.github.mzmaven.plan.Direction;
import io.github.mzmaven.plan.ObjectChange;
import io.github.mzmaven.plan.ObjectChange.Change;
import io.github.mzmaven.plan.Plan;
import io.github.mzmaven.plan.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryTest {
    @TempDir
    Path directory;

    @Test
    void tellsOfAStagedDeploymentWhatAPromoteWouldDo() throws IOException {
        SampleRuns.init().write(directory);
        SampleRuns.await().write(directory);
        SampleRuns.diff().write(directory);
        SampleRuns.promoteDryRun().write(directory);

        Golden.assertSame("staged-summary.md", summary());
    }

    @Test
    void tellsAtWhichGoalADeploymentFailed() throws IOException {
        SampleRuns.init().write(directory);
        SampleRuns.await().write(directory);
        SampleRuns.testFailed().write(directory);

        Golden.assertSame("failed-summary.md", summary());
    }

    @Test
    void tellsOfEqualVersionsInOneLine() throws IOException {
        SampleRuns.diffOfEqual().write(directory);

        assertThat(summary()).isEqualTo("""
                ## Deployment `20261122T121500Z-ab12cd3` is staged

                Target `default` · tag `PR-42` · commit `ab12cd3f00e1…` · `materialize at db.example.com:6875 as deployer`

                diff 1 s

                All 2 relations are equal.

                ### What changes

                No object differs from production's.

                ### What readers will see

                All 2 relations are equal.

                """);
    }

    @Test
    void tellsWhatARefusalIsFor() throws IOException {
        SampleRuns.refused().write(directory);

        assertThat(summary()).isEqualTo("""
                ## Target `default` failed at mz:init

                Target `default` · `materialize at db.example.com:6875 as deployer`

                **init failed** 310 ms

                ```text
                mz:init refuses. Nothing was written. 2 problems
                ```

                """);
    }

    @Test
    void leavesOutEarlierDeploymentsAndOtherTargets() throws IOException {
        SampleRuns.await().write(directory);
        var other = new RunRecord("status", "other", "db", Instant.parse("2026-12-02T00:00:00Z"));
        other.write(directory);
        var later = new RunRecord("init", "default", "db", Instant.parse("2026-12-01T00:00:00Z"));
        later.on(new RunEvent.DeploymentKnown("later", null, null));
        later.finish(true, "Staged.", Instant.parse("2026-12-01T00:00:01Z"));
        later.write(directory);
        var lost = new RunRecord("apply", "default", "db", Instant.parse("2026-12-01T00:00:02Z"));
        lost.finish(false, "Cannot connect to db", Instant.parse("2026-12-01T00:00:05Z"));
        lost.write(directory);

        var unrelated = new RunRecord("help", "default", "db", Instant.parse("2026-12-01T00:00:01Z"));
        unrelated.finish(true, "something else", Instant.parse("2026-12-01T00:00:02Z"));
        unrelated.write(directory);

        assertThat(summary()).isEqualTo("""
                ## Deployment `later` failed at mz:apply; it is staged

                Target `default` · `db`

                init 1 s → **apply failed** 3 s

                ```text
                Cannot connect to db
                ```

                """);
    }

    @Test
    void saysWhatBecameOfADeployment() throws IOException {
        SampleRuns.promote().write(directory);
        assertThat(headline()).isEqualTo("## Deployment `20261122T121500Z-ab12cd3` is promoted");
        ended("rollback", true, 1000);
        assertThat(headline())
                .isEqualTo("## Deployment `20261122T121500Z-ab12cd3` is rolled back: production has the old version");
        ended("promote", true, 1100);
        ended("cleanup", false, 1200);
        assertThat(headline())
                .isEqualTo("## Deployment `20261122T121500Z-ab12cd3` failed at mz:cleanup; it is promoted");
        ended("cleanup", true, 1300);
        assertThat(headline())
                .isEqualTo("## Deployment `20261122T121500Z-ab12cd3` is promoted, and the old version is dropped");
    }

    @Test
    void saysWhichVersionAFailedPromoteHasLeft() throws IOException {
        SampleRuns.init().write(directory);
        assertThat(summary()).contains("\n`mvn mz:diff` and `mvn mz:promote -Dmz.dryRun` show here which objects,");
        RunRecord promote = swapped();
        promote.finish(false, "a sink did not move", Instant.parse("2026-11-22T12:31:00Z"));
        promote.write(directory);
        assertThat(headline())
                .isEqualTo("## Deployment `20261122T121500Z-ab12cd3` failed at mz:promote; it is promoted");

        promote.on(new SwapEvent.Begun(Direction.ROLLBACK, "20261122T121500Z-ab12cd3", null, false));
        promote.on(new SwapEvent.ObjectDiffers(
                new ObjectChange(Change.REMOVED, "view", "marts.fresh", "u9", null, List.of())));
        promote.on(new SwapEvent.SinkMoved("sinks.out", "marts_dbt_deploy.v", "marts.v", "moved", Duration.ZERO));
        promote.on(new SwapEvent.NamesSwapped("cluster", "marts", "u4", "u3"));
        promote.on(new SwapEvent.NamesSwapped("schema", "marts", "u2", "u1"));
        promote.write(directory);
        assertThat(headline()).isEqualTo("## Deployment `20261122T121500Z-ab12cd3` failed at mz:promote; it is staged");
        assertThat(summary())
                .contains("1 object added.", "`marts_dbt_deploy.v` to `marts.v`: moved back, 0 ms")
                .doesNotContain("removed");
    }

    private static RunRecord swapped() {
        var promote = new RunRecord("promote", "default", "db", Instant.parse("2026-11-22T12:30:00Z"));
        promote.on(new RunEvent.DeploymentKnown("20261122T121500Z-ab12cd3", null, null));
        promote.on(new SwapEvent.ObjectDiffers(
                new ObjectChange(Change.ADDED, "view", "marts.fresh", null, "u9", List.of())));
        promote.on(new SwapEvent.NamesSwapped("schema", "marts", "u1", "u2"));
        promote.on(new SwapEvent.NamesSwapped("cluster", "marts", "u3", "u4"));
        return promote;
    }

    @Test
    void namesMakeNoMarkupAndMentionNobody() throws IOException {
        SampleRuns.odd().write(directory);

        Golden.assertSame("odd-summary.md", summary());
        assertThat(Markdown.text("a|b `c` <d> _e_ f_g *h* [i](j) \\k $l$ &m; ~n~\r\no"))
                .isEqualTo(
                        "a&#124;b &#96;c&#96; &#60;d&#62; &#95;e&#95; f_g &#42;h&#42; &#91;i&#93;(j) &#92;k &#36;l&#36;"
                                + " &#38;m; &#126;n&#126; o");
        assertThat(Markdown.text("@octocat, by me@example.com, see #12"))
                .isEqualTo("@\u200Boctocat, by me@example.com, see #\u200B12");
        assertThat(Markdown.text("\u202Elanimret\u0007")).isEqualTo("\uFFFDlanimret\uFFFD");
        assertThat(Markdown.text(null)).isEqualTo("–");
        assertThat(Markdown.code("marts.revenue")).isEqualTo("`marts.revenue`");
        assertThat(Markdown.code("a`|b")).isEqualTo("<code>a&#96;&#124;b</code>");
        assertThat(new Markdown().block("sql", "a\n```\n````b", 100).toString())
                .isEqualTo("`````sql\na\n```\n````b\n`````\n\n");
    }

    @Test
    void cutsLongListsAndPlansAndSaysSo() throws IOException {
        var record = new RunRecord("promote", "default", "db", Instant.EPOCH);
        record.on(new RunEvent.DeploymentKnown("id", null, null));
        record.on(new RunEvent.Planned(new Plan(
                "promote",
                "id",
                IntStream.range(0, 900)
                        .mapToObj(i -> (Step) new Step.SwapSchemas("d", "s" + i, "s" + i + "_dbt_deploy"))
                        .toList())));
        IntStream.range(0, 1000)
                .forEach(i -> record.on(new SwapEvent.ObjectDiffers(new ObjectChange(
                        Change.ADDED, "view", "marts." + "v".repeat(200) + i, null, "u" + i, List.of()))));
        record.on(new RunEvent.ProblemsFound(
                IntStream.range(0, 500)
                        .mapToObj(i -> Problem.warning("View " + i + " reads production. " + "|".repeat(5000)))
                        .toList(),
                false));
        record.finish(true, "Promoted.", Instant.EPOCH);
        record.write(directory);

        assertThat(summary().length()).isLessThan(Summary.LONGEST);
        assertThat(summary().lines().filter(line -> line.contains(" more")).collect(Collectors.toList()))
                .containsExactly("… and 993 rows more.", "- and 493 more", "… and 2656 lines more.");
    }

    private void ended(String goal, boolean success, long seconds) {
        Instant at = Instant.parse("2026-11-22T12:15:00Z").plusSeconds(seconds);
        var record = new RunRecord(goal, "default", "db", at);
        record.on(new RunEvent.DeploymentKnown("20261122T121500Z-ab12cd3", null, null));
        record.finish(success, "so it ended", at);
        record.write(directory);
    }

    private String headline() throws IOException {
        return summary().lines().findFirst().orElseThrow();
    }

    private String summary() throws IOException {
        return Files.readString(directory.resolve("summary.md"));
    }
}
