package io.github.mzmaven.goal.diff;

import io.github.mzmaven.catalog.Catalog.Column;
import io.github.mzmaven.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The queries that compare two versions of a relation: each is one query, so that both are read at one timestamp, and returns
 * numbers, so that nothing here grows with the rows.
 *
 * <p>It counts the rows of the one version and takes away those of the other. What is left, grouped by key, says which keys
 * changed; of a key with one row left on each side, each column is compared as text, which any type can become, while
 * {@code list} and {@code map} have no {@code =}. Columns have names of their own in it, since a relation may have any.
 */
final class DiffQuery {
    private final RelationPair pair;
    private final List<Column> columns;
    private final List<String> key;

    /**
     * Of a pair that shares a column.
     *
     * @param key names of shared columns; {@code null} for none
     */
    DiffQuery(RelationPair pair, List<String> key) {
        this.pair = pair;
        this.columns = pair.shared();
        this.key = key;
    }

    /** The columns that may differ where the key is the same. */
    List<String> values() {
        return columns.stream()
                .map(Column::name)
                .filter(name -> key != null && !key.contains(name))
                .toList();
    }

    /**
     * One row: rows before and after, only before and only after; with a key changed, added, removed, a column each, and how many
     * keys have several rows in the one version, and in the other: then it is none.
     */
    String numbers() {
        String several = key == null ? "" : ", e.n AS several_before, f.n AS several_after";
        String counts = "SELECT a.n AS rows_before, b.n AS rows_after" + several
                + ", d.*\nFROM (SELECT count(*) AS n FROM " + pair.oldName() + ") AS a, (SELECT count(*) AS n FROM "
                + pair.freshName() + ") AS b,";
        return key == null
                ? counts + " (\n" + rows() + ") AS d"
                : counts + "\n(" + several(pair.oldName()) + ") AS e, (" + several(pair.freshName()) + ") AS f, (\n"
                        + keys() + ") AS d";
    }

    private String rows() {
        return "SELECT coalesce(sum(-d) FILTER (WHERE d < 0), 0) AS only_before,"
                + " coalesce(sum(d) FILTER (WHERE d > 0), 0) AS only_after\nFROM (" + left() + ") AS g";
    }

    private String keys() {
        List<Integer> values = valueNumbers();
        String compared = values.stream()
                .map(i -> ",\n  count(*) FILTER (WHERE o = 1 AND n = 1 AND o" + i + " IS DISTINCT FROM n" + i + ") AS v"
                        + i)
                .collect(Collectors.joining());
        String sides = values.stream()
                .map(i -> ",\n    min(c" + i + "::text) FILTER (WHERE d < 0) AS o" + i + ", min(c" + i
                        + "::text) FILTER (WHERE d > 0) AS n" + i)
                .collect(Collectors.joining());
        return "SELECT coalesce(sum(o), 0) AS only_before, coalesce(sum(n), 0) AS only_after,\n"
                + "  count(*) FILTER (WHERE o > 0 AND n > 0) AS changed, count(*) FILTER (WHERE o = 0) AS added,"
                + " count(*) FILTER (WHERE n = 0) AS removed" + compared + "\nFROM (\n  SELECT " + keyColumns()
                + ", coalesce(sum(-d) FILTER (WHERE d < 0), 0) AS o, coalesce(sum(d) FILTER (WHERE d > 0), 0) AS n"
                + sides + "\n  FROM (" + left() + ") AS g GROUP BY " + keyColumns() + ") AS k";
    }

    private String several(String relation) {
        String names = key.stream().map(Sql::identifier).collect(Collectors.joining(", "));
        return "SELECT count(*) AS n FROM (SELECT " + names + " FROM " + relation + " GROUP BY " + names
                + " HAVING count(*) > 1) AS s";
    }

    /** Some rows that differ, as texts; {@code -} for one of production, {@code +} for one of the copy. */
    String sample(int rows) {
        List<Integer> numbers = IntStream.range(0, columns.size()).boxed().toList();
        List<String> order = new ArrayList<>();
        if (key != null) {
            order.add(keyColumns());
        }
        order.add("side DESC");
        order.addAll(numbers.stream().map(i -> "t" + i).toList());
        return "SELECT side" + numbers.stream().map(i -> ", t" + i).collect(Collectors.joining())
                + "\nFROM (SELECT CASE"
                + " WHEN d < 0 THEN '-' ELSE '+' END AS side"
                + numbers.stream()
                        .map(i -> ", c" + i + ", c" + i + "::text AS t" + i)
                        .collect(Collectors.joining())
                + " FROM (" + left() + ") AS g) AS r\nORDER BY " + String.join(", ", order) + " LIMIT " + rows;
    }

    List<String> sampleColumns() {
        var names = new ArrayList<>(List.of(""));
        columns.forEach(column -> names.add(column.name()));
        return names;
    }

    /** The rows that the one version has more often than the other, with how much more often: less than 0 for production. */
    private String left() {
        String names = IntStream.range(0, columns.size()).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        return "SELECT " + names + ", sum(s) AS d FROM (" + side(pair.freshName(), 1) + " UNION ALL "
                + side(pair.oldName(), -1) + ") AS u GROUP BY " + names + " HAVING sum(s) <> 0";
    }

    private String side(String relation, int sign) {
        return "SELECT "
                + IntStream.range(0, columns.size())
                        .mapToObj(i -> column(columns.get(i)) + " AS c" + i)
                        .collect(Collectors.joining(", "))
                + ", " + sign + " AS s FROM " + relation;
    }

    private static String column(Column column) {
        String name = Sql.identifier(column.name());
        return hasEquality(column.type()) ? name : name + "::text";
    }

    /** Of Materialize's types {@code list} and {@code map} have none, whatever they are of. */
    private static boolean hasEquality(String type) {
        String word = type.toLowerCase(java.util.Locale.ROOT);
        return !(word.equals("list") || word.endsWith(" list") || word.startsWith("map") || word.equals("json"));
    }

    private String keyColumns() {
        List<String> names = columns.stream().map(Column::name).toList();
        return key.stream().map(name -> "c" + names.indexOf(name)).collect(Collectors.joining(", "));
    }

    private List<Integer> valueNumbers() {
        return IntStream.range(0, columns.size())
                .filter(i -> !key.contains(columns.get(i).name()))
                .boxed()
                .toList();
    }
}
