package io.github.mzmaven.config;

import io.github.mzmaven.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a build file says, as texts: the front end fills it, the loader reads it. What is {@code null} was not said. */
public final class RawSettings {
    private final String source;
    private final Map<String, Raw> values = new LinkedHashMap<>();
    private final Map<String, String> places = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    /**
     * Nothing said yet.
     *
     * @param source how messages name the build file, e.g. "POM"
     */
    public RawSettings(String source) {
        this.source = source;
    }

    /** Where a key's element is, e.g. "pom.xml:12:20"; to be told before the key's value. */
    public RawSettings at(String key, String place) {
        places.put(key, place);
        return this;
    }

    /** A key with one value. */
    public RawSettings put(String key, String value) {
        if (value != null) {
            values.put(key, new Raw.Text(value, origin(key)));
        }
        return this;
    }

    /** A key with a list of values; an empty one says nothing, since Maven has one for a parameter that nobody set. */
    public RawSettings putList(String key, List<String> items) {
        if (items != null && !items.isEmpty()) {
            values.put(key, new Raw.Items(texts(key, items), origin(key)));
        }
        return this;
    }

    /** A key with values by name. */
    public RawSettings putMap(String key, Map<String, String> entries) {
        if (entries != null) {
            values.put(key, fields(key, entries));
        }
        return this;
    }

    /** A key with a list of things, each told by values by name; {@code null} values, and an empty list, say nothing. */
    public RawSettings putMaps(String key, List<Map<String, String>> items) {
        if (items != null && !items.isEmpty()) {
            List<Raw> all = new ArrayList<>();
            items.forEach(item -> all.add(fields(key, item)));
            values.put(key, new Raw.Items(all, origin(key)));
        }
        return this;
    }

    /** What the front end found wrong with the build file; told together with everything else. */
    public RawSettings problem(Problem problem) {
        problems.add(problem);
        return this;
    }

    Raw get(String key) {
        return values.get(key);
    }

    List<Problem> problems() {
        return problems;
    }

    private List<Raw> texts(String key, List<String> items) {
        List<Raw> all = new ArrayList<>();
        items.forEach(item -> all.add(new Raw.Text(item, origin(key))));
        return all;
    }

    private Raw.Fields fields(String key, Map<String, String> entries) {
        List<Raw.Field> all = new ArrayList<>();
        entries.forEach((name, value) -> {
            if (value != null) {
                all.add(new Raw.Field(name, origin(key), new Raw.Text(value, origin(key))));
            }
        });
        return new Raw.Fields(all, origin(key));
    }

    private Origin origin(String key) {
        return new Origin(source, "<" + key + "> in " + places.getOrDefault(key, "the " + source));
    }
}
