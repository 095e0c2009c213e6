package io.github.mzmaven.sandbox.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EngineShowCreateTest {
    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = new TestServer();
        server.run("CREATE SCHEMA s", "CREATE TABLE s.t (a int, b text, c numeric(10,2), d timestamptz NOT NULL)");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private String shown(String query) {
        server.run("CREATE VIEW s.v AS " + query);
        String row = server.ask("SHOW CREATE VIEW s.v").get(0);
        return row.substring(row.indexOf('|') + 1);
    }

    @Test
    void namesTypesAndFunctionsAreQualifiedAndAliasesHaveTheirAs() {
        assertThat(shown("select t.a total, CAST(t.a + 1 as bigint) x, b::text from s.t t where upper(b) = 'X'"))
                .isEqualTo("""
                        CREATE VIEW
                            materialize.s.v
                            AS
                                SELECT t.a AS total, (t.a + 1)::pg_catalog.int8 AS x, b::pg_catalog.text
                                FROM materialize.s.t AS t
                                WHERE pg_catalog.upper(b) = 'X';""");
    }

    @Test
    void commonTableExpressionsHideRelations() {
        server.run("CREATE VIEW s.x AS SELECT 1 AS a");
        assertThat(shown("WITH x (a) AS (SELECT a FROM s.t) SELECT a FROM x"))
                .isEqualTo(
                        "CREATE VIEW materialize.s.v AS WITH x (a) AS (SELECT a FROM materialize.s.t) SELECT a FROM x;");
    }

    @Test
    void longQueriesAreBrokenAtClausesListsAndJoins() {
        assertThat(shown("SELECT one.a, two.b, three.c, 'some text that makes the line long' AS what FROM s.t AS one"
                        + " JOIN s.t AS two ON one.a = two.a LEFT JOIN s.t AS three ON three.a = two.a AND three.b ="
                        + " two.b WHERE one.a > 1 ORDER BY 1 LIMIT 3"))
                .isEqualTo("""
                        CREATE VIEW
                            materialize.s.v
                            AS
                                SELECT one.a, two.b, three.c, 'some text that makes the line long' AS what
                                FROM
                                    materialize.s.t AS one
                                        JOIN materialize.s.t AS two ON one.a = two.a
                                        LEFT JOIN materialize.s.t AS three ON three.a = two.a AND three.b = two.b
                                WHERE one.a > 1
                                ORDER BY 1
                                LIMIT 3;""");
    }

    @Test
    void whatExtractAndDistinctFromNameIsNoRelation() {
        assertThat(shown("SELECT EXTRACT(year FROM d) AS y FROM s.t WHERE a IS DISTINCT FROM 1"))
                .isEqualTo(
                        "CREATE VIEW\n    materialize.s.v\n    AS SELECT EXTRACT(year FROM d) AS y FROM materialize.s.t"
                                + " WHERE a IS DISTINCT FROM 1;");
    }

    @Test
    void aTableShowsItsColumns() {
        assertThat(server.ask("SHOW CREATE TABLE s.t").get(0)).isEqualTo("""
                        materialize.s.t|CREATE TABLE materialize.s.t (
                            a pg_catalog.int4,
                            b pg_catalog.text,
                            c pg_catalog.numeric(10, 2),
                            d pg_catalog.timestamptz NOT NULL
                        );""");
    }

    @Test
    void renamedObjectsAreShownByTheirNewNames() {
        server.run("CREATE VIEW s.v AS SELECT a FROM s.t", "ALTER TABLE s.t RENAME TO \"T 2\"");
        assertThat(server.ask("SHOW CREATE VIEW s.v"))
                .containsExactly(
                        "materialize.s.v|CREATE VIEW materialize.s.v AS SELECT a FROM materialize.s.\"T 2\";",
                        "SELECT 1");
        assertThat(server.ask("SELECT count(*) FROM s.v")).containsExactly("0", "SELECT 1");
    }

    @Test
    void columnsHaveMaterializesTypesAndNullability() {
        server.run(
                "CREATE VIEW s.v AS SELECT a, d, count(*) AS n, 'x' AS l, coalesce(b, '') AS b2, d AT TIME ZONE 'UTC' AS u"
                        + " FROM s.t GROUP BY a, d, b");
        assertThat(server.ask("SELECT c.name, c.type, c.nullable FROM mz_columns c JOIN mz_views v ON v.id = c.id"
                        + " WHERE v.name = 'v' ORDER BY c.position"))
                .containsExactly(
                        "a|integer|t",
                        "d|timestamp with time zone|f",
                        "n|bigint|f",
                        "l|text|f",
                        "b2|text|f",
                        "u|timestamp without time zone|t",
                        "SELECT 6");
    }
}
