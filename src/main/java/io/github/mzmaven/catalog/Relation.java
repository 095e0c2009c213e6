package io.github.mzmaven.catalog;

import io.github.mzmaven.session.Row;
import io.github.mzmaven.sql.Sql;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A relation of the server's catalog: the query, and beside it what a row of the answer is. Which goals read it stands in
 * {@link Reading} and {@link RuntimeReader}.
 *
 * @param indexed whether the server keeps an index of it on the cluster where the catalog is read: then reading it takes some
 *     10 ms, else 20 to 190 (measured on an idle server)
 * @param sql reads it as a whole, or, where it is read for some things only, all but the condition
 * @param id the column by which it is read for some things only; {@code null} where {@code sql} takes a name, or is all
 * @param mapper makes something of a row
 */
record Relation<T>(boolean indexed, String sql, String id, Function<Row, T> mapper) {
    private static final Pattern NAME = Pattern.compile("\\bFROM mz_\\w+\\.(\\w+)");

    static <T> Relation<T> indexed(String sql, Function<Row, T> mapper) {
        return indexed(sql, null, mapper);
    }

    static <T> Relation<T> indexed(String sql, String id, Function<Row, T> mapper) {
        return new Relation<>(true, sql.strip(), id, mapper);
    }

    static <T> Relation<T> unindexed(String sql, Function<Row, T> mapper) {
        return new Relation<>(false, sql.strip(), null, mapper);
    }

    /** What one column says of the thing that another one identifies. */
    record Attribute(String id, String value) {}

    static Function<Row, Attribute> attribute(String id, String value) {
        return row -> new Attribute(row.text(id), row.text(value));
    }

    /** As the server calls it; the statement where it reads no relation. */
    String name() {
        Matcher found = NAME.matcher(sql);
        return found.find() ? found.group(1) : sql;
    }

    /** Reads it for some things only: the server knows no arrays as parameters, so ids are literals. */
    List<String> statements(Collection<String> ids) {
        return id == null
                ? ids.stream().map(name -> sql + " " + Sql.identifier(name)).toList()
                : List.of(sql + " WHERE " + id + " IN ("
                        + ids.stream().map(Sql::literal).collect(Collectors.joining(", ")) + ")");
    }
}
