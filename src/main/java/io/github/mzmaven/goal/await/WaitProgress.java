package io.github.mzmaven.goal.await;

import io.github.mzmaven.Log;
import io.github.mzmaven.goal.await.ClusterReadiness.State;
import io.github.mzmaven.goal.await.ObjectReadiness.Missing;
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
    void tell(List<ClusterReadiness> clusters, Duration elapsed) {
        boolean last = clusters.stream().allMatch(ClusterReadiness::isReady);
        int nameWidth = clusters.stream()
                .mapToInt(cluster -> cluster.cluster().length())
                .max()
                .orElse(0);
        int countWidth = clusters.stream()
                .mapToInt(cluster -> count(cluster).length())
                .max()
                .orElse(0);
        for (ClusterReadiness cluster : clusters) {
            String what = cluster.state() + " " + count(cluster)
                    + (cluster.failure() == null ? "" : cluster.failure().reason());
            Told before = told.get(cluster.cluster());
            if (before == null || isDue(cluster, what, elapsed.minus(before.at), before, last)) {
                told.put(cluster.cluster(), new Told(elapsed, what));
                log.info(line(cluster, nameWidth, countWidth, elapsed));
            }
        }
    }

    private boolean isDue(ClusterReadiness cluster, String what, Duration since, Told before, boolean last) {
        if (what.equals(before.what)) {
            return !cluster.isReady() && since.compareTo(heartbeat) >= 0;
        }
        return last || since.compareTo(SHORTEST) >= 0;
    }

    private String line(ClusterReadiness cluster, int nameWidth, int countWidth, Duration elapsed) {
        String text = " ".repeat(countWidth - count(cluster).length()) + text(cluster);
        String time = Durations.text(Duration.ofSeconds(elapsed.toSeconds()));
        return "  " + cluster.cluster()
                + " ".repeat(nameWidth - cluster.cluster().length()) + "  "
                + (bar ? bar(cluster) + "  " : "")
                + text
                + " ".repeat(Math.max(2, WIDTH - text.length() - time.length()))
                + time;
    }

    private static String count(ClusterReadiness cluster) {
        return cluster.hydrated() + "/" + cluster.total();
    }

    private static String bar(ClusterReadiness cluster) {
        int full = cluster.total() == 0 ? BAR_CELLS : BAR_CELLS * cluster.hydrated() / cluster.total();
        return "\u2588".repeat(full) + "\u2591".repeat(BAR_CELLS - full);
    }

    /** What a cluster is doing, after its name. */
    static String text(ClusterReadiness cluster) {
        String hydrated = count(cluster) + " hydrated";
        String others = cluster.others() == 0 ? "" : " (" + cluster.others() + " more run only in its windows)";
        return switch (cluster.state()) {
            case EMPTY -> count(cluster) + " nothing to wait for" + others + ": ready";
            case READY -> hydrated + lag(cluster, "") + others + ": ready";
            case HYDRATING -> hydrated + waitingFor(cluster, Missing.HYDRATION) + offline(cluster);
            case SCHEDULED -> hydrated + waitingFor(cluster, Missing.REFRESH) + " to be refreshed" + others;
            case LAGGING -> lagging(cluster, hydrated);
            case FAILING -> hydrated + ", failing: " + cluster.failure().reason();
        };
    }

    private static String lagging(ClusterReadiness cluster, String hydrated) {
        ObjectReadiness slowest = cluster.slowest();
        if (slowest == null) {
            return hydrated + waitingFor(cluster, Missing.FRESHNESS) + " to have a write frontier";
        }
        return hydrated + lag(cluster, slowest.name());
    }

    private static String lag(ClusterReadiness cluster, String name) {
        ObjectReadiness slowest = cluster.slowest();
        if (slowest == null) {
            return "";
        }
        String production =
                slowest.productionLag() == null ? "" : "production " + Durations.text(slowest.productionLag());
        String separator = name.isEmpty() || production.isEmpty() ? "" : "; ";
        String inBrackets = name + separator + production;
        return ", lag " + Durations.text(slowest.lag()) + (inBrackets.isEmpty() ? "" : " (" + inBrackets + ")");
    }

    private static String waitingFor(ClusterReadiness cluster, Missing what) {
        List<ObjectReadiness> missing = cluster.missing(what);
        ObjectReadiness first = missing.get(0);
        boolean oneReplica = what == Missing.HYDRATION && first.notOn().size() == 1;
        return ", waiting for " + first.name()
                + (oneReplica ? " on " + first.notOn().get(0) : "")
                + (missing.size() == 1 ? "" : " and " + (missing.size() - 1) + " more");
    }

    private static String offline(ClusterReadiness cluster) {
        List<String> offline = cluster.offline();
        return offline.isEmpty()
                ? ""
                : "; " + String.join(", ", offline) + (offline.size() == 1 ? " is" : " are") + " offline";
    }

    /** The heartbeat of a wait that a person watches, or that only a log keeps. */
    static Duration heartbeat(boolean terminal) {
        return Duration.ofSeconds(terminal ? 5 : 30);
    }

    /** States at the end of a wait that did not end well, for example "prod_dbt_deploy hydrating (14/20)". */
    static String states(List<ClusterReadiness> clusters) {
        var text = new StringBuilder();
        for (ClusterReadiness cluster : clusters) {
            text.append("\n  ")
                    .append(cluster.cluster())
                    .append(": ")
                    .append(cluster.state() == State.READY ? "ready" : text(cluster));
        }
        return text.toString();
    }
}
