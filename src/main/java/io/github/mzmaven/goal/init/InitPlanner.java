package io.github.mzmaven.goal.init;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.plan.Plan;
import io.github.mzmaven.plan.PlanResult;
import io.github.mzmaven.plan.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Plans copies of production's schemas and clusters. It plans the difference between what is there and what shall be, so a
 * second run after a first, whole or cut off, writes only what is missing.
 */
public final class InitPlanner {
    private InitPlanner() {}

    /** Plans init, or says why not; with hard problems the plan is empty. */
    public static PlanResult plan(Settings settings, Catalog catalog) {
        Marker marker = Marker.of(catalog, settings.target());
        var markerPlan = new MarkerPlan(settings, catalog, marker);
        List<Problem> problems = new InitChecks(settings, catalog, marker).problems();
        var steps = new ArrayList<Step>();
        if (problems.stream().noneMatch(problem -> problem.severity() == Problem.Severity.HARD)) {
            steps.addAll(markerPlan.begin());
            var missing = new MissingProduction(settings, catalog, marker);
            if (!missing.isNone()) {
                steps.addAll(missing.create());
            }
            steps.addAll(CopiesPlan.of(settings, missing.created()));
            steps.addAll(markerPlan.end(!steps.isEmpty()));
        }
        return new PlanResult(new Plan("init", markerPlan.deploymentId(), steps), problems);
    }
}
