package io.github.mzmaven.config;

import io.github.mzmaven.MzException;
import io.github.mzmaven.Problem;
import io.github.mzmaven.config.Settings.Await;
import io.github.mzmaven.config.Settings.Init;
import io.github.mzmaven.config.Settings.ObjectGrants;
import io.github.mzmaven.config.Settings.Progress;
import io.github.mzmaven.config.Settings.Promote;
import io.github.mzmaven.config.Settings.Replicas;
import io.github.mzmaven.config.Settings.Sql;
import io.github.mzmaven.text.Nearest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Merges what POM, YAML, environment and {@code -D} say into settings, or tells everything that is wrong at once. */
public final class SettingsLoader {
    /** The target that is meant where none is named. */
    public static final String DEFAULT_TARGET = "default";

    private static final int MAX_TAG_LENGTH = 128;
    private static final String PREFIX = "mz.";
    private static final List<String> GOALS =
            List.of("init", "apply", "await", "test", "promote", "rollback", "cleanup", "status");

    private final SettingsSources sources;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    private SettingsLoader(SettingsSources sources) {
        this.sources = sources;
    }

    /**
     * What was loaded.
     *
     * @param warnings what someone should act on, though the goal goes on
     */
    public record Loaded(Settings settings, List<Problem> warnings) {}

    /**
     * Loads the settings.
     *
     * @throws MzException of kind REFUSED with all that is wrong
     */
    public static Loaded load(SettingsSources sources) {
        return new SettingsLoader(sources).load();
    }

    private Loaded load() {
        problems.addAll(sources.pom().problems());
        checkProperties();
        checkVariables();
        var chooser = new Values(new Precedence(null, sources), sources.baseDirectory(), problems);
        String target = chooser.textEvenEmpty(Key.TARGET, DEFAULT_TARGET);
        int before = problems.size();
        Raw.Fields yaml = yaml(chooser, target);
        if (yaml == null && problems.size() > before) {
            // What a file that cannot be used may say would be missed below, one problem after the other.
            throw refusal();
        }
        var layers = new Precedence(yaml, sources);
        var values = new Values(layers, sources.baseDirectory(), problems);
        ConnectionSettings connection =
                new ConnectionReader(values, layers, sources.servers(), problems, warnings).read();
        Settings settings = settings(target, connection, values);
        if (!problems.isEmpty()) {
            throw refusal();
        }
        return new Loaded(settings, List.copyOf(warnings));
    }

    private MzException refusal() {
        return MzException.refusal(sources.goal() + " refuses. Nothing was written.", problems);
    }

    /**
     * Whoever says -Dmz.something relies on it, and a goal that passes it over may write what was to be rehearsed. What other
     * goals know is known to each, since one command line runs several.
     */
    private void checkProperties() {
        List<String> known = properties();
        String placeholders = Key.PLACEHOLDERS.property() + ".";
        sources.properties().keySet().stream().sorted().forEach(property -> {
            boolean placeholder = property.startsWith(placeholders) && !property.equals(placeholders);
            if (property.startsWith(PREFIX) && !placeholder && !known.contains(property)) {
                problems.add(unknown(property, Nearest.to(property, known)));
            }
        });
    }

