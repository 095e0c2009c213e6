package io.github.mzmaven.report;

import static io.github.mzmaven.report.Html.escape;

import io.github.mzmaven.report.RunResult.HydrationSample;
import io.github.mzmaven.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How each cluster came up: objects hydrated, and below them the lag, over the same time. */
final class HydrationChart {
    private static final int WIDTH = 340;
    private static final int TOP = 30;
    private static final int COUNT_HEIGHT = 72;
    private static final int LAG_TOP = 124;
    private static final int LAG_HEIGHT = 32;

    private final List<HydrationSample> samples;
    private final Instant start;
    private final long span;

    private HydrationChart(List<HydrationSample> samples, Instant start, long span) {
        this.samples = samples;
        this.start = start;
        this.span = span;
    }

    /** One picture for each cluster, all over the same span of time. */
    static String of(List<HydrationSample> samples) {
        Instant start = Instant.parse(samples.get(0).at());
        Instant end = Instant.parse(samples.get(samples.size() - 1).at());
        long span = Math.max(1, Duration.between(start, end).toMillis());
        Map<String, List<HydrationSample>> byCluster = new LinkedHashMap<>();
        samples.forEach(sample -> byCluster
                .computeIfAbsent(sample.cluster(), k -> new ArrayList<>())
                .add(sample));
        var charts = new StringBuilder("<div class=\"pictures\">\n");
        byCluster.values().forEach(list -> charts.append(new HydrationChart(list, start, span).svg()));
        return charts.append("</div>\n").toString();
    }

    private String svg() {
        HydrationSample last = samples.get(samples.size() - 1);
        int most = Math.max(
                1, samples.stream().mapToInt(HydrationSample::total).max().orElse(1));
        String state = last.hydrated() + "/" + last.total() + " hydrated"
                + (last.lagMillis() == null ? "" : ", lag " + Durations.precise(Duration.ofMillis(last.lagMillis())));
        String line = steps(most, false);
        int bottom = TOP + COUNT_HEIGHT;
        return """
                <svg class="chart" viewBox="0 0 340 178" role="img"><title>%s: %s after %s</title>
                <text class="name" x="1" y="14">%s</text><text class="value" x="339" y="14" text-anchor="end">%s</text>
                <line class="grid" x1="0" y1="%d" x2="340" y2="%d"/>
                <path class="total" d="M%s"/>
                <path class="area" d="M%s L%s %d L%s %d Z"/>
                <path class="line" d="M%s"/>
                <line class="axis" x1="0" y1="%d" x2="340" y2="%d"/>
                %s<text class="note" x="1" y="174">0 s</text><text class="note" x="339" y="174" text-anchor="end">%s</text>
                </svg>
                """.formatted(
                        escape(last.cluster()),
                        escape(state),
                        Durations.precise(Duration.ofMillis(elapsed(last))),
                        escape(Texts.shortened(last.cluster(), 28)),
                        last.hydrated() + "/" + last.total(),
                        TOP,
                        TOP,
                        steps(most, true),
                        line,
                        x(last),
                        bottom,
                        x(samples.get(0)),
                        bottom,
                        line,
                        bottom,
                        bottom,
                        lag(),
                        Durations.precise(Duration.ofMillis(span)));
    }

    /** A line that changes at the samples, not between them. */
    private String steps(int most, boolean total) {
        var path = new StringBuilder();
        String before = null;
        for (HydrationSample sample : samples) {
            int value = total ? sample.total() : sample.hydrated();
            String y = number(TOP + COUNT_HEIGHT - (double) COUNT_HEIGHT * value / most);
            String x = x(sample);
            path.append(before == null ? "" : " L" + x + " " + before + " L")
                    .append(x)
                    .append(' ')
                    .append(y);
            before = y;
        }
        return path.toString();
    }

    private String lag() {
        List<HydrationSample> known =
                samples.stream().filter(sample -> sample.lagMillis() != null).toList();
        long most = known.stream().mapToLong(HydrationSample::lagMillis).max().orElse(0);
        int bottom = LAG_TOP + LAG_HEIGHT;
        String label = known.isEmpty() ? "lag unknown" : "lag, at most " + Durations.precise(Duration.ofMillis(most));
        String axis =
                "<text class=\"note\" x=\"1\" y=\"%d\">%s</text>\n<line class=\"axis\" x1=\"0\" y1=\"%d\" x2=\"340\" y2=\"%d\"/>\n"
                        .formatted(LAG_TOP - 6, label, bottom, bottom);
        var path = new StringBuilder();
        boolean gap = true;
        for (HydrationSample sample : samples) {
            if (sample.lagMillis() != null) {
                double y = bottom - (double) LAG_HEIGHT * sample.lagMillis() / Math.max(1, most);
                path.append(gap ? "M" : " L").append(x(sample)).append(' ').append(number(y));
            }
            gap = sample.lagMillis() == null;
        }
        return path.isEmpty() ? axis : axis + "<path class=\"lag\" d=\"" + path + "\"/>\n";
    }

    private long elapsed(HydrationSample sample) {
        return Duration.between(start, Instant.parse(sample.at())).toMillis();
    }

    private String x(HydrationSample sample) {
        return number((double) WIDTH * elapsed(sample) / span);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
