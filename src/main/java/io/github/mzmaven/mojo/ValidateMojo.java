package io.github.mzmaven.mojo;

import io.github.mzmaven.config.SettingsLoader;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.goal.validate.ValidateGoal;
import java.nio.file.Path;
import java.util.Map;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Says all that is wrong with settings, SQL files and tests at once, without a server: neither the url nor credentials need be
 * there. For a pull request's build; bound to the phase validate, each build does it. Each line begins with
 * <code>path:line:column</code>.
 */
@Mojo(name = ValidateMojo.GOAL, defaultPhase = LifecyclePhase.VALIDATE, requiresProject = false, threadSafe = true)
public final class ValidateMojo extends AbstractMzMojo {
    static final String GOAL = "validate";

    /**
     * Skips this goal. Type: boolean, true or false. Default: <code>false</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.validate.skip")
    private String skipValidate;

    /**
     * Lets schemas hold tables, sources, connections and secrets: the swap replaces them by those of the copy, and cleanup
     * drops them with their data. Type: boolean, true or false. Default: <code>false</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.allowStateful")
    private String allowStateful;

    /**
     * The directory that holds a folder for each schema, with its <code>.sql</code> files at any depth. Type: path. Default:
     * <code>src/main/materialize</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.sqlDirectory")
    private String sqlDirectory;

    /**
     * The directory that holds the tests: <code>.sql</code> files, each a query that must return no row. Type: path.
     * Default: <code>src/test/materialize</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.testDirectory")
    private String testDirectory;

    /**
     * The directory with queries, like tests, that can be asked of production only; they run while it is watched. Type:
     * path. Default: <code>src/verify/materialize</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.verifyDirectory")
    private String verifyDirectory;

    /**
     * Values of <code>${name}</code> in SQL files, by name. On the command line <code>-Dmz.placeholders.name=value</code>;
     * values from several places are taken together. Type: texts by name.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.placeholders")
    private Map<String, String> placeholders;

    /** A goal for one run. */
    public ValidateMojo() {
        super(GOAL, null);
    }

    @Override
    boolean connects() {
        return false;
    }

    @Override
    Goal goal(SettingsLoader.Loaded loaded, Path baseDirectory) {
        return goal == null ? new ValidateGoal(loaded, baseDirectory) : goal.get();
    }
}
