package io.github.mzmaven.execute;

import io.github.mzmaven.MzException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses that double, with jitter so that two runs that met once do not meet again. */
public final class Backoff {
    private static final Duration CAP = Duration.ofSeconds(30);

    private final GoalContext.Pause pause;
    private Duration next;

    public Backoff(GoalContext.Pause pause, Duration first) {
        this.pause = pause;
        this.next = first;
    }

    /** Waits between half and all of the current pause, and doubles it. */
    public void pause() {
        long millis = next.toMillis();
        long half = millis / 2;
        sleep(pause, Duration.ofMillis(half + ThreadLocalRandom.current().nextLong(millis - half + 1)));
        next = next.multipliedBy(2).compareTo(CAP) > 0 ? CAP : next.multipliedBy(2);
    }

    /** Waits; an interrupt ends the goal. */
    static void sleep(GoalContext.Pause pause, Duration duration) {
        try {
            pause.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MzException(MzException.Kind.FAILED_CHECK, "Interrupted while waiting.", e);
        }
    }
}
