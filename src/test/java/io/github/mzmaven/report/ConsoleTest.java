package io.github.mzmaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.DeploymentFacts;
import io.github.mzmaven.catalog.RuntimeState.RunningCluster;
import io.github.mzmaven.plan.Direction;
import io.github.mzmaven.plan.ObjectChange;
import io.github.mzmaven.plan.ObjectChange.Change;
import io.github.mzmaven.plan.Plan;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.report.RelationDiff.Sample;
import io.github.mzmaven.report.RelationDiff.SinkCaveat;
import io.github.mzmaven.report.SwapEvent.FoundSwapped.Cause;
import io.github.mzmaven.report.TestReport.Outcome;
import io.github.mzmaven.report.TestReport.TestCase;
import io.github.mzmaven.session.ServerNotice;
import io.github.mzmaven.session.Unanswered;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a person sees; of waiting and of mz:status the tests of those goals say it. */
class ConsoleTest {
    private static final Duration TOOK = Duration.ofMillis(1900);
    private static final RunningCluster SMALL =
            new RunningCluster("u9", "prod_next", true, "100cc", "200cc", false, false, List.of());
    private static final Step.CreateSchema CREATE = new Step.CreateSchema("d", "s_next", "create schema s_next");

    @Test
    void beginsWithTheTarget() {
        assertThat(lines(new RunEvent.Started(
                        "default",
                        "d at h:6875 as u",
                        List.of("url from mz.yml", "user from server mz"),
                        List.of(Problem.warning("A password in a URL.", "Use MZ_PASSWORD.")))))
                .containsExactly(
                        "WARN A password in a URL.",
                        "WARN   Use MZ_PASSWORD.",
                        "Target default: d at h:6875 as u (url from mz.yml, user from server mz)");
    }

    @Test
    void saysNothingOfAServerThatIsNotAsked() {
        assertThat(lines(
                        new RunEvent.Started("default", null, List.of(), List.of()),
                        new ValidateEvent.Valid(12, 2, 4, 0),
                        new ValidateEvent.Valid(1, 1, 1, 1)))
                .containsExactly(
                        "12 files in 2 schemas, 4 tests: nothing is wrong.",
                        "1 file in 1 schema, 1 test: nothing is wrong, but for 1 warning.");
    }

    @Test
    void namesForcedProblemsAndThenWarningsOnce() {
        var found = new RunEvent.ProblemsFound(
                List.of(Problem.warning("odd", "Look."), Problem.soft("risky", "Set -Dmz.force=true.")), false);

        assertThat(lines(found, found)).containsExactly("WARN Forced: risky", "WARN odd", "WARN     Look.");
        assertThat(lines(new RunEvent.ProblemsFound(found.problems(), true))).isEmpty();
    }

    @Test
    void saysWhatIsExportedAndWhatIsNot() {
        assertThat(lines(
                        new ExportEvent.Begun(
                                List.of("marts"),
                                List.of(),
                                true,
                                List.of(new ExportEvent.LeftOut("schema", "raw", "it holds tables"))),
                        new ExportEvent.ObjectsLeftOut(
                                List.of(new ExportEvent.LeftOut("source", "marts.s", "a reason"))),
                        new ExportEvent.FileDone("marts/v.sql", ExportEvent.Outcome.CREATED),
                        new ExportEvent.FileShown(
                                "marts/k.sql", ExportEvent.Outcome.REPLACED, "CREATE SECRET k AS 's3cret';\n"),
                        new ExportEvent.OthersKept(Path.of("sql"), List.of("marts/old.sql")),
                        new ExportEvent.Exported(
                                "default", Path.of("sql"), 1, 2, List.of("mz.yml"), null, false, TOOK)))
                .containsExactly(
                        "Found to export: 1 schema (marts), 0 clusters",
                        "  left out: schema raw: it holds tables",
                        "WARN 1 object of production can be in no file:",
                        "WARN   source marts.s: a reason",
                        "DEBUG   created  marts/v.sql",
                        "  replaced  marts/k.sql",
                        "    CREATE SECRET k AS :'secret';",
                        "Kept in sql, though nothing of production goes there now: 1 file. mz:apply runs them too.",
                        "  marts/old.sql",
                        "Exported 1 file in sql, 2 unchanged, and mz.yml, in 1.9 s. Next: mvn mz:init mz:apply mz:await mz:promote");
    }

