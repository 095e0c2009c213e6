package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.SqlError;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time, as options are given and as the server writes them. */
final class Intervals {
    private static final Pattern CLOCK = Pattern.compile("(\\d+):(\\d+):(\\d+)(?:\\.(\\d{1,3})\\d*)?");
    private static final Pattern PART = Pattern.compile("\\s*(\\d+(?:\\.\\d+)?)\\s*([a-z]*)");

    private Intervals() {}

    /** {@code '5s'}, {@code '90 seconds'}, {@code '1 hour 2 minutes'}, {@code '00:01:30'}; a bare number is seconds. */
    static long millis(String text) throws SqlError {
        Matcher clock = CLOCK.matcher(text.trim());
        if (clock.matches()) {
            String fraction = clock.group(4) == null ? "0" : (clock.group(4) + "00").substring(0, 3);
            return (Long.parseLong(clock.group(1)) * 3600
                                    + Long.parseLong(clock.group(2)) * 60
                                    + Long.parseLong(clock.group(3)))
                            * 1000
                    + Long.parseLong(fraction);
        }
        Matcher part = PART.matcher(text.trim().toLowerCase(Locale.ROOT));
        long sum = 0;
        int at = 0;
        while (part.find() && part.start() == at) {
            sum += Math.round(Double.parseDouble(part.group(1)) * unit(part.group(2), text));
            at = part.end();
        }
        if (at == 0 || at < text.trim().length()) {
            throw invalid(text);
        }
        return sum;
    }

    private static long unit(String name, String text) throws SqlError {
        return switch (name) {
            case "ms", "millisecond", "milliseconds" -> 1;
            case "", "s", "sec", "secs", "second", "seconds" -> 1000;
            case "m", "min", "mins", "minute", "minutes" -> 60_000;
            case "h", "hr", "hrs", "hour", "hours" -> 3_600_000;
            case "d", "day", "days" -> 86_400_000;
            default -> throw invalid(text);
        };
    }

    private static SqlError invalid(String text) {
        return Errors.plan("invalid input syntax for type interval: unknown units in \"" + text + "\"");
    }

    /** {@code 00:01:30}. */
    static String clock(long millis) {
        long seconds = millis / 1000;
        String fraction = millis % 1000 == 0 ? "" : ("." + String.format("%03d", millis % 1000)).replaceAll("0+$", "");
        return String.format("%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60) + fraction;
    }

    /** As settings are shown: the largest unit that holds it whole, {@code 1 min}. */
    static String setting(long millis) {
        if (millis == 0) {
            return "0 s";
        }
        if (millis % 86_400_000 == 0) {
            return millis / 86_400_000 + " d";
        }
        if (millis % 3_600_000 == 0) {
            return millis / 3_600_000 + " h";
        }
        if (millis % 60_000 == 0) {
            return millis / 60_000 + " min";
        }
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }
}
