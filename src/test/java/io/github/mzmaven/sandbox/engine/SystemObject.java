package io.github.mzmaven.sandbox.engine;

/** A relation, function or type that the server brings. {@code type} as the catalog names it. */
record SystemObject(String id, String schema, String name, String type) {
    /** PostgreSQL's own, which the catalog does not list. */
    static final String UNLISTED = "s0";

    boolean isListed() {
        return !id.equals(UNLISTED);
    }
}
