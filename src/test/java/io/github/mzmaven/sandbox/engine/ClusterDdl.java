package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.SqlError;
import io.github.mzmaven.sandbox.engine.Entities.Cluster;
import io.github.mzmaven.sandbox.engine.Entities.Replica;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Clusters and their replicas. */
final class ClusterDdl {
    private static final ClusterOptions DEFAULTS = new ClusterOptions(true, null, 1, 1000, false, null, null, null);

    private final Work work;
    private final Catalog catalog;
    private final List<String> sizes;

    ClusterDdl(Work work, List<String> sizes) {
        this.work = work;
        this.catalog = work.catalog;
        this.sizes = sizes;
    }

    static void checkName(String name) throws SqlError {
        Names.checkLength(name);
        if (name.startsWith("mz_") || name.startsWith("pg_")) {
            throw Errors.plan(
                    "cluster name " + Names.display(name) + " is reserved",
                    "The prefixes \"mz_\" and \"pg_\" are reserved for system clusters.",
                    null);
        }
    }

    void create(Statement.CreateCluster create) throws SqlError {
        ClusterOptionList given = create.options();
        boolean managed = given.managed() == null ? given.replicas() == null : given.managed();
        ClusterOptions options = managed ? managed(DEFAULTS, given) : unmanaged(given);
        work.access.system(Privilege.CREATECLUSTER);
        checkName(create.name());
        if (catalog.cluster(create.name()).isPresent()) {
            throw Errors.plan("cluster '" + create.name() + "' already exists");
        }
        String id = catalog.newId(ObjectType.CLUSTER);
        Acl acl = work.newAcl(ObjectType.CLUSTER, null, work.owner());
        Cluster cluster = new Cluster(id, create.name(), work.owner(), acl, options);
        catalog.clusters.put(id, cluster);
        if (managed) {
            scale(cluster);
        } else {
            for (Statement.ReplicaSpec spec :
                    Objects.requireNonNullElse(given.replicas(), List.<Statement.ReplicaSpec>of())) {
                addReplica(cluster, spec);
            }
        }
    }

    void create(Statement.CreateClusterReplica create) throws SqlError {
        Cluster cluster = work.scope.cluster(create.cluster());
        work.access.owns(List.of(cluster));
        if (cluster.options().managed()) {
            throw Errors.plan("cannot modify managed cluster " + cluster.name());
        }
        addReplica(cluster, create.spec());
    }

    void alter(Statement.AlterCluster alter) throws SqlError {
        Cluster cluster = work.scope.cluster(alter.name());
        ClusterOptionList given = alter.options();
        checkWorkloadClass(given);
        work.access.owns(List.of(cluster));
        ClusterOptions options = cluster.options();
        if (given.managed() != null && given.managed() != options.managed()) {
            throw Errors.unsupported("ALTER CLUSTER ... SET (MANAGED) that changes it");
        }
        if (!options.managed()) {
            throw Errors.unsupported("ALTER CLUSTER of an unmanaged one");
        }
        options = managed(options, given);
        Cluster changed = cluster.with(options);
        catalog.clusters.put(cluster.id(), changed);
        boolean ran = catalog.replicasOf(cluster).findAny().isPresent();
        if (!options.size().equals(cluster.options().size())) {
            removeReplicas(cluster, 0);
        }
        scale(changed);
        stopSinks(changed, ran);
    }

    private void checkWorkloadClass(ClusterOptionList given) throws SqlError {
        if (given.workloadClass() != null && !work.access.isSuperuser()) {
            throw Errors.plan("WORKLOAD CLASS not supported for non-system users");
        }
    }

    /** A managed cluster's options: those given, the rest as in {@code base}. */
    private ClusterOptions managed(ClusterOptions base, ClusterOptionList given) throws SqlError {
        checkWorkloadClass(given);
        if (given.replicas() != null) {
            throw Errors.plan("REPLICAS not supported for managed clusters");
        }
        String size = given.size() == null ? base.size() : given.size();
        if (size == null) {
            throw Errors.plan("SIZE must be specified for managed clusters");
        }
        Long refresh = given.schedule() == null
                ? base.refreshEstimate()
                : given.schedule().refreshEstimate();
        if (refresh != null && given.replicationFactor() != null) {
            throw Errors.plan("REPLICATION FACTOR cannot be given together with any SCHEDULE other than MANUAL");
        }
        int factor = given.replicationFactor() == null ? base.replicationFactor() : factor(given.replicationFactor());
        checkSize(size);
        return new ClusterOptions(
                true,
                size,
                refresh == null ? factor : 0,
                given.introspectionMillis() == null ? base.introspectionMillis() : given.introspectionMillis(),
                given.introspectionDebugging() == null ? base.introspectionDebugging() : given.introspectionDebugging(),
                refresh,
                autoScaling(base, given, size, refresh),
                workloadClass(base, given));
    }

