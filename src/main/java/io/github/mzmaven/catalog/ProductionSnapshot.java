package io.github.mzmaven.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
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
 * @param definitions of clusters, by name: their options or replicas when the deployment began; empty in a marker of an earlier
 *     version
 * @param made the server's time when the copies were there, ISO 8601; {@code null} until then, and in a marker of an earlier
 *     version
 * @param copies what init made or adopted; {@code null} until it is done, and in a marker of an earlier version
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProductionSnapshot(
        String suffix,
        Map<String, SchemaEntry> schemas,
        Map<String, String> clusters,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> definitions,
        String made,
        Copies copies) {
    /** The view's name, and its column's. */
    public static final String VIEW = "inventory";

    /**
     * A production schema.
     *
     * @param id the schema's
     * @param objects ids of what is in it
     */
    public record SchemaEntry(String id, Map<ObjectKey, String> objects) {
        public SchemaEntry {
            objects = new TreeMap<>(objects);
        }
    }

    /**
     * The ids of the copies: what has a copy's name and another id is not the deployment's.
     *
     * @param schemas by production's name
     * @param clusters by production's name
     */
    public record Copies(Map<String, String> schemas, Map<String, String> clusters) {
        public Copies {
            schemas = new TreeMap<>(schemas);
            clusters = new TreeMap<>(clusters);
        }
    }

    public ProductionSnapshot {
        Objects.requireNonNull(suffix, "suffix");
        schemas = new TreeMap<>(schemas);
        clusters = new TreeMap<>(clusters);
        definitions = definitions == null ? Map.of() : new TreeMap<>(definitions);
    }

    /** What is known before the copies are made. */
    public ProductionSnapshot(String suffix, Map<String, SchemaEntry> schemas, Map<String, String> clusters) {
        this(suffix, schemas, clusters, Map.of(), null, null);
    }

    /** The id of the copy of a production schema; {@code null} where it is not known. */
    public String schemaCopy(String production) {
        return copies == null ? null : copies.schemas.get(production);
    }

    /** The id of the copy of a production cluster; {@code null} where it is not known. */
    public String clusterCopy(String production) {
        return copies == null ? null : copies.clusters.get(production);
    }

    /**
     * The same, with the copies as they are in the end.
     *
     * @param at the server's time
     */
    public ProductionSnapshot withCopies(Copies now, String at) {
        return new ProductionSnapshot(suffix, schemas, clusters, definitions, at, now);
    }

    public String json() {
        return DeploymentFacts.json(this);
    }

    /** Reads the text; {@code null} where it is none of ours. */
    static ProductionSnapshot parse(String json) {
        try {
            return json == null ? null : DeploymentFacts.JSON.readValue(json, ProductionSnapshot.class);
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
