package io.github.mzmaven.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations as Materialize reads intervals: '1s', '5 minutes', '1h 30m', '00:01:30'. */
public final class Durations {
    /** What a remedy shows. */
    static final String EXAMPLES = "500ms, 90s, 5 minutes, 1h 30m, 00:01:30";

    private static final Pattern PART = Pattern.compile("([+-]?\\d+(?:\\.\\d+)?)\\s*([a-zµ]*)\\s*");
    private static final Pattern CLOCK = Pattern.compile("(\\d+):(\\d{1,2})(?::(\\d{1,2}(?:\\.\\d+)?))?\\s*");
    private static final Map<String, Long> NANOS = Map.ofEntries(
            Map.entry("us", 1_000L),
            Map.entry("ms", 1_000_000L),
            Map.entry("s", 1_000_000_000L),
            Map.entry("m", 60_000_000_000L),
            Map.entry("h", 3_600_000_000_000L),
            Map.entry("d", 86_400_000_000_000L),
            Map.entry("w", 604_800_000_000_000L));
    private static final Map<String, String> UNITS = Map.ofEntries(
            Map.entry("us", "us"),
            Map.entry("µs", "us"),
            Map.entry("usec", "us"),
            Map.entry("usecs", "us"),
            Map.entry("microsecond", "us"),
            Map.entry("microseconds", "us"),
            Map.entry("ms", "ms"),
            Map.entry("msec", "ms"),
            Map.entry("msecs", "ms"),
            Map.entry("millisecond", "ms"),
            Map.entry("milliseconds", "ms"),
            Map.entry("", "s"),
            Map.entry("s", "s"),
            Map.entry("sec", "s"),
            Map.entry("secs", "s"),
            Map.entry("second", "s"),
            Map.entry("seconds", "s"),
            Map.entry("m", "m"),
            Map.entry("min", "m"),
            Map.entry("mins", "m"),
            Map.entry("minute", "m"),
            Map.entry("minutes", "m"),
            Map.entry("h", "h"),
            Map.entry("hr", "h"),
            Map.entry("hrs", "h"),
            Map.entry("hour", "h"),
            Map.entry("hours", "h"),
            Map.entry("d", "d"),
            Map.entry("day", "d"),
            Map.entry("days", "d"),
            Map.entry("w", "w"),
            Map.entry("week", "w"),
            Map.entry("weeks", "w"));
    private static final Pattern LONG_UNITS = Pattern.compile("mons?|months?|y|yrs?|years?|decades?|century|centuries");

    private Durations() {}

    /**
     * Reads a duration.
     *
     * @throws IllegalArgumentException whose message says, after "timeout is …", why it is none
     */
    public static Duration parse(String text) {
        String rest = text.strip().toLowerCase(Locale.ROOT);
        if (rest.isEmpty()) {
            throw new IllegalArgumentException("empty");
        }
        BigDecimal nanos = BigDecimal.ZERO;
        while (!rest.isEmpty()) {
            Matcher clock = CLOCK.matcher(rest);
            Matcher part = PART.matcher(rest);
            if (clock.lookingAt()) {
                nanos = nanos.add(clock(clock, text));
                rest = rest.substring(clock.end());
            } else if (part.lookingAt()) {
                nanos = nanos.add(new BigDecimal(part.group(1)).multiply(unit(part.group(2), text)));
                rest = rest.substring(part.end());
            } else {
                throw notADuration(text);
            }
        }
        try {
            return Duration.ofNanos(nanos.setScale(0, RoundingMode.HALF_UP).longValueExact());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException('"' + text + "\", which is longer than 292 years", e);
        }
    }

    private static BigDecimal clock(Matcher clock, String text) {
        var minutes = new BigDecimal(clock.group(2));
        var seconds = new BigDecimal(clock.group(3) == null ? "0" : clock.group(3));
        var sixty = BigDecimal.valueOf(60);
        if (minutes.compareTo(sixty) >= 0 || seconds.compareTo(sixty) >= 0) {
            throw notADuration(text);
        }
        BigDecimal all = new BigDecimal(clock.group(1))
                .multiply(sixty)
                .add(minutes)
                .multiply(sixty)
                .add(seconds);
        return all.multiply(BigDecimal.valueOf(NANOS.get("s")));
    }

    private static BigDecimal unit(String word, String text) {
        String unit = UNITS.get(word);
        if (unit != null) {
            return BigDecimal.valueOf(NANOS.get(unit));
        }
        if (LONG_UNITS.matcher(word).matches()) {
            throw new IllegalArgumentException(
                    '"' + text + "\", and months and years have no fixed length: use weeks or days");
        }
        throw notADuration(text);
    }

    private static IllegalArgumentException notADuration(String text) {
        return new IllegalArgumentException('"' + text + "\", which is no duration");
    }
}
