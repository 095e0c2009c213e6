package io.github.mzmaven.session;

import java.util.List;

/** What one SELECT or SHOW was answered with. */
public record Table(List<String> columns, List<Row> rows) {
    public Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }
}
