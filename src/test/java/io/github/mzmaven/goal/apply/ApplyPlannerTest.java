package io.github.mzmaven.goal.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.AppliedFiles;
import io.github.mzmaven.catalog.DeploymentFacts;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.catalog.ProductionSnapshot;
import io.github.mzmaven.catalog.QualifiedName;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.project.Placeholders;
import io.github.mzmaven.project.Source;
import io.github.mzmaven.project.SqlFile;
import io.github.mzmaven.sandbox.engine.CatalogBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApplyPlannerTest {
    private static final String MARKER = "_mz_deployment_default_staged";
    private static final String ORDERS = "CREATE VIEW orders AS SELECT 1 AS x;\nCREATE DEFAULT INDEX ON orders";
    private static final String REVENUE =
            "-- mz:cluster=serve\n\nCREATE MATERIALIZED VIEW revenue AS SELECT x FROM orders;\n"
                    + "CREATE INDEX revenue_x ON revenue (x)";

    private final Map<String, String> files = new LinkedHashMap<>();
    private final CatalogBuilder server = new CatalogBuilder();
    private final List<Problem> parseProblems = new ArrayList<>();
    private boolean allowStateful;

    ApplyPlannerTest() {
        server.schema("staging")
                .schema("marts")
                .schema("other")
                .schema("staging_dbt_deploy")
                .schema("marts_dbt_deploy")
                .cluster("prod_dbt_deploy")
                .cluster("serve_dbt_deploy")
                .schema(MARKER)
                .comment(DeploymentFacts.of("20261122T121500Z-ab12cd3", "me").json());
        files.put("staging/orders.sql", ORDERS);
        files.put("marts/revenue.sql", REVENUE);
    }

    @Test
    void everythingRunsAtFirst() {
        ApplyPlan plan = plan();

        assertThat(plan.problems()).isEmpty();
        assertThat(statements(plan))
                .containsExactly(
                        "record staging/orders.sql? marts/revenue.sql?",
                        "SET search_path = \"staging_dbt_deploy\", \"marts_dbt_deploy\"",
                        "SET cluster = \"prod_dbt_deploy\"",
                        "CREATE VIEW orders AS SELECT 1 AS x",
                        "CREATE DEFAULT INDEX ON orders",
                        "SET search_path = \"marts_dbt_deploy\", \"staging_dbt_deploy\"",
                        "SET cluster = \"serve_dbt_deploy\"",
                        "CREATE MATERIALIZED VIEW revenue AS SELECT x FROM orders",
                        "CREATE INDEX revenue_x ON revenue (x)",
                        "record staging/orders.sql marts/revenue.sql");
        assertThat(plan.files())
                .extracting(ApplyPlan.FileRun::relations)
                .containsExactly(
                        List.of("view staging_dbt_deploy.orders"),
                        List.of("materialized view marts_dbt_deploy.revenue", "index marts_dbt_deploy.revenue_x"));
        assertThat(plan.applied().files().get("marts/revenue.sql").objects())
                .containsExactly(new QualifiedName("marts", "revenue"), new QualifiedName("marts", "revenue_x"));
    }

    @Test
    void theDeploymentIsClaimedFirstAndGivenBackLast() {
        List<Step> steps = plan().plan().steps();

        assertThat(List.of(
                        steps.get(0).sql(),
                        steps.get(1).sql(),
                        steps.get(steps.size() - 1).sql()))
                .usingElementComparator((sql, start) -> sql.startsWith(start) ? 0 : 1)
                .containsExactly(
                        "ALTER SCHEMA \"materialize\".\"_mz_deployment_default_staged\" RENAME TO"
                                + " \"_mz_deployment_default_applying17\"",
                        "CREATE OR REPLACE VIEW \"materialize\".\"_mz_deployment_default_applying17\".\"applied\" AS",
                        "ALTER SCHEMA \"materialize\".\"_mz_deployment_default_applying17\" RENAME TO"
                                + " \"_mz_deployment_default_staged\"");
    }

    @Test
    void whatAKilledRunClaimedIsTakenOver() {
        server.renameSchema(MARKER, "_mz_deployment_default_applying9");

        assertThat(renames(plan())).containsExactly("9 to 17", "17 to staged");
    }

    @Test
    void whatIsClaimedByThisRunIsNotClaimedAgain() {
        server.renameSchema(MARKER, "_mz_deployment_default_applying17");

        assertThat(renames(plan())).containsExactly("17 to staged");
    }

    @Test
    void whereNothingIsLeftToDoWhatAKilledRunClaimedIsGivenBack() {
        everythingIsApplied();
        server.renameSchema(MARKER, "_mz_deployment_default_applying9");

        assertThat(plan().plan().steps()).hasSize(1);
        assertThat(renames(plan())).containsExactly("9 to staged");
    }

    @Test
    void copiesThatAreNotTheOnesThatInitMadeAreRefused() {
        var inventory = new ProductionSnapshot(
                "_dbt_deploy",
                Map.of(
                        "staging",
                                new ProductionSnapshot.SchemaEntry(
                                        server.build()
                                                .schema("staging_dbt_deploy")
                                                .id(),
                                        Map.of()),
                        "marts", new ProductionSnapshot.SchemaEntry("p", Map.of())),
                Map.of("prod", server.build().cluster("prod_dbt_deploy").id(), "serve", "x"),
                Map.of(),
                null,
                new ProductionSnapshot.Copies(
                        Map.of("staging", "s2", "marts", "m9"), Map.of("prod", "y", "serve", "z")));
        server.text(MARKER, "inventory", inventory.json());

        assertThat(plan().problems())
                .extracting(Problem::what)
                .containsExactly(
                        "The schema staging_dbt_deploy is what production was when the deployment began: something else"
                                + " swapped it.",
                        "The schema marts_dbt_deploy has the id u5, but mz:init made m9: something else dropped it and made"
                                + " another one, or swapped it.",
                        "The cluster prod_dbt_deploy is what production was when the deployment began: something else"
                                + " swapped it.",
                        "The cluster serve_dbt_deploy has the id u2, but mz:init made z: something else"
                                + " dropped it and made another one, or swapped it.");
    }

    @Test
    void whatIsConfiguredMustBePartOfTheDeployment() {
        var inventory = new ProductionSnapshot(
                "_dbt_deploy",
                Map.of("staging", new ProductionSnapshot.SchemaEntry("p", Map.of())),
                Map.of("prod", "x", "serve", "y"));
        server.text(MARKER, "inventory", inventory.json());

        assertThat(plan().problems())
                .extracting(Problem::what)
                .containsExactly("Configured, but not part of deployment 20261122T121500Z-ab12cd3: schema marts.");
    }

    @Test
    void nothingRunsWhenNothingChanged() {
        everythingIsApplied();

        ApplyPlan plan = plan();

        assertThat(plan.plan().isEmpty()).isTrue();
        assertThat(plan.files()).extracting(ApplyPlan.FileRun::why).containsExactly("unchanged", "unchanged");
    }

    @Test
    void lineEndsAndCommentsOutsideOfStatementsAreNoChange() {
        files.put("staging/two.sql", "CREATE VIEW two AS\nSELECT 2");
        server.object(ObjectType.VIEW, "staging_dbt_deploy.two");
        everythingIsApplied();
        files.put("staging/two.sql", "-- a remark\r\nCREATE VIEW two AS\r\nSELECT 2;");

        assertThat(plan().plan().isEmpty()).isTrue();
    }

    @Test
    void whatDependsOnAChangedFileIsMadeAgain() {
        files.put("staging/other.sql", "CREATE VIEW other AS SELECT 5");
        server.object(ObjectType.VIEW, "staging_dbt_deploy.other");
        everythingIsApplied();
        files.put("staging/orders.sql", "CREATE VIEW orders AS SELECT 2 AS x");

        ApplyPlan plan = plan();

        assertThat(plan.problems()).isEmpty();
        assertThat(statements(plan))
                .containsExactly(
                        "record staging/orders.sql? marts/revenue.sql? staging/other.sql",
                        "DROP MATERIALIZED VIEW \"materialize\".\"marts_dbt_deploy\".\"revenue\"",
                        "DROP VIEW \"materialize\".\"staging_dbt_deploy\".\"orders\"",
                        "SET search_path = \"staging_dbt_deploy\", \"marts_dbt_deploy\"",
                        "SET cluster = \"prod_dbt_deploy\"",
                        "CREATE VIEW orders AS SELECT 2 AS x",
                        "SET search_path = \"marts_dbt_deploy\", \"staging_dbt_deploy\"",
                        "SET cluster = \"serve_dbt_deploy\"",
                        "CREATE MATERIALIZED VIEW revenue AS SELECT x FROM orders",
                        "CREATE INDEX revenue_x ON revenue (x)",
                        "record staging/orders.sql marts/revenue.sql staging/other.sql");
        assertThat(plan.files())
                .extracting(ApplyPlan.FileRun::why)
                .containsExactly("changed", "depends on what changed", "unchanged");
    }

    @Test
    void anIndexOfAFileOfItsOwnIsDroppedAlone() {
        files.put("marts/index.sql", "CREATE INDEX extra ON revenue (x)");
        everythingIsApplied();
        server.object(ObjectType.INDEX, "marts_dbt_deploy.extra", "marts_dbt_deploy.revenue");
        files.put("marts/index.sql", "CREATE INDEX extra ON revenue (x, x)");

        assertThat(statements(plan()))
                .containsSequence(
                        "DROP INDEX \"materialize\".\"marts_dbt_deploy\".\"extra\"",
                        "SET search_path = \"marts_dbt_deploy\", \"staging_dbt_deploy\"");
    }

    @Test
    void whatAKilledRunMadeIsMadeAgain() {
        server.object(ObjectType.VIEW, "staging_dbt_deploy.orders");
        server.text(MARKER, "applied", plan().pending().json());

        ApplyPlan plan = plan();

        assertThat(plan.problems()).isEmpty();
        assertThat(statements(plan)).startsWith("DROP VIEW \"materialize\".\"staging_dbt_deploy\".\"orders\"");
    }

    @Test
    void whatNoRunMadeIsNotReplacedSilently() {
        server.object(ObjectType.TABLE, "staging_dbt_deploy.orders");

        ApplyPlan plan = plan();

        assertThat(plan.problems())
                .extracting(problem -> problem.severity() + " " + problem.what())
                .containsExactly("SOFT The table staging_dbt_deploy.orders is there, and no mz:apply made it;"
                        + " staging/orders.sql would replace it.");
        assertThat(statements(plan))
                .startsWith(
                        "record staging/orders.sql? marts/revenue.sql?",
                        "DROP TABLE \"materialize\".\"staging_dbt_deploy\".\"orders\"");
    }

    @Test
    void aFileWhoseObjectIsMissingRunsAgain() {
        everythingIsApplied();
        server.drop("marts_dbt_deploy.revenue_x");

        ApplyPlan plan = plan();

        assertThat(plan.files())
                .extracting(ApplyPlan.FileRun::why)
                .containsExactly("unchanged", "revenue_x is missing");
        assertThat(plan.drops())
                .extracting(Step::sql)
                .containsExactly("DROP MATERIALIZED VIEW \"materialize\".\"marts_dbt_deploy\".\"revenue\"");
    }

    @Test
    void theObjectsOfAFileThatIsGoneAreDropped() {
        everythingIsApplied();
        files.remove("marts/revenue.sql");

        assertThat(statements(plan()))
                .containsExactly(
                        "record staging/orders.sql",
                        "DROP MATERIALIZED VIEW \"materialize\".\"marts_dbt_deploy\".\"revenue\"",
                        "record staging/orders.sql");
        assertThat(plan().pending().unfinished()).containsExactly("marts/revenue.sql");
        assertThat(plan().applied().unfinished()).isEmpty();
    }

    @Test
    void whatAnotherFileGrantsCommentsAndAltersIsDoneAgainWhenTheObjectIsMadeAnew() {
        files.put("staging/comments.sql", "COMMENT ON COLUMN orders.x IS 'one'");
        files.put("marts/grants.sql", "GRANT SELECT ON TABLE staging_dbt_deploy.other, marts_dbt_deploy.revenue TO r");
        files.put("marts/owners.sql", "ALTER MATERIALIZED VIEW \"revenue\" OWNER TO r");
        files.put("marts/unconcerned.sql", "GRANT SELECT ON other TO r");
        files.put("staging/other.sql", "CREATE VIEW other AS SELECT 5");
        server.object(ObjectType.VIEW, "staging_dbt_deploy.other");
        everythingIsApplied();
        files.put("staging/orders.sql", "CREATE VIEW orders AS SELECT 2 AS x");

        ApplyPlan plan = plan();

        assertThat(plan.problems()).isEmpty();
        assertThat(plan.files())
                .extracting(run -> run.file().path() + " " + run.why())
                .containsExactly(
                        "staging/orders.sql changed",
                        "marts/revenue.sql depends on what changed",
                        "staging/comments.sql depends on what changed",
                        "marts/owners.sql depends on what changed",
                        "staging/other.sql unchanged",
                        "marts/grants.sql depends on what changed",
                        "marts/unconcerned.sql unchanged");
        assertThat(plan.pending().unfinished())
                .containsExactly(
                        "marts/grants.sql",
                        "marts/owners.sql",
                        "marts/revenue.sql",
                        "staging/comments.sql",
                        "staging/orders.sql");
    }

    @Test
    void anObjectThatIsMissingTakesTheFilesAlongThatGrantOnIt() {
        files.put("marts/grants.sql", "GRANT SELECT ON revenue TO r");
        everythingIsApplied();
        server.drop("marts_dbt_deploy.revenue").drop("marts_dbt_deploy.revenue_x");

        assertThat(plan().files())
                .extracting(ApplyPlan.FileRun::why)
                .containsExactly("unchanged", "revenue is missing", "depends on what changed");
    }

    @Test
    void whatAFileGrantedBeforeItChangedIsNamed() {
        files.put("marts/grants.sql", "GRANT SELECT ON revenue TO r");
        files.put("marts/gone.sql", "COMMENT ON VIEW orders IS 'x'");
        everythingIsApplied();
        files.put("marts/grants.sql", "GRANT SELECT ON revenue TO s");
        files.remove("marts/gone.sql");

        ApplyPlan plan = plan();

        assertThat(plan.files())
                .extracting(ApplyPlan.FileRun::why)
                .containsExactly("unchanged", "unchanged", "changed");
        assertThat(plan.problems())
                .extracting(problem -> problem.severity() + " " + problem.what())
                .containsExactly(
                        "WARNING marts/grants.sql has changed: what it granted, commented or altered before on"
                                + " marts.revenue stays.",
                        "WARNING marts/gone.sql is gone: what it granted, commented or altered stays.");
    }

    @Test
    void rowsAreWrittenOnlyByTheFileThatCreatesTheTable() {
        allowStateful = true;
        files.clear();
        files.put(
                "marts/a.sql",
                "CREATE TABLE t (x int);\nINSERT INTO t VALUES (1);\nUPDATE marts_dbt_deploy.t SET x = 2");
        files.put("marts/b.sql", "INSERT INTO t VALUES (1);\nDELETE FROM elsewhere;\nDROP TABLE t");
        files.put(
                "marts/c.sql",
                "CREATE TEMPORARY TABLE tmp (x int);\nINSERT INTO tmp VALUES (1);\nCREATE VIEW v AS SELECT 1;\nDROP VIEW v");

        assertThat(plan().problems())
                .extracting(problem -> problem.severity() + " " + problem.what())
                .containsExactly(
                        "HARD marts/b.sql:1:1: INSERT: marts.t is created by marts/a.sql, so that running this file again"
                                + " would write the rows again.",
                        "HARD marts/b.sql:2:1: DELETE: no file creates marts.elsewhere, so that running this file again would"
                                + " write the rows again.",
                        "HARD marts/b.sql:3:1: DROP TABLE: marts.t is created by marts/a.sql.");
    }

    @Test
    void aTableAndItsRowsAreMadeAnewTogether() {
        allowStateful = true;
        files.clear();
        files.put("marts/t.sql", "CREATE TABLE t (x int);\nINSERT INTO t VALUES (1)");
        server.object(ObjectType.TABLE, "marts_dbt_deploy.t");
        server.text(MARKER, "applied", plan().pending().json());

        assertThat(statements(plan()))
                .containsExactly(
                        "DROP TABLE \"materialize\".\"marts_dbt_deploy\".\"t\"",
                        "SET search_path = \"marts_dbt_deploy\", \"staging_dbt_deploy\"",
                        "SET cluster = \"prod_dbt_deploy\"",
                        "CREATE TABLE t (x int)",
                        "INSERT INTO t VALUES (1)",
                        "record marts/t.sql");
    }

    @Test
    void noWordsHideProductionsClusterOrObjects() {
        allowStateful = true;
        files.clear();
        files.put(
                "marts/a.sql",
                String.join(
                        ";\n",
                        "CREATE MATERIALIZED VIEW v1 (a, b) IN CLUSTER prod AS SELECT 1, 2",
                        "CREATE MATERIALIZED VIEW v2 (\"a)\") /* ( */ IN /**/ CLUSTER \"prod\" WITH (x = (1)) AS SELECT 1",
                        "CREATE SOURCE s (a) IN CLUSTER prod FROM LOAD GENERATOR COUNTER",
                        "CREATE INDEX i IN CLUSTER prod ON v1 (a)",
                        "CREATE MATERIALIZED VIEW v3 IN CLUSTER [u1] AS SELECT 1",
                        "COMMENT ON COLUMN [u1 AS d.s.v].x IS 'y'",
                        "CREATE MATERIALIZED VIEW v4 WITH (x) IN CLUSTER prod AS SELECT 1",
                        "ALTER MATERIALIZED VIEW v1 SET CLUSTER prod",
                        "GRANT SELECT ON ALL TABLES IN SCHEMA marts TO r",
                        "GRANT USAGE ON CLUSTER prod TO r",
                        "ALTER DEFAULT PRIVILEGES IN SCHEMA marts GRANT SELECT ON TABLES TO r",
                        "COMMENT ON COLUMN materialize.marts.v.x IS 'y'",
                        "CREATE SOURCE q FROM POSTGRES CONNECTION c (PUBLICATION 'p') FOR TABLES (a AS marts.b)",
                        "ALTER SOURCE s ADD SUBSOURCE a AS marts.b",
                        "PREPARE p AS INSERT INTO marts.t VALUES (1)",
                        "EXECUTE p",
                        "SUBSCRIBE v1",
                        "SET \"CLUSTER\" = prod",
                        "CREATE VIEW v9"));

        String unread = "mz:apply cannot tell for sure what this writes to, and on which cluster: it did not expect ";
        String noBuild = "only statements that build in the deployment's schemas belong in a file.";
        String kinds = "only objects in the deployment's schemas may be created, changed or dropped"
                + " (views, materialized views, indexes, tables, sources, connections, types).";
        String byId = "a name by its id, in brackets, does not say whether that is the copy's.";
        assertThat(plan().problems())
                .extracting(Problem::what)
                .containsExactly(
                        "marts/a.sql:1:1: CREATE MATERIALIZED VIEW: cluster prod is production's.",
                        "marts/a.sql:2:1: CREATE MATERIALIZED VIEW: cluster prod is production's.",
                        "marts/a.sql:3:1: CREATE SOURCE: cluster prod is production's.",
                        "marts/a.sql:4:1: CREATE INDEX: cluster prod is production's.",
                        "marts/a.sql:5:1: CREATE MATERIALIZED VIEW: " + byId,
                        "marts/a.sql:6:1: COMMENT COLUMN: " + byId,
                        "marts/a.sql:7:1: CREATE MATERIALIZED VIEW: " + unread + "IN there.",
                        "marts/a.sql:8:1: ALTER MATERIALIZED VIEW: cluster prod is production's.",
                        "marts/a.sql:9:1: GRANT ALL: " + kinds,
                        "marts/a.sql:10:1: GRANT CLUSTER: " + kinds,
                        "marts/a.sql:11:1: ALTER DEFAULT PRIVILEGES: " + kinds,
                        "marts/a.sql:12:1: COMMENT COLUMN: materialize.marts.v is production's; mz:apply writes only to"
                                + " the copies.",
                        "marts/a.sql:13:1: CREATE SOURCE: marts.b is production's; mz:apply writes only to the copies.",
                        "marts/a.sql:14:1: ALTER SOURCE: " + unread + "ADD there.",
                        "marts/a.sql:15:1: PREPARE: " + noBuild,
                        "marts/a.sql:16:1: EXECUTE: " + noBuild,
                        "marts/a.sql:17:1: SUBSCRIBE: " + noBuild,
                        "marts/a.sql:18:1: SET: cluster is set by mz:apply, so that a file builds in the copies.",
                        "marts/a.sql:19:1: CREATE VIEW: " + unread + "the statement to end.");
    }

    @Test
    void whatNobodyWouldMakeAgainAndWhatIsOutsideIsNotDroppedSilently() {
        everythingIsApplied();
        server.object(ObjectType.VIEW, "staging_dbt_deploy.by_hand", "staging_dbt_deploy.orders");
        server.object(ObjectType.VIEW, "other.reader", "staging_dbt_deploy.orders");
        files.put("staging/orders.sql", "CREATE VIEW orders AS SELECT 2 AS x");

        assertThat(plan().problems())
                .extracting(problem -> problem.severity() + " " + problem.what())
                .containsExactlyInAnyOrder(
                        "SOFT The view staging_dbt_deploy.by_hand depends on what must be made again, and no file creates it.",
                        "HARD The view other.reader is not in the deployment and depends on what must be made again.");
    }

    @Test
    void theSessionIsResetAfterAFileThatSetsSomething() {
        files.clear();
        files.put("staging/a.sql", "SET datestyle = 'ISO'; CREATE VIEW a AS SELECT 1");
        files.put("staging/b.sql", "CREATE VIEW b AS SELECT 1");
        files.put("staging/c.sql", "CREATE VIEW c AS SELECT 1");

        assertThat(statements(plan()))
                .containsExactly(
                        "record staging/a.sql? staging/b.sql? staging/c.sql?",
                        "SET search_path = \"staging_dbt_deploy\", \"marts_dbt_deploy\"",
                        "SET cluster = \"prod_dbt_deploy\"",
                        "SET datestyle = 'ISO'",
                        "CREATE VIEW a AS SELECT 1",
                        "DISCARD ALL",
                        "SET search_path = \"staging_dbt_deploy\", \"marts_dbt_deploy\"",
                        "SET cluster = \"prod_dbt_deploy\"",
                        "CREATE VIEW b AS SELECT 1",
                        "CREATE VIEW c AS SELECT 1",
                        "record staging/a.sql staging/b.sql staging/c.sql");
    }

    @Test
    void whatWouldChangeProductionOrEscapeIsRefused() {
        files.clear();
        files.put(
                "marts/a.sql",
                String.join(
                        ";\n",
                        "BEGIN",
                        "CREATE VIEW marts.v AS SELECT 1",
                        "DROP VIEW other.v",
                        "CREATE SINK k FROM v INTO KAFKA CONNECTION c (TOPIC 't')",
                        "CREATE SECRET s AS 'x'",
                        "CREATE SCHEMA extra",
                        "CREATE MATERIALIZED VIEW w IN CLUSTER prod AS SELECT 1",
                        "SET search_path = marts",
                        "SET cluster = prod",
                        "DROP VIEW w CASCADE",
                        "ALTER VIEW w RENAME TO z",
                        "CREATE TABLE t (x int)",
                        "INSERT INTO materialize.marts.t VALUES (1)",
                        "COPY t FROM STDIN",
                        "CREATE INDEX ON elsewhere (x)",
                        "GRANT SELECT ON staging_dbt_deploy.orders TO r"));
        files.put("marts/b.sql", "-- mz:cluster=prd\nCREATE VIEW w AS SELECT 1");

        assertThat(plan().problems())
                .extracting(Problem::what)
                .containsExactlyInAnyOrder(
                        "marts/a.sql:1:1: BEGIN: files cannot control transactions, since Materialize runs each statement of a file"
                                + " alone.",
                        "marts/a.sql:2:1: CREATE VIEW: marts.v is production's; mz:apply writes only to the copies.",
                        "marts/a.sql:3:1: DROP VIEW: other.v is not in a schema of the deployment; mz:apply writes only there.",
                        "marts/a.sql:4:1: CREATE SINK: a swap would move the sink.",
                        "marts/a.sql:5:1: CREATE SECRET: its value would be shown in plans and logs.",
                        "marts/a.sql:6:1: CREATE SCHEMA: only objects in the deployment's schemas may be created, changed or dropped"
                                + " (views, materialized views, indexes, tables, sources, connections, types).",
                        "marts/a.sql:7:1: CREATE MATERIALIZED VIEW: cluster prod is production's.",
                        "marts/a.sql:8:1: SET: search_path is set by mz:apply, so that a file builds in the copies.",
                        "marts/a.sql:9:1: SET: cluster is set by mz:apply, so that a file builds in the copies.",
                        "marts/a.sql:10:1: DROP VIEW: CASCADE may take along what others built.",
                        "marts/a.sql:11:1: ALTER VIEW: which file makes which object must stay known.",
                        "marts/a.sql:12:1: CREATE TABLE: each deployment would replace the table by an empty one.",
                        "marts/a.sql:13:1: INSERT: materialize.marts.t is production's; mz:apply writes only to the copies.",
                        "marts/a.sql:14:1: COPY: only statements that build in the deployment's schemas belong in a file.",
                        "marts/a.sql:15:1: CREATE INDEX: an index without a name on a relation of another file cannot be told from"
                                + " others when the file changes.",
                        "marts/b.sql:2:1: marts.w is created by marts/a.sql too.",
                        "marts/b.sql: cluster prd is none of the target's clusters. Did you mean \"prod\"?");
    }

    /** As after a complete run over the files as they are now. */
    private void everythingIsApplied() {
        server.object(ObjectType.VIEW, "staging_dbt_deploy.orders");
        server.object(ObjectType.INDEX, "staging_dbt_deploy.orders_primary_idx", "staging_dbt_deploy.orders");
        server.object(ObjectType.MATERIALIZED_VIEW, "marts_dbt_deploy.revenue", "staging_dbt_deploy.orders");
        server.object(ObjectType.INDEX, "marts_dbt_deploy.revenue_x", "marts_dbt_deploy.revenue");
        server.text(MARKER, "applied", plan().applied().json());
    }

    private ApplyPlan plan() {
        Settings settings = new TestSettings()
                .schemas("staging", "marts")
                .clusters("prod", "serve")
                .allowStateful(allowStateful)
                .build();
        List<SqlFile> parsed = files.entrySet().stream()
                .map(file -> SqlFile.parse(
                        new Source(file.getKey(), file.getValue()),
                        List.of("cluster"),
                        Placeholders.of(settings),
                        parseProblems))
                .toList();
        assertThat(parseProblems).isEmpty();
        return ApplyPlanner.plan(settings, server.build(), "17", parsed);
    }

    /**
     * The plan's messages but for the marker's renames; what is recorded shortened to paths, with a question mark where the end
     * is open.
     */
    private static List<String> statements(ApplyPlan plan) {
        return plan.plan().steps().stream()
                .filter(step -> !isRename(step))
                .map(step ->
                        step instanceof Step.MarkerStep store ? "record " + recorded(plan, store.step()) : step.sql())
                .toList();
    }

    private static List<String> renames(ApplyPlan plan) {
        return plan.plan().steps().stream()
                .filter(ApplyPlannerTest::isRename)
                .map(step -> (Step.RenameSchema) ((Step.MarkerStep) step).step())
                .map(step -> (step.from() + " to " + step.to())
                        .replace("_mz_deployment_default_", "")
                        .replace("applying", ""))
                .toList();
    }

    private static boolean isRename(Step step) {
        return step instanceof Step.MarkerStep own && own.step() instanceof Step.RenameSchema;
    }

    private static String recorded(ApplyPlan plan, Step step) {
        var store = (Step.StoreText) step;
        AppliedFiles applied = store.text().equals(plan.applied().json()) ? plan.applied() : plan.pending();
        assertThat(store.text()).isEqualTo(applied.json());
        var order = new ArrayList<String>();
        plan.files().forEach(run -> order.add(run.file().path()));
        return String.join(
                " ",
                order.stream()
                        .filter(applied.files()::containsKey)
                        .map(path -> path + (applied.files().get(path).sha256() == null ? "?" : ""))
                        .toList());
    }
}