    @Test
    void showsStepsAndTheirStatementsToThoseWhoAsk() {
        assertThat(lines(
                        new RunEvent.StepSent(CREATE),
                        new RunEvent.StepRetried(CREATE),
                        new RunEvent.StepDone(CREATE, TOOK, List.of()),
                        new RunEvent.StepDone(new Step.MarkerStep(CREATE), TOOK, List.of()),
                        new RunEvent.StepSent(new Step.RunStatement("CREATE SECRET k AS 's3cret'", "s/a.sql", 7, 1))))
                .containsExactly(
                        "DEBUG CREATE SCHEMA \"d\".\"s_next\"",
                        "DEBUG Other DDL came in between: create schema s_next; trying again",
                        "  create schema s_next",
                        "DEBUG create schema s_next",
                        "DEBUG CREATE SECRET k AS :'secret'");
    }

    @Test
    void showsNoticesThatPeopleCareAbout() {
        var statement = new Step.RunStatement("CREATE SINK k", "s/a.sql", 7, 1);

        assertThat(lines(new RunEvent.StepDone(
                        statement,
                        TOOK,
                        List.of(
                                new ServerNotice("WARNING", "01000", "key not validated", "first\nsecond", null),
                                new ServerNotice("NOTICE", "00000", "compaction", null, null)))))
                .containsExactly("DEBUG run s/a.sql:7", "    key not validated: first, second", "DEBUG     compaction");
    }

    @Test
    void aDryRunShowsTheStatements() {
        var script = Path.of("target/mz/init-plan.sql");

        assertThat(lines(new RunEvent.PlanShown(new Plan("init", "id", List.of(CREATE)), script)))
                .containsExactly(
                        "Dry run: nothing is written. The statements that mz:init would send (also in " + script + "):",
                        "  CREATE SCHEMA \"d\".\"s_next\";");
        assertThat(lines(new RunEvent.PlanShown(new Plan("init", "id", List.of()), script)))
                .containsExactly("Dry run: mz:init would send nothing.");
    }

    @Test
    void saysWhatItWaitsFor() {
        assertThat(lines(new RunEvent.ServerSilent(new Unanswered(
                        "drop the old schema", Duration.ofMillis(100), Duration.ofSeconds(2), "silenceTimeout"))))
                .containsExactly(
                        "Waiting for the server's answer: drop the old schema (0.1 s; gives up after 2 s, silenceTimeout)");
    }

    @Test
    void init() {
        assertThat(lines(
                        new InitEvent.Begun("id", "PR-42", 2, 1, "_dbt_deploy"),
                        new InitEvent.Begun("id", null, 1, 2, "_dbt_deploy"),
                        new InitEvent.Staged(11, TOOK),
                        new InitEvent.Staged(0, TOOK)))
                .containsExactly(
                        "Deployment id (tag PR-42): 2 schemas, 1 cluster, suffix _dbt_deploy",
                        "Deployment id: 1 schema, 2 clusters, suffix _dbt_deploy",
                        "Staged: 11 statements in 1.9 s. Next: mvn mz:apply",
                        "Staged already; nothing was missing. Next: mvn mz:apply");
    }

    @Test
    void apply() {
        assertThat(lines(
                        new ApplyEvent.NoFiles(Path.of("sql")),
                        new ApplyEvent.Begun("id", List.of("s/a.sql", "s/long.sql"), 1),
                        new ApplyEvent.FileSkipped("s/a.sql", "unchanged"),
                        new ApplyEvent.FileApplied("s/long.sql", List.of("view s.v", "index s.i"), TOOK),
                        new ApplyEvent.FilePutOff("s/a.sql", 3, "unknown catalog item 'v'"),
                        new ApplyEvent.ProductionRead("s_next.v", "s.w"),
                        new ApplyEvent.RecordFailed("no permission"),
                        new ApplyEvent.Applied(1, 1, TOOK)))
                .containsExactly(
                        "WARN There are no files <schema>/**/*.sql in sql.",
                        "Deployment id: 2 files, 1 to run",
                        "  skipped  s/a.sql     unchanged",
                        "  applied  s/long.sql  view s.v, index s.i  1.9 s",
                        "  put off  s/a.sql     line 3: unknown catalog item 'v'",
                        "WARN s_next.v reads s.w, which is production's: after mz:promote that is the old one. Leave out"
                                + " the schema's name.",
                        "WARN What is applied could not be recorded, so that the next run starts again: no permission",
                        "Applied 1 file, 1 unchanged, in 1.9 s. Next: mvn mz:await");
    }

