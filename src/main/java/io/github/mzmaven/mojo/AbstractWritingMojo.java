package io.github.mzmaven.mojo;

import io.github.mzmaven.config.RawSettings;
import io.github.mzmaven.execute.Goal;
import java.util.function.Supplier;
import org.apache.maven.plugins.annotations.Parameter;

/** What the goals share that change the database. */
abstract class AbstractWritingMojo extends AbstractMzMojo {
    /**
     * Prints the statements that the goal would send, and writes nothing to the database. Default: <code>false</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.dryRun")
    private String dryRun;

    /**
     * Runs the goal although modules of the build that come later are not built yet. Default: <code>false</code>, so that a
     * goal bound in a multi-module build belongs into a module of its own that comes last.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.allowUnbuiltModules")
    private String allowUnbuiltModules;

    AbstractWritingMojo(String name, Supplier<? extends Goal> goal) {
        super(name, goal);
    }

    @Override
    final boolean writes() {
        return true;
    }

    @Override
    final String allowUnbuiltModules() {
        return allowUnbuiltModules;
    }

    @Override
    void describe(RawSettings pom) {
        pom.put("dryRun", dryRun);
    }
}
