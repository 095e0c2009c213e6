package io.github.mzmaven.goal.swap;

import io.github.mzmaven.catalog.Acl;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.plan.Step;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The catalog at one moment, what it makes of the swap, and what this run did until then. Each phase takes one and returns the
 * next.
 *
 * @param catalog {@code null} before the first reading
 * @param plan {@code null} before the first reading
 * @param production what is known of it
 * @param given what this run has granted, by the quoted name of the object: what is revoked from production since has to be
 *     taken back
 * @param waitedFor ids of the objects that were waited for; {@code null} where nothing was
 */
record Seen(Catalog catalog, SwapPlan plan, ProductionState production, Map<String, Acl> given, Set<String> waitedFor) {
    /** What a run begins with. */
    static final Seen NOTHING = new Seen(null, null, ProductionState.UNTOUCHED, Map.of(), null);

    Seen {
        given = Map.copyOf(given);
    }

    /** What a later reading found. */
    Seen with(Catalog catalog, SwapPlan plan) {
        return new Seen(catalog, plan, production, given, waitedFor);
    }

    Seen with(SwapPlan plan) {
        return with(catalog, plan);
    }

    Seen with(ProductionState production) {
        return new Seen(catalog, plan, production, given, waitedFor);
    }

    /** The same when a step of those before the swap is done. */
    Seen after(Step step) {
        if (!(step instanceof Step.ChangePrivileges change)) {
            return this;
        }
        Acl acl = change.acl(catalog);
        var now = new HashMap<>(given);
        change.targets()
                .forEach(target ->
                        now.merge(target, acl, (had, given) -> change.grant() ? had.plus(given) : had.minus(given)));
        return new Seen(catalog, plan, production, now, waitedFor);
    }

    /** The same when all objects of the plan were waited for. */
    Seen afterWait() {
        return new Seen(catalog, plan, production, given, plan.objects());
    }
}
