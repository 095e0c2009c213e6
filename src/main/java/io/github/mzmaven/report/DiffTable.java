package io.github.mzmaven.report;

import io.github.mzmaven.report.RelationDiff.Outcome;
import io.github.mzmaven.report.RelationDiff.SinkCaveat;
import io.github.mzmaven.text.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What mz:diff found, as the page and the summary show it.
 *
 * @param different what is not equal, or is not known to be; new and gone relations too
 * @param equal names of what is equal
 */
record DiffTable(List<Row> different, List<String> equal) {
    private static final int WIDTH = 200;
    private static final int NARROWEST = 3;

    /**
     * A relation that is not equal, in words.
     *
     * @param bar {@code null} where nothing was counted
     * @param found what differs; never empty
     */
    record Row(RelationDiff relation, Bar bar, List<String> found) {
        boolean failed() {
            return relation.outcome() == Outcome.FAILED;
        }

        /** For example "20,000 → 19,998". */
        String counts() {
            if (relation.before() == null && relation.after() == null) {
                return "–";
            }
            String before = number(relation.before());
            return relation.before() != null && relation.before().equals(relation.after())
                    ? before
                    : before + " → " + number(relation.after());
        }
    }

    /**
     * Shares of all rows of both versions together.
     *
     * @param shares drawn from left to right: only in the old one, changed, only in the new one
     * @param text for those who cannot see it
     */
    record Bar(List<Share> shares, String text) {
        private static Bar of(double removed, double changed, double added, double same) {
            double all = Math.max(1, removed + changed + added + same);
            long first = width(removed, all);
            long second = width(changed, all);
            long last = width(added, all);
            return new Bar(
                    Stream.of(
                                    new Share("removed", 0, first),
                                    new Share("changed", first, second),
                                    new Share("added", WIDTH - last, last))
                            .filter(share -> share.width() > 0)
                            .toList(),
                    Stream.of(
                                    text(removed, all, "only before"),
                                    text(changed, all, "changed"),
                                    text(added, all, "only after"),
                                    text(same, all, "the same"))
                            .filter(Objects::nonNull)
                            .collect(Collectors.joining(", ")));
        }

        /** At least what can be seen. */
        private static long width(double part, double all) {
            return part == 0 ? 0 : Math.max(NARROWEST, Math.round(WIDTH * part / all));
        }

        private static String text(double part, double all, String what) {
            double percent = 100 * part / all;
            return part == 0 ? null : (percent < 1 ? "less than 1" : Math.round(percent)) + " % " + what;
        }
    }

    /** A part of a bar, of 200. */
    record Share(String style, long x, long width) {}

    static DiffTable of(List<RelationDiff> relations) {
        return new DiffTable(
                relations.stream()
                        .filter(relation -> !relation.isEqual())
                        .map(relation -> new Row(relation, bar(relation), found(relation)))
                        .toList(),
                relations.stream()
                        .filter(RelationDiff::isEqual)
                        .map(RelationDiff::name)
                        .toList());
    }

    private static boolean isZero(Long number) {
        return number != null && number == 0;
    }

    /** For example "3 of 12 relations differ, 1 could not be compared, 8 are equal". */
    String headline() {
        int all = different.size() + equal.size();
        if (different.isEmpty()) {
            return equal.size() == 1 ? "The relation is equal." : "All " + Count.of(all, "relation") + " are equal.";
        }
        long unknown = different.stream()
                .filter(row -> row.relation().outcome() == Outcome.FAILED
                        || row.relation().outcome() == Outcome.NOT_COMPARED)
                .count();
        return (different.size() - unknown) + " of " + Count.of(all, "relation") + " differ"
                + (unknown == 0 ? "" : ", " + unknown + " not compared")
                + (equal.isEmpty() ? "" : ", " + equal.size() + " equal") + ".";
    }

    boolean hasBars() {
        return different.stream().anyMatch(row -> row.bar() != null);
    }

    /** Those of which rows were asked for, and found. */
    List<Row> sampled() {
        return different.stream()
                .filter(row -> row.relation().sample() != null
                        && !row.relation().sample().rows().isEmpty())
                .toList();
    }

    /** What consumers of sinks will not be told; a sentence each. */
    List<String> caveats() {
        return different.stream()
                .flatMap(row -> row.relation().sinks().stream())
                .map(DiffTable::caveat)
                .filter(Objects::nonNull)
                .toList();
    }

    /** {@code null} where they will miss nothing. */
    private static String caveat(SinkCaveat sink) {
        if (sink.isNothing()) {
            return null;
        }
        String keys = Stream.of(
                        sink.stale() == null || sink.stale() == 0
                                ? null
                                : number(sink.stale()) + (sink.stale() == 1 ? " stale key" : " stale keys"),
                        sink.missing() == null || sink.missing() == 0 ? null : number(sink.missing()) + " missing",
                        sink.notDeleted() == null || sink.notDeleted() == 0
                                ? null
                                : number(sink.notDeleted()) + " not deleted")
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
        return "Consumers of sink " + sink.sink() + " will see "
                + (keys.isEmpty() ? "keys that are stale, missing or not deleted, nobody knows how many" : keys)
                + ": SET FROM emits no snapshot.";
    }

    private static List<String> found(RelationDiff relation) {
        var found = new ArrayList<String>();
        String reason = relation.reason() == null ? "" : ": " + relation.reason();
        switch (relation.outcome()) {
            case NEW -> found.add("new");
            case GONE -> found.add("gone");
            case FAILED -> found.add("could not be compared" + reason);
            case NOT_COMPARED -> found.add("not compared" + reason);
            case COMPARED -> compared(relation, found);
        }
        found.addAll(relation.columnChanges());
        return found;
    }

    private static void compared(RelationDiff relation, List<String> found) {
        found.add(rows(relation));
        String columns = relation.columns().entrySet().stream()
                .filter(column -> column.getValue() > 0)
                .map(column -> column.getKey() + " (" + number(column.getValue()) + ")")
                .collect(Collectors.joining(", "));
        if (!columns.isEmpty()) {
            found.add("in columns " + columns);
        }
        if (relation.reason() != null) {
            found.add(relation.reason());
        }
    }

    private static String rows(RelationDiff relation) {
        if (relation.key() != null && relation.changed() != null) {
            return number(relation.changed()) + " changed, " + number(relation.added()) + " added, "
                    + number(relation.removed()) + " removed by " + String.join(", ", relation.key());
        }
        return isZero(relation.onlyBefore()) && isZero(relation.onlyAfter())
                ? "the same rows in the columns of both"
                : number(relation.onlyBefore()) + " only before, " + number(relation.onlyAfter()) + " only after";
    }

    private static Bar bar(RelationDiff relation) {
        if (relation.onlyBefore() == null || relation.onlyAfter() == null || relation.before() == null) {
            return null;
        }
        // A row that changed is one only before, and another one only after.
        double changed = relation.changed() == null
                ? 0
                : Math.min(relation.changed(), Math.min(relation.onlyBefore(), relation.onlyAfter()));
        return Bar.of(
                relation.onlyBefore() - changed,
                changed,
                relation.onlyAfter() - changed,
                Math.max(0, relation.before() - relation.onlyBefore()));
    }

    /** With commas between thousands; a dash where it is not known. */
    static String number(Long number) {
        return number == null ? "–" : String.format(Locale.ROOT, "%,d", number);
    }
}
