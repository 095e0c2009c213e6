package io.github.mzmaven.goal.await;

import io.github.mzmaven.catalog.HydrationTimes;
import java.time.Instant;

/**
 * What is known of hydration before waiting begins.
 *
 * @param last how long objects took in what is production now
 * @param own how long they took in this deployment, where it was waited for before
 * @param applied when this deployment's last apply ended, by the clock of the machine on which it ran; {@code null} where that
 *     is not known
 */
public record Past(HydrationTimes last, HydrationTimes own, Instant applied) {
    /** Nothing is known. */
    public static final Past NOTHING = new Past(HydrationTimes.NOTHING, HydrationTimes.NOTHING, null);
}
