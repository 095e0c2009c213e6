package io.github.mzmaven.session;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Who is told that a session waits, and when.
 *
 * @param log takes one line each time
 * @param first after how long the first line comes
 * @param then how long after one line the next comes
 */
public record Waits(Consumer<String> log, Duration first, Duration then) {
    private static final Duration FIRST = Duration.ofSeconds(5);

    /** A person who watches is told more often than a log that somebody may read. */
    public static Waits told(Consumer<String> log, boolean watched) {
        return new Waits(log, FIRST, Duration.ofSeconds(watched ? 10 : 30));
    }
}
