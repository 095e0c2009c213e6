package io.github.mzmaven.project;

import io.github.mzmaven.Place;
import io.github.mzmaven.sql.StatementSummary;
import java.util.List;

/**
 * One statement of a file, ready to be sent.
 *
 * @param source where it is from
 * @param start offset of its first character in the source
 * @param sql with placeholders replaced, without the semicolon
 * @param segments which parts of {@code sql} come from where in the source
 * @param summary what it does
 */
public record SqlStatement(Source source, int start, String sql, List<Segment> segments, StatementSummary summary) {
    public SqlStatement {
        segments = List.copyOf(segments);
    }

    /**
     * A stretch of SQL, up to the next one.
     *
     * @param sqlStart its offset in the SQL
     * @param sourceStart the offset in the source that it comes from
     * @param replaced whether all of it stands for a placeholder that begins there
     */
    public record Segment(int sqlStart, int sourceStart, boolean replaced) {}

    /**
     * Where in the source an error is.
     *
     * @param position in characters (code points) from 1, as the server says; 0 where it does not
     */
    public int sourceOffset(int position) {
        if (position < 1) {
            return start;
        }
        int characters = Math.min(position - 1, sql.codePointCount(0, sql.length()));
        int offset = sql.offsetByCodePoints(0, characters);
        Segment segment = segments.get(0);
        for (Segment next : segments) {
            if (next.sqlStart() <= offset) {
                segment = next;
            }
        }
        return segment.replaced() ? segment.sourceStart() : segment.sourceStart() + offset - segment.sqlStart();
    }

    /** For messages: file, line and column of its first character. */
    public String at() {
        return source.at(start);
    }

    /** The same, for CI servers. */
    public Place place() {
        return source.place(start);
    }
}
