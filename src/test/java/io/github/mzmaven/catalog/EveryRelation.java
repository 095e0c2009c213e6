package io.github.mzmaven.catalog;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All relations that the plugin reads. */
public final class EveryRelation {
    private EveryRelation() {}

    /** By name, whether the server has it indexed. */
    public static Map<String, Boolean> indexed() {
        Map<String, Boolean> indexed = new TreeMap<>();
        for (Relation<?> relation : all()) {
            Boolean other = indexed.put(relation.name(), relation.indexed());
            if (other != null && other != relation.indexed()) {
                throw new IllegalStateException(relation.name() + " is said to be indexed, and not to be");
            }
        }
        return indexed;
    }

    static List<Relation<?>> all() {
        List<Relation<?>> all = new ArrayList<>(Relations.DEFINITIONS.values());
        for (Class<?> where : List.of(Relations.class, RuntimeRelations.class)) {
            for (Field field : where.getDeclaredFields()) {
                if (field.getType() == Relation.class) {
                    try {
                        all.add((Relation<?>) field.get(null));
                    } catch (IllegalAccessException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
        }
        all.remove(Relations.IDENTITY);
        return all;
    }
}
