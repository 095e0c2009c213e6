package io.github.mzmaven.goal.diff;

import io.github.mzmaven.config.MaxChanged;
import io.github.mzmaven.report.RelationDiff;
import io.github.mzmaven.report.RelationDiff.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** Fails the build where more changes than is allowed. */
final class DiffGate {
    private DiffGate() {}

    /**
     * Why the build is to fail: each relation that changes too much, or could not be compared.
     *
     * @param allowed {@code null} where any change is
     * @return {@code null} where it is not to fail
     */
    static String refusal(MaxChanged allowed, List<RelationDiff> relations) {
        if (allowed == null) {
            return null;
        }
        List<String> lines = relations.stream()
                .map(relation -> line(allowed, relation))
                .filter(Objects::nonNull)
                .toList();
        return lines.isEmpty()
                ? null
                : "mz:diff: more changes than maxChanged allows (" + allowed.text() + "). Nothing was written.\n"
                        + lines.stream().map(line -> "    " + line).collect(Collectors.joining("\n"))
                        + "\nIf that is meant, set -Dmz.maxChanged higher, or leave the relation out with"
                        + " -Dmz.exclude; else fix the SQL and run mvn mz:apply.";
    }

    /** {@code null} where it is within what is allowed; what is new or gone has no rows to compare. */
    private static String line(MaxChanged allowed, RelationDiff relation) {
        if (relation.outcome() == Outcome.FAILED || relation.outcome() == Outcome.NOT_COMPARED) {
            return relation.name() + ": could not be compared: " + relation.reason();
        }
        if (relation.outcome() != Outcome.COMPARED) {
            return null;
        }
        long changed = relation.onlyBefore() + relation.onlyAfter();
        return allowed.isExceeded(relation.before(), changed)
                ? String.format(
                        Locale.ROOT,
                        "%s: %,d rows only before and %,d only after, of %,d before",
                        relation.name(),
                        relation.onlyBefore(),
                        relation.onlyAfter(),
                        relation.before())
                : null;
    }
}
