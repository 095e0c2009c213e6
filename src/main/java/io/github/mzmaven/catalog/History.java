package io.github.mzmaven.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What production was built from, and a target's past deployments. It is kept as a text in a view of the schema {@link Current}.
 *
 * @param deployments the newest first, 50 at most
 * @param production ids of production's schemas, clusters and objects as they were promoted; {@code null} where they are not
 *     known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record History(List<Entry> deployments, ProductionSnapshot production) {
    /** The view's name, and its column's. */
    public static final String VIEW = "history";

    /** Before the first. */
    public static final History NOTHING = new History(List.of(), null);

    private static final int LONGEST = 50;

    /**
     * A deployment that is over, or is to be.
     *
     * @param marker the id of the marker's schema: two deployments of one second may have one id
     * @param id the deployment's
     * @param tag {@code null} where not set
     * @param user the role that made it
     * @param git the commit SHA; {@code null} where unknown
     * @param started the server's time, ISO 8601
     * @param promoted the server's time, ISO 8601; {@code null} where it is not in production
     * @param promotedBy the role that promoted; {@code null} where it is not in production
     * @param rolledBack the server's time, ISO 8601; {@code null} where it was not swapped back
     * @param ended the server's time, ISO 8601, when its cleanup began; {@code null} where it was cleaned up after a promote, for
     *     one in progress, and for one of an earlier version of this plugin
     * @param inProduction whether production had it when it was over
     * @param goals how many milliseconds the last run of each goal took
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Entry(
            String marker,
            String id,
            String tag,
            String user,
            String git,
            String started,
            String promoted,
            String promotedBy,
            String rolledBack,
            String ended,
            boolean inProduction,
            Map<String, Long> goals) {
        public Entry {
            goals = goals == null ? Map.of() : new LinkedHashMap<>(goals);
        }

        /** What a marker says of its deployment; its facts must be known. */
        public static Entry of(Catalog catalog, Marker marker, boolean inProduction) {
            DeploymentFacts facts = marker.facts();
            return new Entry(
                    marker.schemaId(),
                    facts.id(),
                    facts.tag(),
                    facts.user(),
                    facts.git(),
                    facts.started(),
                    facts.promoted(),
                    facts.promotedBy(),
                    facts.rolledBack(),
                    null,
                    inProduction,
                    GoalTimes.of(catalog, marker.schemaId(), facts));
        }

        /** The same of one that is given up now. */
        public Entry givenUp(Instant now) {
            return new Entry(
                    marker,
                    id,
                    tag,
                    user,
                    git,
                    started,
                    promoted,
                    promotedBy,
                    rolledBack,
                    now.truncatedTo(ChronoUnit.SECONDS).toString(),
                    inProduction,
                    goals);
        }
    }

    public History {
        deployments = deployments == null
                ? List.of()
                : deployments.stream()
                        .filter(entry -> entry != null && entry.id() != null)
                        .toList();
    }

    /** The same with one more in front, and without what was known of that one before. */
    public History with(Entry entry) {
        return new History(
                Stream.concat(
                                Stream.of(entry),
                                deployments.stream()
                                        .filter(known -> !entry.marker().equals(known.marker())))
                        .limit(LONGEST)
                        .toList(),
                production);
    }

    /** The same of another production. */
    public History of(ProductionSnapshot promoted) {
        return new History(deployments, promoted);
    }

    /** What a schema's view says; nothing without one, and empty where it cannot be read. */
    public static Optional<History> of(Catalog catalog, String schemaId) {
        boolean stored = catalog.objectsIn(schemaId).stream().anyMatch(object -> object.isNamed(VIEW));
        return stored ? Optional.ofNullable(parse(Marker.storedText(catalog, schemaId, VIEW))) : Optional.of(NOTHING);
    }

    /** Reads the text; {@code null} where it is none of ours. */
    static History parse(String json) {
        try {
            return json == null ? null : DeploymentFacts.JSON.readValue(json, History.class);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    public String json() {
        return DeploymentFacts.json(this);
    }
}
