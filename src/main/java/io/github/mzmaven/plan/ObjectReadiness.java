package io.github.mzmaven.plan;

import java.time.Duration;
import java.util.List;

/**
 * How far one object of a copy is.
 *
 * @param name as production will know it: {@code schema.object} without the suffix
 * @param kind as people and SQL write it: {@code materialized view}
 * @param notOn names of the replicas on which it is not hydrated (or that are offline)
 * @param replicas how many replicas its cluster has
 * @param lag how far its write frontier is behind the time of the query; {@code null} where it has none, or a closed one
 * @param productionLag the same of production's object of the same name; {@code null} where there is none
 * @param trouble what the server says is wrong with a source or sink; {@code null} where it says nothing
 */
public record ObjectReadiness(
        String id,
        String name,
        String kind,
        Missing missing,
        List<String> notOn,
        int replicas,
        Duration lag,
        Duration productionLag,
        String trouble) {
    /** What an object still lacks. */
    public enum Missing {
        NOTHING,
        HYDRATION,
        FRESHNESS,
        /** Its first refresh. */
        REFRESH
    }

    /** Whether it is hydrated, or refreshed where that is what counts. */
    public boolean isHydrated() {
        return missing == Missing.NOTHING || missing == Missing.FRESHNESS;
    }

    public ObjectReadiness {
        notOn = List.copyOf(notOn);
    }
}
