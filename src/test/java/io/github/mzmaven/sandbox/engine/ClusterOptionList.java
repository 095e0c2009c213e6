package io.github.mzmaven.sandbox.engine;

import java.util.List;

/** The options of CREATE or ALTER CLUSTER as they were given; {@code null} where not. */
record ClusterOptionList(
        Boolean managed,
        String size,
        String replicationFactor,
        Long introspectionMillis,
        Boolean introspectionDebugging,
        Schedule schedule,
        ClusterOptions.AutoScaling autoScaling,
        String workloadClass,
        List<Statement.ReplicaSpec> replicas) {
    /** @param refreshEstimate seconds; {@code null} for MANUAL */
    record Schedule(Long refreshEstimate) {}
}
