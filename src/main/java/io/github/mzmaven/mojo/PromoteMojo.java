package io.github.mzmaven.mojo;

import io.github.mzmaven.goal.swap.PromoteGoal;
import java.util.Map;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Swaps the copies with production, all in one transaction, and then points the sinks outside at the new objects. Refuses
 * before anything is written when something outside would be harmed. Run again, it finishes what is unfinished, and never
 * swaps back.
 */
@Mojo(name = PromoteMojo.GOAL, defaultPhase = LifecyclePhase.DEPLOY, requiresProject = false, threadSafe = true)
public final class PromoteMojo extends AbstractWritingMojo {
    static final String GOAL = "promote";

    /**
     * Skips this goal. Type: boolean, true or false. Default: <code>false</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.promote.skip")
    private String skipPromote;

    /**
     * Waits first, as mz:await does. Type: boolean, true or false. Default: <code>false</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.wait")
    private String wait;

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

    /**
     * What to do about privileges that readers have on production's objects and lack on the copies of the same name:
     * <code>copy</code> them, <code>check</code> and refuse, or <code>ignore</code>. Type: one of copy, check, ignore.
     * Default: <code>copy</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.objectGrants")
    private String objectGrants;

    /**
     * After which time the change of one sink is cancelled: it waits until the sink can go on. The other sinks are changed
     * all the same. Type: duration, 1 ms or more. Default: <code>5m</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.sinkTimeout")
    private String sinkTimeout;

    /**
     * The id of the deployment that may be promoted: any other is refused. For pipelines in which a person approves what was
     * tested. Set but empty is an error: the variable that should hold the id does not. Type: text.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.expectedDeployment")
    private String expectedDeployment;

    /**
     * How long to watch production after the swap: 0 for not at all, 24h at most. Hydration, freshness, replicas, the sinks
     * that read production, and the project's tests are watched; what fails for 30 seconds (half of the time where that is
     * shorter) fails the build. Type: duration, 0 to 24 h. Default: <code>0</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.soak")
    private String soak;

    /**
     * Swaps back where production fails while it is watched (soak). It is an ordinary rollback, with all that it refuses for
     * (<code>force</code> holds for it too). That goes also for a deployment which an earlier run has promoted, since a
     * promote with soak that is run again watches again. Type: boolean, true or false. Default: <code>false</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.rollbackOnFailure")
    private String rollbackOnFailure;

    /**
     * The directory that holds the tests: .sql files, each a query that must return no row. With <code>soak</code> they are
     * asked of production. Type: path. Default: <code>src/test/materialize</code>.
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
    public PromoteMojo() {
        super(GOAL, PromoteGoal::new);
    }
}
