package io.github.mzmaven.report;

import io.github.mzmaven.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Times, durations and counts as people read them. */
final class Texts {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Texts() {}

    /** For example 64 ms, 2.1 s, 41 s, 1 m 15 s, 2 h 3 m. */
    static String duration(long millis) {
        return millis < 1000 ? millis + " ms" : Durations.text(Duration.ofMillis(millis));
    }

    /** An ISO 8601 time to the second, in UTC; what is none stays as it is. */
    static String time(String iso) {
        try {
            return MINUTE.format(Instant.parse(iso));
        } catch (DateTimeParseException e) {
            return iso;
        }
    }

    /** For example 1 schema, 2 schemas. */
    static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** At most so many characters, the last of them dots. */
    static String shortened(String text, int length) {
        return text.codePointCount(0, text.length()) <= length
                ? text
                : text.substring(0, text.offsetByCodePoints(0, length - 1)) + "…";
    }
}
