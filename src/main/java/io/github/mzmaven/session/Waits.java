package io.github.mzmaven.session;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Who hears that a session waits, and when.
 *
 * @param listener hears of it each time
 * @param first after how long it hears of it first
 * @param then how long after that it hears of it again
 */
public record Waits(Consumer<Unanswered> listener, Duration first, Duration then) {
    private static final Duration FIRST = Duration.ofSeconds(5);

    /** A person who watches hears of it more often than a log that somebody may read. */
    public static Waits told(Consumer<Unanswered> listener, boolean watched) {
        return new Waits(listener, FIRST, Duration.ofSeconds(watched ? 10 : 30));
    }
}
