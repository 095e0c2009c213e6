package io.github.mzmaven.report;

import io.github.mzmaven.Log;
import io.github.mzmaven.config.Settings.Replicas;
import io.github.mzmaven.plan.ClusterOutlook;
import io.github.mzmaven.plan.ClusterReadiness;
import io.github.mzmaven.text.Count;
import io.github.mzmaven.text.Durations;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells how far clusters are: complete lines, one on each change, and one now and then while nothing changes. */
final class WaitProgress {
    private static final int BAR_CELLS = 12;
    /** Of the text and the time after it. */
    private static final int WIDTH = 72;

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final Log log;
    private final boolean bar;
    private final Duration heartbeat;
    private final Map<String, Told> told = new HashMap<>();

    /** What the last line about a cluster said, and when. */
    private record Told(Duration at, String what) {}

    /**
     * @param bar whether to draw one
     * @param heartbeat how long a cluster that is not ready goes without a line at most
     */
    WaitProgress(Log log, boolean bar, Duration heartbeat) {
        this.log = log;
        this.bar = bar;
        this.heartbeat = heartbeat;
    }

    /** Tells what is new after so much time. */
    void tell(WaitEvent.Looked looked) {
        List<ClusterReadiness> clusters = looked.clusters();
        Duration elapsed = looked.elapsed();
        boolean last = clusters.stream().allMatch(ClusterReadiness::isReady);
        int nameWidth = clusters.stream()
                .mapToInt(cluster -> cluster.cluster().length())
                .max()
                .orElse(0);
        int countWidth = clusters.stream()
                .mapToInt(cluster -> ReadinessText.count(cluster).length())
                .max()
                .orElse(0);
        for (ClusterReadiness cluster : clusters) {
            String what = cluster.state() + " " + ReadinessText.count(cluster)
                    + (cluster.failure() == null ? "" : FailureText.reason(cluster.failure()));
            Told before = told.get(cluster.cluster());
            if (before == null || isDue(cluster, what, elapsed.minus(before.at), before, last)) {
                told.put(cluster.cluster(), new Told(elapsed, what));
                log.info(line(cluster, looked.outlook(cluster), nameWidth, countWidth, elapsed));
            }
        }
    }

    private boolean isDue(ClusterReadiness cluster, String what, Duration since, Told before, boolean last) {
        if (what.equals(before.what)) {
            return !cluster.isReady() && since.compareTo(heartbeat) >= 0;
        }
        return last || since.compareTo(SHORTEST) >= 0;
    }

    private String line(
            ClusterReadiness cluster, ClusterOutlook outlook, int nameWidth, int countWidth, Duration elapsed) {
        String text =
                " ".repeat(countWidth - ReadinessText.count(cluster).length()) + ReadinessText.of(cluster, outlook);
        String time = Durations.text(Duration.ofSeconds(elapsed.toSeconds()));
        return "  " + cluster.cluster()
                + " ".repeat(nameWidth - cluster.cluster().length()) + "  "
                + (bar ? bar(cluster) + "  " : "")
                + text
                + " ".repeat(Math.max(2, WIDTH - text.length() - time.length()))
                + time;
    }

    static String announcement(WaitEvent.Begun begun) {
        if (begun.clusters() == 0) {
            return "The copies hold nothing that could be waited for.";
        }
        String replicas = begun.await().replicas() == Replicas.ALL ? "hydrated on all replicas" : "hydrated";
        return "Waiting for " + Count.of(begun.clusters(), "cluster") + ": " + replicas + ", and within "
                + Durations.text(begun.await().lagThreshold()) + " of now or of production (timeout "
                + Durations.text(begun.await().timeout()) + ")";
    }

    private static String bar(ClusterReadiness cluster) {
        int full = cluster.total() == 0 ? BAR_CELLS : BAR_CELLS * cluster.hydrated() / cluster.total();
        return "\u2588".repeat(full) + "\u2591".repeat(BAR_CELLS - full);
    }
}
