package io.github.mzmaven.report;

import static io.github.mzmaven.report.Html.code;
import static io.github.mzmaven.report.Html.escape;
import static io.github.mzmaven.report.Html.span;

import io.github.mzmaven.report.Html.Cell;
import io.github.mzmaven.report.RunResult.ChangedObject;
import io.github.mzmaven.report.RunResult.Detail;
import io.github.mzmaven.report.RunResult.Reason;
import io.github.mzmaven.report.RunResult.StepTime;
import io.github.mzmaven.text.Count;
import io.github.mzmaven.text.Durations;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One goal of a deployment: what it did, and nothing about what it did not. */
final class GoalSection {
    private static final int STEPS_SHOWN = 15;

    private final RunResult result;
    private final String script;
    private final StringBuilder html = new StringBuilder();

    /** @param script the plan as SQL; {@code null} where there was none */
    GoalSection(RunResult result, String script) {
        this.result = result;
        this.script = script;
    }

    /** The section, under this id. */
    String html(String anchor) {
        html.append("""
                <section id="%s" class="goal">
                <h2>mz:%s %s</h2>
                <p class="when">%s · %s</p>
                """.formatted(
                        anchor,
                        escape(result.goal()),
                        result.success() ? span("good", "succeeded") : span("bad", "failed"),
                        Texts.time(result.times().startedAt()),
                        Durations.precise(Duration.ofMillis(result.times().tookMillis()))));
        if (!result.message().isBlank()) {
            html.append("<p class=\"message\">")
                    .append(escape(result.message()))
                    .append("</p>\n");
        }
        part("Problems", result.problems(), this::problems);
        if (result.status() != null) {
            html.append(StatusPart.of(result.status()));
        }
        part("Swap", result.swaps(), swaps -> SwapPicture.of(swaps) + attempts());
        part("Objects", result.objects(), this::objects);
        part("Hydration", result.hydration(), HydrationChart::of);
        part(
                "Sinks",
                result.sinks(),
                sinks -> Html.table(
                        "Sinks that were to be moved",
                        List.of("Sink", "From", "To", "Outcome", "number:Took"),
                        sinks.stream()
                                .map(sink -> List.of(
                                        Cell.of(orDash(sink.name())),
                                        Cell.of(orDash(sink.from())),
                                        Cell.of(orDash(sink.to())),
                                        Cell.of(escape(sink.outcome())),
                                        new Cell("number", Durations.precise(Duration.ofMillis(sink.tookMillis())))))
                                .toList()));
        part("Timings", result.steps(), this::steps);
        details();
        return html.append("</section>\n").toString();
    }

    private <T> void part(String title, List<T> items, Function<List<T>, String> content) {
        if (!items.isEmpty()) {
            html.append("<h3>").append(title).append("</h3>\n").append(content.apply(items));
        }
    }

    private String problems(List<Reason> problems) {
        return problems.stream()
                .map(problem ->
                        "<li>" + span(problem.severity().equals("hard") ? "bad" : "warn", problem.severity()) + " "
                                + escape(problem.what())
                                + (problem.remedy().isEmpty()
                                        ? ""
                                        : "<pre>" + escape(String.join("\n", problem.remedy())) + "</pre>")
                                + "</li>\n")
                .collect(Collectors.joining("", "<ol class=\"problems\">\n", "</ol>\n"));
    }

    private String attempts() {
        return result.attempts().size() < 2
                ? ""
                : result.attempts().stream()
                        .map(attempt -> "<li>" + escape(attempt.outcome()) + "</li>\n")
                        .collect(Collectors.joining("", "<h3>Attempts</h3>\n<ol>\n", "</ol>\n"));
    }

    private static String orDash(String name) {
        return name == null ? "–" : code(name);
    }

    private String objects(List<ChangedObject> objects) {
        return Html.table(
                "Objects added, removed and changed",
                List.of("Object", "Change", "Difference", "wide:Ids"),
                objects.stream()
                        .map(object -> List.of(
                                Cell.of(code(object.name()) + " " + span("kind", object.kind())),
                                Cell.of(span(object.change(), object.change())),
                                Cell.of(escape(object.differences().stream()
                                        .map(Detail::what)
                                        .collect(Collectors.joining(", ")))),
                                new Cell("wide", ids(object.oldId(), object.newId()))))
                        .toList());
    }

    private static String ids(String oldId, String newId) {
        return "<span class=\"ids\">" + escape(oldId == null ? "–" : oldId) + " → "
                + escape(newId == null ? "–" : newId) + "</span>";
    }

    private String steps(List<StepTime> steps) {
        Set<StepTime> longest = steps.stream()
                .sorted(Comparator.comparingLong(StepTime::tookMillis).reversed())
                .limit(STEPS_SHOWN)
                .collect(Collectors.toCollection(HashSet::new));
        List<StepTime> shown = steps.size() <= STEPS_SHOWN
                ? steps
                : steps.stream().filter(longest::contains).limit(STEPS_SHOWN).toList();
        long most =
                Math.max(1, steps.stream().mapToLong(StepTime::tookMillis).max().orElse(1));
        String note = shown.size() == steps.size()
                ? ""
                : "<p class=\"note\">The " + shown.size() + " longest of " + steps.size() + " steps.</p>\n";
        return note
                + Html.table(
                        "How long each step took",
                        List.of("Step", "number:Took", "bar:Share of the longest"),
                        shown.stream()
                                .map(step -> List.of(
                                        Cell.of(escape(step.describe())),
                                        new Cell("number", Durations.precise(Duration.ofMillis(step.tookMillis()))),
                                        new Cell("bar", bar(step.tookMillis(), most))))
                                .toList());
    }

    private static String bar(long value, long most) {
        // An SVG rather than a style, since some CI servers serve reports without styles.
        return "<svg viewBox=\"0 0 100 6\" width=\"100%%\" height=\"6\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect width=\"%s\" height=\"6\"/></svg>"
                .formatted(Math.max(1, Math.round(100.0 * value / most)));
    }

    private void details() {
        if (!result.ids().isEmpty()) {
            html.append(disclosure(
                    "Ids: " + Count.of(result.ids().size(), "object"),
                    Html.table(
                            "Ids before and after",
                            List.of("Object", "Before", "After"),
                            result.ids().stream()
                                    .map(id -> List.of(
                                            Cell.of(code(id.object())),
                                            Cell.of(escape(id.oldId() == null ? "–" : id.oldId())),
                                            Cell.of(escape(id.newId() == null ? "–" : id.newId()))))
                                    .toList())));
        }
        if (script != null) {
            html.append(disclosure("Plan, as psql runs it", "<pre class=\"sql\">" + escape(script) + "</pre>\n"));
        }
    }

    private static String disclosure(String summary, String content) {
        return "<details><summary>" + escape(summary) + "</summary>\n" + content + "</details>\n";
    }
}
