package io.github.mzmaven.goal.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.goal.export.ExportPlan.ExportFile;
import io.github.mzmaven.report.ExportEvent.LeftOut;
import io.github.mzmaven.sandbox.engine.CatalogBuilder;
import org.junit.jupiter.api.Test;

class ExportPlannerTest {
    private final CatalogBuilder catalog = new CatalogBuilder()
            .schema("marts")
            .schema("staging")
            .schema("raw")
            .cluster("c")
            .cluster("other");

    private ExportPlan plan(String... schemas) {
        return ExportPlanner.plan(
                new TestSettings().schemas(schemas).clusters("c").build(), catalog.build());
    }

    private static String sql(String rest) {
        return rest.replace('`', '"');
    }

    @Test
    void aTypeAndAViewOfOneNameAreInOneFile() {
        catalog.object(ObjectType.TYPE, "marts.a")
                .id("u700")
                .definition(sql(
                        "CREATE TYPE `materialize`.`marts`.`a` AS LIST (ELEMENT TYPE = [s20 AS `pg_catalog`.`int4`])"))
                .noGrants();
        catalog.view("marts.a")
                .definition(sql(
                        "CREATE VIEW `materialize`.`marts`.`a` AS SELECT NULL::[u700 AS `materialize`.`marts`.`a`]"));

        assertThat(plan("marts").files())
                .containsExactly(new ExportFile(
                        "marts/a.sql",
                        "CREATE TYPE a AS LIST (ELEMENT TYPE = pg_catalog.int4);\n\n"
                                + "REVOKE USAGE ON TYPE ${schema.marts}.a FROM PUBLIC;\n\n"
                                + "CREATE VIEW a AS\nSELECT NULL::${schema.marts}.a;\n"));
    }

    @Test
    void whatNoPlaceholderCanNameIsFoundByTheSearchPathOrLeftOut() {
        catalog.schema("odd{x}");
        catalog.view("odd{x}.v")
                .id("u700")
                .definition(sql("CREATE VIEW `materialize`.`odd{x}`.`v` AS SELECT 1 AS `x`"));
        catalog.view("odd{x}.w")
                .definition(
                        sql(
                                "CREATE VIEW `materialize`.`odd{x}`.`w` AS SELECT * FROM [u700 AS `materialize`.`odd{x}`.`v`]"));
        catalog.view("marts.u")
                .definition(sql(
                        "CREATE VIEW `materialize`.`marts`.`u` AS SELECT * FROM [u700 AS `materialize`.`odd{x}`.`v`]"));

        ExportPlan plan = plan("odd{x}", "marts");
        assertThat(plan.files())
                .containsExactly(
                        new ExportFile("odd{x}/v.sql", "CREATE VIEW v AS\nSELECT 1 AS x;\n"),
                        new ExportFile("odd{x}/w.sql", "CREATE VIEW w AS\nSELECT * FROM v;\n"),
                        new ExportFile("marts/u.sql", "CREATE VIEW u AS\nSELECT * FROM v;\n"));
        catalog.table("marts.v");
        plan = plan("odd{x}", "marts");
        assertThat(plan.leftOut())
                .contains(new LeftOut(
                        "view",
                        "marts.u",
                        "it uses materialize.odd{x}.v, which no file can name so that the copy is meant"));
    }

    @Test
    void aNameThatIsTooLongForAFolderIsRefused() {
        String name = "/".repeat(90);
        catalog.schema(name);

        assertThat(plan(name).problems())
                .extracting(problem -> problem.what())
                .containsExactly("The schema " + name + " has too long a name for a folder.");
    }

    @Test
    void otherDatabasesAreNamed() {
        catalog.database("lake").schema("lake:marts");
        catalog.table("lake:marts.t").id("u700");
        catalog.view("marts.v")
                .definition(
                        sql(
                                "CREATE VIEW `materialize`.`marts`.`v` AS SELECT `marts`.`t`.`x` FROM [u700 AS `lake`.`marts`.`t`]"));

        assertThat(plan("marts").files())
                .containsExactly(
                        new ExportFile("marts/v.sql", "CREATE VIEW v AS\nSELECT lake.marts.t.x FROM lake.marts.t;\n"));
    }

    /** GRANT … ON connection would be about a connection. */
    @Test
    void namesThatAreKindsOfObjectsAreQuoted() {
        catalog.role("analyst")
                .view("marts.connection")
                .definition(sql("CREATE VIEW `materialize`.`marts`.`connection` AS SELECT 1 AS `x`"))
                .grants("analyst=r");

        assertThat(plan("marts").files())
                .containsExactly(
                        new ExportFile(
                                "marts/connection.sql",
                                "CREATE VIEW \"connection\" AS\nSELECT 1 AS x;\n\nGRANT SELECT ON \"connection\" TO analyst;\n"));
    }

    @Test
    void whatMzApplyWouldRefuseIsLeftOut() {
        catalog.materializedView("marts.m", "c")
                .definition(sql("CREATE MATERIALIZED VIEW `materialize`.`marts`.`m` PARTITIONED SOMEHOW AS SELECT 1"));
        catalog.object(new ObjectType("secret"), "marts.s");
        catalog.view("marts.gone")
                .definition(sql(
                        "CREATE VIEW `materialize`.`marts`.`gone` AS SELECT * FROM [u999 AS `materialize`.`raw`.`x`]"));
        catalog.view("marts.unsaid");

        assertThat(plan("marts").leftOut())
                .containsExactly(
                        new LeftOut("secret", "marts.s", "no file may hold its value"),
                        new LeftOut(
                                "view",
                                "marts.gone",
                                "it uses materialize.raw.x, which no file can name so that the copy is meant"),
                        new LeftOut(
                                "materialized view",
                                "marts.m",
                                "mz:apply would refuse it: marts/m.sql:1:1: CREATE MATERIALIZED VIEW: mz:apply cannot tell for sure"
                                        + " what this writes to, and on which cluster: it did not expect PARTITIONED there."),
                        new LeftOut("view", "marts.unsaid", "the server does not say how it was created"));
    }
}
