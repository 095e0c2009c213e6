package io.github.mzmaven.session;

import io.github.mzmaven.MzException.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a server would answer, without one. */
public final class TestAnswers {
    private TestAnswers() {}

    /** An error of the server. */
    public static DatabaseException error(String sqlState, String message) {
        return error(Kind.DATABASE, sqlState, message);
    }

    /** An error with which a connection is refused. */
    public static DatabaseException refused(String sqlState, String message) {
        return error(Kind.CONNECTION, sqlState, message);
    }

    private static DatabaseException error(Kind kind, String sqlState, String message) {
        return new DatabaseException(kind, sqlState, message, null, null, 0, new IllegalStateException(message));
    }

    /** An answer; each row has a value, or {@code null}, for each column. */
    public static Table table(List<String> columns, String[]... rows) {
        Map<String, Integer> index = new HashMap<>();
        columns.forEach(column -> index.put(column, index.size()));
        var read = new ArrayList<Row>();
        for (String[] row : rows) {
            read.add(new Row(index, row));
        }
        return new Table(columns, read);
    }
}
