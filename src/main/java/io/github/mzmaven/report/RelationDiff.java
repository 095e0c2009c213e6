package io.github.mzmaven.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What readers of one relation will see change: production's version before, the copy's after, both at the same time. Numbers are
 * rows unless said otherwise, and {@code null} where they are not known.
 *
 * @param name production's, {@code schema.object}
 * @param kind as people write it: materialized view
 * @param onlyBefore in the columns that both versions have
 * @param key the columns by which rows were told apart; {@code null} without one
 * @param changed keys in both whose rows differ; {@code null} without a key, like the next two
 * @param added keys that only the new version has
 * @param removed keys that only the old version has
 * @param columns by name, of how many keys in both the column differs; in the columns' order
 * @param columnChanges in people's words, from the catalog alone: added, removed, renamed, retyped
 * @param reason why it failed, or was not compared; {@code null} where it was
 * @param sample {@code null} unless rows were asked for
 */
public record RelationDiff(
        String name,
        String kind,
        Outcome outcome,
        Long before,
        Long after,
        Long onlyBefore,
        Long onlyAfter,
        List<String> key,
        Long changed,
        Long added,
        Long removed,
        Map<String, Long> columns,
        List<String> columnChanges,
        String reason,
        List<SinkCaveat> sinks,
        Sample sample,
        long tookMillis) {
    /** How a comparison ended. */
    public enum Outcome {
        COMPARED,
        NEW,
        GONE,
        FAILED,
        NOT_COMPARED
    }

    /**
     * What consumers of a sink will not be told, since {@code SET FROM} emits no snapshot: numbers of keys.
     *
     * @param key the sink's; {@code null} where it has none
     * @param stale keys that keep an old value
     * @param missing keys that only the new version has
     * @param notDeleted keys that only the old version has
     */
    public record SinkCaveat(String sink, List<String> key, Long stale, Long missing, Long notDeleted) {
        public SinkCaveat {
            key = key == null ? null : List.copyOf(key);
        }

        /** Whether it is known that they will miss nothing. */
        boolean isNothing() {
            return Stream.of(stale, missing, notDeleted).allMatch(keys -> Objects.equals(keys, 0L));
        }
    }

    /** Some rows that differ, as texts; a value may be {@code null}. */
    public record Sample(List<String> columns, List<List<String>> rows) {
        public Sample {
            columns = List.copyOf(columns);
        }
    }

    /** Whether readers will see nothing change: rows and columns. */
    boolean isEqual() {
        return outcome == Outcome.COMPARED && onlyBefore == 0 && onlyAfter == 0 && columnChanges.isEmpty();
    }

    public RelationDiff {
        key = key == null ? null : List.copyOf(key);
        columns = columns == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        columnChanges = columnChanges == null ? List.of() : List.copyOf(columnChanges);
        sinks = sinks == null ? List.of() : List.copyOf(sinks);
    }
}
