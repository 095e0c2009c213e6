package io.github.mzmaven.plan;

/**
 * A sink outside the deployment that reads one of its relations.
 *
 * @param name {@code schema.sink}
 * @param relation what it reads, {@code schema.relation}, as it is called now
 * @param relationId what it reads
 * @param readsCopy whether that is in a copy, not in production
 * @param twinId the relation of the same name on the other side; {@code null} where there is none
 * @param verdict how the two compare, e.g. "same columns"
 */
public record OutsideSink(
        String id, String name, String relation, String relationId, boolean readsCopy, String twinId, String verdict) {}
