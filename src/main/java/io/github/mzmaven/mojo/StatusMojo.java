package io.github.mzmaven.mojo;

import io.github.mzmaven.goal.status.StatusGoal;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Shows the target: the state of its deployment, schemas and clusters with their copies, hydration, sinks, and what differs
 * from production. Reads only; bound to no phase.
 */
@Mojo(name = StatusMojo.GOAL, requiresProject = false, threadSafe = true)
public final class StatusMojo extends AbstractMzMojo {
    static final String GOAL = "status";

    /**
     * Skips this goal. Type: boolean, true or false. Default: <code>false</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.status.skip")
    private String skipStatus;

    /**
     * How far the copies may be behind now, or behind production. Type: duration, 1 ms or more. Default: <code>1s</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.lagThreshold")
    private String lagThreshold;

    /**
     * Whether an object must be hydrated on <code>one</code> replica of its cluster, or on <code>all</code>. Type: one of
     * one, all. Default: <code>one</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.replicas")
    private String replicas;

    /** A goal for one run. */
    public StatusMojo() {
        super(GOAL, StatusGoal::new);
    }
}
