package io.github.mzmaven.session;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one SELECT or SHOW was answered with. */
public record Table(List<String> columns, List<Row> rows) {
    public Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** Reads an answer to its end. */
    static Table of(ResultSet rows) throws SQLException {
        ResultSetMetaData metaData = rows.getMetaData();
        int width = metaData.getColumnCount();
        var names = new ArrayList<String>(width);
        Map<String, Integer> index = new HashMap<>();
        for (int i = 0; i < width; i++) {
            names.add(metaData.getColumnLabel(i + 1));
            index.putIfAbsent(names.get(i), i);
        }
        var read = new ArrayList<Row>();
        while (rows.next()) {
            var values = new String[width];
            for (int i = 0; i < width; i++) {
                values[i] = rows.getString(i + 1);
            }
            read.add(new Row(index, values));
        }
        return new Table(names, read);
    }
}
