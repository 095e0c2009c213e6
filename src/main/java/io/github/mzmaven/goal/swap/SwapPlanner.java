package io.github.mzmaven.goal.swap;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Acl;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.ObjectKey;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.goal.swap.Replacement.Handover;
import io.github.mzmaven.plan.Deployment;
import io.github.mzmaven.plan.Deployment.Pair;
import io.github.mzmaven.plan.Direction;
import io.github.mzmaven.plan.MarkerChecks;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.text.Count;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Plans a promote, or a rollback, which is the same backwards: what readers would lose is granted first, then everything is
 * swapped in one transaction with the marker's rename, then sinks are pointed at what production's names mean now, and the
 * schemas are tagged. What is done already is not planned again, so a second run after one that was cut off finishes it.
 */
public final class SwapPlanner {
    private final Direction direction;
    private final Deployment deployment;
    private final Map<String, Acl> given;

    private SwapPlanner(Direction direction, Settings settings, Catalog catalog, Map<String, Acl> given) {
        this.direction = direction;
        this.deployment = Deployment.of(settings, catalog);
        this.given = given;
    }

    /** Plans the swap, or says why not; with hard problems the plan is empty. */
    public static SwapPlan plan(Direction direction, Settings settings, Catalog catalog) {
        return plan(direction, settings, catalog, Map.of());
    }

    /**
     * Likewise, for a run that has granted something already.
     *
     * @param given what it has granted, by the quoted name of the object
     */
    public static SwapPlan plan(Direction direction, Settings settings, Catalog catalog, Map<String, Acl> given) {
        return new SwapPlanner(direction, settings, catalog, given).plan();
    }

    /** Plans what follows the swap that was committed on this catalog: the same one with the names exchanged. */
    public static SwapPlan planAfterwards(Direction direction, Settings settings, Catalog catalog) {
        Deployment deployment = Deployment.of(settings, catalog);
        boolean done = deployment.side() == direction.endVersion();
        return new SwapPlanner(direction, settings, deployment.swapped(direction.endState(), done), Map.of()).plan();
    }

    private SwapPlan plan() {
        List<Problem> state = new ArrayList<>(MarkerChecks.forSwap(direction, deployment));
        state.addAll(unexpected());
        if (!state.isEmpty()) {
            return SwapPlan.none(direction.goal(), deployment.marker(), state);
        }
        // By ids, not by the marker: something else may have swapped.
        boolean done = deployment.side() == direction.endVersion();
        var replacement = Replacement.of(direction, deployment);
        var facts = new PromotionFacts(replacement, done);
        var sinks = new SinkMoves(replacement, done);
        var problems = new ArrayList<Problem>();
        var before = new ArrayList<Step>();
        if (!done) {
            problems.addAll(SwapChecks.problems(replacement));
            var grants = new SwapGrants(replacement, given);
            problems.addAll(grants.problems());
            before.addAll(grants.steps());
            before.addAll(facts.forgetLast());
        }
        problems.addAll(sinks.problems());
        var after = new ArrayList<Step>(facts.record(markerName()));
        after.addAll(sinks.steps());
        after.addAll(facts.tags());
        boolean refused = problems.stream().anyMatch(problem -> problem.severity() == Problem.Severity.HARD);
        return new SwapPlan(
                direction.goal(),
                deployment.marker().deployment(),
                problems,
                refused ? List.of() : before,
                refused ? null : transaction(done),
                refused ? List.of() : after,
                done,
                sinks.unmovable(),
                sinks.targets(),
                ids(replacement),
                objects(replacement));
    }

    /** Somebody may have begun another deployment since the one that is meant was approved. */
    private List<Problem> unexpected() {
        String expected = deployment.settings().promote().expectedDeployment();
        Marker marker = deployment.marker();
        if (expected == null) {
            return List.of();
        }
        if (marker == null) {
            return List.of(
                    Problem.hard("Deployment " + expected + " is expected (expectedDeployment), and there is none."));
        }
        return expected.equals(marker.deployment())
                ? List.of()
                : List.of(Problem.hard(
                        "Deployment " + expected + " is expected (expectedDeployment), but the deployment of target "
                                + marker.target() + " is " + marker.deployment() + ".",
                        direction == Direction.PROMOTE
                                ? "Approve that one, or stage the expected one again: mvn mz:cleanup, then mvn mz:init."
                                : "Run mvn mz:status to see what is where."));
    }

    /** The marker's name at the end. What a dead apply left is its own to finish; for a rollback it is staged. */
    private String markerName() {
        Marker marker = deployment.marker();
        return marker.state() == Marker.State.APPLYING && direction == Direction.ROLLBACK
                ? marker.schemaName()
                : Marker.name(deployment.settings().target(), direction.endState());
    }

    /** {@code null} where nothing is to be swapped and the marker says so already. */
    private Step.Transaction transaction(boolean done) {
        String database = deployment.catalog().database().name();
        String marker = deployment.marker().schemaName();
        var steps = new ArrayList<Step>();
        if (!marker.equals(markerName())) {
            steps.add(new Step.RenameSchema(database, marker, markerName()));
        }
        if (!done) {
            for (Pair pair : deployment.schemas()) {
                steps.add(new Step.SwapSchemas(database, pair.production(), pair.copy()));
            }
            for (Pair pair : deployment.clusters()) {
                steps.add(new Step.SwapClusters(pair.production(), pair.copy()));
            }
        }
        return steps.isEmpty()
                ? null
                : new Step.Transaction(steps, done ? "mark as " + direction.endState() : describeSwap());
    }

    private String describeSwap() {
        return "swap " + Count.of(deployment.schemas().size(), "schema") + " and "
                + Count.of(deployment.clusters().size(), "cluster") + " in one transaction";
    }

    /** Ids of all that is in the schemas or on the clusters of both versions. */
    private Set<String> objects(Replacement replacement) {
        return deployment.catalog().objects().values().stream()
                .filter(object -> replacement.isInside(object) || replacement.runsInside(object))
                .map(CatalogObject::id)
                .collect(Collectors.toSet());
    }

    /** By name, the ids of what was and of what is behind production's names. */
    private static Map<ObjectKey, SwapPlan.Ids> ids(Replacement replacement) {
        Map<ObjectKey, SwapPlan.Ids> ids = new LinkedHashMap<>();
        for (Handover handover : replacement.handovers()) {
            ids.put(
                    new ObjectKey(handover.type(), handover.name()),
                    new SwapPlan.Ids(
                            handover.replaced().id(), handover.replacement().id()));
        }
        for (CatalogObject object : replacement.replaced()) {
            CatalogObject successor = replacement.successor(object);
            if (successor != null) {
                ids.put(
                        new ObjectKey(object.type(), replacement.productionSchema(object), object.name()),
                        new SwapPlan.Ids(object.id(), successor.id()));
            }
        }
        return ids;
    }
}
