package io.github.mzmaven.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How long objects took to hydrate, for who waits for them the next time. It is kept as a text in a view of the marker's
 * schema.
 *
 * @param at when the wait ended, ISO 8601
 * @param tookMillis how long it was
 * @param hydrated by production's {@code schema.object}, in milliseconds since the end of the apply that made them. What could
 *     not be measured, since nobody looked in time, is as it was the time before
 * @param ids of those objects that were measured in this deployment, by the same names: one that has another id is another one
 * @param sizes of the clusters on which something was measured, by production's name
 */
public record HydrationTimes(
        String at, long tookMillis, Map<String, Long> hydrated, Map<String, String> ids, Map<String, String> sizes) {
    /** The view's name, and its column's. */
    public static final String VIEW = "run_await";

    /** Nothing was ever measured. */
    public static final HydrationTimes NOTHING = new HydrationTimes(null, 0, Map.of(), Map.of(), Map.of());

    /** A year: what is longer is no time that anybody measured. */
    private static final long LONGEST_MILLIS = Duration.ofDays(366).toMillis();

    public HydrationTimes {
        hydrated = known(hydrated);
        hydrated.values().removeIf(millis -> millis < 0 || millis > LONGEST_MILLIS);
        ids = known(ids);
        sizes = known(sizes);
    }

    /** A later version of this plugin, or a hand, may have written what this one does not understand. */
    private static <T> Map<String, T> known(Map<String, T> map) {
        return map == null
                ? new TreeMap<>()
                : map.entrySet().stream()
                        .filter(entry -> Objects.nonNull(entry.getValue()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
    }

    /** Reads the text; {@link #NOTHING} where there is none, or none of ours. */
    public static HydrationTimes parse(String json) {
        try {
            HydrationTimes times = json == null ? null : DeploymentFacts.JSON.readValue(json, HydrationTimes.class);
            return times == null ? NOTHING : times;
        } catch (JsonProcessingException e) {
            return NOTHING;
        }
    }

    public String json() {
        return DeploymentFacts.json(this);
    }
}
