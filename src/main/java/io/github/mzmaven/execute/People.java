package io.github.mzmaven.execute;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
final class People {
    private People() {}

    /** For example "1 schema", "3 schemas". */
    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** The time since a {@link System#nanoTime()}. */
    static String since(long startedNanos) {
        return duration(Duration.ofNanos(System.nanoTime() - startedNanos));
    }

    /** For example "64 ms", "1.9 s", "41 s", "1 m 12 s", "2 h 5 m". */
    static String duration(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1_000) {
            return millis + " ms";
        }
        // From 9.95 s on one digit would be rounded up to 10.0 s.
        if (millis < 9_950) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
        }
        long seconds = duration.toSeconds();
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + " m" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
        }
        return seconds / 3_600 + " h" + (seconds % 3_600 / 60 == 0 ? "" : " " + seconds % 3_600 / 60 + " m");
    }
}
