package io.github.mzmaven.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ExportedSqlTest {
    /** u1 is the first cluster, u2 another one; objects are called by their names, with an @ where they may not stand alone. */
    private static final ExportedSql.Names NAMES = new ExportedSql.Names() {
        @Override
        public String own(String name) {
            return ExportedSql.name(name);
        }

        @Override
        public String object(String id, Name shown, boolean alone) {
            return id.equals("u404")
                    ? null
                    : (alone ? "" : "@")
                            + shown.parts().stream()
                                    .skip(1)
                                    .map(ExportedSql::name)
                                    .collect(Collectors.joining("."));
        }

        @Override
        public String cluster(String id) {
            return id.equals("u1") ? "" : id.equals("u404") ? null : "${cluster.c}";
        }

        @Override
        public String schema(String database, String schema) {
            return schema.equals("none") ? null : "${schema." + schema + "}";
        }

        @Override
        public boolean isPast(long time) {
            return time < 4_000_000_000_000L;
        }
    };

    private static String exported(String createSql) {
        ExportedSql.Result result = ExportedSql.of(createSql, NAMES);
        assertThat(result.error()).isNull();
        return result.text();
    }

    private static String error(String createSql) {
        return ExportedSql.of(createSql, NAMES).error();
    }

    @Test
    void aMaterializedViewLosesIdsAndTimeAndWhatGoesWithoutSaying() {
        assertThat(exported(
                        "CREATE MATERIALIZED VIEW \"materialize\".\"de\".\"mv\" IN CLUSTER [u1] WITH (REFRESH = ON COMMIT) AS"
                                + " SELECT \"x\", \"pg_catalog\".\"count\"(*) AS \"n\" FROM [u2 AS \"materialize\".\"de\".\"v\"] GROUP BY"
                                + " \"x\" AS OF 1766"))
                .isEqualTo("CREATE MATERIALIZED VIEW mv AS\nSELECT x, pg_catalog.count(*) AS n FROM de.v GROUP BY x");
    }

    @Test
    void otherOptionsStay() {
        assertThat(exported(
                        "CREATE MATERIALIZED VIEW \"d\".\"s\".\"mv\" (\"a\", \"B\") IN CLUSTER [u2] WITH (ASSERT NOT NULL = \"a\","
                                + " REFRESH = EVERY '1 day'::[s700 AS \"pg_catalog\".\"interval\"]) AS SELECT 1, 2"))
                .isEqualTo(
                        "CREATE MATERIALIZED VIEW mv (a, \"B\") IN CLUSTER ${cluster.c} WITH (ASSERT NOT NULL = a, REFRESH = EVERY"
                                + " '1 day'::\"interval\") AS\nSELECT 1, 2");
    }

    /** The server puts the time of creation in the place of mz_now(), and refuses a time that is past by then. */
    @Test
    void aRefreshAtItsCreationIsOneAgain() {
        assertThat(
                        exported(
                                "CREATE MATERIALIZED VIEW \"d\".\"s\".\"mv\" IN CLUSTER [u1] WITH (REFRESH = AT"
                                        + " 1712345678901::[s3016 AS \"mz_catalog\".\"mz_timestamp\"], REFRESH = EVERY '1 day' ALIGNED TO"
                                        + " 1712345678901::[s3016 AS \"mz_catalog\".\"mz_timestamp\"]) AS SELECT 1 AS OF 1712345678901"))
                .isEqualTo("CREATE MATERIALIZED VIEW mv WITH (REFRESH = AT CREATION, REFRESH = EVERY '1 day' ALIGNED TO"
                        + " 1712345678901::mz_timestamp) AS\nSELECT 1");
        assertThat(exported(
                        "CREATE MATERIALIZED VIEW \"d\".\"s\".\"mv\" IN CLUSTER [u1] WITH (ASSERT NOT NULL = \"a\", REFRESH"
                                + " = AT 1712345678901::\"mz_catalog\".\"mz_timestamp\"::[s46 AS \"pg_catalog\".\"text\"]::[s21 AS"
                                + " \"pg_catalog\".\"int8\"] + 2000) AS SELECT 1 AS \"a\""))
                .isEqualTo("CREATE MATERIALIZED VIEW mv WITH (ASSERT NOT NULL = a, REFRESH = AT"
                        + " mz_now()::text::int8 + 2000) AS\nSELECT 1 AS a");
        assertThat(exported("CREATE MATERIALIZED VIEW \"d\".\"s\".\"mv\" IN CLUSTER [u1] WITH (REFRESH = AT"
                        + " 4070908800000::[s3016 AS \"mz_catalog\".\"mz_timestamp\"]) AS SELECT 1"))
                .isEqualTo("CREATE MATERIALIZED VIEW mv WITH (REFRESH = AT 4070908800000::mz_timestamp) AS\nSELECT 1");
        assertThat(exported("CREATE MATERIALIZED VIEW \"d\".\"s\".\"mv\" IN CLUSTER [u1] WITH (REFRESH = AT"
                        + " '2099-01-01 00:00:00') AS SELECT \"x\" AT TIME ZONE 'UTC',"
                        + " 1712345678901::[s3016 AS \"mz_catalog\".\"mz_timestamp\"]"))
                .isEqualTo("CREATE MATERIALIZED VIEW mv WITH (REFRESH = AT '2099-01-01 00:00:00') AS\n"
                        + "SELECT x AT TIME ZONE 'UTC', 1712345678901::mz_timestamp");
    }

    @Test
    void anIndexATableAndATypeAreOneLine() {
        assertThat(exported("CREATE INDEX \"i\" IN CLUSTER [u1] ON [u2 AS \"d\".\"s\".\"v\"] (\"x\", \"y\" || 'a')"))
                .isEqualTo("CREATE INDEX i ON s.v (x, y || 'a')");
        assertThat(exported(
                        "CREATE TABLE \"d\".\"s\".\"t\" (\"id\" [s20 AS \"pg_catalog\".\"int4\"] NOT NULL DEFAULT 1, \"type\""
                                + " [s46 AS \"pg_catalog\".\"numeric\"](38, 2))"))
                .isEqualTo("CREATE TABLE t (id int4 NOT NULL DEFAULT 1, \"type\" \"numeric\"(38, 2))");
        assertThat(exported("CREATE TYPE \"d\".\"s\".\"li\" AS LIST (ELEMENT TYPE = [s20 AS \"pg_catalog\".\"int4\"])"))
                .isEqualTo("CREATE TYPE li AS LIST (ELEMENT TYPE = int4)");
    }

    @Test
    void aLongQueryHasALineForEachClause() {
        assertThat(
                        exported(
                                "CREATE VIEW \"d\".\"s\".\"v\" AS WITH \"w\" AS (SELECT \"x\" FROM [u7 AS \"d\".\"s\".\"a\"] WHERE \"x\" IS"
                                        + " DISTINCT FROM 1) SELECT DISTINCT \"w\".\"x\", CASE WHEN \"l\".\"y\" THEN 1 ELSE 2 END FROM \"w\" LEFT"
                                        + " OUTER JOIN [u8 AS \"d\".\"s\".\"l\"] ON \"w\".\"x\" IS DISTINCT FROM \"l\".\"x\" CROSS JOIN [u9 AS"
                                        + " \"d\".\"s\".\"c\"] WHERE \"x\" > 1 GROUP BY \"x\" UNION ALL SELECT 1, 2 ORDER BY 1 LIMIT 3"))
                .isEqualTo("""
                        CREATE VIEW v AS
                        WITH w AS (SELECT x FROM s.a WHERE x IS DISTINCT FROM 1)
                        SELECT DISTINCT w.x, CASE WHEN l.y THEN 1 ELSE 2 END
                        FROM w
                        LEFT OUTER JOIN @s.l ON w.x IS DISTINCT FROM l.x
                        CROSS JOIN s.c
                        WHERE x > 1
                        GROUP BY x
                        UNION ALL
                        SELECT 1, 2
                        ORDER BY 1
                        LIMIT 3""");
    }

    /** What the sandbox does not print: anonymous types, versions, functions that are relations. */
    @Test
    void whatElseAServerWritesIsWrittenWithoutIds() {
        assertThat(exported("CREATE VIEW \"d\".\"s\".\"v\" AS SELECT \"x\"::[s20 AS \"pg_catalog\".\"int4\"] list,"
                        + " '{}'::map[[s46 AS \"pg_catalog\".\"text\"]=>[s30 AS \"pg_catalog\".\"_int4\"]], \"t\".\"x\"[1][2:3],"
                        + " \"pg_catalog\".\"sum\"(\"x\") FILTER (WHERE \"a\" > 1) FROM [u4 AS \"d\".\"s\".\"t\" VERSION 2] AS \"t\","
                        + " ROWS FROM (\"pg_catalog\".\"generate_series\"(1, 2), \"pg_catalog\".\"unnest\"(\"t\".\"x\")) WITH"
                        + " ORDINALITY AS \"g\" OPTIONS (AGGREGATE INPUT GROUP SIZE = 1000)"))
                .isEqualTo("""
                        CREATE VIEW v AS
                        SELECT x::int4 list, '{}'::map[text=>_int4], t.x[1][2:3], pg_catalog.sum(x) FILTER (WHERE a > 1)
                        FROM s.t AS t, ROWS FROM (pg_catalog.generate_series(1, 2), pg_catalog.unnest(t.x)) WITH ORDINALITY AS g
                        OPTIONS (AGGREGATE INPUT GROUP SIZE = 1000)""");
        assertThat(exported(
                        "CREATE VIEW \"d\".\"s\".\"v\" AS WITH MUTUALLY RECURSIVE (RETURN AT RECURSION LIMIT = 5) \"a\""
                                + " (\"x\" [s20 AS \"pg_catalog\".\"int4\"]) AS (SELECT \"x\" FROM [u7 AS \"d\".\"s\".\"a\"] UNION ALL"
                                + " SELECT \"x\" FROM \"a\") SELECT * FROM \"a\""))
                .isEqualTo("""
                        CREATE VIEW v AS
                        WITH MUTUALLY RECURSIVE (RETURN AT RECURSION LIMIT = 5) a (x int4) AS (SELECT x FROM @s.a UNION ALL SELECT x FROM a)
                        SELECT *
                        FROM a""");
        assertThat(exported(
                        "CREATE INDEX \"i\" IN CLUSTER [u1] ON [u9 AS \"d\".\"s\".\"t\"] (\"pg_catalog\".\"upper\"(\"x\")) WITH"
                                + " (RETAIN HISTORY = FOR '1 hour')"))
                .isEqualTo("CREATE INDEX i ON s.t (pg_catalog.upper(x)) WITH (RETAIN HISTORY = FOR '1 hour')");
    }

    @Test
    void whatACommonTableExpressionIsCalledDoesNotStandAlone() {
        assertThat(exported(
                        "CREATE VIEW \"d\".\"s\".\"v\" AS WITH \"a\" AS (SELECT \"x\" FROM [u7 AS \"d\".\"s\".\"a\"]) SELECT * FROM"
                                + " \"a\""))
                .isEqualTo("CREATE VIEW v AS\nWITH a AS (SELECT x FROM @s.a) SELECT * FROM a");
        assertThat(exported("CREATE VIEW \"d\".\"s\".\"v\" AS SELECT \"a\" FROM [u7 AS \"d\".\"s\".\"a\"]"))
                .isEqualTo("CREATE VIEW v AS\nSELECT a FROM s.a");
    }

    @Test
    void schemasBeforeColumnsAreNamedToo() {
        assertThat(exported(
                        "CREATE VIEW \"d\".\"s\".\"v\" AS SELECT \"m\".\"a\".\"x\", \"d\".\"m\".\"a\".\"y\", \"m\".\"a\".*, \"a\".\"x\","
                                + " \"a\".*, (\"r\").\"f\" FROM [u7 AS \"d\".\"m\".\"a\"]"))
                .isEqualTo(
                        "CREATE VIEW v AS\nSELECT ${schema.m}.a.x, ${schema.m}.a.y, ${schema.m}.a.*, a.x, a.*, (r).f FROM m.a");
        assertThat(
                        error(
                                "CREATE VIEW \"d\".\"s\".\"v\" AS SELECT \"none\".\"a\".\"x\" FROM [u7 AS \"d\".\"none\".\"a\"]"))
                .isEqualTo("it names a column by the schema none, which no placeholder can stand for");
    }

    @Test
    void noTextBecomesAPlaceholder() {
        assertThat(exported("CREATE VIEW \"d\".\"s\".\"v ${x}\" AS SELECT 'costs ${y} or ${' AS \"${z}\""))
                .isEqualTo("CREATE VIEW \"v ${$}{x}\" AS\nSELECT 'costs ${$}{y} or ${$}{' AS \"${$}{z}\"");
        assertThat(ExportedSql.literal("it's ${x}")).isEqualTo("'it''s ${$}{x}'");
    }

    @Test
    void arraysAndOperatorsStayAsTheyAre() {
        assertThat(exported(
                        "CREATE VIEW \"d\".\"s\".\"v\" AS SELECT ARRAY[\"u1\", \"u2\"][1], LIST[\"a\"], \"x\"::[s20 AS"
                                + " \"pg_catalog\".\"int4\"][], \"x\" OPERATOR(\"pg_catalog\".=) -1, INTERVAL '1' DAY"))
                .isEqualTo(
                        "CREATE VIEW v AS\nSELECT ARRAY[u1, u2][1], LIST[a], x::int4[], x OPERATOR(pg_catalog.=) -1, INTERVAL '1'"
                                + " DAY");
    }

    @Test
    void whatCannotBeNamedOrReadIsAnError() {
        assertThat(error("CREATE VIEW \"d\".\"s\".\"v\" AS SELECT * FROM [u404 AS \"d\".\"old\".\"a\"]"))
                .isEqualTo("it uses d.old.a, which no file can name so that the copy is meant");
        assertThat(error("CREATE INDEX \"i\" IN CLUSTER [u404] ON [u2 AS \"d\".\"s\".\"v\"] (\"x\")"))
                .isEqualTo("its cluster cannot be named in a file");
        assertThat(error("CREATE VIEW \"d\".\"s\".\"v\" AS SELECT 'x")).isEqualTo("its definition cannot be read");
        assertThat(error("SOMETHING")).isEqualTo("its definition begins in a way that is not known here");
        assertThat(error("")).isEqualTo("its definition begins in a way that is not known here");
        assertThat(error("CREATE VIEW \"d\".\"s\".\"v\" AS SELECT * FROM [u7 AS 1]"))
                .isEqualTo("its definition names u7 in a way that is not known here");
    }

    @Test
    void aTableOfASourceOrWithLaterColumnsIsNotPlain() {
        assertThat(ExportedSql.isPlainTable(
                        "CREATE TABLE \"d\".\"s\".\"t\" (\"a\" [s20 AS \"pg_catalog\".\"int4\"] NOT NULL)"))
                .isTrue();
        assertThat(ExportedSql.isPlainTable(
                        "CREATE TABLE \"t\" (\"a\" \"int4\") FROM SOURCE [u1 AS \"s\"] (REFERENCE = \"x\")"))
                .isFalse();
        assertThat(ExportedSql.isPlainTable("CREATE TABLE \"t\" (\"a\" \"int4\", \"b\" \"int4\" VERSION ADDED 1)"))
                .isFalse();
        assertThat(ExportedSql.isPlainTable("CREATE TABLE \"t\" (\"a\" \"int4\") WITH (PARTITION BY (\"a\"))"))
                .isTrue();
    }
}
