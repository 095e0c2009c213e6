package io.github.mzmaven.report;

import io.github.mzmaven.MzException;
import io.github.mzmaven.MzException.Kind;
import io.github.mzmaven.Place;
import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.DeploymentFacts;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.catalog.Privilege;
import io.github.mzmaven.plan.ClusterOutlook;
import io.github.mzmaven.plan.ClusterOutlook.ReplicaMemory;
import io.github.mzmaven.plan.ClusterReadiness;
import io.github.mzmaven.plan.ClusterReadiness.State;
import io.github.mzmaven.plan.Grantee;
import io.github.mzmaven.plan.ObjectChange;
import io.github.mzmaven.plan.ObjectChange.Aspect;
import io.github.mzmaven.plan.ObjectChange.Change;
import io.github.mzmaven.plan.ObjectChange.Difference;
import io.github.mzmaven.plan.ObjectReadiness;
import io.github.mzmaven.plan.ObjectReadiness.Missing;
import io.github.mzmaven.plan.OutsideSink;
import io.github.mzmaven.plan.OutsideSink.Fit;
import io.github.mzmaven.plan.Plan;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.report.RelationDiff.Sample;
import io.github.mzmaven.report.RelationDiff.SinkCaveat;
import io.github.mzmaven.report.TestReport.Outcome;
import io.github.mzmaven.report.TestReport.TestCase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Made-up runs of a web shop's deployment, as they could be. */
final class SampleRuns {
    private static final String CONNECTION = "materialize at db.example.com:6875 as deployer";
    private static final String ID = "20261122T121500Z-ab12cd3";
    private static final Instant BEGUN = Instant.parse("2026-11-22T12:15:00Z");

    private SampleRuns() {}

    static RunRecord init() {
        RunRecord record = record("init", 0);
        List<Step> steps = List.of(
                new Step.CreateSchema("materialize", "staging_dbt_deploy", "create schema staging_dbt_deploy"),
                new Step.CreateSchema("materialize", "marts_dbt_deploy", "create schema marts_dbt_deploy"),
                new Step.CreateCluster(
                        "prod_dbt_deploy",
                        "(SIZE = '100cc', REPLICATION FACTOR = 2)",
                        "create cluster prod_dbt_deploy (100cc × 2)"));
        record.on(new RunEvent.Planned(new Plan("init", ID, steps)));
        record.on(done(steps.get(0), 81));
        record.on(done(steps.get(1), 77));
        record.on(done(steps.get(2), 1402));
        record.finish(true, "Staged: 3 statements in 1.9 s. Next: mvn mz:apply", BEGUN.plusMillis(1900));
        return record;
    }

    static RunRecord await() {
        RunRecord record = record("await", 60);
        Instant start = BEGUN.plusSeconds(60);
        int[] prod = {0, 0, 2, 3, 6, 6, 9, 12, 13, 14, 14, 16, 19, 20, 20, 20};
        for (int i = 0; i < prod.length; i++) {
            Duration elapsed = Duration.ofSeconds(5L * i);
            record.on(new WaitEvent.Looked(
                    start.plus(elapsed),
                    elapsed,
                    List.of(
                            cluster("prod_dbt_deploy", prod[i], 20, i < 2 ? null : millis(60_000 / (i + 1) - 3_000)),
                            cluster(
                                    "serve_dbt_deploy",
                                    Math.min(6, i),
                                    6,
                                    i < 1 ? null : millis(9_000 / (i * i) + 300))),
                    Map.of(
                            "prod_dbt_deploy",
                            new ClusterOutlook(
                                    i < 2
                                            ? List.of()
                                            : List.of(
                                                    new ReplicaMemory("r1", 30 + 10 * Math.min(6, i / 2)),
                                                    new ReplicaMemory("r2", 20)),
                                    null,
                                    start.plusSeconds(52)),
                            "serve_dbt_deploy",
                            new ClusterOutlook(List.of(), null, start.plusSeconds(190)))));
        }
        record.finish(true, "Ready after 1 m 15 s: 26 objects on 2 clusters.", start.plusSeconds(75));
        return record;
    }

