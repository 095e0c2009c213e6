package io.github.mzmaven.plan;

import io.github.mzmaven.Problem;
import java.util.List;
import java.util.Map;

/**
 * A planned promote or rollback.
 *
 * @param planned the whole plan and what speaks against it
 * @param transaction the step of the plan that swaps, or only renames the marker where the swap is done; {@code null} where
 *     both are done
 * @param swapped whether production has the wanted version already
 * @param unmovable the sinks that read the replaced version after the swap and cannot be moved as things are
 * @param ids by what is meant (for example "view staging.orders"), the ids before and after
 */
public record SwapPlan(
        Planned planned, Step.Transaction transaction, boolean swapped, List<Problem> unmovable, Map<String, Ids> ids) {
    /** Whether nothing is left to do. */
    public boolean isDone() {
        return planned.plan().isEmpty() && unmovable.isEmpty();
    }

    /** The id that a production name had, and the one that it gets. */
    public record Ids(String before, String after) {}
}
