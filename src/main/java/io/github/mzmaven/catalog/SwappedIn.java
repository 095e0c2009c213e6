package io.github.mzmaven.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a promote brought into production: what is not among it was made since, and a rollback would take it away. It is kept as
 * a text in a view of the marker's schema.
 *
 * @param schemas by production's name, the ids of its objects by {@code type name}
 */
public record SwappedIn(Map<String, Map<String, String>> schemas) {
    /** The view's name, and its column's. */
    public static final String VIEW = "swapped";

    public SwappedIn {
        schemas = new TreeMap<>(schemas);
    }

    /** What a deployment's marker says; {@code null} where it says nothing. */
    public static SwappedIn of(Catalog catalog, Marker marker) {
        String json = Marker.storedText(catalog, marker.schemaId(), VIEW);
        try {
            return json == null ? null : Facts.JSON.readValue(json, SwappedIn.class);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    public String json() {
        return Facts.json(this);
    }
}
