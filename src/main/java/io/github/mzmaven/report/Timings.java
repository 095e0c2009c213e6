package io.github.mzmaven.report;

import io.github.mzmaven.report.RunResult.StepTime;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The steps of a goal that the page shows: the longest, in the order in which they ran.
 *
 * @param all how many there were
 * @param longestMillis at least 1
 */
record Timings(List<StepTime> shown, int all, long longestMillis) {
    private static final int SHOWN = 15;

    static Timings of(List<StepTime> steps) {
        List<StepTime> longestFirst = steps.stream()
                .sorted(Comparator.comparingLong(StepTime::tookMillis).reversed())
                .toList();
        Set<StepTime> longest = longestFirst.stream().limit(SHOWN).collect(Collectors.toSet());
        return new Timings(
                steps.stream().filter(longest::contains).limit(SHOWN).toList(),
                steps.size(),
                Math.max(1, longestFirst.get(0).tookMillis()));
    }

    /** How long a step took, of the longest: 1 to 100. */
    long percent(StepTime step) {
        return Math.max(1, Math.round(100.0 * step.tookMillis() / longestMillis));
    }
}