    static RunRecord promote() {
        RunRecord record = record("promote", 900);
        Instant start = BEGUN.plusSeconds(900);
        record.on(new RunEvent.Planned(new Plan("promote", ID, List.of(swap(), sink()))));
        changes().forEach(change -> record.on(new SwapEvent.ObjectDiffers(change)));
        record.on(found(
                false,
                Problem.warning(
                        "Materialized view bi.weekly reads marts.revenue and will go on reading the old one.",
                        "Create it again after this promote: CREATE OR REPLACE …")));
        record.on(new SwapEvent.AttemptEnded(1, "met another session's DDL (40001); nothing was changed"));
        record.on(new SwapEvent.AttemptEnded(2, "swapped"));
        record.on(new RunEvent.TransactionCommitted(swap(), millis(64)));
        record.on(done(sink(), 2100));
        record.on(done(
                new Step.Comment(ObjectType.SCHEMA, "\"materialize\".\"staging\"", "…", "comment on schema staging"),
                12));
        record.on(new SwapEvent.NamesSwapped("schema", "staging", "u12", "u40"));
        record.on(new SwapEvent.NamesSwapped("schema", "marts", "u13", "u41"));
        record.on(new SwapEvent.NamesSwapped("cluster", "prod", "u4", "u9"));
        record.on(new SwapEvent.SinkMoved(
                "sinks.revenue_out", "marts_dbt_deploy.revenue", "marts.revenue", "moved", millis(2100)));
        record.on(new SwapEvent.IdChanged("staging.orders", "u101", "u204"));
        record.on(new SwapEvent.IdChanged("marts.revenue", "u102", "u205"));
        record.finish(
                true,
                "Promoted. Production is now " + ID + "; the old objects are in *_dbt_deploy. Next: mvn mz:cleanup, or"
                        + " mvn mz:rollback",
                start.plusMillis(4250));
        return record;
    }

    static RunRecord status() {
        RunRecord record = record("status", 1200);
        record.on(new StatusFound(
                marker(new DeploymentFacts(
                        ID,
                        "PR-42",
                        "deployer",
                        null,
                        "2026-11-22T12:15:00Z",
                        "1",
                        false,
                        "2026-11-22T12:30:00Z",
                        "deployer",
                        null,
                        null)),
                null,
                null,
                true,
                List.of(
                        new TargetStatus.PairStatus("schema", "staging", "u40", "staging_dbt_deploy", "u12", true),
                        new TargetStatus.PairStatus("schema", "marts", "u41", "marts_dbt_deploy", "u13", true),
                        new TargetStatus.PairStatus("cluster", "prod", "u9", "prod_dbt_deploy", "u4", true)),
                List.of(cluster("prod", 20, 20, millis(400)), lagging()),
                List.of(new OutsideSink(
                        "u7", "sinks.revenue_out", "marts.revenue", "u205", false, "u102", Fit.FITS, null)),
                changes(),
                "cleanup",
                List.of(Problem.hard(
                        "The view bi.weekly needs materialized view marts_dbt_deploy.revenue, which is to be dropped;"
                                + " it would be dropped along."))));
        record.finish(true, "Deployment " + ID + " is promoted", BEGUN.plusMillis(1_200_700));
        return record;
    }

    /** Files that were applied, but for one that had not changed. */
    static RunRecord applied() {
        RunRecord record = record("apply", 30);
        List<Step> steps = List.of(
                new Step.RunStatement("CREATE VIEW orders AS SELECT 1 AS x", "staging/orders.sql", 1, 1),
                new Step.RunStatement("CREATE VIEW revenue AS SELECT x FROM orders", "marts/revenue.sql", 2, 1));
        record.on(new RunEvent.Planned(new Plan("apply", ID, steps)));
        record.on(new ApplyEvent.FilesPlanned(List.of(
                new FilePlan("staging/orders.sql", "changed", true, List.of(), List.of("staging.orders")),
                new FilePlan("staging/rates.sql", "unchanged", false, List.of(), List.of("staging.rates")),
                new FilePlan(
                        "marts/revenue.sql",
                        "depends on what changed",
                        true,
                        List.of(
                                new FilePlan.After("staging/orders.sql", "staging.orders", 2),
                                new FilePlan.After("staging/rates.sql", "staging.rates", 3)),
                        List.of("marts.revenue", "marts.revenue_x")))));
        steps.forEach(step -> record.on(done(step, 40)));
        record.finish(true, "Applied 2 files, 1 unchanged, in 0.1 s. Next: mvn mz:await", BEGUN.plusSeconds(31));
        return record;
    }

