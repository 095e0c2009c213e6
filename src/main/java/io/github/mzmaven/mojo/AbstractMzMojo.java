package io.github.mzmaven.mojo;

import io.github.mzmaven.Log;
import io.github.mzmaven.MzException;
import io.github.mzmaven.MzException.Kind;
import io.github.mzmaven.Problem;
import io.github.mzmaven.config.ConnectionSettings;
import io.github.mzmaven.config.RawSettings;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.config.SettingsLoader;
import io.github.mzmaven.config.SettingsSources;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.report.RunRecord;
import io.github.mzmaven.session.Session;
import io.github.mzmaven.session.Waits;
import io.github.mzmaven.text.UrlPasswords;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
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
 * What all goals share: parameters in, one call to the core, reports out, errors mapped once. Parameters are texts, so that
 * the core reads them as it reads YAML and -D, by the same rules and with the same errors: Maven would take
 * {@code <dryRun>yes</dryRun>} for false.
 */
abstract class AbstractMzMojo extends AbstractMojo {
    /**
     * Skips all goals of this plugin. Default: <code>false</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.skip")
    private String skip;

    /**
     * The target: the name of an environment below <code>deployment:</code> in the configuration file. It is part of the name
     * under which the state of a deployment is kept. Default: <code>default</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.target")
    private String target;

    /**
     * The YAML file with the targets, relative to the module's directory: one of this plugin, or a
     * <code>dbt_project.yml</code>, whose <code>vars.deployment</code> is read. Default: <code>mz.yml</code>, else
     * <code>dbt_project.yml</code>, where there is one.
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
     * parameters.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.url")
    private String url;

    /**
     * The role to connect as. Also by the environment variable <code>MZ_USER</code>, by <code>serverId</code>, or in the url.
     * There is no parameter for the password: it comes from <code>serverId</code>, the environment variable
     * <code>MZ_PASSWORD</code>, or <code>passwordFile</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.user")
    private String user;

    /**
     * The id of a <code>server</code> in settings.xml whose username and (encrypted) password to use.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.serverId")
    private String serverId;

    /**
     * A file that holds the password and nothing else, relative to the module's directory.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.passwordFile")
    private String passwordFile;

    /**
     * How long connecting may take, e.g. <code>10s</code>. Default: <code>30s</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.connectTimeout")
    private String connectTimeout;

    /**
     * How long the server may leave a message unanswered before the connection counts as lost. The project's own SQL
     * (mz:apply, mz:test) may take <code>timeout</code>, a sink's move <code>sinkTimeout</code>. Default: <code>2m</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.silenceTimeout")
    private String silenceTimeout;

    /**
     * The production schemas to deploy, all in the database of the url. On the command line separated by commas.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.schemas")
    private List<String> schemas;

    /**
     * The production clusters to deploy: a name, or <code>name</code> with the <code>size</code> or
     * <code>replicationFactor</code> that the copy shall have instead of production's. On the command line names, separated by
     * commas.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.clusters")
    private List<ClusterParameter> clusters;

    /**
     * What the names of the copies end in. Default: <code>_dbt_deploy</code>, as dbt-materialize has it.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.suffix")
    private String suffix;

    /**
     * Names what is deployed, a pull request for example; at most 128 characters. A deployment in progress with another tag is
     * not touched. Also by the environment variable <code>CI_TAG</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.tag")
    private String tag;

    /**
     * The commit that is deployed. Also by the environment variables <code>MZ_GIT_SHA</code>, <code>GITHUB_SHA</code>,
     * <code>CI_COMMIT_SHA</code> or <code>GIT_COMMIT</code>. Default: what is checked out, read from <code>.git</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.gitSha")
    private String gitSha;

    /**
     * Where plans, results and the report are written. Default: <code>mz</code> in the build's directory,
     * <code>target/mz</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "mz.outputDirectory")
    private String outputDirectory;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Parameter(defaultValue = "${project}", readonly = true)
    private MavenProject project;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private MojoExecution mojoExecution;

    @Inject
    private SettingsDecrypter decrypter;

    private final String name;
    private Supplier<? extends Goal> goal;
    private Map<String, String> environment = System.getenv();

    AbstractMzMojo(String name, Supplier<? extends Goal> goal) {
        this.name = name;
        this.goal = goal;
    }

    /** For tests: another goal and another environment. */
    final void replace(Supplier<? extends Goal> otherGoal, Map<String, String> otherEnvironment) {
        goal = otherGoal;
        environment = otherEnvironment;
    }

    /** What the POM says for {@code mz.<goal>.skip}. */
    abstract String skipGoal();

    /** Adds what the POM says for the goal's own parameters. */
    abstract void describe(RawSettings pom);

    /** Whether the goal changes the database, and so must wait for the whole build. */
    boolean writes() {
        return false;
    }

