package io.github.mzmaven.sandbox.engine;

/**
 * How a cluster is configured. Of an unmanaged one only {@code workloadClass} counts.
 *
 * @param introspectionMillis 0: off
 * @param refreshEstimate seconds, {@code null} unless the schedule is ON REFRESH
 */
record ClusterOptions(
        boolean managed,
        String size,
        int replicationFactor,
        long introspectionMillis,
        boolean introspectionDebugging,
        Long refreshEstimate,
        AutoScaling autoScaling,
        String workloadClass) {

    /** A burst of replicas of another size while the cluster hydrates. {@code lingerSeconds} may be {@code null}. */
    record AutoScaling(String hydrationSize, Long lingerSeconds) {}

    boolean onRefresh() {
        return refreshEstimate != null;
    }

    static ClusterOptions unmanaged(String workloadClass) {
        return new ClusterOptions(false, null, 0, 0, false, null, null, workloadClass);
    }
}
