package io.github.mzmaven.goal.status;

import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.Current;
import io.github.mzmaven.catalog.History;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.report.HistoryFound;
import io.github.mzmaven.report.HistoryFound.Past;
import io.github.mzmaven.session.Session;
import java.util.ArrayList;
import java.util.Optional;

/** Lists a target's deployments. It reads only. */
public final class HistoryGoal implements Goal {
    @Override
    public String name() {
        return "history";
    }

    @Override
    public void run(GoalContext context) {
        Catalog catalog;
        try (Session session = context.open(name())) {
            catalog = CatalogReader.read(session, context.settings(), Reading.COPIES);
        }
        context.tell(found(catalog, context.settings().target()));
    }

    /** Looks at what a target's marker and {@code current} say. */
    static HistoryFound found(Catalog catalog, String target) {
        Marker marker = Marker.of(catalog, target);
        Current current = Current.of(catalog, target);
        var deployments = new ArrayList<Past>();
        if (marker != null && marker.facts() != null) {
            deployments.add(new Past(marker.state().word(), History.Entry.of(catalog, marker, false)));
        }
        Optional<History> kept = kept(catalog, marker, current);
        for (History.Entry entry : kept.orElse(History.NOTHING).deployments()) {
            // A cleanup that was cut off may have recorded the one that it is at.
            if (marker == null || !marker.schemaId().equals(entry.marker())) {
                deployments.add(new Past(state(entry, current), entry));
            }
        }
        return new HistoryFound(target, kept.isPresent(), deployments);
    }

    /** A cleanup that was cut off may have dropped the current already, whose history it has taken over. */
    private static Optional<History> kept(Catalog catalog, Marker marker, Current current) {
        if (current != null) {
            return current.history();
        }
        return marker == null ? Optional.of(History.NOTHING) : History.of(catalog, marker.schemaId());
    }

    private static String state(History.Entry entry, Current current) {
        if (entry.inProduction()) {
            return current != null && current.schema().id().equals(entry.marker()) ? "production" : "replaced";
        }
        return entry.rolledBack() == null ? "givenUp" : "rolledBack";
    }
}