    /** What the POM says for {@code mz.allowUnbuiltModules}. */
    String allowUnbuiltModules() {
        return null;
    }

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        try {
            run();
        } catch (MzException e) {
            if (e.kind() == Kind.REFUSED || e.kind() == Kind.FAILED_CHECK) {
                throw new MojoFailureException(e.getMessage(), e);
            }
            throw new MojoExecutionException(e.getMessage(), e);
        } catch (RuntimeException e) {
            throw new MojoExecutionException(
                    "mz:" + name + " ended by an error of its own: " + UrlPasswords.hidden(e.toString()) + "\n"
                            + "    Look at the state by mvn mz:status; mvn -e shows where the error is, for a report.",
                    e);
        }
    }

    private void run() {
        Map<String, String> properties = properties();
        if (flag("mz.skip", skip, properties) || flag("mz." + name + ".skip", skipGoal(), properties)) {
            getLog().info("mz:" + name + " is skipped (mz.skip or mz." + name + ".skip).");
            return;
        }
        var reactor = new Reactor(session, mojoExecution);
        if (writes()) {
            reactor.requireNoneFailed(name, project);
            if (!flag("mz.allowUnbuiltModules", allowUnbuiltModules(), properties)) {
                reactor.requireAllBuilt(name, project);
            }
        }
        SettingsLoader.Loaded loaded = SettingsLoader.load(sources(properties));
        Settings settings = loaded.settings();
        if (!reactor.claim(name, settings.target())) {
            getLog().info("mz:" + name + " has run for target " + settings.target() + " in this build already.");
            return;
        }
        var log = new MavenLog(getLog());
        for (Problem warning : loaded.warnings()) {
            log.warn(warning.what());
            warning.remedy().forEach(line -> log.warn("  " + line));
        }
        run(settings, log);
    }

    private void run(Settings settings, MavenLog log) {
        ConnectionSettings connection = settings.connection();
        log.info("Target " + settings.target() + ": " + connection.describe() + " ("
                + String.join(", ", connection.origins()) + ")");
        var record = new RunRecord(name, settings.target(), connection.describe(), Instant.now());
        boolean watched = Terminal.isWatched(
                session.getRequest().isInteractiveMode(),
                environment,
                settings.await().progress());
        var context = new GoalContext(
                settings,
                purpose -> Session.open(connection, purpose, Waits.told(log::info, watched)),
                log,
                record,
                duration -> Thread.sleep(duration.toMillis()),
                watched);
        try {
            goal.get().run(context);
            record.finish(true, log.lastInfo(), Instant.now());
        } catch (RuntimeException e) {
            record.finish(false, e.getMessage(), Instant.now());
            throw e;
        } finally {
            report(record, settings.outputDirectory(), log);
        }
    }

    /** What was done is done, with or without files about it. */
    private static void report(RunRecord record, Path directory, Log log) {
        try {
            record.write(directory);
        } catch (UncheckedIOException e) {
            log.warn(e.getMessage() + ": " + e.getCause().getMessage());
        }
    }

    private SettingsSources sources(Map<String, String> properties) {
        boolean hasPom = project != null && project.getBasedir() != null;
        Path base = hasPom ? project.getBasedir().toPath() : Path.of(session.getExecutionRootDirectory());
        Path build = hasPom ? Path.of(project.getBuild().getDirectory()) : base.resolve("target");
        return new SettingsSources(
                "mz:" + name,
                base,
                build.resolve("mz"),
                pom(),
                environment,
                properties,
                new SettingsServers(session.getSettings(), decrypter));
    }

    private RawSettings pom() {
        var pom = new RawSettings("POM");
        PomElements.locate(project, mojoExecution, pom);
        pom.put("target", target)
                .put("configFile", configFile)
                .put("url", url)
                .put("user", user)
                .put("serverId", serverId)
                .put("passwordFile", passwordFile)
                .put("connectTimeout", connectTimeout)
                .put("silenceTimeout", silenceTimeout)
                .putList("schemas", schemas)
                .putMaps(
                        "clusters",
                        clusters == null
                                ? null
                                : clusters.stream()
                                        .map(ClusterParameter::values)
                                        .toList())
                .put("suffix", suffix)
                .put("tag", tag)
                .put("gitSha", gitSha)
                .put("outputDirectory", outputDirectory);
        describe(pom);
        return pom;
    }

    /** What was said by -D, on the command line or to the JVM; Maven lets the POM win over it, this plugin does not. */
    private Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        for (Properties source : List.of(session.getSystemProperties(), session.getUserProperties())) {
            source.stringPropertyNames().stream()
                    .filter(property -> property.startsWith("mz."))
                    .forEach(property -> properties.put(property, source.getProperty(property)));
        }
        return properties;
    }

    private static boolean flag(String property, String pomValue, Map<String, String> properties) {
        String value = properties.getOrDefault(property, pomValue);
        if (value == null || value.equalsIgnoreCase("false")) {
            return false;
        }
        if (value.equalsIgnoreCase("true")) {
            return true;
        }
        throw new MzException(
                Kind.REFUSED,
                property + " is " + (value.isBlank() ? "blank" : '"' + value + '"') + ". Use true or false.");
    }
}
