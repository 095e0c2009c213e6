package io.github.mzmaven.mojo;

import io.github.mzmaven.goal.apply.ApplyGoal;
import java.util.Map;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Runs the project's SQL files in the deployment environment: the files in the folder of a schema create their objects in
 * that schema's copy, on the copy of a cluster. Files that have not changed since they ran are passed over.
 */
@Mojo(name = ApplyMojo.GOAL, defaultPhase = LifecyclePhase.DEPLOY, requiresProject = false, threadSafe = true)
public final class ApplyMojo extends AbstractWritingMojo {
    static final String GOAL = "apply";

    /**
     * Skips this goal. Type: boolean, true or false. Default: <code>false</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.apply.skip")
    private String skipApply;

    /**
     * The directory that holds a folder for each schema, with its <code>.sql</code> files at any depth. Type: path. Default:
     * <code>src/main/materialize</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.sqlDirectory")
    private String sqlDirectory;

    /**
     * Values of <code>${name}</code> in SQL files, by name. On the command line <code>-Dmz.placeholders.name=value</code>;
     * values from several places are taken together. Type: texts by name.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.placeholders")
    private Map<String, String> placeholders;

    /**
     * How long the wait for the copies may last, and each statement of the project's own SQL may take. A statement that
     * takes longer is cancelled. Type: duration, 1 ms or more. Default: <code>1h</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.timeout")
    private String timeout;

    /** A goal for one run. */
    public ApplyMojo() {
        super(GOAL, ApplyGoal::new);
    }
}
