package io.github.mzmaven.goal.await;

import io.github.mzmaven.MzException;
import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.goal.await.Waiting.Waited;
import io.github.mzmaven.plan.Awaited;
import io.github.mzmaven.report.WaitEvent;
import io.github.mzmaven.session.Session;
import java.util.List;

/** Waits until the copies could take over from production. */
public final class AwaitGoal implements Goal {
    @Override
    public String name() {
        return "await";
    }

    @Override
    public void run(GoalContext context) {
        Settings settings = context.settings();
        Catalog catalog;
        try (Session session = context.open(name())) {
            catalog = CatalogReader.read(session, settings, Reading.COPIES);
        }
        // Copies that dbt made have none, and can be waited for all the same.
        Marker marker = Marker.of(catalog, settings.target());
        if (marker != null) {
            context.about(marker);
        }
        List<Problem> problems = Awaited.problems(name(), settings, catalog);
        if (!problems.isEmpty()) {
            throw MzException.refusal("mz:await refuses. Nothing was written.", problems);
        }
        Waited waited =
                new Waiting(context, name()).until(Awaited.copies(settings, catalog), Past.of(settings, catalog));
        WaitEvent.Ready ready = waited.ready();
        if (ready.promoted()) {
            throw new MzException(
                    MzException.Kind.REFUSED,
                    "mz:await: another run promoted the deployment while this waited: the copies' names hold the old"
                            + " objects now. mz:await changed nothing.\n"
                            + "  Run mvn mz:cleanup, or mvn mz:rollback to go back.");
        }
        HydrationStore.store(context, catalog, marker, waited.times());
        context.tell(ready);
    }
}
