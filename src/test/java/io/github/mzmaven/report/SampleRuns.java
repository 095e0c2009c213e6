package io.github.mzmaven.report;

import io.github.mzmaven.Problem;
import io.github.mzmaven.plan.ObjectChange;
import io.github.mzmaven.plan.ObjectChange.Aspect;
import io.github.mzmaven.plan.ObjectChange.Change;
import io.github.mzmaven.plan.ObjectChange.Difference;
import io.github.mzmaven.plan.Plan;
import io.github.mzmaven.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Made-up runs of a web shop's deployment, as they could be. */
final class SampleRuns {
    private static final String CONNECTION = "materialize at db.example.com:6875 as deployer";
    private static final String ID = "20261122T121500Z-ab12cd3";
    private static final Instant BEGUN = Instant.parse("2026-11-22T12:15:00Z");

    private SampleRuns() {}

    static RunRecord init() {
        RunRecord record = record("init", 0);
        record.plan(new Plan(
                "init",
                ID,
                List.of(
                        new Step.CreateSchema("materialize", "staging_dbt_deploy", "create schema staging_dbt_deploy"),
                        new Step.CreateSchema("materialize", "marts_dbt_deploy", "create schema marts_dbt_deploy"),
                        new Step.CreateCluster(
                                "prod_dbt_deploy",
                                "(SIZE = '100cc', REPLICATION FACTOR = 2)",
                                "create cluster prod_dbt_deploy"))));
        record.step(
                "create schema staging_dbt_deploy", "CREATE SCHEMA \"materialize\".\"staging_dbt_deploy\"", millis(81));
        record.step("create schema marts_dbt_deploy", "CREATE SCHEMA \"materialize\".\"marts_dbt_deploy\"", millis(77));
        record.step(
                "create cluster prod_dbt_deploy",
                "CREATE CLUSTER \"prod_dbt_deploy\" (SIZE = '100cc', REPLICATION FACTOR = 2)",
                millis(1402));
        record.finish(true, "Staged: 3 statements in 1.9 s. Next: mvn mz:apply", BEGUN.plusMillis(1900));
        return record;
    }

    static RunRecord await() {
        RunRecord record = record("await", 60);
        Instant start = BEGUN.plusSeconds(60);
        int[] prod = {0, 0, 2, 3, 6, 6, 9, 12, 13, 14, 14, 16, 19, 20, 20, 20};
        for (int i = 0; i < prod.length; i++) {
            Instant at = start.plusSeconds(5L * i);
            record.hydration(at, "prod_dbt_deploy", prod[i], 20, i < 2 ? null : millis(60_000 / (i + 1) - 3_000));
            record.hydration(at, "serve_dbt_deploy", Math.min(6, i), 6, i < 1 ? null : millis(9_000 / (i * i) + 300));
        }
        record.finish(true, "Ready after 1 m 15 s: 26 objects on 2 clusters.", start.plusSeconds(75));
        return record;
    }

    static RunRecord promote() {
        RunRecord record = record("promote", 900);
        Instant start = BEGUN.plusSeconds(900);
        record.plan(new Plan("promote", ID, List.of(swap(), sink())));
        objects(record);
        record.problem(Problem.warning(
                "Materialized view bi.weekly reads marts.revenue and will go on reading the old one.",
                "Create it again after this promote: CREATE OR REPLACE …"));
        record.attempt(1, "met another session's DDL (40001); nothing was changed");
        record.attempt(2, "swapped");
        record.step("swap 2 schemas and 1 cluster", swap().sql(), millis(64));
        record.step("point sink sinks.revenue_out at marts.revenue", sink().sql(), millis(2100));
        record.step("comment on schema staging", "COMMENT ON SCHEMA \"materialize\".\"staging\" IS '…'", millis(12));
        record.swapped("schema", "staging", "u12", "u40");
        record.swapped("schema", "marts", "u13", "u41");
        record.swapped("cluster", "prod", "u4", "u9");
        record.sink("sinks.revenue_out", "marts_dbt_deploy.revenue", "marts.revenue", "moved", millis(2100));
        record.id("staging.orders", "u101", "u204");
        record.id("marts.revenue", "u102", "u205");
        record.finish(
                true,
                "Promoted. Production is now " + ID + "; the old objects are in *_dbt_deploy. Next: mvn mz:cleanup, or"
                        + " mvn mz:rollback",
                start.plusMillis(4250));
        return record;
    }

