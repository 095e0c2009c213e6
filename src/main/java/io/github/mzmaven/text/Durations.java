package io.github.mzmaven.text;

import java.time.Duration;
import java.util.Locale;

/** Durations as people read them: 0.4 s, 41 s, 1 m 12 s, 1 h 5 m. */
public final class Durations {
    private static final long TENTHS_BELOW_MILLIS = 9_950;

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

    private static String pair(long large, String largeUnit, long small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }
}
