package io.github.mzmaven.report;

import io.github.mzmaven.report.RunResult.HydrationSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/** How a cluster came up, as texts and paths: objects hydrated, and below them the lag and how full its memory
 * was, over the same time. */
final class HydrationChart {
    static final int TOP = 30;
    static final int BOTTOM = 102;
    static final int LAG_BOTTOM = 156;
    static final int MEMORY_BOTTOM = 212;
    private static final int LAG_HEIGHT = 32;
    private static final int MEMORY_HEIGHT = 32;
    /** Of what stands below the last axis. */
    private static final int NOTE_BASELINE = 18;

    private static final int MARGIN = 4;
    private static final int WIDTH = 340;

    private final List<HydrationSample> samples;
    private final Instant start;
    private final long span;

    private HydrationChart(List<HydrationSample> samples, Instant start, long span) {
        this.samples = samples;
        this.start = start;
        this.span = span;
    }

    /** One for each cluster, all over the same span of time. */
    static List<HydrationChart> of(List<HydrationSample> samples) {
        Instant start = Instant.parse(samples.get(0).at());
        Instant end = Instant.parse(samples.get(samples.size() - 1).at());
        long span = Math.max(1, Duration.between(start, end).toMillis());
        Map<String, List<HydrationSample>> byCluster = new LinkedHashMap<>();
        samples.forEach(sample -> byCluster
                .computeIfAbsent(sample.cluster(), k -> new ArrayList<>())
                .add(sample));
        return byCluster.values().stream()
                .map(list -> new HydrationChart(list, start, span))
                .toList();
    }

    List<HydrationSample> samples() {
        return samples;
    }

    String cluster() {
        return last().cluster();
    }

    String hydrated() {
        return last().hydrated() + "/" + last().total();
    }

    /** How it ended, for those who cannot see the chart. */
    String state() {
        String memory = hasMemory() ? ", " + memoryLabel() : "";
        String expected = asLastTime() == null ? "" : ", " + asLastTime();
        return hydrated() + " hydrated" + (last().lagMillis() == null ? "" : ", lag " + Texts.took(last().lagMillis()))
                + " after " + Texts.took(elapsed(last())) + memory + expected;
    }

    String span() {
        return Texts.took(span);
    }

    String totalPath() {
        return steps(HydrationSample::total);
    }

    String hydratedPath() {
        return steps(HydrationSample::hydrated);
    }

    String areaPath() {
        return "%s L%s %d L%s %d Z".formatted(hydratedPath(), x(last()), BOTTOM, x(samples.get(0)), BOTTOM);
    }

    String lagLabel() {
        return samples.stream().allMatch(sample -> sample.lagMillis() == null)
                ? "lag unknown"
                : "lag, at most " + Texts.took(mostLag());
    }

    /** Empty where the lag was never known. */
    String lagPath() {
        return path(HydrationSample::lagMillis, lag -> LAG_BOTTOM - (double) LAG_HEIGHT * lag / Math.max(1, mostLag()));
    }

    /** When it would have been hydrated if it had taken as long as the last time; {@code null} where that is not known. */
    String asLastTime() {
        Long expected = expected();
        return expected == null ? null : "last time " + Texts.took(expected);
    }

    /** Where that is in the picture; {@code null} where it is not in it. */
    String expectedX() {
        Long expected = expected();
        return expected == null || expected > span ? null : number((double) WIDTH * expected / span);
    }

    /** In milliseconds after the start; {@code null} where it is not known, or was before. */
    private Long expected() {
        String at = last().expectedAt();
        long millis =
                at == null ? -1 : Duration.between(start, Instant.parse(at)).toMillis();
        return millis < 0 ? null : millis;
    }

    /** Where the text below the last axis stands: memory has an axis where it is known only. */
    int noteBaseline() {
        return (hasMemory() ? MEMORY_BOTTOM : LAG_BOTTOM) + NOTE_BASELINE;
    }

    int height() {
        return noteBaseline() + MARGIN;
    }

    boolean hasMemory() {
        return samples.stream().anyMatch(sample -> sample.memoryPercent() != null);
    }

    String memoryLabel() {
        return "memory, at most " + mostMemory() + " %";
    }

    /** Over a scale that ends where there is no more. */
    String memoryPath() {
        return path(
                HydrationSample::memoryPercent,
                percent -> MEMORY_BOTTOM - MEMORY_HEIGHT * Math.min(100, percent) / 100.0);
    }

    /** In percent; 0 where it was never known. */
    int mostMemory() {
        return samples.stream()
                .filter(sample -> sample.memoryPercent() != null)
                .mapToInt(HydrationSample::memoryPercent)
                .max()
                .orElse(0);
    }

    /** A line with gaps where nothing is known. */
    private <T> String path(Function<HydrationSample, T> value, ToDoubleFunction<T> y) {
        var path = new StringBuilder();
        boolean gap = true;
        for (HydrationSample sample : samples) {
            T known = value.apply(sample);
            if (known != null) {
                path.append(gap ? "M" : " L").append(x(sample)).append(' ').append(number(y.applyAsDouble(known)));
            }
            gap = known == null;
        }
        return path.toString();
    }

    private long mostLag() {
        return samples.stream()
                .filter(sample -> sample.lagMillis() != null)
                .mapToLong(HydrationSample::lagMillis)
                .max()
                .orElse(0);
    }

    /** A line that changes at the samples, not between them. */
    private String steps(ToIntFunction<HydrationSample> count) {
        int most = Math.max(
                1, samples.stream().mapToInt(HydrationSample::total).max().orElse(1));
        var path = new StringBuilder();
        String before = null;
        for (HydrationSample sample : samples) {
            String y = number(BOTTOM - (double) (BOTTOM - TOP) * count.applyAsInt(sample) / most);
            String x = x(sample);
            path.append(before == null ? "M" : " L" + x + " " + before + " L")
                    .append(x)
                    .append(' ')
                    .append(y);
            before = y;
        }
        return path.toString();
    }

    private HydrationSample last() {
        return samples.get(samples.size() - 1);
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
