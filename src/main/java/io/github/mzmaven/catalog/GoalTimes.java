package io.github.mzmaven.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * When a goal ended and how long it took. It is kept as a text in a view of the marker's schema, one view for each goal, so that
 * two goals at the same time do not overwrite each other's.
 *
 * @param at ISO 8601, by the clock of the machine on which it ran
 * @param tookMillis without what other goals took
 */
public record GoalTimes(String at, long tookMillis) {
    /** The goals whose times are kept, in the order in which they run. */
    public static final List<String> GOALS = List.of("init", "apply", "await", "test", "diff", "promote", "rollback");

    /** The name of a goal's view, and its column's. */
    public static String view(String goal) {
        return "run_" + goal;
    }

    /**
     * How many milliseconds the last run of each goal took, as far as a marker's schema says it.
     *
     * @param facts the marker's; {@code null} where it has none
     */
    static Map<String, Long> of(Catalog catalog, String schemaId, DeploymentFacts facts) {
        Map<String, Long> times = new LinkedHashMap<>();
        ProductionSnapshot inventory =
                ProductionSnapshot.parse(Marker.storedText(catalog, schemaId, ProductionSnapshot.VIEW));
        if (facts != null && inventory != null) {
            Long init = millis(facts.started(), inventory.made());
            if (init != null) {
                times.put("init", init);
            }
        }
        for (String goal : GOALS) {
            GoalTimes time = parse(Marker.storedText(catalog, schemaId, view(goal)));
            if (time != null) {
                times.put(goal, time.tookMillis);
            }
        }
        return times;
    }

    /** By the server's clock: init writes its marker several times anyway, so that it need not write its time apart. */
    private static Long millis(String from, String to) {
        try {
            return from == null || to == null
                    ? null
                    : Math.max(
                            0,
                            Duration.between(Instant.parse(from), Instant.parse(to))
                                    .toMillis());
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** When the last run of a goal ended; {@code null} where a marker's schema does not say it. */
    public static Instant ended(Catalog catalog, String schemaId, String goal) {
        GoalTimes time = parse(Marker.storedText(catalog, schemaId, view(goal)));
        try {
            return time == null || time.at == null ? null : Instant.parse(time.at);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** Reads the text; {@code null} where there is none, or none of ours. */
    static GoalTimes parse(String json) {
        try {
            return json == null ? null : DeploymentFacts.JSON.readValue(json, GoalTimes.class);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    public String json() {
        return DeploymentFacts.json(this);
    }
}
