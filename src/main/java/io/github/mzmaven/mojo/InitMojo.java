package io.github.mzmaven.mojo;

import io.github.mzmaven.goal.init.InitGoal;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Creates the deployment environment: a copy of each production schema and cluster, empty, with production's options, owners
 * and privileges. Refuses, with all reasons at once, before anything is written; if a statement fails, what it created is
 * dropped again. Run again, it creates what is missing.
 */
@Mojo(name = InitMojo.GOAL, defaultPhase = LifecyclePhase.DEPLOY, requiresProject = false, threadSafe = true)
public final class InitMojo extends AbstractWritingMojo {
    static final String GOAL = "init";

    /**
     * Skips this goal. Type: boolean, true or false. Default: <code>false</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.init.skip")
    private String skipInit;

    /**
     * Adopts schemas and clusters that have the copies' names already, with the objects in them: an environment that dbt
     * made, for example. Type: boolean, true or false. Default: <code>false</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.ignoreExistingObjects")
    private String ignoreExistingObjects;

    /**
     * Creates production schemas and clusters that do not exist, empty: the first deployment fills them as any other does. A cluster
     * needs a size in the configuration for it. Type: boolean, true or false. Default: <code>false</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.createMissing")
    private String createMissing;

    /** A goal for one run. */
    public InitMojo() {
        super(GOAL, InitGoal::new);
    }
}