    @Test
    void await() {
        assertThat(lines(
                        new WaitEvent.ObjectGone("view s.v"),
                        new WaitEvent.ConnectionLost("refused"),
                        new WaitEvent.ConnectedAgain(TOOK),
                        new WaitEvent.ReadingFailed("canceled"),
                        new WaitEvent.ReadAgain(TOOK),
                        new WaitEvent.MemoryHigh(SMALL, "r1", 87, List.of("m.a", "m.b", "m.c")),
                        new WaitEvent.MemoryHigh(SMALL, "r1", 92, List.of("m.a")),
                        new WaitEvent.MemoryHigh(SMALL, "r2", 99, List.of()),
                        new WaitEvent.MemoryUnknown("unknown catalog item (42P01)"),
                        new WaitEvent.TimesNotStored("unknown schema"),
                        new WaitEvent.Ready("await", Duration.ofSeconds(75), 26, 2, false),
                        new WaitEvent.Ready("promote", Duration.ofSeconds(75), 1, 1, false),
                        new WaitEvent.Ready("promote", Duration.ofSeconds(75), 1, 1, true)))
                .containsExactly(
                        "  view s.v is gone: dropped or renamed while this waits",
                        "The connection is lost (refused); trying again until the timeout",
                        "Connected again after 1.9 s",
                        "The catalog could not be read (canceled); trying again",
                        "The catalog can be read again after 1.9 s",
                        "WARN Replica r1 of cluster prod_next uses 87 % of its memory, with m.a and 2 more still to hydrate"
                                + " on it. If it runs out of memory, it starts over.",
                        "WARN     Give it more memory, e.g. ALTER CLUSTER \"prod_next\" SET (SIZE = '200cc'); it starts over"
                                + " then, too.",
                        "WARN Replica r1 of cluster prod_next uses 92 % of its memory, with m.a still to hydrate on it. If it"
                                + " runs out of memory, it starts over.",
                        "WARN     Give it more memory, e.g. ALTER CLUSTER \"prod_next\" SET (SIZE = '200cc'); it starts over"
                                + " then, too.",
                        "WARN Replica r2 of cluster prod_next uses 99 % of its memory. If it runs out of memory, it starts"
                                + " over.",
                        "WARN     Give it more memory, e.g. ALTER CLUSTER \"prod_next\" SET (SIZE = '200cc'); it starts over"
                                + " then, too.",
                        "DEBUG How full the memory of replicas is cannot be read (unknown catalog item (42P01)); going on"
                                + " without",
                        "DEBUG How long hydration took could not be recorded, so that the next mz:await cannot say it:"
                                + " unknown schema",
                        "Ready after 1 m 15 s: 26 objects on 2 clusters. Next: mvn mz:test, then mvn mz:promote",
                        "Ready after 1 m 15 s: 1 object on 1 cluster.",
                        "Promoted meanwhile, by another run, after 1 m 15 s of waiting.");
    }

    @Test
    void test() {
        assertThat(lines(
                        new TestEvent.NoTests(Path.of("tests")),
                        new TestEvent.QuerySent("SELECT 1"),
                        new TestEvent.Tested(new TestCase("a.sql", Outcome.PASSED, TOOK, "", "", null)),
                        new TestEvent.Tested(new TestCase("b.sql", Outcome.FAILED, TOOK, "1 row", "x\n-\n1", null)),
                        new TestEvent.Tested(
                                new TestCase("c.sql", Outcome.ERROR, TOOK, "c.sql:1:1: no", "c.sql:1:1: no", null)),
                        new TestEvent.Passed(1, TOOK)))
                .containsExactly(
                        "WARN No tests found: no file **/*.sql in tests.",
                        "DEBUG SELECT 1",
                        "  passed  a.sql  1.9 s",
                        "WARN   FAILED  b.sql  1 row  1.9 s",
                        "WARN     x",
                        "WARN     -",
                        "WARN     1",
                        "WARN   ERROR   c.sql  1.9 s",
                        "WARN     c.sql:1:1: no",
                        "1 test passed in 1.9 s. Next: mvn mz:promote");
    }

