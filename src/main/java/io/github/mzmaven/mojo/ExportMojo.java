package io.github.mzmaven.mojo;

import io.github.mzmaven.goal.export.ExportGoal;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Writes production as the project's SQL files, a file for each object with its indexes, comments and grants, so that mz:apply makes
 * the same in the copies. Where no schemas and clusters are configured, it looks for them; in a directory without
 * <code>pom.xml</code> or <code>mz.yml</code> it writes these too. Reads the database only; bound to no phase.
 */
@Mojo(name = ExportMojo.GOAL, requiresProject = false, threadSafe = true)
public final class ExportMojo extends AbstractMzMojo {
    static final String GOAL = "export";

    /**
     * Skips this goal. Type: boolean, true or false. Default: <code>false</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.export.skip")
    private String skipExport;

    /**
     * Prints the statements that the goal would send, and writes nothing to the database. mz:export prints the files that it
     * would write, and writes none. Type: boolean, true or false. Default: <code>false</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.dryRun")
    private String dryRun;

    /**
     * Goes on in spite of those problems that may be overridden; they are named in the log. mz:export replaces files that say
     * something else than production. Type: boolean, true or false. Default: <code>false</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.force")
    private String force;

    /**
     * Lets schemas hold tables, sources, connections and secrets: the swap replaces them by those of the copy, and cleanup
     * drops them with their data. mz:export writes tables then, without their rows. Type: boolean, true or false. Default: <code>false</code>.
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

    /** A goal for one run. */
    public ExportMojo() {
        super(GOAL, null);
        goal = () -> new ExportGoal(mojoExecution.getVersion());
    }
}
