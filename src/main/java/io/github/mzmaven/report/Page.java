package io.github.mzmaven.report;

import static io.github.mzmaven.report.Html.escape;

import io.github.mzmaven.text.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The page {@code report.html}: the newest deployment first, its goals in the order of time. */
final class Page {
    private static final int SHA_LENGTH = 13;

    private final List<Run> runs;

    /**
     * A goal's result and its plan as SQL.
     *
     * @param script {@code null} where there was no plan
     */
    record Run(RunResult result, String script) {
        private String startedAt() {
            return result.times().startedAt();
        }

        /** Results that know of no deployment stay together. */
        private List<String> group() {
            RunEvent.DeploymentKnown deployment = result.deployment();
            return List.of(result.target(), deployment == null ? "" : deployment.id());
        }
    }

    Page(List<Run> runs) {
        this.runs = runs.stream()
                .sorted(Comparator.comparing(Run::startedAt).thenComparing(run -> run.result.goal()))
                .toList();
    }

    String html() {
        Map<List<String>, List<Run>> groups = new LinkedHashMap<>();
        runs.forEach(run ->
                groups.computeIfAbsent(run.group(), k -> new ArrayList<>()).add(run));
        List<List<Run>> newestFirst = new ArrayList<>(groups.values());
        newestFirst.sort(Comparator.comparing(
                        (List<Run> group) -> group.get(group.size() - 1).startedAt())
                .reversed());
        var body = new StringBuilder();
        for (int i = 0; i < newestFirst.size(); i++) {
            body.append(deployment(newestFirst.get(i), i + 1));
        }
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <title>%s</title>
                <style>
                %s</style>
                </head>
                <body>
                <main>
                %s</main>
                </body>
                </html>
                """.formatted(escape(title(newestFirst)), Style.CSS, body);
    }

    private static String title(List<List<Run>> groups) {
        return groups.isEmpty() ? "Deployments" : name(groups.get(0));
    }

    private static String name(List<Run> group) {
        RunResult last = group.get(group.size() - 1).result;
        return last.deployment() == null
                ? "Target " + last.target()
                : "Deployment " + last.deployment().id();
    }

    private static String deployment(List<Run> group, int number) {
        var html = new StringBuilder("<article>\n<header>\n");
        RunResult last = group.get(group.size() - 1).result;
        html.append("<p class=\"eyebrow\">Target ")
                .append(escape(last.target()))
                .append("</p>\n");
        html.append("<h1>").append(escape(name(group))).append("</h1>\n");
        html.append(facts(group, last)).append(goals(group, number)).append("</header>\n");
        for (Run run : group) {
            html.append(new GoalSection(run.result, run.script).html(anchor(run, number)));
        }
        return html.append("</article>\n").toString();
    }

    private static String facts(List<Run> group, RunResult last) {
        var facts = new LinkedHashMap<String, String>();
        facts.put(
                "Result",
                Html.span(last.success() ? "good" : "bad", last.goal() + (last.success() ? " succeeded" : " failed")));
        facts.put("Database", escape(last.connection()));
        RunEvent.DeploymentKnown deployment = last.deployment();
        if (deployment != null && deployment.tag() != null) {
            facts.put("Tag", escape(deployment.tag()));
        }
        if (deployment != null && deployment.gitSha() != null) {
            facts.put(
                    "Commit",
                    "<span title=\"%s\">%s</span>"
                            .formatted(
                                    escape(deployment.gitSha()),
                                    escape(Texts.shortened(deployment.gitSha(), SHA_LENGTH))));
        }
        facts.put("Begun", Texts.time(group.get(0).startedAt()));
        return facts.entrySet().stream()
                .map(fact -> "<div><dt>" + fact.getKey() + "</dt><dd>" + fact.getValue() + "</dd></div>\n")
                .collect(Collectors.joining("", "<dl>\n", "</dl>\n"));
    }

    private static String goals(List<Run> group, int number) {
        return group.stream()
                .map(run -> "<li class=\"" + (run.result.success() ? "done" : "failed") + "\"><a href=\"#"
                        + anchor(run, number)
                        + "\">" + escape(run.result.goal()) + "</a> "
                        + (run.result.success() ? "" : Html.span("bad", "failed") + " ")
                        + Html.span(
                                "took",
                                Durations.precise(
                                        Duration.ofMillis(run.result.times().tookMillis()))) + "</li>\n")
                .collect(Collectors.joining("", "<nav aria-label=\"Goals\"><ol>\n", "</ol></nav>\n"));
    }

    private static String anchor(Run run, int number) {
        return escape(run.result.goal()) + "-" + number;
    }
}
