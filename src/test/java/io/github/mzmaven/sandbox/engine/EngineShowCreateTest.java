package io.github.mzmaven.sandbox.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EngineShowCreateTest {
    @AutoClose
    private final TestServer server = new TestServer();

    @BeforeEach
    void start() {
        server.run("CREATE SCHEMA s", "CREATE TABLE s.t (a int, b text, c numeric(10,2), d timestamptz NOT NULL)");
    }

    private String stored(String query) {
        server.run("CREATE VIEW s.v AS " + query);
        return server.ask("SELECT redacted_create_sql FROM mz_views WHERE name = 'v'")
                .get(0);
    }

    @Test
    void namesTypesAndFunctionsAreQualifiedAndAliasesHaveTheirAs() {
        assertThat(stored("select t.a total, CAST(t.a + 1 as int) x, b::text from s.t t where upper(b) = 'X'"))
                .isEqualTo(
                        "CREATE VIEW materialize.s.v AS SELECT t.a AS total, (t.a + 1)::[s20 AS pg_catalog.int4] AS x,"
                                + " b::[s46 AS pg_catalog.text] FROM [u1 AS materialize.s.t] AS t WHERE pg_catalog.upper(b) = 'X'");
    }

    @Test
    void commonTableExpressionsHideRelations() {
        server.run("CREATE VIEW s.x AS SELECT 1 AS a");
        assertThat(stored("WITH x (a) AS (SELECT a FROM s.t) SELECT a FROM x"))
                .isEqualTo("CREATE VIEW materialize.s.v AS WITH x (a) AS (SELECT a FROM [u1 AS materialize.s.t])"
                        + " SELECT a FROM x");
    }

    @Test
    void whatExtractAndDistinctFromNameIsNoRelation() {
        assertThat(stored("SELECT EXTRACT(year FROM d) AS y FROM s.t WHERE a IS DISTINCT FROM 1"))
                .isEqualTo("CREATE VIEW materialize.s.v AS SELECT EXTRACT(year FROM d) AS y FROM"
                        + " [u1 AS materialize.s.t] WHERE a IS DISTINCT FROM 1");
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
