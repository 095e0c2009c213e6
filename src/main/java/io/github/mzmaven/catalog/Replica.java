package io.github.mzmaven.catalog;

import io.github.mzmaven.sql.Sql;

/**
 * A replica of a cluster.
 *
 * @param size {@code null} for one that runs outside Materialize's control
 * @param availabilityZone {@code null} where none was asked for
 * @param internal whether it belongs to Materialize's own staff; read where a cluster of the deployment is unmanaged
 */
public record Replica(String id, String name, String size, String availabilityZone, Boolean internal) {
    @Override
    public Boolean internal() {
        if (internal == null) {
            throw new IllegalStateException("mz_internal_cluster_replicas was not read, so whether replica " + name
                    + " is internal is not known");
        }
        return internal;
    }

    String definition() {
        String zone = availabilityZone == null ? "" : ", AVAILABILITY ZONE = " + Sql.literal(availabilityZone);
        return Sql.identifier(name) + " (SIZE = " + Sql.literal(size) + zone + ")";
    }

    Replica asInternal(boolean isInternal) {
        return new Replica(id, name, size, availabilityZone, isInternal);
    }
}
