package io.github.mzmaven.config;

import io.github.mzmaven.MzException;
import io.github.mzmaven.Problem;
import io.github.mzmaven.config.Settings.Await;
import io.github.mzmaven.config.Settings.Cleanup;
import io.github.mzmaven.config.Settings.Diff;
import io.github.mzmaven.config.Settings.Init;
import io.github.mzmaven.config.Settings.ProjectFiles;
import io.github.mzmaven.config.Settings.Promote;
import io.github.mzmaven.text.Nearest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Merges what POM, YAML, environment and {@code -D} say into settings, or tells everything that is wrong at once. */
public final class SettingsLoader {
    private static final String PREFIX = "mz.";

    /** Of mz:diff, where {@code timeout} is not said: what others wait for takes longer. */
    private static final Duration TIMEOUT_OF_A_RELATION = Duration.ofMinutes(10);

    /** The goal that looks on the server for what there is to deploy. */
    private static final String FINDS_THEM = "mz:export";

    private final SettingsSources sources;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    private SettingsLoader(SettingsSources sources) {
        this.sources = sources;
    }

    /**
     * What was loaded.
     *
     * @param settings as far as they can be read
     * @param warnings what someone should act on, though the goal goes on
     * @param problems what is wrong; nothing is where a goal is to connect
     * @param complete whether the configuration file, if there is one, could be read, so that nothing is missing in the settings
     */
    public record Loaded(Settings settings, List<Problem> warnings, List<Problem> problems, boolean complete) {}

    /**
     * Loads the settings.
     *
     * @throws MzException of kind REFUSED with all that is wrong
     */
    public static Loaded load(SettingsSources sources) {
        Loaded loaded = new SettingsLoader(sources).load(true);
        if (!loaded.problems().isEmpty()) {
            throw MzException.refusal(sources.goal() + " refuses. Nothing was written.", loaded.problems());
        }
        return loaded;
    }

    /** Loads them on a machine that need not know the server: what says where it is may be missing. */
    public static Loaded look(SettingsSources sources) {
        return new SettingsLoader(sources).load(false);
    }

    private Loaded load(boolean connecting) {
        checkSources();
        var chooser = new Values(new Precedence(null, sources), sources.baseDirectory(), problems);
        String target = chooser.get(Keys.TARGET);
        int before = problems.size();
        ConfigNode.Fields yaml = yaml(chooser, target, connecting);
        int sure = problems.size();
        boolean complete = yaml != null || sure == before;
        var precedence = new Precedence(yaml, sources);
        var values = new Values(precedence, sources.baseDirectory(), problems);
        var reader = new ConnectionReader(values, precedence, sources.servers(), problems, warnings);
        Settings settings = settings(target, connecting ? reader.read() : reader.look(), values);
        if (!complete) {
            // What a file that cannot be used may say would be missed, one problem after the other.
            problems.subList(sure, problems.size()).clear();
        }
        // A value that counts in two places is read twice.
        return new Loaded(
                settings, List.copyOf(warnings), problems.stream().distinct().toList(), complete);
    }

    private void checkSources() {
        problems.addAll(sources.pom().problems());
        List<String> known = Keys.all().stream().map(Key::property).toList();
        checkProperties(known);
        checkPomProperties(known);
        checkVariables();
    }

    /**
     * Whoever says -Dmz.something relies on it, and a goal that passes it over may write what was to be rehearsed. What other
     * goals know is known to each, since one command line runs several.
     */
    private void checkProperties(List<String> known) {
        String placeholders = Keys.PLACEHOLDERS.property() + ".";
        sources.properties().keySet().stream().sorted().forEach(property -> {
            boolean placeholder = property.startsWith(placeholders) && !property.equals(placeholders);
            if (property.startsWith(PREFIX) && !placeholder && !known.contains(property)) {
                problems.add(unknown(property, Nearest.to(property, known)));
            }
        });
    }

    private static Problem unknown(String property, String nearest) {
        if (Secret.isPassword(property.substring(PREFIX.length()))) {
            return Secret.misplaced("There is no property " + property);
        }
        return nearest == null
                ? Problem.hard(
                        "There is no property " + property + " in this version.",
                        "Remove -D" + property + "; mvn mz:help -Ddetail shows the properties there are.")
                : Problem.hard(
                        "There is no property " + property + ". Did you mean \"" + nearest + "\"?",
                        "Use -D" + nearest + ", or remove -D" + property + ".");
    }

    /** A project may have properties of its own that begin with mz., so that only those are named that look like a key. */
    private void checkPomProperties(List<String> known) {
        for (String property : sources.pom().properties()) {
            String nearest =
                    property.startsWith(PREFIX) && !known.contains(property) ? Nearest.to(property, known) : null;
            if (nearest != null) {
                notRead(
                        nearest,
                        "The property " + property + " of the " + sources.pom().source()
                                + " is not read. Did you mean \"" + nearest + "\"?",
                        "Use <" + nearest + ">, or give it another name.");
            }
        }
    }

    /** Variables that look like a key, but are not read; others' variables may have such a name. */
    private void checkVariables() {
        for (Key<?> key : Keys.all()) {
            String variable = key.likelyVariable();
            String value = sources.environment().getOrDefault(variable, "");
            if (!value.isBlank() && !key.variables().contains(variable)) {
                notRead(
                        key.property(),
                        "The environment variable " + variable + " is set, and not read.",
                        "Use -D" + key.property() + ", or unset " + variable + ".");
            }
        }
    }

    /** Is warned of, but for the one that would keep a goal from writing. */
    private void notRead(String meant, String what, String remedy) {
        if (meant.equals(Keys.DRY_RUN.property())) {
            problems.add(Problem.hard(what, remedy));
        } else {
            warnings.add(Problem.warning(what, remedy));
        }
    }

