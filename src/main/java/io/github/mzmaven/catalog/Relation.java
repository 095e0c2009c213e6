package io.github.mzmaven.catalog;

import io.github.mzmaven.session.Row;
import io.github.mzmaven.sql.Sql;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A relation of the server's catalog: the query, and beside it what a row of the answer is.
 *
 * @param name as the server calls it
 * @param sql reads it as a whole, or, where it is read by id, all but the condition
 * @param id the column by which it is read for some things only; {@code null} where it is read as a whole
 * @param mapper makes something of a row
 */
record Relation<T>(String name, String sql, String id, Function<Row, T> mapper) {
    Relation(String name, String sql, Function<Row, T> mapper) {
        this(name, sql, null, mapper);
    }

    /** The query for some things only: the server knows no arrays as parameters, so ids are literals. */
    String sqlFor(Collection<String> ids) {
        return sql + " WHERE " + id + " IN (" + ids.stream().map(Sql::literal).collect(Collectors.joining(", ")) + ")";
    }

    List<T> read(List<Row> rows) {
        return rows.stream().map(mapper).toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
