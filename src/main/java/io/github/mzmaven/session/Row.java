package io.github.mzmaven.session;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** One row of an answer; every value as text. */
public final class Row {
    private final Map<String, Integer> columns;
    private final String[] values;

    Row(Map<String, Integer> columns, String[] values) {
        this.columns = columns;
        this.values = values;
    }

    /** Whether the answer has a column of that name: some differ from version to version of the server. */
    public boolean has(String column) {
        return columns.containsKey(column);
    }

    /** The value of a column, or {@code null} for NULL. */
    public String text(String column) {
        Integer index = columns.get(column);
        if (index == null) {
            throw new IllegalArgumentException("no column " + column + " in " + columns.keySet());
        }
        return values[index];
    }

    /** Whether a boolean column is true; NULL is not. */
    public boolean isTrue(String column) {
        String value = text(column);
        return "t".equals(value) || "true".equals(value);
    }

    /** The values in the order of the columns. */
    public List<String> values() {
        return Collections.unmodifiableList(Arrays.asList(values));
    }
}
