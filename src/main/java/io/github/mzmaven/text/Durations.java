package io.github.mzmaven.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people read them (0.4 s, 41 s, 1 m 12 s, 1 h 5 m) and as they write them. */
public final class Durations {
    /** Ways to write one, for a remedy. */
    public static final String EXAMPLES = "500ms, 90s, 5m, 1h 30m, PT1M30S";

    private static final long TENTHS_BELOW_MILLIS = 9_950;
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(ms|[smhd])\\s*");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);

    private Durations() {}

    /** For example "1 m 12 s"; tenths of a second below ten seconds only. A negative duration reads as 0 s. */
    public static String text(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        if (millis < TENTHS_BELOW_MILLIS) {
            long tenths = (millis + 50) / 100;
            return tenths % 10 == 0
                    ? tenths / 10 + " s"
                    : String.format(Locale.ROOT, "%d.%d s", tenths / 10, tenths % 10);
        }
        long seconds = (millis + 50) / 1000;
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return pair(seconds / 60, "m", seconds % 60, "s");
        }
        long minutes = seconds / 60;
        return minutes < 24 * 60
                ? pair(minutes / 60, "h", minutes % 60, "m")
                : pair(minutes / 1440, "d", minutes / 60 % 24, "h");
    }

    /** The same, in milliseconds below a second: for what the server did, not for what people wait. */
    public static String precise(Duration duration) {
        return duration.toMillis() < 1000 ? duration.toMillis() + " ms" : text(duration);
    }

    /** About so long, for what is not known better: rounded to minutes, and up to five seconds below a minute. */
    public static String rough(Duration duration) {
        long seconds = Math.max(1, duration.toSeconds());
        return text(Duration.ofSeconds(seconds < 60 ? (seconds + 4) / 5 * 5 : (seconds + 30) / 60 * 60));
    }

    /**
     * Reads numbers with one of the units ms, s, m, h and d (1m30s, 1 h 5 m), or what ISO 8601 has (PT1M30S).
     *
     * @throws IllegalArgumentException whose message says, after "timeout is "soon", ", why it is none
     */
    public static Duration parse(String text) {
        String given = text.strip().toLowerCase(Locale.ROOT);
        try {
            Duration duration = given.startsWith("p") ? Duration.parse(given) : sum(given);
            duration.toNanos();
            return duration;
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("which is no duration", e);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("which is longer than 292 years", e);
        }
    }

    private static Duration sum(String given) {
        Matcher part = PART.matcher(given);
        BigDecimal nanos = BigDecimal.ZERO;
        int end = 0;
        while (end < given.length() || end == 0) {
            if (!part.region(end, given.length()).lookingAt()) {
                throw new IllegalArgumentException("which is no duration");
            }
            long unit = UNITS.get(part.group(2)).getDuration().toNanos();
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)));
            end = part.end();
        }
        return Duration.ofNanos(nanos.setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    private static String pair(long large, String largeUnit, long small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }
}
