package io.github.mzmaven.plan;

/**
 * A sink outside the deployment that reads one of its relations.
 *
 * @param name {@code schema.sink}
 * @param relation what it reads, {@code schema.relation}, as it is called now
 * @param relationId what it reads
 * @param readsCopy whether that is in a copy, not in production
 * @param twinId the relation of the same name on the other side; {@code null} where there is none
 * @param columnChanges from the one to the other; {@code null} where they are the same, or where that does not matter
 */
public record OutsideSink(
        String id,
        String name,
        String relation,
        String relationId,
        boolean readsCopy,
        String twinId,
        Fit fit,
        String columnChanges) {

    /** Whether the sink can be moved to the other side, as far as that has the relation. */
    public enum Fit {
        NO_COPY("there is no copy of its schema"),
        MISSING("nothing of that name to move to"),
        NOT_SINKABLE("the other one is a view, which cannot be sunk"),
        FITS("same columns");

        private final String verdict;

        Fit(String verdict) {
            this.verdict = verdict;
        }
    }

    /** How the two compare, in a few words. */
    public String verdict() {
        return columnChanges == null ? fit.verdict : columnChanges;
    }
}
