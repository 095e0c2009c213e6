package io.github.mzmaven.report;

import io.github.mzmaven.Log;
import io.github.mzmaven.plan.ClusterReadiness;
import io.github.mzmaven.text.Count;
import io.github.mzmaven.text.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** What a promote tells that watches production: a line when something begins or ceases to fail, and one now and then. */
final class SoakLines {
    private final Log log;
    private final Duration heartbeat;
    private Duration toldAt;
    private List<String> told = List.of();

    /** @param heartbeat how long it is silent at most */
    SoakLines(Log log, Duration heartbeat) {
        this.log = log;
        this.heartbeat = heartbeat;
    }

    static String planned(SwapEvent.SoakPlanned planned) {
        return "After the swap it would watch production for " + Durations.text(planned.time()) + ", and run "
                + Count.of(planned.tests(), "test") + " at its beginning and at its end";
    }

    static String begun(SwapEvent.SoakBegun begun) {
        return "Watching production for " + Durations.text(begun.time()) + ": " + Count.of(begun.objects(), "object")
                + " on " + Count.of(begun.clusters(), "cluster") + ", " + Count.of(begun.sinks(), "sink") + ", "
                + Count.of(begun.tests(), "test")
                + (begun.rollback() ? "; what fails is rolled back" : "; what fails is told, and not rolled back");
    }

    static String passed(SwapEvent.SoakPassed passed) {
        return "Watched production for "
                + Durations.text(Duration.ofSeconds(passed.took().toSeconds())) + ": nothing failed";
    }

    static String cutOff(SwapEvent.SoakCutOff cut) {
        return "Ended while production was watched. Production is promoted, and nothing was rolled back. Run mvn mz:promote"
                + " again: it watches again; or mvn mz:rollback.";
    }

    void looked(SwapEvent.SoakLooked looked) {
        boolean changed = !looked.failing().equals(told);
        boolean due = toldAt == null || looked.elapsed().minus(toldAt).compareTo(heartbeat) >= 0;
        if (changed || due) {
            told = looked.failing();
            toldAt = looked.elapsed();
            log.info("  " + time(looked.elapsed()) + " of " + time(looked.time()) + "  " + state(looked));
        }
    }

    private static String time(Duration time) {
        return Durations.text(Duration.ofSeconds(time.toSeconds()));
    }

    private static String state(SwapEvent.SoakLooked looked) {
        if (!looked.failing().isEmpty()) {
            return "not as it should be: " + String.join("; ", looked.failing());
        }
        Duration lag = looked.clusters().stream()
                .map(ClusterReadiness::lag)
                .filter(Objects::nonNull)
                .max(Duration::compareTo)
                .orElse(null);
        return "hydrated and fresh" + (lag == null ? "" : ", lag " + Durations.text(lag));
    }

    void failed(SwapEvent.SoakFailed failed) {
        log.warn("Production fails" + (failed.after().isZero() ? "" : " after " + time(failed.after())) + ": "
                + failed.failures().stream().collect(Collectors.joining("; "))
                + (failed.rollback() ? ". Rolling back" : ""));
    }
}
