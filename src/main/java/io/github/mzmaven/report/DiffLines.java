package io.github.mzmaven.report;

import io.github.mzmaven.Log;
import io.github.mzmaven.report.RelationDiff.Outcome;
import io.github.mzmaven.report.RelationDiff.SinkCaveat;
import io.github.mzmaven.text.Count;
import io.github.mzmaven.text.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** What mz:diff tells: a line a relation. */
final class DiffLines {
    private static final int WIDEST_NAME = 50;

    private final Log log;
    private int width = 1;

    DiffLines(Log log) {
        this.log = log;
    }

    static String alreadyPromoted(DiffEvent.AlreadyPromoted promoted) {
        return "Deployment " + promoted.deployment()
                + " is promoted: production has the new version. There is nothing to compare.";
    }

    void begun(DiffEvent.Begun begun) {
        width = Math.min(
                WIDEST_NAME,
                begun.names().stream().mapToInt(String::length).max().orElse(1));
        log.info(
                begun.names().isEmpty()
                        ? "There is no relation that readers can reach, and so nothing to compare."
                        : "Comparing " + Count.of(begun.names().size(), "relation") + " of "
                                + (begun.deployment() == null ? "the copies" : "deployment " + begun.deployment())
                                + " with production");
    }

    void compared(RelationDiff relation) {
        String line = "  " + relation.name()
                + " ".repeat(Math.max(0, width - relation.name().length())) + "  " + what(relation);
        if (relation.outcome() == Outcome.FAILED || relation.outcome() == Outcome.NOT_COMPARED) {
            log.warn(line);
        } else {
            log.info(line);
        }
        relation.sinks().stream()
                .map(DiffLines::caveat)
                .filter(Objects::nonNull)
                .forEach(caveat -> log.info("    " + caveat));
        if (relation.sample() != null && !relation.sample().rows().isEmpty()) {
            TextTable.lines(relation.sample().columns(), relation.sample().rows())
                    .forEach(row -> log.info("    " + row));
        }
    }

    private static String what(RelationDiff relation) {
        String reason = relation.reason() == null ? "" : ": " + relation.reason();
        return switch (relation.outcome()) {
            case NEW -> "new";
            case GONE -> "gone";
            case FAILED -> "could not be compared" + reason;
            case NOT_COMPARED -> "not compared" + reason;
            case COMPARED -> compared(relation, reason);
        };
    }

    private static String compared(RelationDiff relation, String reason) {
        var parts = new ArrayList<String>();
        boolean same = relation.onlyBefore() == 0 && relation.onlyAfter() == 0;
        parts.add(
                relation.before().equals(relation.after())
                        ? number(relation.before()) + rows(relation.before())
                        : number(relation.before()) + " -> " + number(relation.after()) + rows(relation.after()));
        if (same) {
            parts.add("equal" + (relation.columnChanges().isEmpty() ? "" : " in the columns of both"));
        } else if (relation.key() == null) {
            parts.add(number(relation.onlyBefore()) + " only before");
            parts.add(number(relation.onlyAfter()) + " only after");
        } else {
            String columns = relation.columns().entrySet().stream()
                    .filter(column -> column.getValue() > 0)
                    .map(column -> column.getKey() + " " + number(column.getValue()))
                    .collect(Collectors.joining(", "));
            parts.add(number(relation.changed()) + " changed" + (columns.isEmpty() ? "" : " (" + columns + ")"));
            parts.add(number(relation.added()) + " added");
            parts.add(number(relation.removed()) + " removed, by " + String.join(", ", relation.key()));
        }
        parts.addAll(relation.columnChanges());
        return String.join(", ", parts) + (reason.isEmpty() ? "" : "; " + reason.substring(2));
    }

    private static String rows(long count) {
        return count == 1 ? " row" : " rows";
    }

    /** {@code null} where consumers will miss nothing. */
    private static String caveat(SinkCaveat sink) {
        if (sink.isNothing()) {
            return null;
        }
        return "consumers of sink " + sink.sink() + " will see "
                + (sink.stale() == null
                        ? "rows that are stale, missing or not deleted"
                        : number(sink.stale()) + (sink.stale() == 1 ? " key stale, " : " keys stale, ")
                                + number(sink.missing()) + " missing, " + number(sink.notDeleted()) + " not deleted")
                + ": SET FROM emits no snapshot";
    }

    void ended(DiffEvent.Ended ended) {
        List<RelationDiff> relations = ended.relations();
        if (relations.isEmpty()) {
            return;
        }
        long equal = relations.stream().filter(RelationDiff::isEqual).count();
        long failed = relations.stream()
                .filter(relation -> relation.outcome() == Outcome.FAILED || relation.outcome() == Outcome.NOT_COMPARED)
                .count();
        String took = " (" + Durations.precise(ended.took()) + ")";
        if (equal == relations.size()) {
            log.info("Nothing changes for readers: "
                    + (equal == 1 ? "the relation is" : "all " + equal + " relations are") + " equal" + took + ".");
            return;
        }
        log.info((relations.size() - equal - failed) + " of " + Count.of(relations.size(), "relation") + " differ"
                + (failed == 0 ? "" : ", " + failed + " could not be compared") + took
                + (ended.allowed() ? ". Next: mvn mz:promote" : "."));
    }

    private static String number(Long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
