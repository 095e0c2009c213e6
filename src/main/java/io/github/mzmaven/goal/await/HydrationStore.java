package io.github.mzmaven.goal.await;

import io.github.mzmaven.MzException;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.HydrationTimes;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.execute.PlanExecutor;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.report.WaitEvent;
import io.github.mzmaven.session.Session;

/** Keeps how long hydration took, in the marker. Nothing depends on it: what goes wrong is told to who asks for details. */
final class HydrationStore {
    private HydrationStore() {}

    /**
     * Stores it, over what was stored before.
     *
     * @param catalog as read when waiting began
     * @param marker {@code null} for copies that dbt made: then nothing is stored
     * @param times {@code null} where there is nothing new
     */
    static void store(GoalContext context, Catalog catalog, Marker marker, HydrationTimes times) {
        if (marker == null || times == null || !marker.isOwn(catalog)) {
            return;
        }
        var step = new Step.MarkerStep(new Step.StoreText(
                catalog.identity().database(),
                marker.schemaName(),
                HydrationTimes.VIEW,
                times.json(),
                "record how long hydration took"));
        try (Session session = context.open("await")) {
            new PlanExecutor(context, session).execute(step);
        } catch (MzException e) {
            context.tell(new WaitEvent.TimesNotStored(
                    e.getMessage().lines().findFirst().orElse("")));
        }
    }
}
