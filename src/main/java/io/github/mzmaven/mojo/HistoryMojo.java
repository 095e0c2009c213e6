package io.github.mzmaven.mojo;

import io.github.mzmaven.goal.status.HistoryGoal;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Lists the target's past deployments, the newest first: when, who, tag, commit, what became of each, and how long its goals
 * took. Reads only; bound to no phase.
 */
@Mojo(name = HistoryMojo.GOAL, requiresProject = false, threadSafe = true)
public final class HistoryMojo extends AbstractMzMojo {
    static final String GOAL = "history";

    /**
     * Skips this goal. Type: boolean, true or false. Default: <code>false</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.history.skip")
    private String skipHistory;

    /** A goal for one run. */
    public HistoryMojo() {
        super(GOAL, HistoryGoal::new);
    }
}
