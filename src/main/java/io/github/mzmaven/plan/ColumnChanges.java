package io.github.mzmaven.plan;

import io.github.mzmaven.catalog.Catalog.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How the columns of a relation changed. */
public final class ColumnChanges {
    private ColumnChanges() {}

    /** In a few words, e.g. "+1 column country text, column id bigint, was integer"; {@code null} where they are equal. */
    public static String between(List<Column> was, List<Column> is) {
        if (was.equals(is)) {
            return null;
        }
        Map<String, Column> before = byName(was);
        Map<String, Column> after = byName(is);
        var changes = new ArrayList<String>();
        List<Column> added =
                is.stream().filter(column -> !before.containsKey(column.name())).toList();
        List<Column> removed =
                was.stream().filter(column -> !after.containsKey(column.name())).toList();
        if (!added.isEmpty()) {
            changes.add(count("+", added));
        }
        if (!removed.isEmpty()) {
            changes.add(count("-", removed));
        }
        for (Column old : was) {
            Column now = after.get(old.name());
            if (now != null && !now.type().equals(old.type())) {
                changes.add("column " + now.name() + " " + now.type() + ", was " + old.type());
            } else if (now != null && now.nullable() != old.nullable()) {
                changes.add("column " + now.name() + (now.nullable() ? " may be NULL now" : " is never NULL now"));
            }
        }
        return changes.isEmpty() ? "columns in another order" : String.join(", ", changes);
    }

    private static String count(String sign, List<Column> columns) {
        return sign
                + columns.size()
                + (columns.size() == 1 ? " column " : " columns ")
                + columns.stream()
                        .map(column -> column.name() + " " + column.type())
                        .collect(Collectors.joining(", "));
    }

    private static Map<String, Column> byName(List<Column> columns) {
        Map<String, Column> byName = new LinkedHashMap<>();
        columns.forEach(column -> byName.put(column.name(), column));
        return byName;
    }
}
