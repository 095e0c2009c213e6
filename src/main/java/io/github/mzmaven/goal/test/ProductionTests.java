package io.github.mzmaven.goal.test;

import io.github.mzmaven.MzException;
import io.github.mzmaven.MzException.Kind;
import io.github.mzmaven.Problem;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.execute.Backoff;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.goal.test.ProjectTests.ProjectTest;
import io.github.mzmaven.report.TestReport.Outcome;
import io.github.mzmaven.report.TestReport.TestCase;
import java.util.ArrayList;
import java.util.List;

/** The project's tests, and those for production alone, asked of production by the names that its readers use. */
public final class ProductionTests {
    private final GoalContext context;
    private final List<ProjectTest> tests;

    private ProductionTests(GoalContext context, List<ProjectTest> tests) {
        this.context = context;
        this.tests = tests;
    }

    /**
     * Reads them, whichever mz:test would select.
     *
     * @throws MzException of kind REFUSED with all that cannot be run
     */
    public static ProductionTests read(String goal, GoalContext context) {
        Settings settings = context.settings().ofProduction();
        List<ProjectTest> tests =
                new ArrayList<>(ProjectTests.read(settings, settings.files().testDirectory(), null));
        tests.addAll(ProjectTests.read(settings, settings.files().verifyDirectory(), null));
        List<Problem> problems =
                tests.stream().flatMap(test -> test.problems().stream()).toList();
        if (!problems.isEmpty()) {
            throw MzException.refusal("mz:" + goal + " refuses. Nothing was written.", problems);
        }
        return new ProductionTests(context.with(settings), tests);
    }

    /** How many there are. */
    public int count() {
        return tests.size();
    }

    /**
     * Runs all. One that ends in an error, not in rows, is asked again some times: what fails for a moment only, a cluster whose
     * replica is being replaced for one, is no reason to go back.
     *
     * @return what did not pass, a line each
     * @throws MzException of kind CONNECTION where there is no connection: that says nothing of production
     */
    public List<String> run() {
        var failures = new ArrayList<String>();
        if (tests.isEmpty()) {
            return failures;
        }
        try (var run = new TestRun(context)) {
            run.begin();
            for (ProjectTest test : tests) {
                TestCase result = patiently(run, test);
                if (result.outcome() != Outcome.PASSED) {
                    failures.add("test " + result.described());
                }
            }
        }
        return failures;
    }

    private TestCase patiently(TestRun run, ProjectTest test) {
        var backoff = new Backoff(context.pause(), context.settings().promote().retryBackoff());
        TestCase result = run.run(test);
        for (int retries = context.settings().promote().maxRetries(); run.mayEndOtherwise(); retries--) {
            if (retries <= 0) {
                if (run.lostConnection()) {
                    throw new MzException(Kind.CONNECTION, result.summary());
                }
                break;
            }
            if (!run.lostConnection()) {
                backoff.pause();
            }
            result = run.run(test);
        }
        return result;
    }
}
