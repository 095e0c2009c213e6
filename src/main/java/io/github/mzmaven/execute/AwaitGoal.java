package io.github.mzmaven.execute;

import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.session.Session;
import java.util.List;

/** Waits until the copies of the configured clusters could take over from production. */
public final class AwaitGoal implements Goal {
    @Override
    public String name() {
        return "await";
    }

    @Override
    public void run(GoalContext context) {
        Settings settings = context.settings();
        List<String> copies =
                settings.clusterNames().stream().map(settings::copyOf).toList();
        if (copies.isEmpty()) {
            context.log().info("No clusters are configured: nothing to wait for.");
            return;
        }
        try (Session session = context.open(name())) {
            Marker marker = Marker.of(CatalogReader.read(session, settings, Reading.COPIES), settings.target());
            // Copies that dbt made have none, and can be waited for all the same.
            if (marker != null) {
                context.about(marker);
            }
        }
        Waiting.Ready ready = new Waiting(context, name()).until(copies);
        context.log().info(ready.describe() + " Next: mvn mz:test, then mvn mz:promote");
    }
}
