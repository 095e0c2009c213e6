package io.github.mzmaven.mojo;

import io.github.mzmaven.goal.swap.RollbackGoal;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Swaps production back to what it was before the promote, all in one transaction, as long as the old environment is there.
 * Bound to no phase.
 */
@Mojo(name = RollbackMojo.GOAL, requiresProject = false, threadSafe = true)
public final class RollbackMojo extends AbstractWritingMojo {
    static final String GOAL = "rollback";

    /**
     * Skips this goal. Type: boolean, true or false. Default: <code>false</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.rollback.skip")
    private String skipRollback;

    /**
     * After which time the change of one sink is cancelled: it waits until the sink can go on. The other sinks are changed
     * all the same. Type: duration, 1 ms or more. Default: <code>5m</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.sinkTimeout")
    private String sinkTimeout;

    /**
     * What to do about privileges that readers have on production's objects and lack on the copies of the same name:
     * <code>copy</code> them, <code>check</code> and refuse, or <code>ignore</code>. Type: one of copy, check, ignore.
     * Default: <code>copy</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.objectGrants")
    private String objectGrants;

    /** A goal for one run. */
    public RollbackMojo() {
        super(GOAL, RollbackGoal::new);
    }
}
