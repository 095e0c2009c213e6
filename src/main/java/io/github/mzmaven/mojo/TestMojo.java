package io.github.mzmaven.mojo;

import io.github.mzmaven.goal.test.TestGoal;
import java.util.Map;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Runs the project's tests in the deployment environment: queries that must return no row. Fails when one returns rows, and
 * shows the first of them. Reads only.
 */
@Mojo(name = TestMojo.GOAL, defaultPhase = LifecyclePhase.DEPLOY, requiresProject = false, threadSafe = true)
public final class TestMojo extends AbstractMzMojo {
    static final String GOAL = "test";

    /**
     * Skips this goal. Type: boolean, true or false. Default: <code>false</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.test.skip")
    private String skipTest;

    /**
     * The directory that holds the tests: <code>.sql</code> files, each a query that must return no row. Type: path.
     * Default: <code>src/test/materialize</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.testDirectory")
    private String testDirectory;

    /**
     * Which tests to run: a glob against paths below <code>testDirectory</code>. Type: text. Default: all.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.test")
    private String test;

    /**
     * Values of <code>${name}</code> in SQL files, by name. On the command line <code>-Dmz.placeholders.name=value</code>;
     * values from several places are taken together. Type: texts by name.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.placeholders")
    private Map<String, String> placeholders;

    /**
     * How long the wait for the copies may last, and each statement of the project's own SQL may take. A query that takes
     * longer is cancelled. Type: duration, 1 ms or more. Default: <code>1h</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.timeout")
    private String timeout;

    /** A goal for one run. */
    public TestMojo() {
        super(GOAL, TestGoal::new);
    }
}
