package io.github.mzmaven.goal.status;

import io.github.mzmaven.Problem;
import io.github.mzmaven.Problem.Severity;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.LiveSession;
import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.Current;
import io.github.mzmaven.catalog.DeploymentFacts;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.catalog.RuntimeReader;
import io.github.mzmaven.catalog.RuntimeState;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.goal.await.Readiness;
import io.github.mzmaven.goal.cleanup.CleanupPlanner;
import io.github.mzmaven.goal.init.InitPlanner;
import io.github.mzmaven.goal.swap.SwapPlanner;
import io.github.mzmaven.plan.Awaited;
import io.github.mzmaven.plan.Deployment;
import io.github.mzmaven.plan.Deployment.ProductionVersion;
import io.github.mzmaven.plan.Differences;
import io.github.mzmaven.plan.Direction;
import io.github.mzmaven.plan.OutsideSink;
import io.github.mzmaven.plan.OutsideSinks;
import io.github.mzmaven.plan.PlanResult;
import io.github.mzmaven.report.RunEvent;
import io.github.mzmaven.report.StatusFound;
import io.github.mzmaven.report.TargetStatus.PairStatus;
import io.github.mzmaven.session.Session;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Tells where a target stands. It reads only, and needs no deployment. */
public final class StatusGoal implements Goal {
    @Override
    public String name() {
        return "status";
    }

    @Override
    public void run(GoalContext context) {
        Settings settings = context.settings();
        try (Session session = context.open(name())) {
            Catalog catalog = CatalogReader.read(session, settings, Reading.STATUS);
            Deployment deployment = Deployment.of(settings, catalog);
            RuntimeState runtime = new RuntimeReader(session).read(true);
            Marker marker = deployment.marker();
            if (marker != null) {
                DeploymentFacts facts = marker.facts();
                context.tell(new RunEvent.DeploymentKnown(
                        marker.deployment(), facts == null ? null : facts.tag(), facts == null ? null : facts.git()));
            }
            context.tell(found(deployment, runtime));
        }
    }

    /** Looks at a target, with or without a marker. */
    static StatusFound found(Deployment deployment, RuntimeState runtime) {
        Settings settings = deployment.settings();
        Catalog catalog = deployment.catalog();
        boolean promoted = !deployment.pairs().isEmpty() && deployment.side() == ProductionVersion.NEW;
        PlanResult next = next(deployment);
        return new StatusFound(
                deployment.marker(),
                Current.of(catalog, settings.target()),
                run(catalog, deployment.marker()),
                promoted,
                Stream.concat(
                                deployment.schemas().stream().map(pair -> pair("schema", pair)),
                                deployment.clusters().stream().map(pair -> pair("cluster", pair)))
                        .toList(),
                new Readiness(settings).judge(Awaited.newObjects(settings, catalog), runtime),
                OutsideSinks.of(deployment).stream()
                        .sorted(Comparator.comparing(OutsideSink::name).thenComparing(OutsideSink::relation))
                        .toList(),
                Differences.of(deployment, promoted),
                next.plan().goal(),
                refusals(next));
    }

    /** Who is at work; {@code null} where nobody has to be. */
    private static String run(Catalog catalog, Marker marker) {
        if (marker == null || marker.state() == Marker.State.STAGED || marker.state() == Marker.State.PROMOTED) {
            return null;
        }
        LiveSession worker = marker.worker(catalog);
        return worker == null
                ? "no run is at work on it: it was cut off"
                : "role " + catalog.roleName(worker.role()) + " is at work on it from "
                        + worker.from() + " since "
                        + worker.connectedAt();
    }

    private static PairStatus pair(String kind, Deployment.Pair pair) {
        Boolean swapped = pair.isSwapped() ? Boolean.TRUE : pair.isOriginal() ? Boolean.FALSE : null;
        return new PairStatus(kind, pair.production(), pair.productionId(), pair.copy(), pair.copyId(), swapped);
    }

    /** The plan of the goal that comes next, and what speaks against it. */
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

    private static List<Problem> refusals(PlanResult next) {
        return next.problems().stream()
                .filter(problem -> problem.severity() != Severity.WARNING)
                .toList();
    }
}