    static RunRecord status() {
        RunRecord record = record("status", 1200);
        objects(record);
        record.status(new TargetStatus(
                "promoted",
                null,
                true,
                "deployer",
                "2026-11-22T12:15:00Z",
                "deployer",
                "2026-11-22T12:30:00Z",
                List.of(
                        new TargetStatus.Pair("schema", "staging", "u40", "staging_dbt_deploy", "u12", true),
                        new TargetStatus.Pair("schema", "marts", "u41", "marts_dbt_deploy", "u13", true),
                        new TargetStatus.Pair("cluster", "prod", "u9", "prod_dbt_deploy", "u4", true)),
                List.of(
                        new TargetStatus.Readiness("prod", "ready", 20, 20, 400L, null),
                        new TargetStatus.Readiness(
                                "serve",
                                "lagging",
                                6,
                                6,
                                3100L,
                                "marts.revenue (materialized view): hydrated, but 3.1 s behind")),
                List.of(new TargetStatus.SinkReading("sinks.revenue_out", "marts.revenue", "same columns")),
                "cleanup",
                List.of("The view bi.weekly needs materialized view marts_dbt_deploy.revenue, which is to be dropped;"
                        + " it would be dropped along.")));
        record.finish(true, "Deployment " + ID + " is promoted", BEGUN.plusMillis(1_200_700));
        return record;
    }

    /** A goal that refused, before it knew of a deployment. */
    static RunRecord refused() {
        var record = new RunRecord("init", "default", CONNECTION, BEGUN);
        record.problem(Problem.hard(
                "Role deployer is not an owner of cluster prod (owner: platform).",
                "As platform or a superuser: GRANT platform TO deployer;"));
        record.problem(
                Problem.hard("There is no schema \"stagin\" in database materialize. Did you mean \"staging\"?"));
        record.finish(false, "mz:init refuses. Nothing was written. 2 problems", BEGUN.plusMillis(310));
        return record;
    }

    /** Names that try to be markup, SQL, or nothing that XML knows. */
    static RunRecord odd() {
        var record = new RunRecord("promote", "de\"fault", "ma'terialize at ::1:6875 as <b>", BEGUN);
        String name = "a<script>alert(\"1\")</script>&amp;'\u0001\uD83D\uDE00 ümläut\n\\! rm";
        record.deployment("id-]]>-" + name, name, name);
        record.plan(new Plan("promote", "id\n\\! id", List.of(new Step.SwapSchemas("d", name, name + "_x"))));
        record.step(name, name, millis(1));
        record.attempt(1, name);
        record.attempt(2, name);
        record.swapped("schema", name, "<1>", "<2>");
        record.object(new ObjectChange(
                Change.CHANGED, "view", name, "<1>", null, List.of(new Difference(Aspect.COLUMNS, name))));
        record.hydration(BEGUN, name, 0, 0, null);
        record.sink(name, name, name, name, millis(1));
        record.id(name, null, name);
        record.problem(Problem.soft(name, name));
        record.status(new TargetStatus(
                name,
                name,
                true,
                name,
                name,
                null,
                null,
                List.of(new TargetStatus.Pair("schema", name, null, name, name, null)),
                List.of(new TargetStatus.Readiness(name, name, 1, 2, null, name)),
                List.of(new TargetStatus.SinkReading(name, name, name)),
                name,
                List.of(name)));
        record.finish(false, name, BEGUN);
        return record;
    }

    private static void objects(RunRecord record) {
        record.object(changed(
                "view",
                "staging.orders",
                "u101",
                "u204",
                new Difference(Aspect.COLUMNS, "+1 column country text"),
                new Difference(Aspect.DEFINITION, "definition")));
        record.object(changed(
                "materialized view", "marts.revenue", "u102", "u205", new Difference(Aspect.DEFINITION, "definition")));
        record.object(new ObjectChange(
                Change.ADDED, "materialized view", "marts.revenue_by_country", null, "u206", List.of()));
        record.object(new ObjectChange(
                Change.REMOVED,
                "view",
                "staging.legacy",
                "u103",
                null,
                List.of(new Difference(Aspect.READERS, "nothing reads it"))));
    }

    private static ObjectChange changed(
            String kind, String name, String oldId, String newId, Difference... differences) {
        return new ObjectChange(Change.CHANGED, kind, name, oldId, newId, List.of(differences));
    }

    private static Step swap() {
        return new Step.Transaction(
                List.of(
                        new Step.RenameSchema(
                                "materialize", "_mz_deployment_default_staged", "_mz_deployment_default_promoted"),
                        new Step.SwapSchemas("materialize", "staging", "staging_dbt_deploy"),
                        new Step.SwapSchemas("materialize", "marts", "marts_dbt_deploy"),
                        new Step.SwapClusters("prod", "prod_dbt_deploy")),
                "swap 2 schemas and 1 cluster");
    }

    private static Step sink() {
        return new Step.MoveSink(
                "\"materialize\".\"sinks\".\"revenue_out\"",
                "\"materialize\".\"marts\".\"revenue\"",
                "sinks.revenue_out",
                "marts_dbt_deploy.revenue",
                "marts.revenue");
    }

    private static RunRecord record(String goal, long secondsLater) {
        var record = new RunRecord(goal, "default", CONNECTION, BEGUN.plusSeconds(secondsLater));
        record.deployment(ID, "PR-42", "ab12cd3f00e1d2c3b4a5968778695a4b3c2d1e0f");
        return record;
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }
}