    /** Files that may not be run as they are. */
    static RunRecord applyRefused() {
        RunRecord record = record("apply", 30);
        record.on(found(
                true,
                Problem.hard(
                                "staging/orders.sql:3:5: CREATE SINK: a swap would move the sink.",
                                "Keep sinks in a schema and a cluster of their own.")
                        .in(new Place("/build/shop/src/main/materialize/staging/orders.sql", 3, 5)),
                Problem.warning("marts/a.sql has changed.")));
        record.finish(
                false,
                "mz:apply refuses. Nothing was written. 1 problem:\n"
                        + " 1. staging/orders.sql:3:5: CREATE SINK: a swap would move the sink.\n"
                        + "    Keep sinks in a schema and a cluster of their own.",
                BEGUN.plusSeconds(31));
        return record;
    }

    /** A file that the server refused. */
    static RunRecord applyFailed() {
        RunRecord record = record("apply", 30);
        record.on(done(new Step.RunStatement("CREATE VIEW v AS SELECT 1", "marts/v.sql", 1, 1), 20));
        record.fail(
                new MzException(
                        Kind.DATABASE,
                        "marts/top.sql:2:1: column \"x\" does not exist (XX000)\n    2 | CREATE VIEW top AS\n      | ^\n"
                                + "1 of 2 files are applied and recorded.",
                        new Place("/build/shop/src/main/materialize/marts/top.sql", 2, 1),
                        null),
                BEGUN.plusSeconds(33));
        return record;
    }

    /** Tests of which one found rows, and one could not be asked. */
    static RunRecord testFailed() {
        RunRecord record = record("test", 150);
        record.on(new TestEvent.Tested(new TestCase("marts/ok.sql", Outcome.PASSED, millis(80), "", "", null)));
        record.on(new TestEvent.Tested(new TestCase(
                "marts/no_gaps.sql",
                Outcome.FAILED,
                millis(90),
                "3 rows",
                "day\n-\n1",
                new Place("/build/shop/src/test/materialize/marts/no_gaps.sql", 2, 1))));
        record.on(new TestEvent.Tested(new TestCase(
                "typo.sql",
                Outcome.ERROR,
                millis(7),
                "typo.sql:1:8: column \"a,b\" does not exist: 100%",
                "…",
                new Place("/build/shop/src/test/materialize/typo.sql", 1, 8))));
        record.finish(
                false,
                "mz:test: 2 of 3 tests did not pass. Production is untouched.\n    marts/no_gaps.sql: 3 rows\n"
                        + "    typo.sql:1:8: column \"a,b\" does not exist: 100%",
                BEGUN.plusSeconds(151));
        return record;
    }

    /** What readers would see change: every way in which a relation may have fared. */
    static RunRecord diff() {
        RunRecord record = record("diff", 200);
        compared(
                record,
                new RelationDiff(
                        "marts.revenue",
                        "materialized view",
                        RelationDiff.Outcome.COMPARED,
                        20_000L,
                        20_098L,
                        4L,
                        102L,
                        List.of("country", "day"),
                        3L,
                        99L,
                        1L,
                        sorted("revenue", 3L, "orders", 0L),
                        List.of("+1 column currency text"),
                        null,
                        List.of(
                                new SinkCaveat("sinks.revenue_out", List.of("country", "day"), 3L, 99L, 1L),
                                new SinkCaveat("sinks.unkeyed_out", null, null, null, null)),
                        new Sample(
                                List.of("side", "country", "day", "revenue"),
                                List.of(
                                        List.of("-", "GB", "2026-11-01", "25"),
                                        List.of("+", "GB", "2026-11-01", "10"))),
                        812));
        compared(record, relation("marts.top", RelationDiff.Outcome.COMPARED, 10L, 10L, 6L, 6L, null));
        compared(record, relation("marts.equal", RelationDiff.Outcome.COMPARED, 5L, 5L, 0L, 0L, null));
        compared(record, relation("marts.same", RelationDiff.Outcome.COMPARED, 0L, 0L, 0L, 0L, null));
        compared(record, relation("marts.revenue_by_country", RelationDiff.Outcome.NEW, null, null, null, null, null));
        compared(record, relation("staging.legacy", RelationDiff.Outcome.GONE, null, null, null, null, null));
        compared(
                record,
                relation(
                        "marts.slow",
                        RelationDiff.Outcome.FAILED,
                        null,
                        null,
                        null,
                        null,
                        "no answer within 10 m; cancelled (mz.timeout)"));
        record.finish(true, "Compared 7 relations in 2.1 s. Next: mvn mz:promote", BEGUN.plusSeconds(202));
        return record;
    }

