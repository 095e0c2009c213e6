package io.github.mzmaven.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * JSON Schemas (draft-07) of what YAML may say for a key of a type. They never refuse what {@link Values} takes, so that an
 * editor marks no file that works; what depends on other values, or cannot be said by a pattern, only the loader refuses.
 */
final class Schemas {
    static final Map<String, Object> TEXT = map("type", List.of("string", "number", "boolean", "null"));

    /** A key without a value says nothing; one with an empty text does. */
    static final Map<String, Object> TEXT_BUT_EMPTY = with(TEXT, "pattern", "\\S");

    static final Map<String, Object> FLAG = anyOf(map("type", "boolean"), whole(ofWords(List.of("true", "false"))));

    private static final String VARIABLE = "\\$\\{env\\.[^}]*\\}";
    private static final String DIGITS = "\\+?[0-9]+";
    private static final String ISO_8601 =
            "[pP](?=[0-9tT])(?:[0-9]+[dD])?(?:[tT](?=[0-9])(?:[0-9]+[hH])?(?:[0-9]+[mM])?(?:[0-9]+(?:[.,][0-9]{0,9})?[sS])?)?";
    private static final String UNITS = "(?:[0-9]+(?:\\.[0-9]+)?\\s*(?:[mM][sS]|[sSmMhHdD])\\s*)+";

    /** The lookahead wants a digit that is not zero. */
    static final Map<String, Object> DURATION = whole("(?=[^1-9]*[1-9])(?:" + UNITS + "|" + ISO_8601 + ")");

    /** How long at most, only the loader sees. */
    static final Map<String, Object> DURATION_OR_ZERO =
            anyOf(map("type", "integer", "const", 0), whole("0|" + UNITS + "|" + ISO_8601));

    static final Map<String, Object> ROWS_OR_PERCENTAGE = anyOf(
            map("type", "integer", "minimum", 0),
            whole("[0-9]{1,18}|(?:0?[0-9]{1,2}(?:\\.[0-9]{1,9})?|100(?:\\.0{1,9})?) ?%"));

    /** Globs: a list, or a text that separates them by commas. */
    static final Map<String, Object> GLOBS =
            anyOf(map("type", "array", "items", TEXT), map("type", List.of("string", "number", "null")));

    static final Map<String, Object> PLACEHOLDERS = anyOf(
            map(
                    "type",
                    "object",
                    "propertyNames",
                    map("pattern", "^(?!schema\\.|cluster\\.)"),
                    "additionalProperties",
                    TEXT),
            nothing());

    private static final Map<String, Object> NAME = map(
            "type",
            List.of("string", "number", "boolean"),
            "pattern",
            "^(?!\\s*(?:mz_|pg_|" + Names.MARKER_PREFIX + "))\\s*\\S");

    /** Names separated by commas, none of them empty or reserved, or nothing at all. */
    private static final Map<String, Object> NAMES_IN_A_TEXT = map(
            "type",
            List.of("string", "number", "boolean", "null"),
            "pattern",
            "^\\s*$|^(?!(?:.*,)?\\s*(?:mz_|pg_|" + Names.MARKER_PREFIX + "|,|$))");

    static final Map<String, Object> NAMES =
            anyOf(map("type", "array", "items", NAME, "uniqueItems", true), NAMES_IN_A_TEXT);

    static final Map<String, Object> CLUSTERS =
            anyOf(map("type", "array", "items", anyOf(NAME, cluster()), "uniqueItems", true), NAMES_IN_A_TEXT);

    static final Map<String, Object> KEYS = keys();

    private Schemas() {}

    /** A text of one line. */
    static Map<String, Object> line(int maxLength) {
        String anything = "[^\\u0000-\\u001f\\u007f-\\u009f]";
        String line = "^\\s*" + anything + "{0," + maxLength + "}\\s*$";
        return with(TEXT, "pattern", line + "|" + VARIABLE);
    }

    static Map<String, Object> countTo(int most) {
        int digits = String.valueOf(most).length();
        return anyOf(map("type", "integer", "minimum", 0, "maximum", most), whole("\\+?0*[0-9]{1," + digits + "}"));
    }

    /** The words, which editors propose, or one of them in upper case. */
    static Map<String, Object> words(List<String> words) {
        return anyOf(map("enum", words), whole(ofWords(words)));
    }

    private static Map<String, Object> cluster() {
        Map<String, Object> name = with(NAME, "description", "The name, as in production.");
        Map<String, Object> size =
                with(TEXT, "description", "The size that the copy shall have instead of production's.");
        Map<String, Object> factor = with(
                countTo(Integer.MAX_VALUE),
                "description",
                "The replication factor that the copy shall have instead of production's.");
        return map(
                "type",
                "object",
                "properties",
                map("name", name, "size", size, "replicationFactor", factor),
                "required",
                List.of("name"),
                "additionalProperties",
                false);
    }

    private static Map<String, Object> keys() {
        String column = "[^,;:]*[^,;:\\s][^,;:]*";
        String relation = "\\s*[^;\\s][^;]*:" + column + "(?:," + column + ")*";
        Map<String, Object> names =
                map("type", List.of("string", "number", "boolean"), "pattern", "^(?!(?:.*,)?\\s*(?:,|$))");
        Map<String, Object> list = map(
                "type",
                "array",
                "items",
                with(TEXT_BUT_EMPTY, "type", List.of("string", "number", "boolean")),
                "minItems",
                1,
                "uniqueItems",
                true);
        return anyOf(
                map("type", "object", "propertyNames", map("minLength", 1), "additionalProperties", anyOf(names, list)),
                whole("(?:" + relation + "|\\s*)(?:;(?:" + relation + "|\\s*))*"),
                nothing());
    }

    /** A key without a value, or with blanks. */
    private static Map<String, Object> nothing() {
        return map("type", List.of("string", "null"), "pattern", "^\\s*$");
    }

    /** A text that is this and blanks around it, or holds a variable, of which nothing is known. */
    private static Map<String, Object> whole(String pattern) {
        return map("type", "string", "pattern", "^\\s*(?:" + pattern + ")\\s*$|" + VARIABLE);
    }

    /** JSON Schema's patterns cannot be told to pass over upper and lower case. */
    private static String ofWords(List<String> words) {
        return words.stream()
                .map(word -> word.codePoints()
                        .mapToObj(Character::toString)
                        .map(letter -> "[" + letter + letter.toUpperCase(Locale.ROOT) + "]")
                        .collect(Collectors.joining()))
                .collect(Collectors.joining("|"));
    }

    private static Map<String, Object> anyOf(Object... schemas) {
        return map("anyOf", List.of(schemas));
    }

    static Map<String, Object> with(Map<String, Object> schema, String key, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(schema);
        more.put(key, value);
        return more;
    }

    /** Keys and values in turn, in this order. */
    static Map<String, Object> map(Object... entries) {
        Map<String, Object> made = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            made.put((String) entries[i], entries[i + 1]);
        }
        return made;
    }
}