    @Test
    void promote() {
        var facts = new DeploymentFacts("id", null, "ann", null, "2026-01-01T00:00:00Z", null, false);
        var promoted = facts.withPromoted("2026-01-02T00:00:00Z", "bob", "u9");
        var swap = new Step.Transaction(List.of(), "swap 1 schema and 1 cluster in one transaction");
        var lost = new SwapEvent.AttemptEnded(1, "lost the connection");
        var change = new ObjectChange(Change.ADDED, "view", "s.v", null, "u7", List.of());

        assertThat(lines(
                        new SwapEvent.Begun(Direction.PROMOTE, "id", facts, false),
                        new SwapEvent.Begun(Direction.PROMOTE, "id", null, false),
                        new SwapEvent.Begun(Direction.PROMOTE, "id", promoted, true),
                        new SwapEvent.Begun(Direction.PROMOTE, "id", facts, true),
                        new SwapEvent.NothingLeft(Direction.PROMOTE, "id"),
                        new SwapEvent.ObjectDiffers(change),
                        new SwapEvent.Rehearsed(),
                        lost,
                        new SwapEvent.TryingAgain(lost),
                        new SwapEvent.Swapped(swap, List.of(), TOOK),
                        new SwapEvent.Swapped(swap, List.of(lost), TOOK),
                        new SwapEvent.FoundSwapped(Cause.LOST_COMMIT),
                        new SwapEvent.FoundSwapped(Cause.OTHER_DURING_ATTEMPT),
                        new SwapEvent.FoundSwapped(Cause.OTHER_DURING_REHEARSAL),
                        new SwapEvent.SinkMoved("k.out", "s_next.v", "s.v", "moved", TOOK),
                        new SwapEvent.SinkUnhealthy("k.out", "stalled", "schema"),
                        new SwapEvent.Ended(Direction.PROMOTE, "id", "_next", true)))
                .containsExactly(
                        "Deployment id is staged (begun at 2026-01-01T00:00:00Z by ann)",
                        "Deployment id is staged",
                        "Deployment id was promoted at 2026-01-02T00:00:00Z by bob.",
                        "Deployment id is in production already: another run swapped it, or something else did.",
                        "Nothing left to do.",
                        "  added    view               s.v",
                        "Tried on the server and rolled back: ok",
                        "Attempt 1 lost the connection; trying again",
                        "Swapped 1 schema and 1 cluster in one transaction, 1.9 s",
                        "Swapped 1 schema and 1 cluster in one transaction (attempt 2; attempt 1 lost the connection), 1.9 s",
                        "Swapped: the connection was lost, but the transaction was committed",
                        "Swapped already, by another run at the same time",
                        "Swapped meanwhile, by another run",
                        "WARN   sink k.out is stalled: schema",
                        "Promoted. Production is now id; the old objects are in *_next. Next: mvn mz:cleanup, or mvn mz:rollback");
    }

    @Test
    void rollback() {
        assertThat(lines(
                        new SwapEvent.Begun(Direction.ROLLBACK, "id", null, false),
                        new SwapEvent.NothingLeft(Direction.ROLLBACK, "id"),
                        new SwapEvent.Ended(Direction.ROLLBACK, "id", "_next", false),
                        new SwapEvent.Ended(Direction.ROLLBACK, "id", "_next", true)))
                .containsExactly(
                        "Deployment id is not promoted: production has the old version. Nothing left to do.",
                        "Rolled back. Production has the old version; deployment id is staged again in *_next. Next: mvn"
                                + " mz:promote, or mvn mz:cleanup",
                        "WARN What the sinks emitted since the promote stays in their topics: a rollback cannot take it back,"
                                + " and a moved sink emits no snapshot.",
                        "Rolled back. Production has the old version; deployment id is staged again in *_next. Next: mvn"
                                + " mz:promote, or mvn mz:cleanup");
    }

