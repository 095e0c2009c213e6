package io.github.mzmaven.interleaving;

import io.github.mzmaven.sandbox.engine.Moment;
import java.util.stream.Collectors;

/**
 * A message that was executed, or a run that ended.
 *
 * @param sql of an end: {@code null}
 * @param outcome of an end: {@code null} for success, else the error's message
 * @param again whether it belongs to a run that was started again after both were over
 * @param before the catalog before it
 * @param after the catalog after it
 */
record Event(Side side, String sql, Kind kind, String outcome, boolean again, Moment before, Moment after) {
    private static final int WIDTH = 110;

    /** What a message has to do with the catalog. */
    enum Kind {
        /** Nothing: a setting of the session, for example. */
        LOCAL,
        /** It may depend on the catalog. */
        READ,
        /** It changed the catalog. */
        WRITE
    }

    boolean isEnd() {
        return sql == null;
    }

    boolean wrote() {
        return kind == Kind.WRITE && !isEnd();
    }

    /** Whether both orders of the two come to the same. */
    boolean commutesWith(Event other) {
        return kind == Kind.LOCAL || other.kind == Kind.LOCAL || kind == Kind.READ && other.kind == Kind.READ;
    }

    /** The first words, and how a transaction ends; an asterisk if it changed the catalog. */
    @Override
    public String toString() {
        return side + (again ? " again" : "") + (wrote() ? " * " : "   ") + text();
    }

    private String text() {
        if (isEnd()) {
            return outcome == null
                    ? "ends well"
                    : "ends: " + outcome.lines().limit(3).map(String::strip).collect(Collectors.joining(" / "));
        }
        String line = sql.replace("\"", "").replace("materialize.", "").replaceAll("\\s+", " ");
        String last = line.substring(line.lastIndexOf(' ') + 1);
        boolean endsTransaction = last.equals("COMMIT") || last.equals("ROLLBACK");
        return line.length() <= WIDTH ? line : line.substring(0, WIDTH) + "…" + (endsTransaction ? " " + last : "");
    }
}
