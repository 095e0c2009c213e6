package io.github.mzmaven.goal.swap;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.ObjectKey;
import io.github.mzmaven.plan.Plan;
import io.github.mzmaven.plan.PlanResult;
import io.github.mzmaven.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A planned promote or rollback.
 *
 * @param goal promote or rollback
 * @param deployment the deployment's id
 * @param problems what speaks against it; where one is hard there are no steps
 * @param before what is granted before the swap
 * @param transaction swaps, or only renames the marker where the swap is done; {@code null} where both are done
 * @param after what follows the swap: the marker's facts, sinks, tags
 * @param swapped whether production has the wanted version already
 * @param unmovable the sinks that read the replaced version after the swap and cannot be moved as things are
 * @param sinkTargets what sinks are to read that has to be hydrated, by id: for people, which sink and what
 * @param ids by production's name, the ids before and after
 * @param objects ids of all objects of both versions: where others are there, it is not what was planned for
 */
public record SwapPlan(
        String goal,
        String deployment,
        List<Problem> problems,
        List<Step> before,
        Step.Transaction transaction,
        List<Step> after,
        boolean swapped,
        List<Problem> unmovable,
        Map<String, String> sinkTargets,
        Map<ObjectKey, Ids> ids,
        Set<String> objects) {
    public SwapPlan {
        problems = List.copyOf(problems);
        before = List.copyOf(before);
        after = List.copyOf(after);
        unmovable = List.copyOf(unmovable);
        objects = Set.copyOf(objects);
    }

    /** No plan, since the deployment's state does not let there be one. */
    static SwapPlan none(String goal, Marker marker, List<Problem> problems) {
        return new SwapPlan(
                goal,
                marker == null ? "none" : marker.deployment(),
                problems,
                List.of(),
                null,
                List.of(),
                false,
                List.of(),
                Map.of(),
                Map.of(),
                Set.of());
    }

    /** The same with more that speaks against it. */
    public SwapPlan with(List<Problem> more) {
        var all = new ArrayList<>(problems);
        all.addAll(more);
        return new SwapPlan(
                goal, deployment, all, before, transaction, after, swapped, unmovable, sinkTargets, ids, objects);
    }

    /** All steps in order, and what speaks against them. */
    public PlanResult planned() {
        var steps = new ArrayList<>(before);
        if (transaction != null) {
            steps.add(transaction);
        }
        steps.addAll(after);
        return new PlanResult(new Plan(goal, deployment, steps), problems);
    }

    /** The sinks that follow the swap. */
    public List<Step.MoveSink> moves() {
        return after.stream()
                .filter(Step.MoveSink.class::isInstance)
                .map(Step.MoveSink.class::cast)
                .toList();
    }

    /** Whether nothing is left to do. */
    public boolean isDone() {
        return planned().plan().isEmpty() && unmovable.isEmpty();
    }

    /** Whether a later look found what this plan's transaction was opened for, and nothing to be done before it. */
    public boolean isStill(SwapPlan later) {
        return later.before.isEmpty()
                && later.swapped == swapped
                && transaction.equals(later.transaction)
                && objects.equals(later.objects)
                && sinkTargets.keySet().equals(later.sinkTargets.keySet());
    }

    /** The id that a production name had, and the one that it gets. */
    public record Ids(String before, String after) {}
}
