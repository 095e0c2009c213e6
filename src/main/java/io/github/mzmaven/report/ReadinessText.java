package io.github.mzmaven.report;

import io.github.mzmaven.plan.ClusterOutlook;
import io.github.mzmaven.plan.ClusterOutlook.Estimate;
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
        return of(cluster, ClusterOutlook.NONE);
    }

    /** The same with what can be said beside it, e.g. "14/20 hydrated, slowest: marts.revenue on r1 (last time 3 m …)". */
    static String of(ClusterReadiness cluster, ClusterOutlook outlook) {
        String hydrated = count(cluster) + " hydrated";
        String others = cluster.others() == 0 ? "" : " (" + cluster.others() + " more run only in its windows)";
        return switch (cluster.state()) {
            case EMPTY -> count(cluster) + " nothing to wait for" + others + ": ready";
            case READY -> hydrated + lag(cluster, "") + others + ": ready";
            case HYDRATING ->
                hydrated
                        + (outlook.estimate() == null
                                ? waitingFor(cluster, Missing.HYDRATION)
                                : slowest(outlook.estimate()))
                        + memory(outlook)
                        + offline(cluster);
            case SCHEDULED ->
                hydrated + waitingFor(cluster, Missing.REFRESH) + " to be refreshed" + others + memory(outlook);
            case LAGGING -> lagging(cluster, hydrated) + memory(outlook);
            case FAILING -> hydrated + ", failing: " + FailureText.reason(cluster.failure()) + memory(outlook);
        };
    }

    /** For example "marts.revenue (materialized view): hydrated on 0 of 1 replicas". */
    public static String of(ObjectReadiness object) {
        return object.name() + " (" + object.kind() + "): " + lack(object)
                + (object.trouble() == null || object.missing() == Missing.NOTHING
                        ? ""
                        : " (" + object.trouble() + ")");
    }

    private static String slowest(Estimate estimate) {
        ObjectReadiness object = estimate.slowest();
        return ", slowest: " + object.name() + onReplica(object) + " (" + lastTime(estimate) + ")";
    }

    private static String lastTime(Estimate estimate) {
        String took =
                Durations.text(estimate.lastTime()) + (estimate.lastSize() == null ? "" : " on " + estimate.lastSize());
        String unknown = estimate.unknown() == 0 ? "" : ", not counting " + estimate.unknown() + " never timed";
        return estimate.left().isNegative() || estimate.left().isZero()
                ? "longer than last time, " + took + unknown
                : "last time " + took + ", about " + Durations.rough(estimate.left()) + " left" + unknown;
    }

    /** For example ", memory 72 % on r1", where that much of it is used; else nothing. */
    private static String memory(ClusterOutlook outlook) {
        Integer percent = outlook.highestMemory();
        if (percent == null || percent < WORTH_SAYING_PERCENT) {
            return "";
        }
        return ", memory " + percent + " %"
                + (outlook.memory().size() == 1
                        ? ""
                        : " on " + outlook.memory().get(0).replica());
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
        return ", waiting for " + first.name()
                + (what == Missing.HYDRATION ? onReplica(first) : "")
                + (missing.size() == 1 ? "" : " and " + (missing.size() - 1) + " more");
    }

    private static String onReplica(ObjectReadiness object) {
        return object.notOn().size() == 1 ? " on " + object.notOn().get(0) : "";
    }

    private static String offline(ClusterReadiness cluster) {
        List<String> offline = cluster.offline();
        return offline.isEmpty()
                ? ""
                : "; " + String.join(", ", offline) + (offline.size() == 1 ? " is" : " are") + " offline";
    }
}
