package io.github.mzmaven.sql;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The one place where names and texts become SQL. */
public final class Sql {
    /** How the server says "everybody". */
    public static final String PUBLIC = "PUBLIC";

    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

    /** Words that name nothing without quotes, or are likely not to. */
    private static final Set<String> RESERVED = Set.of(
            "all",
            "and",
            "as",
            "cluster",
            "create",
            "database",
            "default",
            "from",
            "group",
            "in",
            "index",
            "not",
            "null",
            "on",
            "or",
            "order",
            "public",
            "role",
            "schema",
            "select",
            "table",
            "to",
            "user",
            "view",
            "where",
            "with");

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

    /** A name as a person would write it: quoted only where it must be. */
    public static String shown(String name) {
        return PLAIN.matcher(name).matches() && !RESERVED.contains(name) ? name : identifier(name);
    }

    /** A text as a string literal; Materialize takes backslashes as they are. */
    public static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
