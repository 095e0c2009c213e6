package io.github.mzmaven.goal.swap;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.goal.swap.Replacement.Handover;
import io.github.mzmaven.goal.swap.Replacement.Holder;
import io.github.mzmaven.plan.Direction;
import io.github.mzmaven.plan.Permissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What speaks against a swap: found before anything is written, and said all at once. */
final class SwapChecks {
    private SwapChecks() {}

    static List<Problem> problems(Replacement replacement) {
        var problems = new ArrayList<Problem>(permissions(replacement));
        problems.addAll(LeftBehindChecks.problems(replacement));
        problems.addAll(LossChecks.problems(replacement));
        if (replacement.direction() == Direction.PROMOTE) {
            problems.addAll(ProductionChanges.problems(replacement));
        }
        return problems;
    }

    private static Set<Problem> permissions(Replacement replacement) {
        Catalog catalog = replacement.deployment().catalog();
        var permissions = new Permissions(catalog);
        Set<Problem> missing = new LinkedHashSet<>();
        if (!replacement.schemas().isEmpty()) {
            missing.addAll(permissions.onDatabase());
        }
        Schema marker = catalog.schemas().get(replacement.deployment().marker().schemaId());
        missing.addAll(permissions.owns(ObjectType.SCHEMA, marker.name(), marker.ownerId()));
        for (Handover handover : replacement.handovers()) {
            for (Holder holder : List.of(handover.replaced(), handover.replacement())) {
                missing.addAll(permissions.owns(handover.type(), holder.name(), holder.ownerId()));
            }
        }
        return missing;
    }
}