    /** Two versions that nobody can tell apart. */
    static RunRecord diffOfEqual() {
        RunRecord record = record("diff", 200);
        compared(record, relation("marts.equal", RelationDiff.Outcome.COMPARED, 5L, 5L, 0L, 0L, null));
        compared(record, relation("marts.same", RelationDiff.Outcome.COMPARED, 0L, 0L, 0L, 0L, null));
        record.finish(true, "All 2 relations are equal.", BEGUN.plusSeconds(201));
        return record;
    }

    private static RelationDiff relation(
            String name,
            RelationDiff.Outcome outcome,
            Long before,
            Long after,
            Long onlyBefore,
            Long onlyAfter,
            String reason) {
        return new RelationDiff(
                name,
                "view",
                outcome,
                before,
                after,
                onlyBefore,
                onlyAfter,
                null,
                null,
                null,
                null,
                Map.of(),
                List.of(),
                reason,
                List.of(),
                null,
                40);
    }

    private static Map<String, Long> sorted(String one, long first, String other, long second) {
        var map = new LinkedHashMap<String, Long>();
        map.put(one, first);
        map.put(other, second);
        return map;
    }

    /** What a promote would do. */
    static RunRecord promoteDryRun() {
        RunRecord record = record("promote", 300);
        var plan = new Plan(
                "promote",
                ID,
                List.of(
                        new Step.ChangeOwner(
                                ObjectType.VIEW,
                                "\"materialize\".\"staging_dbt_deploy\".\"orders\"",
                                "data_team",
                                "give view staging_dbt_deploy.orders to owner data_team"),
                        new Step.ChangePrivileges(
                                true,
                                Set.of(Privilege.SELECT),
                                ObjectType.TABLE,
                                List.of("\"materialize\".\"marts_dbt_deploy\".\"revenue\""),
                                List.of(new Grantee("bi"))),
                        swap(),
                        sink()));
        record.on(new RunEvent.Planned(plan));
        changes().forEach(change -> record.on(new SwapEvent.ObjectDiffers(change)));
        record.on(new RunEvent.PlanShown(plan, Path.of("target/mz/promote-plan.sql")));
        record.finish(true, "  ALTER SINK …;", BEGUN.plusSeconds(301));
        return record;
    }

    /** A goal that refused, before it knew of a deployment. */
    static RunRecord refused() {
        var record = new RunRecord("init", "default", CONNECTION, BEGUN);
        record.on(found(
                true,
                Problem.hard(
                        "Role deployer is not an owner of cluster prod (owner: platform).",
                        "As platform or a superuser: GRANT platform TO deployer;"),
                Problem.hard("There is no schema \"stagin\" in database materialize. Did you mean \"staging\"?")));
        record.finish(false, "mz:init refuses. Nothing was written. 2 problems", BEGUN.plusMillis(310));
        return record;
    }

