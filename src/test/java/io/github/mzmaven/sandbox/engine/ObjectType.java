package io.github.mzmaven.sandbox.engine;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The kinds of things that have names. */
enum ObjectType {
    DATABASE("DATABASE", "database"),
    SCHEMA("SCHEMA", "schema"),
    CLUSTER("CLUSTER", "cluster"),
    CLUSTER_REPLICA("CLUSTER REPLICA", "cluster-replica"),
    ROLE("ROLE", "role"),
    TABLE("TABLE", "table"),
    VIEW("VIEW", "view"),
    MATERIALIZED_VIEW("MATERIALIZED VIEW", "materialized-view"),
    INDEX("INDEX", "index"),
    SOURCE("SOURCE", "source"),
    SINK("SINK", "sink"),
    CONNECTION("CONNECTION", "connection"),
    SECRET("SECRET", "secret"),
    TYPE("TYPE", "type");

    private static final Set<ObjectType> RELATIONS = EnumSet.of(TABLE, VIEW, MATERIALIZED_VIEW, SOURCE);
    private static final Set<ObjectType> ITEMS = EnumSet.range(TABLE, TYPE);

    private final String words;
    private final String catalogName;

    ObjectType(String words, String catalogName) {
        this.words = words;
        this.catalogName = catalogName;
    }

    /** As in statements, tags and messages: {@code MATERIALIZED VIEW}. */
    String words() {
        return words;
    }

    String lowerWords() {
        return words.toLowerCase(Locale.ROOT);
    }

    /** As in the catalog's relations: {@code materialized-view}. */
    String catalogName() {
        return catalogName;
    }

    boolean isRelation() {
        return RELATIONS.contains(this);
    }

    boolean isItem() {
        return ITEMS.contains(this);
    }

    /** What privileges call it: a view is a table to them. */
    ObjectType forPrivileges() {
        return isRelation() ? TABLE : this;
    }
}
