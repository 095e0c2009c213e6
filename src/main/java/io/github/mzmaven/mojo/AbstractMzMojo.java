package io.github.mzmaven.mojo;

import io.github.mzmaven.config.SettingsLoader;
import io.github.mzmaven.execute.Goal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * The parameters that all goals share, and the call that runs a goal. Parameters are texts, so that the core reads them as it
 * reads YAML and -D, by the same rules and with the same errors: Maven would take {@code <dryRun>yes</dryRun>} for false.
 * {@link ParameterFields} reads the fields by the names of the declared keys.
 */
abstract class AbstractMzMojo extends AbstractMojo {
    /**
     * Skips all goals of this plugin. Type: boolean, true or false. Default: <code>false</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.skip")
    private String skip;

    /**
     * The target: the name of an environment below <code>deployment:</code> in the configuration file. It is part of the
     * name under which the state of a deployment is kept. Type: text. Default: <code>default</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.target")
    private String target;

    /**
     * The YAML file with the targets, relative to the module's directory: one of this plugin, or a
     * <code>dbt_project.yml</code>, whose <code>vars.deployment</code> is read. Type: path. Default: <code>mz.yml</code>,
     * else <code>dbt_project.yml</code>, where there is one.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.configFile")
    private String configFile;

    /**
     * Where the server is: <code>jdbc:postgresql://host:6875/database</code>, or the <code>postgres://</code> form that
     * Materialize's console shows. For any host but loopback the connection is encrypted and the server's certificate is
     * verified, by the JVM's trust store or by the authority in <code>sslrootcert</code>, unless <code>sslmode</code> says
     * otherwise. Also by the environment variable <code>MZ_URL</code>. Do not write a password into it: Maven's -X shows
     * parameters. Type: text.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.url")
    private String url;

    /**
     * The role to connect as. Also by the environment variable <code>MZ_USER</code>, by <code>serverId</code>, or in the
     * url. There is no parameter for the password: it comes from <code>serverId</code>, the environment variable
     * <code>MZ_PASSWORD</code>, or <code>passwordFile</code>. Type: text.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.user")
    private String user;

    /**
     * The id of a <code>server</code> in settings.xml whose username and (encrypted) password to use. Type: text.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.serverId")
    private String serverId;

    /**
     * A file that holds the password and nothing else, relative to the module's directory. Type: path.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.passwordFile")
    private String passwordFile;

    /**
     * How long connecting may take. Type: duration, 1 ms or more. Default: <code>30s</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.connectTimeout")
    private String connectTimeout;

    /**
     * How long the server may leave a message unanswered before the connection counts as lost. The project's own SQL
     * (mz:apply, mz:test) may take <code>timeout</code>, a sink's move <code>sinkTimeout</code>. Type: duration, 1 ms or
     * more. Default: <code>2m</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.silenceTimeout")
    private String silenceTimeout;

    /**
     * The production schemas to deploy, all in the database of the url. On the command line separated by commas. Type: list of names.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.schemas")
    private List<String> schemas;

    /**
     * The production clusters to deploy: a name, or <code>name</code> with the <code>size</code> or
     * <code>replicationFactor</code> that the copy shall have instead of production's. On the command line names, separated
     * by commas. Type: list of clusters.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.clusters")
    private List<ClusterParameter> clusters;

    /**
     * What the names of the copies end in. Type: text. Default: <code>_dbt_deploy</code>, as dbt-materialize has it.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.suffix")
    private String suffix;

    /**
     * Names what is deployed, a pull request for example; at most 128 characters. A deployment in progress with another tag
     * is not touched. Also by the environment variable <code>CI_TAG</code>. Type: text, at most 128 characters.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.tag")
    private String tag;

    /**
     * The commit that is deployed. Also by the environment variables <code>MZ_GIT_SHA</code>, <code>GITHUB_SHA</code>,
     * <code>CI_COMMIT_SHA</code> or <code>GIT_COMMIT</code>. Type: text. Default: what is checked out, read from
     * <code>.git</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.gitSha")
    private String gitSha;

    /**
     * Where plans, results and the report are written. Type: path. Default: <code>mz</code> in the build's directory,
     * <code>target/mz</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.outputDirectory")
    private String outputDirectory;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    MavenSession session;

    @Parameter(defaultValue = "${project}", readonly = true)
    MavenProject project;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    MojoExecution mojoExecution;

    @Inject
    SettingsDecrypter decrypter;

    final String name;
    Supplier<? extends Goal> goal;
    Map<String, String> environment = System.getenv();

    AbstractMzMojo(String name, Supplier<? extends Goal> goal) {
        this.name = name;
        this.goal = goal;
    }

    /** Whether the goal asks a server; only one that does not runs where something is wrong with the settings. */
    boolean connects() {
        return true;
    }

    /**
     * The goal of one run.
     *
     * @param loaded the settings, and what is wrong with them
     */
    Goal goal(SettingsLoader.Loaded loaded, Path baseDirectory) {
        return goal.get();
    }

    /** For tests: another goal and another environment. */
    final void replace(Supplier<? extends Goal> otherGoal, Map<String, String> otherEnvironment) {
        goal = otherGoal;
        environment = otherEnvironment;
    }

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        new GoalRunner(this).execute();
    }
}
