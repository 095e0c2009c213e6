package io.github.mzmaven.report;

import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The page {@code report.html}: the newest deployment first, its goals in the order of time. Its markup is in {@code
 * src/main/jte}, compiled by the build to the classes {@code Jte…Generated}; its style is {@code report.css}.
 */
final class Page {
    private static final String NOT_XML = "[^\\t\\n\\r -\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]";

    private final List<Run> runs;

    /**
     * A goal's result and its plan.
     *
     * @param script the plan for psql; {@code null} where there was none
     * @param plan empty where there was none
     */
    record Run(RunResult result, String script, PlanFile.Document plan) {
        List<PlanFile.PlannedStep> steps() {
            return plan.steps();
        }

        String startedAt() {
            return result.times().startedAt();
        }

        /** The id; {@code null} where the goal knew of none. */
        String deployment() {
            return result.deployment() == null ? null : result.deployment().id();
        }

        /** Results that know of no deployment stay together. */
        private List<String> group() {
            return List.of(
                    result.target(),
                    result.deployment() == null ? "" : result.deployment().id());
        }
    }

    /**
     * The goals of one deployment.
     *
     * @param number from 1, for anchors
     */
    record Chapter(int number, List<Run> runs) {
        RunResult last() {
            return runs.get(runs.size() - 1).result();
        }

        String startedAt() {
            return runs.get(0).startedAt();
        }

        String title() {
            return last().deployment() == null
                    ? "Target " + last().target()
                    : "Deployment " + last().deployment().id();
        }

        String anchor(Run run) {
            return run.result().goal() + "-" + number;
        }
    }

    Page(List<Run> runs) {
        this.runs = runs.stream()
                .sorted(Comparator.comparing(Run::startedAt).thenComparing(run -> run.result.goal()))
                .toList();
    }

    /** The whole page, which HTML and XML read alike; what XML cannot hold becomes U+FFFD. */
    String html() {
        var html = new StringOutput();
        JtepageGenerated.render(new OwaspHtmlTemplateOutput(html), null, chapters(), style());
        return html.toString().replaceAll(NOT_XML, "\uFFFD");
    }

    private List<Chapter> chapters() {
        Map<List<String>, List<Run>> groups = new LinkedHashMap<>();
        runs.forEach(run ->
                groups.computeIfAbsent(run.group(), k -> new ArrayList<>()).add(run));
        List<List<Run>> newestFirst = new ArrayList<>(groups.values());
        newestFirst.sort(Comparator.comparing(
                        (List<Run> group) -> group.get(group.size() - 1).startedAt())
                .reversed());
        var chapters = new ArrayList<Chapter>();
        newestFirst.forEach(group -> chapters.add(new Chapter(chapters.size() + 1, group)));
        return chapters;
    }

    private static String style() {
        try (InputStream css = Page.class.getResourceAsStream("report.css")) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
