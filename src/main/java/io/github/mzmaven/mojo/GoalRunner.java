package io.github.mzmaven.mojo;

import io.github.mzmaven.Log;
import io.github.mzmaven.MzException;
import io.github.mzmaven.MzException.Kind;
import io.github.mzmaven.config.ConnectionSettings;
import io.github.mzmaven.config.Key;
import io.github.mzmaven.config.Keys;
import io.github.mzmaven.config.RawSettings;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.config.Settings.Progress;
import io.github.mzmaven.config.SettingsLoader;
import io.github.mzmaven.config.SettingsSources;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.report.Console;
import io.github.mzmaven.report.GitHubActions;
import io.github.mzmaven.report.Listener;
import io.github.mzmaven.report.RunEvent;
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
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.project.MavenProject;

/** Runs a mojo's goal: skips, modules and settings before it, reports after it, and errors as Maven wants them. */
final class GoalRunner {
    private final AbstractMzMojo mojo;
    private final String name;
    private final Map<String, Object> parameters;
    private final Map<String, String> properties;

    GoalRunner(AbstractMzMojo mojo) {
        this.mojo = mojo;
        this.name = mojo.name;
        this.parameters = ParameterFields.of(mojo);
        this.properties = properties();
    }

    void execute() throws MojoExecutionException, MojoFailureException {
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
        if (flag("mz.skip", "skip") || flag("mz." + name + ".skip", Keys.skipName(name))) {
            mojo.getLog().info("mz:" + name + " is skipped (mz.skip or mz." + name + ".skip).");
            return;
        }
        var reactor = new Reactor(mojo.session, mojo.mojoExecution);
        if (mojo instanceof AbstractWritingMojo) {
            reactor.requireNoneFailed(name, mojo.project);
            if (!flag("mz.allowUnbuiltModules", "allowUnbuiltModules")) {
                reactor.requireAllBuilt(name, mojo.project);
            }
        }
        SettingsSources sources = sources();
        SettingsLoader.Loaded loaded = mojo.connects() ? SettingsLoader.load(sources) : SettingsLoader.look(sources);
        Settings settings = loaded.settings();
        if (!reactor.claim(name, settings.target())) {
            mojo.getLog().info("mz:" + name + " has run for target " + settings.target() + " in this build already.");
            return;
        }
        run(loaded, new MavenLog(mojo.getLog()));
    }

    private void run(SettingsLoader.Loaded loaded, MavenLog log) {
        Settings settings = loaded.settings();
        ConnectionSettings connection = settings.connection();
        String server = mojo.connects() ? connection.describe() : null;
        var record = new RunRecord(name, settings.target(), server == null ? "no server" : server, Instant.now());
        boolean watched = Terminal.isWatched(
                mojo.session.getRequest().isInteractiveMode(),
                mojo.environment,
                settings.await().progress());
        boolean bar = settings.await().progress() != Progress.PLAIN && Terminal.showsBlocks();
        Listener listener = Listener.all(List.of(new Console(log, bar, watched), record));
        var waits = Waits.told(unanswered -> listener.on(new RunEvent.ServerSilent(unanswered)), watched);
        var context = new GoalContext(
                settings,
                purpose -> Session.open(connection, purpose, waits),
                listener,
                duration -> Thread.sleep(duration.toMillis()));
        context.tell(new RunEvent.Started(
                settings.target(), server, server == null ? List.of() : connection.origins(), loaded.warnings()));
        try {
            mojo.goal(loaded, baseDirectory()).run(context);
            record.finish(true, log.lastInfo(), Instant.now());
        } catch (RuntimeException e) {
            record.fail(e, Instant.now());
            throw e;
        } finally {
            report(record, settings.outputDirectory(), log);
            annotate(record, log);
        }
    }

    /** What was done is done, with or without files about it. */
    private void report(RunRecord record, Path directory, Log log) {
        try {
            record.write(directory);
            new GitHubActions(mojo.environment, log).publish(record, directory);
        } catch (UncheckedIOException e) {
            log.warn(e.getMessage() + ": " + e.getCause().getMessage());
        } catch (RuntimeException e) {
            log.warn("Cannot write the report to " + directory + ": " + e);
        }
    }

    /**
     * GitHub reads commands at the beginning of a line only, where Maven's logger puts the level. So that nothing has to be
     * printed beside the logger, the commands are further lines of one message.
     */
    private void annotate(RunRecord record, Log log) {
        List<String> lines = new GitHubActions(mojo.environment, log).annotations(record);
        if (!lines.isEmpty()) {
            mojo.getLog().error("In the project's files, for GitHub:\n" + String.join("\n", lines));
        }
    }

    private SettingsSources sources() {
        MavenProject project = mojo.project;
        boolean hasPom = hasPom();
        Path base = baseDirectory();
        Path build = hasPom ? Path.of(project.getBuild().getDirectory()) : base.resolve("target");
        var pom = new RawSettings("POM");
        PomElements.read(project, mojo.mojoExecution, !mojo.connects(), pom);
        if (hasPom) {
            project.getProperties().stringPropertyNames().forEach(pom::property);
        }
        Keys.all().forEach(key -> pom.put(key.name(), said(key, project)));
        return new SettingsSources(
                "mz:" + name,
                base,
                build.resolve("mz"),
                pom,
                mojo.environment,
                properties,
                new SettingsServers(mojo.session.getSettings(), mojo.decrypter));
    }

    private boolean hasPom() {
        return mojo.project != null && mojo.project.getBasedir() != null;
    }

    private Path baseDirectory() {
        return hasPom() ? mojo.project.getBasedir().toPath() : Path.of(mojo.session.getExecutionRootDirectory());
    }

    /**
     * What the POM says. Of a map the property is a text, with which Maven would not fill the parameter; it fills none for what
     * only other goals read.
     */
    private Object said(Key<?> key, MavenProject project) {
        Object value = parameters.get(key.name());
        boolean map = Map.class.equals(key.type().field());
        boolean others = !mojo.connects() && !key.goals().contains(name) && key.scope() != Key.Scope.BUILD;
        return value == null && (map || others) && project != null && project.getBasedir() != null
                ? project.getProperties().getProperty(key.property())
                : value;
    }

    /** What was said by -D, on the command line or to the JVM; Maven lets the POM win over it, this plugin does not. */
    private Map<String, String> properties() {
        Map<String, String> all = new HashMap<>();
        for (Properties source : List.of(mojo.session.getSystemProperties(), mojo.session.getUserProperties())) {
            source.stringPropertyNames().stream()
                    .filter(property -> property.startsWith("mz."))
                    .forEach(property -> all.put(property, source.getProperty(property)));
        }
        return all;
    }

    private boolean flag(String property, String parameter) {
        String value = properties.getOrDefault(property, (String) parameters.get(parameter));
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
