package io.github.mzmaven.mojo;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugin.AbstractMojo;

/** Reads what Maven has put into a mojo's fields: it wants a field for each parameter. */
final class ParameterFields {
    private ParameterFields() {}

    /** The fields that are set, by their names. */
    static Map<String, Object> of(AbstractMzMojo mojo) {
        Map<String, Object> values = new HashMap<>();
        for (Class<?> type = mojo.getClass(); type != AbstractMojo.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                Object value = value(field, mojo);
                if (value != null) {
                    values.put(field.getName(), plain(value));
                }
            }
        }
        return values;
    }

    private static Object value(Field field, AbstractMzMojo mojo) {
        try {
            field.setAccessible(true);
            return field.get(mojo);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Texts, lists and maps only; Maven has {@code null} where an element of a list is empty. */
    private static Object plain(Object value) {
        if (!(value instanceof List<?> items)) {
            return value;
        }
        return items.stream()
                .<Object>map(item -> item instanceof ClusterParameter cluster ? cluster.values() : item)
                .toList();
    }
}
