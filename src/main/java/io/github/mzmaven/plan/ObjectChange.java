package io.github.mzmaven.plan;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How one object of the deployment differs from production's object of the same name.
 *
 * @param kind as people write it: materialized view; the copy's, except for what is removed
 * @param name {@code schema.object}, with production's name of the schema
 * @param oldId production's; {@code null} for what is added
 * @param newId the copy's; {@code null} for what is removed
 * @param differences of what is added, its owner and grants
 */
public record ObjectChange(
        Change change, String kind, String name, String oldId, String newId, List<Difference> differences) {

    /** What a promote does to the object of this name. */
    public enum Change {
        CHANGED,
        ADDED,
        REMOVED;

        /** For people: changed, added, removed. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What of an object differs. */
    public enum Aspect {
        KIND,
        COLUMNS,
        DEFINITION,
        INDEXES,
        CLUSTER,
        OWNER,
        GRANTS,
        /** Of what is removed: who reads it. */
        READERS
    }

    /**
     * One difference.
     *
     * @param what for people, e.g. "+1 column country text"
     */
    public record Difference(Aspect aspect, String what) {}

    public ObjectChange {
        differences = List.copyOf(differences);
    }

    /** What differs, in a few words; a new definition goes without saying where the columns differ. */
    public String details() {
        boolean columns = differences.stream().anyMatch(difference -> difference.aspect == Aspect.COLUMNS);
        return differences.stream()
                .filter(difference -> !(columns && difference.aspect == Aspect.DEFINITION))
                .map(Difference::what)
                .collect(Collectors.joining(", "));
    }

    /** One line for people, in columns. */
    public String describe() {
        return line(change.word(), kind, name, details());
    }

    /** A line in the same columns as {@link #describe()}. */
    public static String line(String verb, String kind, String name, String details) {
        return String.format("%-7s  %-17s  %-22s  %s", verb, kind, name, details)
                .stripTrailing();
    }
}
