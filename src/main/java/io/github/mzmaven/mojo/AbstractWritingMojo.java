package io.github.mzmaven.mojo;

import io.github.mzmaven.execute.Goal;
import java.util.function.Supplier;
import org.apache.maven.plugins.annotations.Parameter;

/** What the goals share that change the database. */
abstract class AbstractWritingMojo extends AbstractMzMojo {
    /**
     * Prints the statements that the goal would send, and writes nothing to the database. Type: boolean, true or false.
     * Default: <code>false</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.dryRun")
    private String dryRun;

    /**
     * Goes on in spite of those problems that may be overridden; they are named in the log. Type: boolean, true or false.
     * Default: <code>false</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.force")
    private String force;

    /**
     * Lets schemas hold tables, sources, connections and secrets: the swap replaces them by those of the copy, and cleanup
     * drops them with their data. Type: boolean, true or false. Default: <code>false</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.allowStateful")
    private String allowStateful;

    /**
     * How often a statement that met another session's DDL is tried again. Type: number, 0 or more. Default: <code>3</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.maxRetries")
    private String maxRetries;

    /**
     * The first pause before trying again; it doubles each time, with jitter. Type: duration, 1 ms or more. Default:
     * <code>1s</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.retryBackoff")
    private String retryBackoff;

    /**
     * Runs the goal although modules of the build that come later are not built yet. Type: boolean, true or false. Default:
     * <code>false</code>, so that a goal bound in a multi-module build belongs into a module of its own that comes last.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.allowUnbuiltModules")
    private String allowUnbuiltModules;

    AbstractWritingMojo(String name, Supplier<? extends Goal> goal) {
        super(name, goal);
    }
}
