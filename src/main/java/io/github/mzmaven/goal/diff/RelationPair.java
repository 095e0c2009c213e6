package io.github.mzmaven.goal.diff;

import io.github.mzmaven.catalog.Catalog.Column;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.plan.ColumnChanges;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A relation in both versions.
 *
 * @param name production's, {@code schema.object}
 * @param old production's; {@code null} where there is none
 * @param fresh the copy's; {@code null} where there is none
 * @param oldName quoted
 * @param freshName quoted
 * @param cluster the name of the copy's cluster on which it is to be read; {@code null} where the target has none
 * @param sinks that read production's, outside of the deployment
 */
record RelationPair(
        String name,
        CatalogObject old,
        CatalogObject fresh,
        String oldName,
        String freshName,
        List<Column> oldColumns,
        List<Column> freshColumns,
        String cluster,
        List<SinkKey> sinks) {
    RelationPair {
        oldColumns = List.copyOf(oldColumns);
        freshColumns = List.copyOf(freshColumns);
        sinks = List.copyOf(sinks);
    }

    /**
     * A sink that reads the relation.
     *
     * @param key the columns of its KEY; {@code null} where it has none
     */
    record SinkKey(String name, List<String> key) {}

    boolean isCompared() {
        return old != null && fresh != null && skipped() == null;
    }

    /** Why its rows cannot be compared though both versions have it; {@code null} where they can. */
    String skipped() {
        return old != null && fresh != null && shared().isEmpty()
                ? "no column has the same name and type in both versions"
                : null;
    }

    /** As people write it. */
    String kind() {
        return (fresh == null ? old : fresh).type().toString();
    }

    /** Those of the same name and type, in production's order. */
    List<Column> shared() {
        Map<String, String> types = new LinkedHashMap<>();
        freshColumns.forEach(column -> types.put(column.name(), column.type()));
        return oldColumns.stream()
                .filter(column -> column.type().equals(types.get(column.name())))
                .toList();
    }

    boolean hasShared(List<String> columns) {
        return shared().stream().map(Column::name).toList().containsAll(columns);
    }

    /**
     * What the catalog says of the columns. One that is gone, with another one of the same type in its place, counts as renamed,
     * since the name alone cannot tell.
     */
    List<String> columnChanges() {
        if (oldColumns.isEmpty() || freshColumns.isEmpty()) {
            return List.of();
        }
        var changes = new ArrayList<String>();
        var before = new ArrayList<>(oldColumns);
        var after = new ArrayList<>(freshColumns);
        for (int i = 0; i < Math.min(oldColumns.size(), freshColumns.size()); i++) {
            Column was = oldColumns.get(i);
            Column is = freshColumns.get(i);
            boolean renamed = was.type().equals(is.type()) && isMissing(was, freshColumns) && isMissing(is, oldColumns);
            if (renamed) {
                changes.add("column " + was.name() + " is " + is.name() + " now");
                before.remove(was);
                after.remove(is);
            }
        }
        String others = ColumnChanges.between(before, after);
        if (others != null) {
            changes.add(others);
        }
        return List.copyOf(changes);
    }

    private static boolean isMissing(Column column, List<Column> columns) {
        return columns.stream().noneMatch(other -> other.name().equals(column.name()));
    }
}
