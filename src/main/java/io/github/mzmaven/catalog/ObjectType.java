package io.github.mzmaven.catalog;

import java.util.Locale;
import java.util.Set;

/**
 * A type of things that have names. It is no enum, since a newer server may have types that are not known here: those are
 * compared, shown and dropped by their word like any other.
 *
 * @param word as in {@code mz_objects.type}: materialized-view
 */
public record ObjectType(String word) {
    public static final ObjectType VIEW = new ObjectType("view");
    public static final ObjectType MATERIALIZED_VIEW = new ObjectType("materialized-view");
    public static final ObjectType INDEX = new ObjectType("index");
    public static final ObjectType TABLE = new ObjectType("table");
    public static final ObjectType SOURCE = new ObjectType("source");
    public static final ObjectType SINK = new ObjectType("sink");
    public static final ObjectType CONNECTION = new ObjectType("connection");
    public static final ObjectType SECRET = new ObjectType("secret");
    public static final ObjectType TYPE = new ObjectType("type");
    public static final ObjectType SCHEMA = new ObjectType("schema");
    public static final ObjectType CLUSTER = new ObjectType("cluster");

    private static final Set<ObjectType> RELATIONS = Set.of(VIEW, MATERIALIZED_VIEW, TABLE, SOURCE);
    private static final Set<ObjectType> SINKABLE = Set.of(MATERIALIZED_VIEW, TABLE, SOURCE);
    private static final Set<ObjectType> STATEFUL = Set.of(TABLE, SOURCE, CONNECTION, SECRET);

    /** Of what statements write, in any case: MATERIALIZED VIEW. */
    public static ObjectType ofSql(String words) {
        return new ObjectType(words.toLowerCase(Locale.ROOT).replace(' ', '-'));
    }

    /** Whether queries read it. */
    public boolean isRelation() {
        return RELATIONS.contains(this);
    }

    /** Whether a sink may read it. */
    public boolean isSinkable() {
        return SINKABLE.contains(this);
    }

    /** Whether it holds what cannot be made again from the project's SQL: rows, offsets, credentials. */
    public boolean isStateful() {
        return STATEFUL.contains(this);
    }

    /** As statements write it: MATERIALIZED VIEW. */
    public String sql() {
        return toString().toUpperCase(Locale.ROOT);
    }

    /** As people write it: materialized view. */
    @Override
    public String toString() {
        return word.replace('-', ' ');
    }
}
