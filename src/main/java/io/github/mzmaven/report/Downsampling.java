package io.github.mzmaven.report;

import io.github.mzmaven.report.RunResult.HydrationSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps of a long wait what its chart can show: each change of the counts, and the lag at even distances. */
final class Downsampling {
    private static final int POINTS_PER_CLUSTER = 200;

    private Downsampling() {}

    /** A part of the samples, in their order: first and last of each cluster, and what tells something new in between. */
    static List<HydrationSample> of(List<HydrationSample> samples) {
        if (samples.isEmpty()) {
            return List.of();
        }
        Map<String, HydrationSample> last = new LinkedHashMap<>();
        samples.forEach(sample -> last.put(sample.cluster(), sample));
        Duration distance = Duration.between(time(samples.get(0)), time(samples.get(samples.size() - 1)))
                .dividedBy(POINTS_PER_CLUSTER);
        Map<String, HydrationSample> kept = new LinkedHashMap<>();
        var thinned = new ArrayList<HydrationSample>();
        for (HydrationSample sample : samples) {
            HydrationSample previous = kept.get(sample.cluster());
            if (previous == null
                    || sample == last.get(sample.cluster())
                    || sample.hydrated() != previous.hydrated()
                    || sample.total() != previous.total()
                    || Duration.between(time(previous), time(sample)).compareTo(distance) >= 0) {
                kept.put(sample.cluster(), sample);
                thinned.add(sample);
            }
        }
        return List.copyOf(thinned);
    }

    private static Instant time(HydrationSample sample) {
        return Instant.parse(sample.at());
    }
}
