package io.github.mzmaven.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which of the project's files a deployment holds. It is kept as a text in a view of the marker's schema, since a comment is
 * too short for it.
 *
 * @param files by path
 */
public record AppliedFiles(Map<String, Entry> files) {
    /** The view's name, and its column's. */
    public static final String VIEW = "applied";

    /** Nothing was applied yet. */
    public static final AppliedFiles NOTHING = new AppliedFiles(Map.of());

    /**
     * What a file made.
     *
     * @param sha256 of what was run; {@code null} where a run began and nobody knows whether it ended
     * @param objects what it creates, or may have created
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Entry(String sha256, List<QualifiedName> objects) {
        public Entry {
            objects = objects == null ? List.of() : List.copyOf(objects);
        }
    }

    public AppliedFiles {
        files = files == null ? Map.of() : new TreeMap<>(files);
    }

    /** What a deployment's marker says; {@link #NOTHING} where it says nothing, or nothing that can be read. */
    public static AppliedFiles of(Catalog catalog, Marker marker) {
        return read(catalog, marker).orElse(NOTHING);
    }

    /** The same, or empty where what the marker says cannot be read. */
    public static Optional<AppliedFiles> read(Catalog catalog, Marker marker) {
        if (catalog.objectsIn(marker.schemaId()).stream().noneMatch(object -> object.isNamed(VIEW))) {
            return Optional.of(NOTHING);
        }
        String json = Marker.storedText(catalog, marker.schemaId(), VIEW);
        try {
            return json == null
                    ? Optional.empty()
                    : Optional.ofNullable(DeploymentFacts.JSON.readValue(json, AppliedFiles.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** What a file made when it ran last; nothing for one that never ran. */
    public List<QualifiedName> objectsOf(String path) {
        Entry entry = files.get(path);
        return entry == null ? List.of() : entry.objects();
    }

    /** What any file has made when it ran last. */
    public Set<QualifiedName> allObjects() {
        return files.values().stream()
                .flatMap(entry -> entry.objects().stream())
                .collect(Collectors.toSet());
    }

    /**
     * The files of which nobody knows whether they ended, by path; what they were to make may be missing. A file that is gone
     * is one of them until what it made is dropped.
     */
    public List<String> unfinished() {
        return files.entrySet().stream()
                .filter(file -> file.getValue().sha256() == null)
                .map(Map.Entry::getKey)
                .toList();
    }

    public String json() {
        return DeploymentFacts.json(this);
    }
}