    private ConfigNode.Fields yaml(Values chooser, String target, boolean connecting) {
        ConfigNode.Text configured = chooser.given(Keys.CONFIG_FILE);
        if (configured != null) {
            Path file = chooser.get(Keys.CONFIG_FILE);
            if (!Files.isRegularFile(file)) {
                problems.add(Problem.hard(
                        "There is no configFile " + file + " ("
                                + configured.origin().place() + ").",
                        "Set " + Keys.CONFIG_FILE.ways() + " to a file that is there."));
                return null;
            }
            return block(file, configured.text().strip(), target, true, connecting);
        }
        for (String name : List.of(ConfigFile.DEFAULT_NAME, ConfigFile.DBT_NAME)) {
            Path file = sources.baseDirectory().resolve(name);
            if (Files.isRegularFile(file)) {
                return block(file, name, target, name.equals(ConfigFile.DEFAULT_NAME), connecting);
            }
        }
        return null;
    }

    private ConfigNode.Fields block(Path file, String shownName, String target, boolean required, boolean connecting) {
        return new ConfigFile(shownName, sources.environment(), connecting, problems).target(file, target, required);
    }

    private Settings settings(String target, ConnectionSettings connection, Values values) {
        List<String> schemas = values.get(Keys.SCHEMAS);
        List<ClusterSetting> clusters = values.get(Keys.CLUSTERS);
        String suffix = values.get(Keys.SUFFIX);
        if (schemas.isEmpty() && clusters.isEmpty() && !sources.goal().equals(FINDS_THEM)) {
            problems.add(Problem.hard(
                    "There are no schemas and no clusters to deploy.",
                    "Set " + Keys.SCHEMAS.ways() + ", or " + Keys.CLUSTERS.name() + " in the same way."));
        }
        if (Boolean.TRUE.equals(values.get(Keys.ROLLBACK_ON_FAILURE)) && Duration.ZERO.equals(values.get(Keys.SOAK))) {
            warnings.add(Problem.warning(
                    "rollbackOnFailure is set, and soak is not: production is not watched, so that nothing is rolled back.",
                    "Set " + Keys.SOAK.ways() + ", to 5m for example."));
        }
        if ("".equals(values.get(Keys.EXPECTED_DEPLOYMENT))) {
            problems.add(Problem.hard(
                            "expectedDeployment is set, and empty: a variable that should hold the id of the approved deployment"
                                    + " does not.",
                            "Set " + Keys.EXPECTED_DEPLOYMENT.ways() + " to that id, or do not set it.")
                    .in(values.where(Keys.EXPECTED_DEPLOYMENT)));
        }
        problems.addAll(Names.problems(
                target,
                new Names.Named(schemas, values.where(Keys.SCHEMAS)),
                new Names.Named(clusters.stream().map(ClusterSetting::name).toList(), values.where(Keys.CLUSTERS)),
                new Names.Named(List.of(suffix), values.where(Keys.SUFFIX))));
        return new Settings(
                target,
                connection,
                schemas,
                clusters,
                suffix,
                values.get(Keys.TAG),
                gitSha(values),
                values.get(Keys.DRY_RUN),
                values.get(Keys.FORCE),
                new Init(
                        values.get(Keys.IGNORE_EXISTING_OBJECTS),
                        values.get(Keys.ALLOW_STATEFUL),
                        values.get(Keys.CREATE_MISSING)),
                files(values),
                await(values),
                promote(values),
                new Cleanup(values.get(Keys.PROMOTED_ONLY), values.get(Keys.FORGET)),
                diff(values),
                Objects.requireNonNullElse(
                        values.get(Keys.OUTPUT_DIRECTORY),
                        sources.outputDirectory().normalize()));
    }

    private String gitSha(Values values) {
        String sha = values.get(Keys.GIT_SHA);
        return sha == null ? GitHead.sha(sources.baseDirectory()) : sha;
    }

    private ProjectFiles files(Values values) {
        return new ProjectFiles(
                sources.baseDirectory(),
                values.given(Keys.CONFIG_FILE) != null,
                values.get(Keys.SQL_DIRECTORY),
                values.get(Keys.TEST_DIRECTORY),
                values.get(Keys.VERIFY_DIRECTORY),
                values.get(Keys.TEST),
                values.get(Keys.PLACEHOLDERS));
    }

    private static Await await(Values values) {
        return new Await(
                values.get(Keys.POLL_INTERVAL),
                values.get(Keys.LAG_THRESHOLD),
                values.get(Keys.TIMEOUT),
                values.get(Keys.REPLICAS),
                values.get(Keys.PROGRESS));
    }

    private static Promote promote(Values values) {
        return new Promote(
                values.get(Keys.WAIT),
                values.get(Keys.MAX_RETRIES),
                values.get(Keys.RETRY_BACKOFF),
                values.get(Keys.OBJECT_GRANTS),
                values.get(Keys.SINK_TIMEOUT),
                values.get(Keys.EXPECTED_DEPLOYMENT),
                values.get(Keys.SOAK),
                values.get(Keys.ROLLBACK_ON_FAILURE));
    }

    private static Diff diff(Values values) {
        return new Diff(
                values.get(Keys.DIFF_KEYS),
                values.get(Keys.INCLUDE),
                values.get(Keys.EXCLUDE),
                values.get(Keys.SAMPLE_ROWS),
                values.get(Keys.MAX_CHANGED),
                values.get(Keys.CLUSTER),
                values.given(Keys.TIMEOUT) == null ? TIMEOUT_OF_A_RELATION : values.get(Keys.TIMEOUT));
    }
}