    /** Names that try to be markup, SQL, or nothing that XML knows. */
    static RunRecord odd() {
        var record = new RunRecord("promote", "de\"fault", "ma'terialize at ::1:6875 as <b>", BEGUN);
        String name = "a<script>alert(\"1\")</script>&amp;'\u0001\uD83D\uDE00 ümläut\n\\! rm";
        record.on(new RunEvent.DeploymentKnown("id-]]>-" + name, name, name));
        record.on(new RunEvent.Planned(
                new Plan("promote", "id\n\\! id", List.of(new Step.SwapSchemas("d", name, name + "_x")))));
        record.on(done(new Step.RunStatement(name, name, 1, 1), 1));
        record.on(new SwapEvent.AttemptEnded(1, name));
        record.on(new SwapEvent.AttemptEnded(2, name));
        record.on(new SwapEvent.NamesSwapped("schema", name, "<1>", "<2>"));
        record.on(new WaitEvent.Looked(BEGUN, Duration.ZERO, List.of(cluster(name, 0, 0, null)), Map.of()));
        record.on(new SwapEvent.SinkMoved(name, name, name, name, millis(1)));
        record.on(new SwapEvent.IdChanged(name, null, name));
        record.on(found(false, Problem.soft(name, name)));
        record.on(new StatusFound(
                marker(new DeploymentFacts(name, name, name, name, name, name, false)),
                null,
                name,
                true,
                List.of(new TargetStatus.PairStatus("schema", name, null, name, name, null)),
                List.of(new ClusterReadiness(
                        name, State.HYDRATING, null, List.of(object(name, false, null)), 0, List.of())),
                List.of(new OutsideSink(name, name, name, name, false, name, Fit.FITS, name)),
                List.of(new ObjectChange(
                        Change.CHANGED, "view", name, "<1>", null, List.of(new Difference(Aspect.COLUMNS, name)))),
                name,
                List.of(Problem.hard(name))));
        record.finish(false, name, BEGUN);
        return record;
    }

    private static void compared(RunRecord record, RelationDiff relation) {
        record.on(new DiffEvent.Compared(relation));
        record.on(new DiffEvent.Ended(List.of(relation), true, Duration.ZERO));
    }

    private static List<ObjectChange> changes() {
        return List.of(
                changed(
                        "view",
                        "staging.orders",
                        "u101",
                        "u204",
                        new Difference(Aspect.COLUMNS, "+1 column country text"),
                        new Difference(Aspect.DEFINITION, "definition")),
                changed(
                        "materialized view",
                        "marts.revenue",
                        "u102",
                        "u205",
                        new Difference(Aspect.DEFINITION, "definition")),
                new ObjectChange(
                        Change.ADDED,
                        "materialized view",
                        "marts.revenue_by_country",
                        null,
                        "u206",
                        List.of(
                                new Difference(Aspect.OWNER, "owner deployer"),
                                new Difference(Aspect.GRANTS, "no grants"))),
                new ObjectChange(
                        Change.REMOVED,
                        "view",
                        "staging.legacy",
                        "u103",
                        null,
                        List.of(new Difference(Aspect.READERS, "nothing reads it"))));
    }

    private static Marker marker(DeploymentFacts facts) {
        return new Marker("u1", "u1", "_mz_deployment_default_promoted", "default", Marker.State.PROMOTED, facts, null);
    }

    /** A cluster of which some objects are hydrated; the lag may be {@code null}. */
    static ClusterReadiness cluster(String name, int hydrated, int total, Duration lag) {
        List<ObjectReadiness> objects = IntStream.range(0, total)
                .mapToObj(i -> object("v" + i, i < hydrated, i == 0 ? lag : null))
                .toList();
        return new ClusterReadiness(
                name, hydrated == total ? State.READY : State.SCHEDULED, null, objects, 0, List.of());
    }

    private static ClusterReadiness lagging() {
        var objects = new ArrayList<>(cluster("serve", 5, 5, null).objects());
        objects.add(new ObjectReadiness(
                "u205",
                "marts.revenue",
                "materialized view",
                Missing.FRESHNESS,
                List.of(),
                1,
                millis(3100),
                null,
                null));
        return new ClusterReadiness("serve", State.LAGGING, null, objects, 0, List.of());
    }

    private static ObjectReadiness object(String name, boolean hydrated, Duration lag) {
        return new ObjectReadiness(
                "u1", name, "view", hydrated ? Missing.NOTHING : Missing.REFRESH, List.of(), 1, lag, null, null);
    }

    private static ObjectChange changed(
            String kind, String name, String oldId, String newId, Difference... differences) {
        return new ObjectChange(Change.CHANGED, kind, name, oldId, newId, List.of(differences));
    }

    private static Step.Transaction swap() {
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
        record.on(new RunEvent.DeploymentKnown(ID, "PR-42", "ab12cd3f00e1d2c3b4a5968778695a4b3c2d1e0f"));
        return record;
    }

    private static RunEvent done(Step step, long millis) {
        return new RunEvent.StepDone(step, millis(millis), List.of());
    }

    private static RunEvent found(boolean refused, Problem... problems) {
        return new RunEvent.ProblemsFound(List.of(problems), refused);
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }
}
