package io.github.mzmaven.sandbox.engine;

import java.util.List;

/** The options of CREATE or ALTER CLUSTER as they were given; {@code null} where not. */
record ClusterOptionList(
        Boolean managed,
        String size,
        String replicationFactor,
        List<String> availabilityZones,
        Long introspectionMillis,
        Boolean introspectionDebugging,
        Schedule schedule,
        ClusterOptions.AutoScaling autoScaling,
        String workloadClass,
        List<Statement.ReplicaSpec> replicas) {
    static final ClusterOptionList NONE =
            new ClusterOptionList(null, null, null, null, null, null, null, null, null, null);

    /** @param refreshEstimate seconds; {@code null} for MANUAL */
    record Schedule(Long refreshEstimate) {}
}
