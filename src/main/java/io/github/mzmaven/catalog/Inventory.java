package io.github.mzmaven.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What production was when a deployment began: the truth against which "old" and "new" are told apart, whoever swapped. It
 * is kept as a text in a view of the marker's schema, since a comment is too short for it.
 *
 * @param suffix what the copies' names end in
 * @param schemas by name
 * @param clusters ids by name
 */
public record Inventory(String suffix, Map<String, SchemaEntry> schemas, Map<String, String> clusters) {
    /** The view's name, and its column's. */
    public static final String VIEW = "inventory";

    /**
     * A production schema.
     *
     * @param id the schema's
     * @param objects ids by {@code type name}, since an index and a view may share a name's spelling across kinds
     */
    public record SchemaEntry(String id, Map<String, String> objects) {
        public SchemaEntry {
            objects = new TreeMap<>(objects);
        }
    }

    public Inventory {
        Objects.requireNonNull(suffix, "suffix");
        schemas = new TreeMap<>(schemas);
        clusters = new TreeMap<>(clusters);
    }

    public String json() {
        return Facts.json(this);
    }

    /** Reads the text; {@code null} where it is none of ours. */
    static Inventory parse(String json) {
        try {
            return json == null ? null : Facts.JSON.readValue(json, Inventory.class);
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