    private static List<String> properties() {
        List<String> known = new ArrayList<>(List.of("mz.skip", "mz.allowUnbuiltModules"));
        GOALS.forEach(goal -> known.add(PREFIX + goal + ".skip"));
        Arrays.stream(Key.values()).map(Key::property).forEach(known::add);
        return known;
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

    /**
     * Variables that look like a key, but are not read. Others' variables may have such a name, so that they are warned of, but
     * for the one that would keep a goal from writing.
     */
    private void checkVariables() {
        for (Key key : Key.values()) {
            String variable = "MZ_" + key.name();
            String value = sources.environment().getOrDefault(variable, "");
            if (!value.isBlank() && !key.variables().contains(variable)) {
                String what = "The environment variable " + variable + " is set, and not read.";
                String remedy = "Use -D" + key.property() + ", or unset " + variable + ".";
                if (key == Key.DRY_RUN) {
                    problems.add(Problem.hard(what, remedy));
                } else {
                    warnings.add(Problem.warning(what, remedy));
                }
            }
        }
    }

    private Raw.Fields yaml(Values chooser, String target) {
        Raw.Text configured = chooser.given(Key.CONFIG_FILE);
        if (configured != null) {
            Path file = chooser.path(Key.CONFIG_FILE, Path.of(ConfigFile.DEFAULT_NAME));
            if (!Files.isRegularFile(file)) {
                problems.add(Problem.hard(
                        "There is no configFile " + file + " ("
                                + configured.origin().place() + ").",
                        "Set " + Key.CONFIG_FILE.ways() + " to a file that is there."));
                return null;
            }
            return block(file, configured.text().strip(), target, true);
        }
        for (String name : List.of(ConfigFile.DEFAULT_NAME, ConfigFile.DBT_NAME)) {
            Path file = sources.baseDirectory().resolve(name);
            if (Files.isRegularFile(file)) {
                return block(file, name, target, name.equals(ConfigFile.DEFAULT_NAME));
            }
        }
        return null;
    }

    private Raw.Fields block(Path file, String shownName, String target, boolean required) {
        return new ConfigFile(shownName, sources.environment(), problems).target(file, target, required);
    }

    private Settings settings(String target, ConnectionSettings connection, Values values) {
        List<String> schemas = values.names(Key.SCHEMAS);
        List<ClusterSetting> clusters = values.clusters();
        String suffix = values.textEvenEmpty(Key.SUFFIX, Settings.DEFAULT_SUFFIX);
        if (schemas.isEmpty() && clusters.isEmpty()) {
            problems.add(Problem.hard(
                    "There are no schemas and no clusters to deploy.",
                    "Set " + Key.SCHEMAS.ways() + ", or " + Key.CLUSTERS.key() + " in the same way."));
        }
        problems.addAll(Names.problems(
                target, schemas, clusters.stream().map(ClusterSetting::name).toList(), suffix));
        return new Settings(
                target,
                connection,
                schemas,
                clusters,
                suffix,
                tag(values),
                gitSha(values),
                values.flag(Key.DRY_RUN),
                values.flag(Key.FORCE),
                new Init(values.flag(Key.IGNORE_EXISTING_OBJECTS), values.flag(Key.ALLOW_STATEFUL)),
                sql(values),
                await(values),
                promote(values),
                values.path(Key.OUTPUT_DIRECTORY, sources.outputDirectory()));
    }

    private String tag(Values values) {
        String tag = values.text(Key.TAG, null);
        if (tag != null && tag.length() > MAX_TAG_LENGTH) {
            problems.add(Problem.hard(
                    "The tag has " + tag.length() + " characters ("
                            + values.given(Key.TAG).origin().place() + "); it may have " + MAX_TAG_LENGTH + ".",
                    "Shorten " + Key.TAG.ways() + " or CI_TAG."));
        }
        if (tag != null && tag.chars().anyMatch(Character::isISOControl)) {
            problems.add(Problem.hard(
                    "The tag has a control character, a line's end for example ("
                            + values.given(Key.TAG).origin().place() + ").",
                    "Take it out of " + Key.TAG.ways() + " or CI_TAG."));
        }
        return tag;
    }

    private String gitSha(Values values) {
        String sha = values.text(Key.GIT_SHA, null);
        return sha == null ? GitHead.sha(sources.baseDirectory()) : sha;
    }

    private static Sql sql(Values values) {
        return new Sql(
                values.path(Key.SQL_DIRECTORY, Path.of("src", "main", "materialize")),
                values.path(Key.TEST_DIRECTORY, Path.of("src", "test", "materialize")),
                values.text(Key.TEST, null),
                values.placeholders());
    }

    private static Await await(Values values) {
        return new Await(
                values.duration(Key.POLL_INTERVAL, "1s"),
                values.duration(Key.LAG_THRESHOLD, "1s"),
                values.duration(Key.TIMEOUT, "1h"),
                values.choice(Key.REPLICAS, Replicas.ONE),
                values.choice(Key.PROGRESS, Progress.AUTO));
    }

    private static Promote promote(Values values) {
        return new Promote(
                values.flag(Key.WAIT),
                values.count(Key.MAX_RETRIES, 3),
                values.duration(Key.RETRY_BACKOFF, "1s"),
                values.choice(Key.OBJECT_GRANTS, ObjectGrants.COPY),
                values.duration(Key.SINK_TIMEOUT, "5m"));
    }
}
