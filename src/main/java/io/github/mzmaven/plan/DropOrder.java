package io.github.mzmaven.plan;

import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.sql.Sql;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Drops objects without CASCADE in few statements: a statement drops objects of one kind, in any order among themselves, so
 * all of a kind go together that nothing of another kind still needs. The kind at the head of the longest way to go is next.
 */
public final class DropOrder {
    private DropOrder() {}

    /** The statements that drop these objects; indexes go with their relations, a progress subsource with its source. */
    public static List<Step> of(Catalog catalog, List<CatalogObject> objects) {
        return of(catalog, objects, Map.of());
    }

    /**
     * Likewise, of schemas that are renamed before.
     *
     * @param schemaNames what the schemas are named then, by id
     */
    public static List<Step> of(Catalog catalog, List<CatalogObject> objects, Map<String, String> schemaNames) {
        Map<String, Set<String>> usedBy = catalog.usedBy();
        Map<String, CatalogObject> left = new LinkedHashMap<>();
        objects.stream()
                .filter(object -> !object.is(ObjectType.INDEX) && !object.isProgress())
                .forEach(object -> left.put(object.id(), object));
        Map<String, Integer> ways = new HashMap<>();
        left.values().forEach(object -> way(object, catalog, left, ways));
        var steps = new ArrayList<Step>();
        while (!left.isEmpty()) {
            List<CatalogObject> batch = left.values().stream()
                    .map(CatalogObject::type)
                    .distinct()
                    .map(type -> droppable(type, left, usedBy))
                    .filter(candidates -> !candidates.isEmpty())
                    .max(Comparator.comparingInt((List<CatalogObject> candidates) -> candidates.stream()
                                    .mapToInt(object -> ways.get(object.id()))
                                    .max()
                                    .getAsInt())
                            .thenComparingInt(List::size))
                    // Dependencies have no circles, so something can always go.
                    .orElseThrow();
            steps.add(drop(catalog, batch, schemaNames));
            batch.forEach(object -> left.remove(object.id()));
        }
        return steps;
    }

    /** How many statements it takes at least to drop the object and then, one after the other, what it needs. */
    private static int way(
            CatalogObject object, Catalog catalog, Map<String, CatalogObject> left, Map<String, Integer> ways) {
        Integer known = ways.get(object.id());
        if (known != null) {
            return known;
        }
        int way = 1;
        for (String id : catalog.uses().getOrDefault(object.id(), Set.of())) {
            CatalogObject used = left.get(id);
            if (used != null) {
                way = Math.max(way, way(used, catalog, left, ways) + (used.is(object.type()) ? 0 : 1));
            }
        }
        ways.put(object.id(), way);
        return way;
    }

    /** The objects of a type that only objects of that type, themselves among these, still need. */
    private static List<CatalogObject> droppable(
            ObjectType type, Map<String, CatalogObject> left, Map<String, Set<String>> usedBy) {
        Set<String> candidates = left.values().stream()
                .filter(object -> object.is(type))
                .map(CatalogObject::id)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        boolean changed = true;
        while (changed) {
            changed = candidates.removeIf(id -> usedBy.getOrDefault(id, Set.of()).stream()
                    .anyMatch(user -> left.containsKey(user) && !candidates.contains(user)));
        }
        return candidates.stream().map(left::get).toList();
    }

    private static Step drop(Catalog catalog, List<CatalogObject> batch, Map<String, String> schemaNames) {
        ObjectType type = batch.get(0).type();
        return new Step.DropObjects(
                type,
                batch.stream()
                        .map(object -> qualified(catalog, object, schemaNames))
                        .toList(),
                "drop " + type + " "
                        + ObjectNames.cut(batch.stream().map(catalog::display).toList()));
    }

    private static String qualified(Catalog catalog, CatalogObject object, Map<String, String> schemaNames) {
        Schema schema = catalog.schemas().get(object.schemaId());
        return Sql.qualified(
                catalog.databases().get(schema.databaseId()).name(),
                schemaNames.getOrDefault(schema.id(), schema.name()),
                object.name());
    }
}
