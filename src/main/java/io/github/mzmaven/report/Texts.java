package io.github.mzmaven.report;

import io.github.mzmaven.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Times and long texts as people read them. */
final class Texts {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Texts() {}

    /** An ISO 8601 time to the second, in UTC; what is none stays as it is. */
    static String time(String iso) {
        try {
            return MINUTE.format(Instant.parse(iso));
        } catch (DateTimeParseException e) {
            return iso;
        }
    }

    /** A time of so many milliseconds. */
    static String took(long millis) {
        return Durations.precise(Duration.ofMillis(millis));
    }

    /** A constant's name in lower case. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** An id; a dash where there is none. */
    static String orDash(String id) {
        return id == null ? "–" : id;
    }

    /** At most so many characters, the last of them dots. */
    static String shortened(String text, int length) {
        return text.codePointCount(0, text.length()) <= length
                ? text
                : text.substring(0, text.offsetByCodePoints(0, length - 1)) + "…";
    }
}
