package io.github.mzmaven.sandbox.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EnginePrivilegesTest {
    private static final String READER = "reader:1";

    @AutoClose
    private final TestServer server = new TestServer();

    @BeforeEach
    void start() {
        server.run(
                "CREATE ROLE reader",
                "CREATE ROLE team",
                "CREATE SCHEMA s",
                "CREATE TABLE s.t (x int)",
                "CREATE VIEW s.v AS SELECT x FROM s.t",
                "CREATE INDEX v_x ON s.v (x)");
    }

    @Test
    void aViewIsReadWithTheRightsOfItsOwner() {
        server.run("GRANT USAGE ON SCHEMA s TO reader", "GRANT SELECT ON s.v TO reader");
        assertThat(server.ask(READER, "SELECT count(*) FROM s.v")).containsExactly("0", "SELECT 1");
        assertThat(server.ask(READER, "SELECT count(*) FROM s.t"))
                .containsExactly("ERROR 42501 permission denied for TABLE \"materialize.s.t\"\n"
                        + "The 'reader' role needs SELECT privileges on TABLE \"materialize.s.t\"");
    }

    @Test
    void aPrivilegeMayBeHeldThroughARoleOrPublic() {
        server.run("GRANT USAGE ON SCHEMA s TO PUBLIC", "GRANT SELECT ON s.t TO team", "GRANT team TO reader");
        assertThat(server.ask(READER, "SELECT count(*) FROM s.t")).containsExactly("0", "SELECT 1");
        server.run("REVOKE team FROM reader");
        assertThat(server.ask(READER, "SELECT count(*) FROM s.t").get(0)).startsWith("ERROR 42501");
    }

    @Test
    void anotherOwnerTakesOverWhatTheFormerHeldAndGranted() {
        server.run(
                "GRANT SELECT ON s.v TO reader",
                "GRANT team TO materialize",
                "GRANT CREATE ON SCHEMA s TO team",
                "ALTER VIEW s.v OWNER TO team");
        assertThat(server.ask("SELECT o.name, r.name, o.privileges::text FROM mz_objects o JOIN mz_roles r"
                        + " ON r.id = o.owner_id WHERE o.id LIKE 'u%' AND o.name LIKE 'v%' ORDER BY 1"))
                .containsExactly("v|team|{u2=r/u3,u3=r/u3}", "v_x|team|NULL", "SELECT 2");
    }

    @Test
    void anIndexHasNoOwnerOfItsOwn() {
        assertThat(server.ask("ALTER INDEX s.v_x OWNER TO materialize").get(0)).startsWith("ERROR XX000");
        assertThat(server.ask(READER, "CREATE INDEX ON s.v (x)"))
                .containsExactly("ERROR 42501 must be owner of VIEW materialize.s.v");
    }

    @Test
    void whatASwapNeeds() {
        server.run("CREATE SCHEMA s2", "GRANT team TO reader", "GRANT team TO materialize");
        server.run("ALTER SCHEMA s OWNER TO team", "ALTER SCHEMA s2 OWNER TO team");
        assertThat(server.ask(READER, "ALTER SCHEMA s SWAP WITH s2"))
                .containsExactly("ERROR 42501 permission denied for DATABASE \"materialize\"\n"
                        + "The 'reader' role needs CREATE privileges on DATABASE \"materialize\"");
        server.ask("mz_system:1", "GRANT CREATE ON DATABASE materialize TO team");
        assertThat(server.ask(READER, "ALTER SCHEMA s SWAP WITH s2")).containsExactly("ALTER SCHEMA");
    }

    @Test
    void defaultPrivilegesAreThoseOfTheCreator() {
        server.run(
                "GRANT CREATE, USAGE ON SCHEMA s TO reader",
                "ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT, INSERT ON TABLES TO team",
                "CREATE TABLE s.mine (x int)");
        server.ask(READER, "CREATE TABLE s.theirs (x int)");
        assertThat(server.ask("SELECT name, privileges::text FROM mz_tables WHERE id LIKE 'u%' ORDER BY 1"))
                .containsExactly("mine|{u1=arwd/u1,u3=ar/u1}", "t|{u1=arwd/u1}", "theirs|{u2=arwd/u2}", "SELECT 3");
        server.run(
                "ALTER DEFAULT PRIVILEGES IN SCHEMA s REVOKE INSERT ON TABLES FROM team",
                "CREATE TABLE s.later (x int)");
        assertThat(server.ask("SELECT privileges::text FROM mz_tables WHERE name = 'later'"))
                .containsExactly("{u1=arwd/u1,u3=r/u1}", "SELECT 1");
    }

    @Test
    void defaultPrivilegesOfSchemasAndClustersApplyToNewOnes() {
        server.run(
                "ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO team",
                "ALTER DEFAULT PRIVILEGES GRANT USAGE ON CLUSTERS TO team",
                "CREATE SCHEMA n",
                "CREATE CLUSTER n (SIZE = '25cc', REPLICATION FACTOR = 0)");
        assertThat(server.ask("SELECT privileges::text FROM mz_schemas WHERE name = 'n'"))
                .containsExactly("{s2=U/u1,u1=UC/u1,u3=U/u1}", "SELECT 1");
        assertThat(server.ask("SELECT privileges::text FROM mz_clusters WHERE name = 'n'"))
                .containsExactly("{s2=U/u1,u1=UC/u1,u3=U/u1}", "SELECT 1");
    }

    @Test
    void grantsOnAllTablesOfASchemaMeanViewsToo() {
        server.run("GRANT SELECT ON ALL TABLES IN SCHEMA s TO reader");
        assertThat(server.ask("SELECT name, privileges::text FROM mz_relations WHERE id LIKE 'u%' ORDER BY 1"))
                .containsExactly("t|{u1=arwd/u1,u2=r/u1}", "v|{u1=r/u1,u2=r/u1}", "SELECT 2");
    }

    @Test
    void aPrivilegeHasToFitItsObject() {
        assertThat(server.ask("GRANT CREATE ON s.t TO reader"))
                .containsExactly("ERROR XX000 invalid privilege types CREATE for TABLE \"materialize.s.t\"");
        assertThat(server.ask("GRANT SELECT ON MATERIALIZED VIEW s.v TO reader"))
                .containsExactly("ERROR 42601 For object type MATERIALIZED VIEW, you must specify 'TABLE' or omit the"
                        + " object type at 30");
    }

    @Test
    void rolesAreNoMembersOfThemselves() {
        server.run("GRANT team TO reader");
        assertThat(server.ask("GRANT reader TO team"))
                .containsExactly("ERROR XX000 role \"reader\" is a member of role \"team\"");
    }

    @Test
    void aRoleThatOwnsSomethingStays() {
        server.run("GRANT team TO materialize", "ALTER SCHEMA s OWNER TO team");
        assertThat(server.ask("DROP ROLE team"))
                .containsExactly("ERROR 2BP01 role \"team\" cannot be dropped because some objects depend on it\n"
                        + "team: owner of SCHEMA \"materialize.s\"\n"
                        + "team: privileges granted on SCHEMA \"materialize.s\" to mz_support\n"
                        + "team: privileges on SCHEMA \"materialize.s\" granted by team");
    }

    @Test
    void aQueryNeedsItsCluster() {
        server.run(
                "CREATE CLUSTER c (SIZE = '25cc')",
                "GRANT USAGE ON SCHEMA s TO reader",
                "GRANT SELECT ON s.t TO reader");
        server.ask(READER, "SET cluster = c");
        assertThat(server.ask(READER, "SELECT x FROM s.t"))
                .containsExactly("ERROR 42501 permission denied for CLUSTER \"c\"\n"
                        + "The 'reader' role needs USAGE privileges on CLUSTER \"c\"");
        server.run("GRANT USAGE ON CLUSTER c TO reader", "ALTER CLUSTER c SET (REPLICATION FACTOR 0)");
        assertThat(server.ask(READER, "SELECT x FROM s.t"))
                .containsExactly("ERROR 0A000 CLUSTER \"c\" has no replicas available to service request");
        assertThat(server.ask(READER, "SELECT name FROM mz_schemas WHERE name = 's'"))
                .containsExactly("s", "SELECT 1");
    }
}
