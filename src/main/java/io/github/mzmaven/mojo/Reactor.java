package io.github.mzmaven.mojo;

import io.github.mzmaven.MzException;
import io.github.mzmaven.MzException.Kind;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.maven.execution.BuildFailure;
import org.apache.maven.execution.BuildSummary;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;

/** The modules of a build, and what a goal that is bound to a phase has to do with them. */
final class Reactor {
    private static final int NAMED_MODULES = 3;

    private final MavenSession session;
    private final MojoExecution execution;

    Reactor(MavenSession session, MojoExecution execution) {
        this.session = session;
        this.execution = execution;
    }

    /** Whether a person named the goal on the command line; then Maven itself runs it once. */
    private boolean onCommandLine() {
        return execution.getSource() == MojoExecution.Source.CLI;
    }

    /**
     * Claims this build's only run of the goal for the target. An inherited execution would come again in each module.
     *
     * @return whether this is the first one
     */
    boolean claim(String goal, String target) {
        MavenProject top = session.getTopLevelProject();
        if (onCommandLine() || top == null) {
            return true;
        }
        // Maven's own place for a plugin's state in one build: a static field would outlive it in a daemon.
        Map<String, Object> context =
                session.getPluginContext(execution.getMojoDescriptor().getPluginDescriptor(), top);
        String key = "mz:" + goal + "/" + execution.getExecutionId() + "/" + target;
        return context.putIfAbsent(key, Boolean.TRUE) == null;
    }

    /**
     * Refuses where a module failed and Maven goes on all the same (-fae, -fn), however the goal came to run: what a deployment
     * relies on is not there.
     *
     * @throws MzException of kind REFUSED
     */
    void requireNoneFailed(String goal, MavenProject project) {
        List<String> failed = modules(other -> summary(other) instanceof BuildFailure);
        if (failed.isEmpty()) {
            return;
        }
        List<String> unbuilt = modules(other -> !other.equals(project) && summary(other) == null);
        throw new MzException(
                Kind.REFUSED,
                "mz:" + goal + " refuses to run in module " + project.getArtifactId() + ". Nothing was written. "
                        + counted(failed) + " failed: " + named(failed) + "."
                        + (unbuilt.isEmpty() ? "" : " Not built: " + named(unbuilt) + ".") + "\n"
                        + "    Fix what failed, and build again: with -fae and -fn Maven goes on after failures.\n"
                        + "    To deploy without it, run mvn mz:" + goal + " alone.");
    }

    /**
     * Refuses where modules are still to be built: what a deployment relies on may fail yet.
     *
     * @throws MzException of kind REFUSED
     */
    void requireAllBuilt(String goal, MavenProject project) {
        if (onCommandLine()) {
            return;
        }
        List<String> unbuilt = modules(other -> !other.equals(project) && summary(other) == null);
        if (unbuilt.isEmpty()) {
            return;
        }
        throw new MzException(
                Kind.REFUSED,
                "mz:" + goal + " refuses to run in module " + project.getArtifactId() + ". Nothing was written. "
                        + counted(unbuilt) + (unbuilt.size() == 1 ? " is" : " are")
                        + " not built yet: " + named(unbuilt) + ".\n"
                        + "    Bind it in a module of its own that comes last: one that depends on all others, with\n"
                        + "    packaging pom, and the only one that lists this plugin's executions (see the README).\n"
                        + "    Or run mvn mz:" + goal + " after the build. mz.allowUnbuiltModules=true runs it here.");
    }

    private List<String> modules(Predicate<MavenProject> which) {
        if (session.getProjects() == null || session.getResult() == null) {
            return List.of();
        }
        return session.getProjects().stream()
                .filter(which)
                .map(MavenProject::getArtifactId)
                .toList();
    }

    private BuildSummary summary(MavenProject module) {
        return session.getResult().getBuildSummary(module);
    }

    private static String counted(List<String> modules) {
        return modules.size() == 1 ? "One module" : modules.size() + " modules";
    }

    private static String named(List<String> modules) {
        return modules.stream().limit(NAMED_MODULES).collect(Collectors.joining(", "))
                + (modules.size() > NAMED_MODULES ? " and " + (modules.size() - NAMED_MODULES) + " more" : "");
    }
}
