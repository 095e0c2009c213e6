package io.github.mzmaven.config;

import io.github.mzmaven.text.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What may be written for a key, and what is made of it.
 *
 * @param <T> what is made of it
 * @param name for people, e.g. "duration"
 * @param range what of it is allowed, e.g. "1 ms or more"; empty where all is
 * @param words where it is one of few words: those
 * @param schema what YAML may say, as a JSON Schema for editors
 * @param field what Maven makes of it in a mojo; texts are read here, by the same rules wherever they were written
 * @param reader reads a key's value, or its default
 */
public record Type<T>(
        String name,
        String range,
        List<String> words,
        Map<String, Object> schema,
        Class<?> field,
        BiFunction<Values, Key<T>, T> reader) {
    /** A text; blanks around it do not count, and a blank one says nothing. */
    static final Type<String> TEXT = of("text", "", Schemas.TEXT, String.class, Values::text);

    /** A text that may be said to be empty, which differs from not being said. */
    static final Type<String> TEXT_EVEN_EMPTY =
            of("text", "", Schemas.TEXT_BUT_EMPTY, String.class, Values::textEvenEmpty);

    static final Type<Boolean> FLAG =
            exact("boolean", "true or false", List.of(), Schemas.FLAG, "Use true or false.", Type::flag);

    static final Type<Integer> COUNT = exact(
            "number", "0 or more", List.of(), Schemas.countTo(Integer.MAX_VALUE), Values.COUNT_REMEDY, Type::count);

    static final Type<Duration> DURATION = exact(
            "duration",
            "1 ms or more",
            List.of(),
            Schemas.DURATION,
            "Set %s to a duration, for example " + Durations.EXAMPLES + ".",
            Type::duration);

    /** How long something may last at most a day; 0 for not at all. */
    static final Type<Duration> UP_TO_A_DAY = exact(
            "duration",
            "0 to 24 h",
            List.of(),
            Schemas.DURATION_OR_ZERO,
            "Set %s to 0, or to a duration of at most 24 h, for example " + Durations.EXAMPLES + ".",
            Type::upToADay);

    /** Rows, or a share of them; {@code null} where nothing is said. */
    static final Type<MaxChanged> MAX_CHANGED = of(
            "rows or percentage",
            "0 or more, or 0% to 100%",
            Schemas.ROWS_OR_PERCENTAGE,
            String.class,
            (values, key) -> values.optional(
                    key,
                    "Set %s to a number of rows, 100 for example, or to a percentage, 0.5% for example.",
                    MaxChanged::parse));

    /** Columns by relation. */
    static final Type<Map<String, List<String>>> KEYS =
            of("columns by relation", "", Schemas.KEYS, Map.class, Values::keysOfRelations);

    /** A path, against the module's directory. */
    static final Type<Path> PATH = of("path", "", Schemas.TEXT, String.class, Values::path);

    /** Names, as a list or in one text, separated by commas. */
    static final Type<List<String>> NAMES = of("list of names", "", Schemas.NAMES, List.class, Values::names);

    /** Globs, as a list or in one text, separated by commas. */
    static final Type<List<String>> GLOBS = of("list of globs", "", Schemas.GLOBS, List.class, Values::names);

    /** Names of clusters, or names with what the copy shall have instead of production's. */
    static final Type<List<ClusterSetting>> CLUSTERS =
            of("list of clusters", "", Schemas.CLUSTERS, List.class, Values::clusters);

    /** Texts by name; those of all sources together, for each name the source that counts. */
    static final Type<Map<String, String>> PLACEHOLDERS =
            of("texts by name", "", Schemas.PLACEHOLDERS, Map.class, Values::placeholders);

    /** For people, e.g. "duration, 1 ms or more", or "one of auto, plain". */
    public String text() {
        if (!words.isEmpty()) {
            return "one of " + range;
        }
        return range.isEmpty() ? name : name + ", " + range;
    }

    /** A text of one line. */
    static Type<String> line(int maxLength) {
        return of(
                "text",
                "at most " + maxLength + " characters",
                Schemas.line(maxLength),
                String.class,
                (values, key) -> values.line(key, maxLength));
    }

    /** A number that is not too great. */
    static Type<Integer> countTo(int most) {
        return exact(
                "number",
                "0 to " + most,
                List.of(),
                Schemas.countTo(most),
                "Set %s to a number from 0 to " + most + ".",
                text -> {
                    int count = count(text);
                    if (count > most) {
                        throw new IllegalArgumentException("and must be " + most + " or less");
                    }
                    return count;
                });
    }

    /** One of an enum's words, in lower or upper case. */
    static <E extends Enum<E>> Type<E> choice(Class<E> choices) {
        Map<String, E> words = new LinkedHashMap<>();
        for (E constant : choices.getEnumConstants()) {
            words.put(constant.name().toLowerCase(Locale.ROOT), constant);
        }
        String all = String.join(", ", words.keySet());
        return exact(
                "word",
                all,
                List.copyOf(words.keySet()),
                Schemas.words(List.copyOf(words.keySet())),
                "Use one of " + all + ".",
                text -> {
                    E chosen = words.get(text.toLowerCase(Locale.ROOT));
                    if (chosen != null) {
                        return chosen;
                    }
                    throw new IllegalArgumentException();
                });
    }

    private static <T> Type<T> of(
            String name,
            String range,
            Map<String, Object> schema,
            Class<?> field,
            BiFunction<Values, Key<T>, T> reader) {
        return new Type<>(name, range, List.of(), schema, field, reader);
    }

    /**
     * One of few words, a number or a duration.
     *
     * @param remedy has the key's property in place of {@code %s}
     * @param parse throws IllegalArgumentException, whose message may say more than that it is none
     */
    private static <T> Type<T> exact(
            String name,
            String range,
            List<String> words,
            Map<String, Object> schema,
            String remedy,
            Function<String, T> parse) {
        return new Type<>(name, range, words, schema, String.class, (values, key) -> values.exact(key, remedy, parse));
    }

    private static boolean flag(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        if (word.equals("true") || word.equals("false")) {
            return word.equals("true");
        }
        throw new IllegalArgumentException();
    }

    static int count(String text) {
        try {
            int count = Integer.parseInt(text);
            if (count >= 0) {
                return count;
            }
        } catch (NumberFormatException e) {
            // Said below, with the same words as a negative number.
        }
        throw new IllegalArgumentException();
    }

    private static Duration upToADay(String text) {
        Duration duration = text.equals("0") ? Duration.ZERO : Durations.parse(text);
        if (duration.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("and must be 24 h or less");
        }
        if (duration.isNegative()) {
            throw new IllegalArgumentException("and must be 0 or more");
        }
        return duration;
    }

    private static Duration duration(String text) {
        Duration duration = Durations.parse(text);
        if (duration.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("and must be 1 ms or more");
        }
        return duration;
    }
}
