package io.github.mzmaven.mojo;

import io.github.mzmaven.goal.diff.DiffGoal;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Compares what readers get now with what they will get after a promote: rows, keys and columns of each relation that they can
 * reach, both versions at the same time. Runs on the copy's cluster, reads only, and shows no row unless it is asked to.
 */
@Mojo(name = DiffMojo.GOAL, defaultPhase = LifecyclePhase.DEPLOY, requiresProject = false, threadSafe = true)
public final class DiffMojo extends AbstractMzMojo {
    static final String GOAL = "diff";

    /**
     * Skips this goal. Type: boolean, true or false. Default: <code>false</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.diff.skip")
    private String skipDiff;

    /**
     * The columns that tell the rows of a relation apart, by relation: schema.object and columns. In the POM
     * <code>&lt;marts.revenue&gt;country&lt;/marts.revenue&gt;</code>, on the command line
     * <code>marts.revenue:country;marts.daily:day,country</code>. Type: columns by relation. Default: the key of a sink that
     * reads it, or one that the server knows. User property: <code>mz.keys</code>.
     *
     * @since 0.1.0
     */
    // Without its property: Maven cannot make a map of the text that -D gives, which the core reads itself.
    @Parameter
    private Map<String, String> keys;

    /**
     * Which relations to compare: globs against schema.object. Views without an index are compared only so. On the command
     * line separated by commas. Type: list of globs. Default: materialized views, views with an
     * index, and what sinks read.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.include")
    private List<String> include;

    /**
     * Which relations not to compare: globs against schema.object. On the command line separated by commas. Type: list of globs.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.exclude")
    private List<String> exclude;

    /**
     * How many rows that differ to show of each relation, 100 at most: they are data, and stand in logs and reports then.
     * Type: number, 0 to 100. Default: <code>0</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.sampleRows")
    private String sampleRows;

    /**
     * Fails the build where more rows of a relation, or a greater share of those before, are in only one version. For
     * example <code>100</code>, or <code>0.5%</code>. One that cannot be compared fails it too. Type: rows or percentage, 0 or
     * more, or 0% to 100%.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.maxChanged")
    private String maxChanged;

    /**
     * The cluster on which to compare: one of the target's, whose copy it is then, or one outside of production. Type: text.
     * Default: the copy of the cluster on which the relation is.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.cluster")
    private String cluster;

    /**
     * How long the wait for the copies may last, and each statement of the project's own SQL may take. Here it is how long
     * one relation may take to be compared, <code>10m</code> unless it is set. Type: duration, 1 ms or more. Default:
     * <code>1h</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.timeout")
    private String timeout;

    /** A goal for one run. */
    public DiffMojo() {
        super(GOAL, DiffGoal::new);
    }
}