    @Test
    void diff() {
        assertThat(lines(
                        new DiffEvent.AlreadyPromoted("id"),
                        new DiffEvent.Begun(null, List.of()),
                        new DiffEvent.Begun("id", List.of("m.revenue", "m.x")),
                        new DiffEvent.Compared(relation("m.x", RelationDiff.Outcome.NEW, null, null)),
                        new DiffEvent.Compared(relation("m.x", RelationDiff.Outcome.GONE, null, null)),
                        new DiffEvent.Compared(relation("m.x", RelationDiff.Outcome.FAILED, null, "no replica")),
                        new DiffEvent.Compared(relation("m.x", RelationDiff.Outcome.NOT_COMPARED, null, "no column")),
                        new DiffEvent.Compared(relation("m.x", RelationDiff.Outcome.COMPARED, 0L, null)),
                        new DiffEvent.Compared(
                                relation("m.revenue", RelationDiff.Outcome.COMPARED, 1200L, "x is no key")),
                        new DiffEvent.Compared(keyed()),
                        new DiffEvent.Ended(List.of(), true, TOOK),
                        new DiffEvent.Ended(
                                List.of(relation("m.x", RelationDiff.Outcome.COMPARED, 0L, null)), true, TOOK),
                        new DiffEvent.Ended(
                                List.of(
                                        relation("m.x", RelationDiff.Outcome.COMPARED, 0L, null),
                                        keyed(),
                                        relation("m.x", RelationDiff.Outcome.FAILED, null, "no")),
                                true,
                                TOOK),
                        new DiffEvent.Ended(
                                List.of(keyed(), relation("m.x", RelationDiff.Outcome.NOT_COMPARED, null, "no column")),
                                false,
                                TOOK)))
                .containsExactly(
                        "Deployment id is promoted: production has the new version. There is nothing to compare.",
                        "There is no relation that readers can reach, and so nothing to compare.",
                        "Comparing 2 relations of deployment id with production",
                        "  m.x        new",
                        "  m.x        gone",
                        "WARN   m.x        could not be compared: no replica",
                        "WARN   m.x        not compared: no column",
                        "  m.x        12,000 rows, equal",
                        "  m.revenue  12,000 rows, 1,200 only before, 1,200 only after; x is no key",
                        "  m.revenue  12,000 -> 12,100 rows, 3 changed (amount 3), 101 added, 1 removed, by country, +1 column"
                                + " c text",
                        "    consumers of sink s.out will see 3 keys stale, 101 missing, 1 not deleted: SET FROM emits no"
                                + " snapshot",
                        "    consumers of sink s.keyless will see rows that are stale, missing or not deleted: SET FROM emits no"
                                + " snapshot",
                        "      | country",
                        "    --+--------",
                        "    - | GB",
                        "Nothing changes for readers: the relation is equal (1.9 s).",
                        "1 of 3 relations differ, 1 could not be compared (1.9 s). Next: mvn mz:promote",
                        "1 of 2 relations differ, 1 could not be compared (1.9 s).");
    }

    private static RelationDiff relation(String name, RelationDiff.Outcome outcome, Long only, String reason) {
        Long rows = only == null ? null : Long.valueOf(12_000);
        return new RelationDiff(
                name, "view", outcome, rows, rows, only, only, null, null, null, null, null, null, reason, null, null,
                1);
    }

    private static RelationDiff keyed() {
        return new RelationDiff(
                "m.revenue",
                "view",
                RelationDiff.Outcome.COMPARED,
                12_000L,
                12_100L,
                4L,
                104L,
                List.of("country"),
                3L,
                101L,
                1L,
                Map.of("amount", 3L),
                List.of("+1 column c text"),
                null,
                List.of(
                        new SinkCaveat("s.out", List.of("country"), 3L, 101L, 1L),
                        new SinkCaveat("s.equal", List.of("country"), 0L, 0L, 0L),
                        new SinkCaveat("s.keyless", null, null, null, null)),
                new Sample(List.of("", "country"), List.of(List.of("-", "GB"))),
                1);
    }

