package io.github.mzmaven.config;

import io.github.mzmaven.Place;
import io.github.mzmaven.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a build file says, as texts: the front end fills it, the loader reads it. What is {@code null} was not said. */
public final class RawSettings {
    private final String source;
    private final Map<String, ConfigNode> values = new LinkedHashMap<>();
    private final Map<String, String> places = new HashMap<>();
    private final Map<String, Place> positions = new HashMap<>();
    private final Set<String> properties = new TreeSet<>();
    private final List<Problem> problems = new ArrayList<>();

    /**
     * Nothing said yet.
     *
     * @param source how messages name the build file, e.g. "POM"
     */
    public RawSettings(String source) {
        this.source = source;
    }

    /**
     * Where a key's element is; to be said before the key's value.
     *
     * @param place for messages, e.g. "pom.xml:12:20"
     * @param position the same for tools; {@code null} where it is unknown
     */
    public RawSettings at(String key, String place, Place position) {
        places.put(key, place);
        positions.put(key, position);
        return this;
    }

    /**
     * What is said for a key; {@code null} says nothing, and neither does an empty list, since Maven has one for a parameter
     * that nobody set.
     *
     * @param value a text, a list of values, or a map of values by name, whose {@code null}s say nothing
     */
    public RawSettings put(String key, Object value) {
        if (value != null && !List.of().equals(value)) {
            values.put(key, node(value, origin(key)));
        }
        return this;
    }

    /** A property of the build file; one that has a key's name counts as the key, and has been put in its place. */
    public RawSettings property(String name) {
        properties.add(name);
        return this;
    }

    /** What the front end found wrong with the build file; said together with everything else. */
    public RawSettings problem(Problem problem) {
        problems.add(problem);
        return this;
    }

    ConfigNode get(String key) {
        return values.get(key);
    }

    /** Names of properties, in order. */
    Set<String> properties() {
        return properties;
    }

    String source() {
        return source;
    }

    List<Problem> problems() {
        return problems;
    }

    private static ConfigNode node(Object value, Origin origin) {
        if (value instanceof List<?> items) {
            return new ConfigNode.Items(
                    items.stream().map(item -> node(item, origin)).toList(), origin);
        }
        if (value instanceof Map<?, ?> entries) {
            return new ConfigNode.Fields(
                    entries.entrySet().stream()
                            .filter(entry -> entry.getValue() != null)
                            .map(entry -> new ConfigNode.Field(
                                    (String) entry.getKey(), origin, node(entry.getValue(), origin)))
                            .toList(),
                    origin);
        }
        return new ConfigNode.Text((String) value, origin);
    }

    private Origin origin(String key) {
        return new Origin(source, "<" + key + "> in " + places.getOrDefault(key, "the " + source), positions.get(key));
    }
}
