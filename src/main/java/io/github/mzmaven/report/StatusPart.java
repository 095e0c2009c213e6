package io.github.mzmaven.report;

import static io.github.mzmaven.report.Html.code;
import static io.github.mzmaven.report.Html.escape;
import static io.github.mzmaven.report.Html.span;

import io.github.mzmaven.report.Html.Cell;
import io.github.mzmaven.text.Durations;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** What mz:status found, as a part of the page. */
final class StatusPart {
    private StatusPart() {}

    static String of(TargetStatus status) {
        var html = new StringBuilder("<p>State: <strong>" + escape(status.state()) + "</strong>"
                + (status.run() == null ? "" : ", " + escape(status.run())) + "</p>\n");
        if (!status.pairs().isEmpty()) {
            html.append("<h3>Schemas and clusters</h3>\n").append(pairs(status.pairs()));
        }
        if (!status.readiness().isEmpty()) {
            html.append("<h3>Readiness</h3>\n").append(readiness(status.readiness()));
        }
        if (!status.sinks().isEmpty()) {
            html.append("<h3>Sinks outside</h3>\n")
                    .append(Html.table(
                            "Sinks outside that read the deployment",
                            List.of("Sink", "Reads", "The other side"),
                            status.sinks().stream()
                                    .map(sink -> List.of(
                                            Cell.of(code(sink.name())),
                                            Cell.of(code(sink.reads())),
                                            Cell.of(escape(sink.verdict()))))
                                    .toList()));
        }
        if (status.next() != null && !status.refusals().isEmpty()) {
            html.append("<h3>mz:")
                    .append(escape(status.next()))
                    .append(" would refuse</h3>\n")
                    .append(status.refusals().stream()
                            .map(refusal -> "<li>" + escape(refusal) + "</li>\n")
                            .collect(Collectors.joining("", "<ol class=\"problems\">\n", "</ol>\n")));
        }
        return html.toString();
    }

    private static String pairs(List<TargetStatus.Pair> pairs) {
        return Html.table(
                "Schemas and clusters with their copies",
                List.of("Production", "Copy", "Swapped"),
                pairs.stream()
                        .map(pair -> List.of(
                                Cell.of(code(pair.production()) + " " + span("kind", pair.kind()) + " "
                                        + (pair.productionId() == null
                                                ? span("bad", "missing")
                                                : span("ids", pair.productionId()))),
                                Cell.of(code(pair.copy()) + " "
                                        + (pair.copyId() == null ? "–" : span("ids", pair.copyId()))),
                                Cell.of(pair.swapped() == null ? "–" : pair.swapped() ? "yes" : "no")))
                        .toList());
    }

    private static String readiness(List<TargetStatus.Readiness> clusters) {
        return Html.table(
                "Readiness of the copies of clusters",
                List.of("Cluster", "State", "number:Hydrated", "number:Lag"),
                clusters.stream()
                        .map(cluster -> List.of(
                                Cell.of(code(cluster.cluster())),
                                Cell.of(escape(cluster.state())
                                        + (cluster.detail() == null ? "" : " " + span("kind", cluster.detail()))),
                                new Cell("number", cluster.hydrated() + "/" + cluster.total()),
                                new Cell(
                                        "number",
                                        cluster.lagMillis() == null
                                                ? "–"
                                                : Durations.precise(Duration.ofMillis(cluster.lagMillis())))))
                        .toList());
    }
}
