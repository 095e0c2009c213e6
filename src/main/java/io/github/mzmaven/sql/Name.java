package io.github.mzmaven.sql;

import java.util.List;

/**
 * A name as SQL writes it, unquoted parts folded to lower case.
 *
 * @param parts at least one: [[database,] schema,] object
 */
public record Name(List<String> parts) {
    public Name {
        parts = List.copyOf(parts);
    }

    public String object() {
        return parts.get(parts.size() - 1);
    }

    /** The schema, or {@code null} where the name is unqualified. */
    public String schema() {
        return parts.size() < 2 ? null : parts.get(parts.size() - 2);
    }

    /** The database, or {@code null} where the name does not say it. */
    public String database() {
        return parts.size() < 3 ? null : parts.get(parts.size() - 3);
    }

    @Override
    public String toString() {
        return String.join(".", parts);
    }
}
