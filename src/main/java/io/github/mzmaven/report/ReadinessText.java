package io.github.mzmaven.report;

import io.github.mzmaven.plan.ClusterOutlook;
import io.github.mzmaven.plan.ClusterOutlook.ReplicaMemory;
import io.github.mzmaven.plan.ClusterReadiness;
import io.github.mzmaven.plan.ObjectReadiness;
import io.github.mzmaven.plan.ObjectReadiness.Missing;
import io.github.mzmaven.text.Durations;
import java.util.List;

/** Puts into words how far copies of clusters are, and the objects on them. */
public final class ReadinessText {
    private static final int WORTH_SAYING_PERCENT = 60;

    private ReadinessText() {}

    /** For example "14/20 hydrated, waiting for marts.revenue on r1": what a cluster is doing, after its name. */
    static String of(ClusterReadiness cluster) {
        String hydrated = count(cluster) + " hydrated";
        String others = cluster.others() == 0 ? "" : " (" + cluster.others() + " more run only in its windows)";
        return switch (cluster.state()) {
            case EMPTY -> count(cluster) + " nothing to wait for" + others + ": ready";
            case READY -> hydrated + lag(cluster, "") + others + ": ready";
            case HYDRATING -> hydrated + waitingFor(cluster, Missing.HYDRATION) + offline(cluster);
            case SCHEDULED -> hydrated + waitingFor(cluster, Missing.REFRESH) + " to be refreshed" + others;
            case LAGGING -> lagging(cluster, hydrated);
            case FAILING -> hydrated + ", failing: " + FailureText.reason(cluster.failure());
        };
    }

    /** For example "marts.revenue (materialized view): hydrated on 0 of 1 replicas". */
    public static String of(ObjectReadiness object) {
        return object.name() + " (" + object.kind() + "): " + lack(object)
                + (object.trouble() == null || object.missing() == Missing.NOTHING
                        ? ""
                        : " (" + object.trouble() + ")");
    }

    /** For example ", memory 72 % on r1", where that much of it is used and the cluster is not ready; else nothing. */
    static String memory(ClusterReadiness cluster, ClusterOutlook outlook) {
        if (cluster.isReady() || outlook.memory().isEmpty()) {
            return "";
        }
        ReplicaMemory fullest = outlook.memory().get(0);
        return fullest.percent() < WORTH_SAYING_PERCENT
                ? ""
                : ", memory " + fullest.percent() + " %"
                        + (outlook.memory().size() == 1 ? "" : " on " + fullest.replica());
    }

    static String count(ClusterReadiness cluster) {
        return cluster.hydrated() + "/" + cluster.total();
    }

    /** For example "hydrating". */
    static String word(ClusterReadiness cluster) {
        return Texts.word(cluster.state());
    }

    /** What is missing, in one sentence; {@code null} where nothing is. */
    static String detail(ClusterReadiness cluster) {
        if (cluster.failure() != null) {
            return FailureText.reason(cluster.failure());
        }
        List<ObjectReadiness> missing = cluster.missing();
        if (missing.isEmpty()) {
            return null;
        }
        return of(missing.get(0)) + (missing.size() == 1 ? "" : ", and " + (missing.size() - 1) + " more");
    }

    private static String lack(ObjectReadiness object) {
        int replicas = object.replicas();
        List<String> notOn = object.notOn();
        return switch (object.missing()) {
            case NOTHING -> "ready";
            case HYDRATION ->
                replicas == 0
                        ? "not hydrated"
                        : "hydrated on " + (replicas - notOn.size()) + " of " + replicas + " replicas"
                                + (notOn.size() == replicas ? "" : ", not on " + String.join(", ", notOn));
            case FRESHNESS ->
                object.lag() == null
                        ? "hydrated, but without a write frontier"
                        : "hydrated, but " + Durations.text(object.lag()) + " behind"
                                + (object.productionLag() == null
                                        ? ""
                                        : " (production " + Durations.text(object.productionLag()) + ")");
            case REFRESH -> "its first refresh is not completed";
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
}