    @Test
    void soak() {
        assertThat(lines(
                        new SwapEvent.SoakPlanned(Duration.ofMinutes(5), 1),
                        new SwapEvent.SoakBegun(Duration.ofMinutes(5), true, 26, 2, 1, 0),
                        new SwapEvent.SoakBegun(Duration.ofMinutes(5), false, 1, 1, 3, 4),
                        looked(0),
                        looked(1),
                        looked(2, "sink s.o: stalled: gone"),
                        looked(3, "sink s.o: stalled: gone"),
                        looked(33, "sink s.o: stalled: gone"),
                        looked(34),
                        new SwapEvent.SoakFailed(List.of("test a.sql: 1 row", "x"), Duration.ZERO, false),
                        new SwapEvent.SoakFailed(List.of("x"), Duration.ofSeconds(41), true),
                        new SwapEvent.SoakCutOff(),
                        new SwapEvent.SoakPassed(Duration.ofMillis(300_900))))
                .containsExactly(
                        "After the swap it would watch production for 5 m, and run 1 test at its beginning and at its end",
                        "Watching production for 5 m: 26 objects on 2 clusters, 1 sink, 0 tests; what fails is rolled back",
                        "Watching production for 5 m: 1 object on 1 cluster, 3 sinks, 4 tests; what fails is told, and not"
                                + " rolled back",
                        "  0 s of 5 m  hydrated and fresh",
                        "  2 s of 5 m  not as it should be: sink s.o: stalled: gone",
                        "  33 s of 5 m  not as it should be: sink s.o: stalled: gone",
                        "  34 s of 5 m  hydrated and fresh",
                        "WARN Production fails: test a.sql: 1 row; x",
                        "WARN Production fails after 41 s: x. Rolling back",
                        "WARN Ended while production was watched. Production is promoted, and nothing was rolled back. Run mvn"
                                + " mz:promote again: it watches again; or mvn mz:rollback.",
                        "Watched production for 5 m: nothing failed");
    }

    private static SwapEvent.SoakLooked looked(int seconds, String... failing) {
        return new SwapEvent.SoakLooked(
                Instant.EPOCH, Duration.ofSeconds(seconds), Duration.ofMinutes(5), List.of(), List.of(failing));
    }

    @Test
    void cleanup() {
        assertThat(lines(
                        new CleanupEvent.NothingThere("default"),
                        new CleanupEvent.Begun("id"),
                        new CleanupEvent.Begun(null),
                        new CleanupEvent.ClusterLeft("c", "u1", "u2"),
                        new CleanupEvent.ClusterLeft("c", "u1", null),
                        new CleanupEvent.LeftAlone("id", "staged"),
                        new CleanupEvent.CleanedUp(5, TOOK, true, false),
                        new CleanupEvent.CleanedUp(6, TOOK, true, true),
                        new CleanupEvent.CleanedUp(1, TOOK, false, true),
                        new CleanupEvent.CleanedUp(0, TOOK, true, false)))
                .containsExactly(
                        "There is no deployment of target default. Nothing to do.",
                        "Cleaning up deployment id",
                        "There is no deployment; what earlier ones left is dropped",
                        "WARN Cluster c had the id u1 when it was checked, and has u2 now. Something else swapped, renamed"
                                + " or dropped it; it is left alone.",
                        "WARN Cluster c had the id u1 when it was checked, and there is none of that name any more."
                                + " Something else swapped, renamed or dropped it; it is left alone.",
                        "Deployment id is staged, not promoted: it is left alone (promotedOnly).",
                        "Cleaned up: 5 statements in 1.9 s. Nothing of the deployment is left.",
                        "Cleaned up: 6 statements in 1.9 s. Nothing of the old version is left. mvn mz:history shows what"
                                + " production was built from.",
                        "Cleaned up: 1 statement in 1.9 s.",
                        "Another run has cleaned up meanwhile.");
    }

    private static List<String> lines(Event... events) {
        var lines = new Lines();
        var console = new Console(lines, false, false);
        for (Event event : events) {
            console.on(event);
        }
        return lines.all();
    }
}
