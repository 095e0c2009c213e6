package io.github.mzmaven.plan;

import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.CatalogObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Drops objects without CASCADE: dependents first, as many of a kind in one statement as may be. What goes along with
 * another (an index with its relation, a subsource with its source) gets no statement.
 */
final class ApplyDrops {
    private final Catalog catalog;
    private final Map<String, Set<String>> usedBy;
    private final Map<String, CatalogObject> left = new LinkedHashMap<>();

    private ApplyDrops(Catalog catalog, Collection<String> ids) {
        this.catalog = catalog;
        this.usedBy = catalog.usedBy();
        ids.stream()
                .map(id -> catalog.objects().get(id))
                .sorted(Comparator.comparing(catalog::display))
                .forEach(object -> left.put(object.id(), object));
    }

    static List<Step.DropObjects> steps(Catalog catalog, Collection<String> ids) {
        var order = new ApplyDrops(catalog, ids);
        order.leaveOutWhatGoesAlong(Set.copyOf(ids));
        var steps = new ArrayList<Step.DropObjects>();
        while (!order.left.isEmpty()) {
            steps.add(order.next());
        }
        return steps;
    }

    private void leaveOutWhatGoesAlong(Set<String> ids) {
        left.values().removeIf(object -> {
            boolean follows =
                    object.is("index") || "subsource".equals(object.subtype()) || "progress".equals(object.subtype());
            return follows
                    && catalog.uses().getOrDefault(object.id(), Set.of()).stream()
                            .anyMatch(ids::contains);
        });
    }

    /** All of one kind that nothing left depends on, or only others of the same statement. */
    private Step.DropObjects next() {
        String type = left.values().stream()
                .filter(object -> isFree(object, Map.of()))
                .map(CatalogObject::type)
                .min(Comparator.naturalOrder())
                .orElseThrow(
                        () -> new IllegalStateException("objects depend on each other in a circle: " + left.keySet()));
        var group = new LinkedHashMap<String, CatalogObject>();
        boolean grows = true;
        while (grows) {
            grows = false;
            for (CatalogObject object : left.values()) {
                if (object.is(type) && !group.containsKey(object.id()) && isFree(object, group)) {
                    group.put(object.id(), object);
                    grows = true;
                }
            }
        }
        left.keySet().removeAll(group.keySet());
        String kind = group.values().iterator().next().kind();
        return new Step.DropObjects(
                kind.toUpperCase(Locale.ROOT),
                group.values().stream().map(catalog::qualified).toList(),
                "drop " + kind + " "
                        + group.values().stream().map(catalog::display).collect(Collectors.joining(", ")));
    }

    private boolean isFree(CatalogObject object, Map<String, CatalogObject> together) {
        return usedBy.getOrDefault(object.id(), Set.of()).stream()
                .noneMatch(user -> left.containsKey(user) && !together.containsKey(user));
    }
}
