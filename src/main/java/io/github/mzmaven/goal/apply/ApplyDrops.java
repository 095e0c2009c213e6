package io.github.mzmaven.goal.apply;

import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.plan.DropOrder;
import io.github.mzmaven.plan.ObjectNames;
import io.github.mzmaven.plan.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Drops what files made: indexes whose relation stays by themselves, the rest in the order of dependencies. */
final class ApplyDrops {
    private ApplyDrops() {}

    static List<Step> steps(Catalog catalog, Collection<String> ids) {
        var indexes = new ArrayList<CatalogObject>();
        var others = new ArrayList<CatalogObject>();
        for (String id : ids) {
            CatalogObject object = catalog.objects().get(id);
            if (!goesAlong(catalog, object, ids)) {
                (object.is(ObjectType.INDEX) ? indexes : others).add(object);
            }
        }
        var steps = new ArrayList<Step>();
        if (!indexes.isEmpty()) {
            steps.add(new Step.DropObjects(
                    ObjectType.INDEX,
                    indexes.stream().map(catalog::qualified).toList(),
                    "drop index "
                            + ObjectNames.cut(
                                    indexes.stream().map(catalog::display).toList())));
        }
        steps.addAll(DropOrder.of(catalog, others));
        return steps;
    }

    /** Whether it is dropped with one of these: an index with its relation, a subsource with its source. */
    static boolean goesAlong(Catalog catalog, CatalogObject object, Collection<String> ids) {
        return (object.is(ObjectType.INDEX) || object.isPartOfSource())
                && catalog.uses().getOrDefault(object.id(), Set.of()).stream().anyMatch(ids::contains);
    }
}
