package io.github.mzmaven.sandbox.engine;

import java.time.Instant;
import java.util.List;

/** What an object was defined as, with ids in place of names. */
sealed interface Definition {
    /** A view or materialized view: {@code columns} are its own names for the query's, if given. */
    sealed interface Queried extends Definition permits View, MaterializedView {
        List<String> columns();

        SqlText query();
    }

    record View(List<String> columns, SqlText query) implements Queried {}

    /** Refreshed on commit. */
    record MaterializedView(List<String> columns, SqlText query, long asOf) implements Queried {}

    /** @param keys SQL of the key columns or expressions */
    record Index(String on, List<SqlText> keys) implements Definition {}

    /** @param body what stands between the parentheses */
    record Table(SqlText body) implements Definition {}

    /**
     * @param into what follows the connection: options and key
     * @param key its columns, {@code null} without one
     * @param ranUntil when its cluster lost its last replica; {@code null} if it has one now, or never had
     * @param version how often it was pointed at another relation
     */
    record Sink(
            String from,
            String connection,
            SqlText into,
            List<String> key,
            boolean keyNotEnforced,
            SqlText format,
            String envelope,
            Instant ranUntil,
            int version)
            implements Definition {
        Sink from(String relation) {
            return new Sink(relation, connection, into, key, keyNotEnforced, format, envelope, ranUntil, version + 1);
        }

        Sink stopped(Instant when) {
            return new Sink(from, connection, into, key, keyNotEnforced, format, envelope, when, version);
        }
    }

    /** @param progress id of its progress subsource, {@code null} for a subsource or progress */
    record Source(String subtype, SqlText body, String progress) implements Definition {}

    /** Connections, types and secrets: {@code subtype} as the catalog names it, {@code body} what follows the name. */
    record Other(String subtype, SqlText body) implements Definition {}
}
