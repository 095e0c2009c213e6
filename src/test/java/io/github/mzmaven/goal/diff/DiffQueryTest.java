package io.github.mzmaven.goal.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.catalog.Catalog.Column;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiffQueryTest {
    private static final RelationPair PAIR = new RelationPair(
            "marts.revenue",
            null,
            null,
            "\"d\".\"marts\".\"revenue\"",
            "\"d\".\"marts_new\".\"revenue\"",
            List.of(
                    new Column("country", "text", false),
                    new Column("a \"b\"", "integer list", true),
                    new Column("was", "integer", true),
                    new Column("n", "bigint", true)),
            List.of(
                    new Column("n", "bigint", true),
                    new Column("country", "text", false),
                    new Column("a \"b\"", "integer list", true),
                    new Column("was", "text", true)),
            "c_new",
            List.of());

    @Test
    void oneQueryCountsRowsKeysAndColumnsOfBothVersions() {
        assertThat(new DiffQuery(PAIR, List.of("country")).numbers()).isEqualTo("""
                SELECT a.n AS rows_before, b.n AS rows_after, e.n AS several_before, f.n AS several_after, d.*
                FROM (SELECT count(*) AS n FROM "d"."marts"."revenue") AS a, (SELECT count(*) AS n FROM "d"."marts_new"."revenue") AS b,
                (SELECT count(*) AS n FROM (SELECT "country" FROM "d"."marts"."revenue" GROUP BY "country" HAVING count(*) > 1) AS s) AS e, (SELECT count(*) AS n FROM (SELECT "country" FROM "d"."marts_new"."revenue" GROUP BY "country" HAVING count(*) > 1) AS s) AS f, (
                SELECT coalesce(sum(o), 0) AS only_before, coalesce(sum(n), 0) AS only_after,
                  count(*) FILTER (WHERE o > 0 AND n > 0) AS changed, count(*) FILTER (WHERE o = 0) AS added, count(*) FILTER (WHERE n = 0) AS removed,
                  count(*) FILTER (WHERE o = 1 AND n = 1 AND o1 IS DISTINCT FROM n1) AS v1,
                  count(*) FILTER (WHERE o = 1 AND n = 1 AND o2 IS DISTINCT FROM n2) AS v2
                FROM (
                  SELECT c0, coalesce(sum(-d) FILTER (WHERE d < 0), 0) AS o, coalesce(sum(d) FILTER (WHERE d > 0), 0) AS n,
                    min(c1::text) FILTER (WHERE d < 0) AS o1, min(c1::text) FILTER (WHERE d > 0) AS n1,
                    min(c2::text) FILTER (WHERE d < 0) AS o2, min(c2::text) FILTER (WHERE d > 0) AS n2
                  FROM (SELECT c0, c1, c2, sum(s) AS d FROM (SELECT "country" AS c0, "a ""b\"""::text AS c1, "n" AS c2, 1 AS s FROM "d"."marts_new"."revenue" UNION ALL SELECT "country" AS c0, "a ""b\"""::text AS c1, "n" AS c2, -1 AS s FROM "d"."marts"."revenue") AS u GROUP BY c0, c1, c2 HAVING sum(s) <> 0) AS g GROUP BY c0) AS k) AS d""");
    }

    @Test
    void withoutAKeyItCountsRows() {
        assertThat(new DiffQuery(PAIR, null).numbers())
                .contains(
                        "SELECT coalesce(sum(-d) FILTER (WHERE d < 0), 0) AS only_before,"
                                + " coalesce(sum(d) FILTER (WHERE d > 0), 0) AS only_after\nFROM (SELECT c0, c1, c2, sum(s) AS d FROM ");
    }

    @Test
    void columnsOfAnotherTypeAreNotShared() {
        assertThat(PAIR.shared().stream().map(Column::name)).containsExactly("country", "a \"b\"", "n");
        assertThat(PAIR.columnChanges()).containsExactly("column was text, was integer");
    }

    @Test
    void aColumnInThePlaceOfAnotherOfItsTypeCountsAsRenamed() {
        var pair = new RelationPair(
                "m.r",
                null,
                null,
                "o",
                "n",
                List.of(new Column("a", "text", true)),
                List.of(new Column("b", "text", true)),
                "c",
                List.of());
        assertThat(pair.columnChanges()).containsExactly("column a is b now");
        assertThat(pair.shared()).isEmpty();
    }
}
