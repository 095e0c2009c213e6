package io.github.mzmaven.sandbox.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EngineTransactionsTest {
    private static final String RACE =
            "ERROR 40001 another session modified the catalog while this DDL transaction was open";

    @AutoClose
    private final TestServer server = new TestServer();

    @BeforeEach
    void start() {
        server.run("CREATE SCHEMA a", "CREATE SCHEMA b", "CREATE VIEW a.v AS SELECT 1 AS x");
    }

    @Test
    void aDeferredStatementFailsAtCommit() {
        assertThat(server.ask("BEGIN; CREATE SCHEMA a; COMMIT"))
                .containsExactly("BEGIN", "CREATE SCHEMA", "ERROR XX000 schema 'a' already exists");
        assertThat(server.ask("SELECT 1")).containsExactly("1", "SELECT 1");
    }

    @Test
    void aDeferredStatementIsForgottenOnRollback() {
        server.run("BEGIN", "CREATE SCHEMA c", "ROLLBACK");
        assertThat(server.ask("DROP SCHEMA c")).containsExactly("ERROR XX000 unknown schema 'c'");
    }

    @Test
    void whatHasNoTagOfItsOwnIsRefusedInABlock() {
        for (String sql : new String[] {
            "DROP SCHEMA b",
            "ALTER SCHEMA b OWNER TO materialize",
            "ALTER CLUSTER quickstart SET (REPLICATION FACTOR 2)"
        }) {
            assertThat(server.ask("BEGIN; " + sql)).containsExactly("BEGIN", prohibited(sql));
            server.run("ROLLBACK");
        }
    }

    private static String prohibited(String sql) {
        return "ERROR 25001 " + sql + " cannot be run inside a transaction block";
    }

    @Test
    void renamesOfATransactionBuildOnEachOther() {
        server.run("BEGIN; ALTER SCHEMA a RENAME TO t; ALTER SCHEMA b RENAME TO a; ALTER SCHEMA t RENAME TO b; COMMIT");
        assertThat(server.ask("SELECT x FROM b.v")).containsExactly("1", "SELECT 1");
    }

    @Test
    void renamesOfOneMessageHappenTogetherOrNotAtAll() {
        assertThat(server.ask("BEGIN; ALTER SCHEMA a RENAME TO c; ALTER SCHEMA gone RENAME TO d; COMMIT"))
                .containsExactly("BEGIN", "ALTER SCHEMA", "ERROR XX000 unknown schema 'gone'");
        server.run("ROLLBACK");
        assertThat(server.ask("BEGIN; ALTER SCHEMA a RENAME TO c; ALTER SCHEMA b RENAME TO c; COMMIT"))
                .containsExactly("BEGIN", "ALTER SCHEMA", "ERROR XX000 schema 'c' already exists");
        server.run("ROLLBACK");
        assertThat(server.ask("SELECT x FROM a.v")).containsExactly("1", "SELECT 1");
    }

    @Test
    void anyChangeOfTheCatalogFailsTheNextRenameOrTheCommit() {
        server.run("BEGIN; ALTER SCHEMA a RENAME TO c; ALTER SCHEMA b RENAME TO d");
        assertThat(server.ask("other", "CREATE SCHEMA e")).containsExactly("CREATE SCHEMA");
        assertThat(server.ask("COMMIT")).containsExactly(RACE);
        server.run("ROLLBACK", "BEGIN", "ALTER SCHEMA a RENAME TO c");
        assertThat(server.ask("other", "CREATE SCHEMA f")).containsExactly("CREATE SCHEMA");
        assertThat(server.ask("ALTER SCHEMA b RENAME TO d")).containsExactly(RACE);
        server.run("ROLLBACK");
        assertThat(server.ask("SELECT x FROM a.v")).containsExactly("1", "SELECT 1");
    }

    @Test
    void anItemMayBeRenamedBesideASwap() {
        server.run("BEGIN; ALTER SCHEMA a SWAP WITH b; ALTER VIEW b.v RENAME TO w; COMMIT");
        assertThat(server.ask("SELECT x FROM b.w")).containsExactly("1", "SELECT 1");
        assertThat(server.ask("SHOW CREATE VIEW b.w"))
                .containsExactly("materialize.b.w|CREATE VIEW materialize.b.w AS SELECT 1 AS x;", "SELECT 1");
    }

    @Test
    void anyChangeOfTheCatalogIsARace() {
        server.run("CREATE ROLE r");
        for (String other :
                new String[] {"GRANT USAGE ON SCHEMA a TO r", "COMMENT ON SCHEMA a IS 'x'", "CREATE ROLE r2"}) {
            server.run("BEGIN", "ALTER SCHEMA a SWAP WITH b");
            server.ask("other", other);
            assertThat(server.ask("COMMIT")).containsExactly(RACE);
        }
    }

    @Test
    void writesAreNoRace() {
        server.run("CREATE TABLE a.t (x int)", "BEGIN", "ALTER SCHEMA a SWAP WITH b");
        assertThat(server.ask("other", "INSERT INTO a.t VALUES (1)")).containsExactly("INSERT 0 1");
        assertThat(server.ask("COMMIT")).containsExactly("COMMIT");
        assertThat(server.ask("SELECT x FROM b.t")).containsExactly("1", "SELECT 1");
    }

    @Test
    void writesOfABlockAreSeenAfterCommitOnly() {
        server.run("CREATE TABLE a.t (x int)", "BEGIN", "INSERT INTO a.t (x) VALUES (1)", "INSERT INTO a.t VALUES (2)");
        assertThat(server.ask("other", "SELECT count(*) FROM a.t")).containsExactly("0", "SELECT 1");
        server.run("COMMIT");
        assertThat(server.ask("other", "SELECT count(*) FROM a.t")).containsExactly("2", "SELECT 1");
    }

    @Test
    void writesOfAMessageThatFailsAreUndone() {
        server.run("CREATE TABLE a.t (x int NOT NULL)");
        assertThat(server.ask("INSERT INTO a.t VALUES (1); INSERT INTO a.t VALUES (NULL)"))
                .containsExactly("INSERT 0 1", "ERROR 23502 null value in column \"x\" violates not-null constraint");
        assertThat(server.ask("SELECT count(*) FROM a.t")).containsExactly("0", "SELECT 1");
    }

    @Test
    void readingAndWritingDoNotMix() {
        server.run("CREATE TABLE a.t (x int)", "BEGIN", "INSERT INTO a.t VALUES (1)");
        assertThat(server.ask("SELECT x FROM a.t")).containsExactly("ERROR 25000 transaction in write-only mode");
        server.run("ROLLBACK", "BEGIN", "SELECT x FROM a.t");
        assertThat(server.ask("INSERT INTO a.t VALUES (1)"))
                .containsExactly("ERROR 25006 transaction in read-only mode\nSELECT queries cannot be combined with"
                        + " other query types, including SUBSCRIBE.");
    }

    @Test
    void aSyntaxErrorAnywhereStopsTheWholeMessage() {
        assertThat(server.ask("CREATE SCHEMA c; SELEC 1"))
                .containsExactly("ERROR 42601 Expected a keyword at the beginning of a statement, found identifier"
                        + " \"selec\" at 18");
        assertThat(server.ask("DROP SCHEMA IF EXISTS c"))
                .containsExactly("NOTICE SCHEMA \"c\" does not exist, skipping", "DROP SCHEMA");
    }
}
