package io.github.mzmaven.catalog;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The one place where names and texts become SQL. */
public final class Sql {
    /** How the server says "everybody". */
    public static final String PUBLIC = "PUBLIC";

    private Sql() {}

    /** A name, always quoted. */
    public static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A qualified name, every part quoted. */
    public static String qualified(String... parts) {
        return List.of(parts).stream().map(Sql::identifier).collect(Collectors.joining("."));
    }

    /** Names, quoted and joined by commas. */
    public static String identifiers(Collection<String> names) {
        return names.stream().map(Sql::identifier).collect(Collectors.joining(", "));
    }

    /** A text as a string literal; Materialize takes backslashes as they are. */
    public static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
