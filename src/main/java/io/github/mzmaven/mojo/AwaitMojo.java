package io.github.mzmaven.mojo;

import io.github.mzmaven.goal.await.AwaitGoal;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Waits until the copies are ready: every index, materialized view, source and sink on the copies of clusters, and every one
 * in the copies of schemas whatever its cluster, is hydrated on an online replica, and as fresh as <code>lagThreshold</code> asks, or as production. Fails when a cluster keeps failing,
 * or after <code>timeout</code>, with what is missing. Reads only.
 */
@Mojo(name = AwaitMojo.GOAL, defaultPhase = LifecyclePhase.DEPLOY, requiresProject = false, threadSafe = true)
public final class AwaitMojo extends AbstractMzMojo {
    static final String GOAL = "await";

    /**
     * Skips this goal. Type: boolean, true or false. Default: <code>false</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.await.skip")
    private String skipAwait;

    /**
     * The pause between two looks at the server's catalog. Type: duration, 1 ms or more. Default: <code>1s</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.pollInterval")
    private String pollInterval;

    /**
     * How far the copies may be behind now, or behind production. Type: duration, 1 ms or more. Default: <code>1s</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.lagThreshold")
    private String lagThreshold;

    /**
     * How long the wait for the copies may last, and each statement of the project's own SQL may take. A wait that is not
     * over by then fails. Type: duration, 1 ms or more. Default: <code>1h</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.timeout")
    private String timeout;

    /**
     * Whether an object must be hydrated on <code>one</code> replica of its cluster, or on <code>all</code>. Type: one of
     * one, all. Default: <code>one</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.replicas")
    private String replicas;

    /**
     * <code>auto</code> draws a bar in each line, <code>plain</code> never. Type: one of auto, plain. Default:
     * <code>auto</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.progress")
    private String progress;

    /** A goal for one run. */
    public AwaitMojo() {
        super(GOAL, AwaitGoal::new);
    }
}
