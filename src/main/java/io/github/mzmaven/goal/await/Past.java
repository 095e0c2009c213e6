package io.github.mzmaven.goal.await;

import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Current;
import io.github.mzmaven.catalog.GoalTimes;
import io.github.mzmaven.catalog.HydrationTimes;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.config.Settings;
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

    /** What the target's marker says, and the one of the deployment before. */
    public static Past of(Settings settings, Catalog catalog) {
        Marker marker = Marker.of(catalog, settings.target());
        Current current = Current.of(catalog, settings.target());
        return new Past(
                current == null
                        ? HydrationTimes.NOTHING
                        : times(catalog, current.schema().id()),
                marker == null ? HydrationTimes.NOTHING : times(catalog, marker.schemaId()),
                marker == null ? null : GoalTimes.ended(catalog, marker.schemaId(), "apply"));
    }

    private static HydrationTimes times(Catalog catalog, String schemaId) {
        return HydrationTimes.parse(Marker.storedText(catalog, schemaId, HydrationTimes.VIEW));
    }
}
