package io.github.mzmaven.goal.test;

import io.github.mzmaven.MzException;
import io.github.mzmaven.MzException.Kind;
import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.execute.GoalClock;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.goal.test.ProjectTests.ProjectTest;
import io.github.mzmaven.report.TestEvent;
import io.github.mzmaven.report.TestReport;
import io.github.mzmaven.report.TestReport.Outcome;
import io.github.mzmaven.report.TestReport.TestCase;
import io.github.mzmaven.session.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Runs queries on the copies that must return no row. */
public final class TestGoal implements Goal {
    private static final int MOST_PATHS = 10;

    @Override
    public String name() {
        return "test";
    }

    @Override
    public void run(GoalContext context) {
        Settings settings = context.settings();
        List<ProjectTest> tests = ProjectTests.read(settings);
        if (tests.isEmpty() && settings.files().test() != null) {
            throw MzException.refusal("mz:test refuses. Nothing was run.", List.of(noneMatches(settings)));
        }
        if (tests.isEmpty()) {
            context.tell(new TestEvent.NoTests(settings.files().testDirectory()));
            TestReport.write(settings.outputDirectory(), List.of());
            return;
        }
        var clock = new GoalClock(name());
        var cases = new ArrayList<TestCase>();
        try (var run = new TestRun(context)) {
            TestedCopies copies = TestedCopies.of(context, run.read());
            tests.forEach(test -> cases.add(run.run(test)));
            copies.requireUnchanged(readAgain(context, clock));
        } finally {
            // Also what ran before the connection was lost for good is worth reading.
            TestReport.write(settings.outputDirectory(), cases);
        }
        conclude(context, cases, clock.elapsed());
    }

    /** A typing error must not pass for a test. */
    private static Problem noneMatches(Settings settings) {
        Path directory = settings.files().testDirectory();
        List<String> paths = ProjectTests.paths(directory);
        String more = paths.size() > MOST_PATHS ? " and " + (paths.size() - MOST_PATHS) + " more" : "";
        return Problem.hard(
                "No test in " + directory + " matches mz.test="
                        + settings.files().test() + ".",
                paths.isEmpty()
                        ? "There are no tests: no file **/*.sql. Look at testDirectory."
                        : "There are " + paths.stream().limit(MOST_PATHS).collect(Collectors.joining(", ")) + more
                                + ".");
    }

    private static Catalog readAgain(GoalContext context, GoalClock clock) {
        try (Session session = context.open("test")) {
            Catalog catalog = CatalogReader.read(session, context.settings(), Reading.COPIES);
            Marker marker = Marker.of(catalog, context.settings().target());
            if (marker != null && marker.state() == Marker.State.STAGED) {
                clock.keep(context, session, catalog, marker, marker.schemaName());
            }
            return catalog;
        }
    }

    private static void conclude(GoalContext context, List<TestCase> cases, Duration took) {
        List<TestCase> bad =
                cases.stream().filter(test -> test.outcome() != Outcome.PASSED).toList();
        if (bad.isEmpty()) {
            context.tell(new TestEvent.Passed(cases.size(), took));
            return;
        }
        Path report = context.settings().outputDirectory().resolve(TestReport.FILE);
        throw new MzException(
                Kind.FAILED_CHECK,
                "mz:test: " + bad.size() + " of " + cases.size() + " tests did not pass. Production is untouched.\n"
                        + bad.stream().map(test -> "    " + test.described()).collect(Collectors.joining("\n"))
                        + "\nRows and errors are above and in " + report
                        + ". Fix the SQL and run mvn mz:apply, or fix the test; then run mvn mz:test again.");
    }
}
