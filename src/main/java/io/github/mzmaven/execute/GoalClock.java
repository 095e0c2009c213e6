package io.github.mzmaven.execute;

import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.GoalTimes;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.report.RunEvent;
import io.github.mzmaven.session.DatabaseException;
import io.github.mzmaven.session.Session;
import java.time.Duration;
import java.time.Instant;

/**
 * Measures how long a goal takes, and keeps that in the marker for mz:history. Nothing depends on it: what cannot be kept is
 * told to whoever asks for details.
 */
public final class GoalClock {
    private final String goal;
    private final long started = System.nanoTime();

    /** Begins to measure. */
    public GoalClock(String goal) {
        this.goal = goal;
    }

    /** The time since it began. */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    /**
     * Keeps the time, over that of an earlier run. Whoever is not the marker's owner keeps none: a view of another owner would
     * hinder cleanup.
     *
     * @param catalog as the goal has read it
     * @param markerName what the marker is called now
     */
    public void keep(GoalContext context, Session session, Catalog catalog, Marker marker, String markerName) {
        if (!marker.isOwn(catalog)) {
            return;
        }
        var step = new Step.StoreText(
                catalog.database().name(),
                markerName,
                GoalTimes.view(goal),
                new GoalTimes(Instant.now().toString(), elapsed().toMillis()).json(),
                "record how long mz:" + goal + " took");
        try {
            session.about(step.describe()).execute(step.sql());
        } catch (DatabaseException e) {
            context.tell(new RunEvent.TimeNotKept(goal, e.getMessage()));
        }
    }
}
