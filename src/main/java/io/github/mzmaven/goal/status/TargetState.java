package io.github.mzmaven.goal.status;

import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.goal.cleanup.CleanupPlanner;
import io.github.mzmaven.goal.init.InitPlanner;
import io.github.mzmaven.goal.swap.Differences;
import io.github.mzmaven.goal.swap.SwapPlanner;
import io.github.mzmaven.plan.Deployment;
import io.github.mzmaven.plan.Deployment.ProductionVersion;
import io.github.mzmaven.plan.Direction;
import io.github.mzmaven.plan.ObjectChange;
import io.github.mzmaven.plan.OutsideSink;
import io.github.mzmaven.plan.OutsideSinks;
import io.github.mzmaven.plan.PlanResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where a target stands: what mz:status tells, as far as the catalog says it.
 *
 * @param marker {@code null} where there is none
 * @param promoted whether production's names hold the new objects, as the ids say it
 * @param changes what a promote would change, or has changed
 * @param next the plan of the goal that comes next, and what speaks against it
 */
public record TargetState(
        Marker marker,
        boolean promoted,
        List<Pair> pairs,
        List<ObjectChange> changes,
        List<OutsideSink> sinks,
        PlanResult next) {

    /**
     * A schema or cluster of production, and its copy.
     *
     * @param kind schema or cluster
     * @param productionId {@code null} where it does not exist
     * @param copyId {@code null} where it does not exist
     * @param swapped whether the two have changed places since init; {@code null} where that is not known
     */
    public record Pair(
            String kind, String production, String productionId, String copy, String copyId, Boolean swapped) {}

    /** Looks at a target, with or without a marker. */
    public static TargetState of(Settings settings, Catalog catalog) {
        Deployment deployment = Deployment.of(settings, catalog);
        boolean promoted = !deployment.pairs().isEmpty() && deployment.side() == ProductionVersion.NEW;
        var pairs = new ArrayList<Pair>();
        deployment.schemas().forEach(pair -> pairs.add(pair("schema", pair)));
        deployment.clusters().forEach(pair -> pairs.add(pair("cluster", pair)));
        return new TargetState(
                deployment.marker(),
                promoted,
                List.copyOf(pairs),
                Differences.of(deployment, promoted),
                OutsideSinks.of(deployment),
                next(deployment));
    }

    /** The state by the marker's name; none where there is no marker. */
    public String state() {
        return marker == null ? "none" : marker.state().name().toLowerCase(Locale.ROOT);
    }

    private static Pair pair(String kind, Deployment.Pair pair) {
        Boolean swapped = pair.isSwapped() ? Boolean.TRUE : pair.isOriginal() ? Boolean.FALSE : null;
        return new Pair(kind, pair.production(), pair.productionId(), pair.copy(), pair.copyId(), swapped);
    }

    private static PlanResult next(Deployment deployment) {
        Settings settings = deployment.settings();
        Catalog catalog = deployment.catalog();
        if (deployment.marker() == null) {
            return InitPlanner.plan(settings, catalog);
        }
        return switch (deployment.marker().state()) {
            case INITIALIZING -> InitPlanner.plan(settings, catalog);
            case STAGED, APPLYING ->
                SwapPlanner.plan(Direction.PROMOTE, settings, catalog).planned();
            case PROMOTED, CLEANING -> CleanupPlanner.plan(settings, catalog);
        };
    }
}
