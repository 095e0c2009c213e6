package io.github.mzmaven.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonKey;
import java.util.Comparator;

/**
 * What tells a thing from others: its type too, since an index and a type may have a view's name.
 *
 * @param schema {@code null} for schemas and clusters, and among objects of one schema
 */
public record ObjectKey(ObjectType type, String schema, String name) implements Comparable<ObjectKey> {
    private static final Comparator<ObjectKey> ORDER = Comparator.comparing(ObjectKey::stored)
            .thenComparing(ObjectKey::schema, Comparator.nullsFirst(Comparator.naturalOrder()));

    public ObjectKey(ObjectType type, String name) {
        this(type, null, name);
    }

    /** Reads what {@link #stored()} says; a name may hold spaces, a type's word does not. */
    @JsonCreator
    static ObjectKey ofStored(String text) {
        int space = text.indexOf(' ');
        return new ObjectKey(new ObjectType(text.substring(0, space)), text.substring(space + 1));
    }

    /** As markers keep it, where the schema goes without saying: {@code materialized-view revenue}. */
    @JsonKey
    String stored() {
        return type.word() + " " + name;
    }

    public ObjectKey in(String newSchema) {
        return new ObjectKey(type, newSchema, name);
    }

    @Override
    public int compareTo(ObjectKey other) {
        return ORDER.compare(this, other);
    }

    /** For people: {@code materialized view marts.revenue}. */
    @Override
    public String toString() {
        return type + " " + (schema == null ? "" : schema + ".") + name;
    }
}
