package io.github.mzmaven.goal.await;

import java.time.Duration;
import java.time.Instant;

/**
 * Since when, and in how many looks in a row, something has been failing.
 *
 * @param looks 1 or more
 */
record Failing(Instant since, int looks) {
    private static final int ENOUGH_LOOKS = 3;

    /** The first look that sees it. */
    static Failing from(Instant now) {
        return new Failing(now, 1);
    }

    /** One more look sees it. */
    Failing again() {
        return new Failing(since, looks + 1);
    }

    /** Whether it is more than a moment's trouble. */
    boolean lasts(Duration patience, Instant now) {
        return looks >= ENOUGH_LOOKS && Duration.between(since, now).compareTo(patience) >= 0;
    }
}