    private ClusterOptions.AutoScaling autoScaling(
            ClusterOptions base, ClusterOptionList given, String size, Long refresh) throws SqlError {
        if (given.autoScaling() == null) {
            return base.autoScaling();
        }
        ClusterOptions.AutoScaling scaling = given.autoScaling();
        if (refresh != null) {
            throw Errors.plan("AUTO SCALING STRATEGY cannot be combined with a SCHEDULE other than MANUAL");
        }
        checkSize(scaling.hydrationSize());
        if (scaling.hydrationSize().equals(size)) {
            throw Errors.plan("HYDRATION SIZE must differ from the cluster SIZE");
        }
        return scaling;
    }

    private static String workloadClass(ClusterOptions base, ClusterOptionList given) {
        if (given.workloadClass() == null) {
            return base.workloadClass();
        }
        return given.workloadClass().isEmpty() ? null : given.workloadClass();
    }

    private ClusterOptions unmanaged(ClusterOptionList given) throws SqlError {
        checkWorkloadClass(given);
        if (given.replicas() == null) {
            throw Errors.plan("REPLICAS must be specified for unmanaged clusters");
        }
        refuseManagedOptions(given);
        return ClusterOptions.unmanaged(workloadClass(DEFAULTS, given));
    }

    private static void refuseManagedOptions(ClusterOptionList given) throws SqlError {
        Map<String, Object> managedOnly = new LinkedHashMap<>();
        managedOnly.put("AUTO SCALING STRATEGY", given.autoScaling());
        managedOnly.put("REPLICATION FACTOR", given.replicationFactor());
        managedOnly.put("INTROSPECTION DEBUGGING", given.introspectionDebugging());
        managedOnly.put("INTROSPECTION INTERVAL", given.introspectionMillis());
        managedOnly.put("SIZE", given.size());
        managedOnly.put("SCHEDULE", given.schedule());
        for (Map.Entry<String, Object> option : managedOnly.entrySet()) {
            if (option.getValue() != null) {
                throw Errors.plan(option.getKey() + " not supported for unmanaged clusters");
            }
        }
    }

    private static int factor(String given) throws SqlError {
        try {
            return Integer.parseUnsignedInt(given);
        } catch (NumberFormatException e) {
            throw Errors.plan("invalid REPLICATION FACTOR: invalid numeric value: invalid digit found in string");
        }
    }

    private void checkSize(String size) throws SqlError {
        if (!sizes.contains(size)) {
            throw Errors.plan(
                    "unknown cluster replica size " + size,
                    null,
                    "Valid cluster replica sizes are: " + String.join(", ", sizes));
        }
    }

    private static SqlError unknownZone(String zone) {
        return new SqlError(
                "0A000",
                "unknown cluster replica availability zone " + zone,
                null,
                "No availability zones configured; do not specify AVAILABILITY ZONE",
                null);
    }

    private void addReplica(Cluster cluster, Statement.ReplicaSpec spec) throws SqlError {
        if (spec.size() == null) {
            throw Errors.plan("SIZE must be specified for cluster replicas");
        }
        checkSize(spec.size());
        if (spec.zone() != null) {
            throw unknownZone(spec.zone());
        }
        if (catalog.replica(cluster, spec.name()).isPresent()) {
            throw Errors.plan(
                    "cannot create multiple replicas named '" + spec.name() + "' on cluster '" + cluster.name() + "'");
        }
        put(cluster, spec.name(), spec.size());
    }

    private void put(Cluster cluster, String name, String size) {
        String id = catalog.newId(ObjectType.CLUSTER_REPLICA);
        catalog.replicas.put(id, new Replica(id, cluster.id(), name, size, null, cluster.owner(), work.now));
    }

    /** Adds or takes away replicas until there are as many as the replication factor says. */
    private void scale(Cluster cluster) {
        ClusterOptions options = cluster.options();
        removeReplicas(cluster, options.replicationFactor());
        for (int i = 1; i <= options.replicationFactor(); i++) {
            if (catalog.replica(cluster, "r" + i).isEmpty()) {
                put(cluster, "r" + i, options.size());
            }
        }
    }

    private void removeReplicas(Cluster cluster, int keep) {
        catalog.replicasOf(cluster)
                .filter(r -> Integer.parseInt(r.name().substring(1)) > keep)
                .toList()
                .forEach(r -> catalog.replicas.remove(r.id()));
    }

    /**
     * Remembers how far the sinks of a cluster came that has lost its last replica.
     *
     * @param ran whether it had one
     */
    private void stopSinks(Cluster cluster, boolean ran) {
        if (!ran || catalog.replicasOf(cluster).findAny().isPresent()) {
            return;
        }
        catalog.updateItems(item -> item.definition() instanceof Definition.Sink sink
                        && cluster.id().equals(item.cluster())
                ? item.defined(sink.stopped(work.now), item.references(), item.linked())
                : item);
    }
}
