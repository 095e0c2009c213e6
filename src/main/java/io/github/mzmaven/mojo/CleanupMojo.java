package io.github.mzmaven.mojo;

import io.github.mzmaven.goal.cleanup.CleanupGoal;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Drops the deployment environment: after a promote the old objects, before it the new ones. Drops what the deployment
 * recorded, and nothing that something outside depends on unless <code>force</code> is set.
 */
@Mojo(name = CleanupMojo.GOAL, defaultPhase = LifecyclePhase.DEPLOY, requiresProject = false, threadSafe = true)
public final class CleanupMojo extends AbstractWritingMojo {
    static final String GOAL = "cleanup";

    /**
     * Skips this goal. Type: boolean, true or false. Default: <code>false</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.cleanup.skip")
    private String skipCleanup;

    /**
     * Cleans up after a promote only, and leaves a deployment alone that is not promoted: for nightly jobs. Type: boolean,
     * true or false. Default: <code>false</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.promotedOnly")
    private String promotedOnly;

    /**
     * Keeps nothing in the database of what production was built from, and drops the history of deployments. Works without a
     * deployment, too. Type: boolean, true or false. Default: <code>false</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.forget")
    private String forget;

    /** A goal for one run. */
    public CleanupMojo() {
        super(GOAL, CleanupGoal::new);
    }
}
