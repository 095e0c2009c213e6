package io.github.mzmaven.sandbox.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EngineDropsTest {
    @AutoClose
    private final TestServer server = new TestServer();

    @BeforeEach
    void start() {
        server.run(
                "CREATE SCHEMA s",
                "CREATE SCHEMA out",
                "CREATE TABLE s.t (x int)",
                "CREATE VIEW s.v AS SELECT x FROM s.t",
                "CREATE INDEX ON s.v (x)",
                "CREATE VIEW out.w AS SELECT x FROM s.v");
    }

    @Test
    void aTableTakesAlongEverythingThatReadsItInDependencyOrder() {
        assertThat(server.ask("DROP TABLE s.t CASCADE"))
                .containsExactly(
                        "NOTICE drop cascades to 3 other objects\n"
                                + "drop cascades to INDEX \"materialize.s.v_x_idx\"\n"
                                + "drop cascades to VIEW \"materialize.out.w\"\n"
                                + "drop cascades to VIEW \"materialize.s.v\"",
                        "DROP TABLE");
        assertThat(server.ask("SELECT name FROM mz_objects WHERE id LIKE 'u%'")).containsExactly("SELECT 0");
    }

    @Test
    void aListMayHoldItsOwnDependentsOnlyOfTheSameKind() {
        assertThat(server.ask("DROP TABLE s.t"))
                .containsExactly("ERROR XX000 cannot drop table \"s.t\": still depended upon by view \"s.v\"");
        assertThat(server.ask("DROP VIEW s.v, out.w"))
                .containsExactly(
                        "NOTICE drop cascades to 1 other objects\ndrop cascades to INDEX \"materialize.s.v_x_idx\"",
                        "DROP VIEW");
    }

    @Test
    void aStatementForAnotherKindIsRefused() {
        server.run("CREATE MATERIALIZED VIEW s.m AS SELECT x FROM s.t");
        assertThat(server.ask("DROP VIEW s.t")).containsExactly("ERROR XX000 materialize.s.t is a table not a view");
        assertThat(server.ask("DROP VIEW s.m")).containsExactly("ERROR XX000 materialize.s.m is not a view");
        assertThat(server.ask("DROP TABLE s.v_x_idx"))
                .containsExactly("ERROR XX000 materialize.s.v_x_idx is an index not a table");
    }

    @Test
    void someOfAListMayBeMissing() {
        assertThat(server.ask("DROP VIEW IF EXISTS nope.v, out.w, out.nope"))
                .containsExactly(
                        "NOTICE VIEW \"nope.v\" does not exist, skipping",
                        "NOTICE VIEW \"out.nope\" does not exist, skipping",
                        "DROP VIEW");
        assertThat(server.ask("SELECT name FROM mz_views WHERE id LIKE 'u%'")).containsExactly("v", "SELECT 1");
    }

    @Test
    void aDatabaseGoesWithAllItHolds() {
        server.run(
                "CREATE DATABASE d",
                "CREATE VIEW d.public.v AS SELECT x FROM s.v",
                "CREATE VIEW out.y AS SELECT x FROM d.public.v");
        assertThat(server.ask("SELECT count(*) FROM out.y")).containsExactly("0", "SELECT 1");
        assertThat(server.ask("DROP DATABASE d"))
                .containsExactly("ERROR XX000 database 'd' cannot be dropped with RESTRICT while it contains schemas");
        assertThat(server.ask("DROP DATABASE d CASCADE").get(1)).isEqualTo("DROP DATABASE");
        assertThat(server.ask("SELECT name FROM mz_views WHERE id LIKE 'u%' ORDER BY 1"))
                .containsExactly("v", "w", "SELECT 2");
    }

    @Test
    void idsAreNotUsedAgain() {
        server.run("CREATE SCHEMA a");
        String before = server.ask("SELECT id FROM mz_schemas WHERE name = 'a'").get(0);
        server.run("DROP SCHEMA a", "CREATE SCHEMA a");
        assertThat(server.ask("SELECT id FROM mz_schemas WHERE name = 'a'").get(0))
                .isNotEqualTo(before);
    }

    @Test
    void commentsAndDefaultPrivilegesGoWithTheirObject() {
        server.run(
                "CREATE ROLE r",
                "COMMENT ON COLUMN s.v.x IS 'a column'",
                "COMMENT ON VIEW s.v IS 'a view'",
                "COMMENT ON SCHEMA s IS 'a schema'",
                "ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO r",
                "DROP SCHEMA s CASCADE");
        assertThat(server.ask("SELECT count(*) FROM mz_internal.mz_comments")).containsExactly("0", "SELECT 1");
        assertThat(server.ask("DROP ROLE r")).containsExactly("DROP ROLE");
    }

    @Test
    void aCommentIsNoLongerThan1024Bytes() {
        assertThat(server.ask("COMMENT ON SCHEMA s IS '" + "ü".repeat(512) + "'"))
                .containsExactly("COMMENT");
        assertThat(server.ask("COMMENT ON SCHEMA s IS '" + "ü".repeat(512) + "x'"))
                .containsExactly("ERROR XX000 provided comment was 1025 bytes long, max size is 1024 bytes");
    }
}
