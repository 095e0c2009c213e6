package io.github.mzmaven.config;

import static io.github.mzmaven.config.Type.COUNT;
import static io.github.mzmaven.config.Type.DURATION;
import static io.github.mzmaven.config.Type.FLAG;
import static io.github.mzmaven.config.Type.GLOBS;
import static io.github.mzmaven.config.Type.NAMES;
import static io.github.mzmaven.config.Type.PATH;
import static io.github.mzmaven.config.Type.TEXT;
import static io.github.mzmaven.config.Type.TEXT_EVEN_EMPTY;

import io.github.mzmaven.config.Key.Scope;
import io.github.mzmaven.config.Settings.ObjectGrants;
import io.github.mzmaven.config.Settings.Progress;
import io.github.mzmaven.config.Settings.Replicas;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Everything that can be configured. A mojo has an annotated field for each, which a test checks against this. */
public final class Keys {
    private static final List<String> EVERY = List.of(
            "init",
            "apply",
            "await",
            "test",
            "promote",
            "rollback",
            "cleanup",
            "status",
            "history",
            "diff",
            "export",
            "validate");
    private static final List<String> WRITING = List.of("init", "apply", "promote", "rollback", "cleanup");
    private static final List<String> WRITING_ANYTHING =
            List.of("init", "apply", "promote", "rollback", "cleanup", "export");
    private static final List<String> CREATING =
            List.of("init", "apply", "promote", "rollback", "cleanup", "export", "validate");
    private static final List<String> WAITING = List.of("await", "promote");
    private static final List<String> JUDGING = List.of("await", "promote", "status");
    private static final List<String> SWAPPING = List.of("promote", "rollback");

    private static final Map<String, Key<?>> ALL = new LinkedHashMap<>();

    static {
        build("skip", "mz.skip", EVERY, "Skips all goals of this plugin.");
        EVERY.forEach(goal -> build(skipName(goal), "mz." + goal + ".skip", List.of(goal), "Skips this goal."));
        build(
                "allowUnbuiltModules",
                "mz.allowUnbuiltModules",
                WRITING,
                "Runs the goal although modules of the build that come later are not built yet.");
    }

    static final Key<String> TARGET = file(
            "target",
            TEXT_EVEN_EMPTY,
            "default",
            "The target: the name of an environment below deployment: in the configuration file.");
    static final Key<Path> CONFIG_FILE = file(
            "configFile",
            PATH,
            null,
            "The YAML file with the targets, relative to the module's directory: one of this plugin, or a"
                    + " dbt_project.yml, whose vars.deployment is read.");
    static final Key<String> URL = key(
            "url",
            TEXT,
            null,
            EVERY,
            "Where the server is: jdbc:postgresql://host:6875/database, or the postgres:// form that"
                    + " Materialize's console shows.",
            "MZ_URL");
    static final Key<String> USER = key("user", TEXT, null, EVERY, "The role to connect as.", "MZ_USER");
    static final Key<String> SERVER_ID = key(
            "serverId",
            TEXT,
            null,
            EVERY,
            "The id of a server in settings.xml whose username and (encrypted) password to use.");
    static final Key<Path> PASSWORD_FILE = key(
            "passwordFile",
            PATH,
            null,
            EVERY,
            "A file that holds the password and nothing else, relative to the module's directory.");
    static final Key<Duration> CONNECT_TIMEOUT =
            key("connectTimeout", DURATION, "30s", EVERY, "How long connecting may take.");
    static final Key<Duration> SILENCE_TIMEOUT = key(
            "silenceTimeout",
            DURATION,
            "2m",
            EVERY,
            "How long the server may leave a message unanswered before the connection counts as lost.");
    static final Key<List<String>> SCHEMAS =
            key("schemas", NAMES, null, EVERY, "The production schemas to deploy, all in the database of the url.");
    static final Key<List<ClusterSetting>> CLUSTERS = key(
            "clusters",
            Type.CLUSTERS,
            null,
            EVERY,
            "The production clusters to deploy: a name, or name with the size or replicationFactor that the"
                    + " copy shall have instead of production's.");
    static final Key<String> SUFFIX =
            key("suffix", TEXT_EVEN_EMPTY, Settings.DEFAULT_SUFFIX, EVERY, "What the names of the copies end in.");
    static final Key<String> TAG = key(
            "tag",
            Type.line(128),
            null,
            EVERY,
            "Names what is deployed, a pull request for example; at most 128 characters.",
            "CI_TAG");
    static final Key<String> GIT_SHA = key(
            "gitSha",
            TEXT,
            null,
            EVERY,
            "The commit that is deployed.",
            "MZ_GIT_SHA",
            "GITHUB_SHA",
            "CI_COMMIT_SHA",
            "GIT_COMMIT");
    static final Key<Boolean> DRY_RUN = key(
            "dryRun",
            FLAG,
            "false",
            WRITING_ANYTHING,
            "Prints the statements that the goal would send, and writes nothing to the database.");
    static final Key<Boolean> FORCE = key(
            "force",
            FLAG,
            "false",
            WRITING_ANYTHING,
            "Goes on in spite of those problems that may be overridden; they are named in the log.");
    static final Key<Boolean> IGNORE_EXISTING_OBJECTS = key(
            "ignoreExistingObjects",
            FLAG,
            "false",
            List.of("init"),
            "Adopts schemas and clusters that have the copies' names already, with the objects in them: an"
                    + " environment that dbt made, for example.");
    static final Key<Boolean> ALLOW_STATEFUL = key(
            "allowStateful",
            FLAG,
            "false",
            CREATING,
            "Lets schemas hold tables, sources, connections and secrets: the swap replaces them by those of the"
                    + " copy, and cleanup drops them with their data.");
    static final Key<Boolean> CREATE_MISSING = key(
            "createMissing",
            FLAG,
            "false",
            List.of("init"),
            "Creates production schemas and clusters that do not exist, empty: the first deployment fills them as any"
                    + " other does. A cluster needs a size in the configuration for it.");
    static final Key<Path> SQL_DIRECTORY = key(
            "sqlDirectory",
            PATH,
            "src/main/materialize",
            List.of("apply", "export", "validate"),
            "The directory that holds a folder for each schema, with its .sql files at any depth.");
    static final Key<Path> TEST_DIRECTORY = key(
            "testDirectory",
            PATH,
            "src/test/materialize",
            List.of("test", "promote", "validate"),
            "The directory that holds the tests: .sql files, each a query that must return no row.");
    static final Key<String> TEST =
            key("test", TEXT, null, List.of("test"), "Which tests to run: a glob against paths below testDirectory.");
    static final Key<Map<String, String>> PLACEHOLDERS = key(
            "placeholders",
            Type.PLACEHOLDERS,
            null,
            List.of("apply", "test", "promote", "validate"),
            "Values of ${name} in SQL files, by name.");
    static final Key<Duration> POLL_INTERVAL =
            key("pollInterval", DURATION, "1s", WAITING, "The pause between two looks at the server's catalog.");
    static final Key<Duration> LAG_THRESHOLD =
            key("lagThreshold", DURATION, "1s", JUDGING, "How far the copies may be behind now, or behind production.");
    static final Key<Duration> TIMEOUT = key(
            "timeout",
            DURATION,
            "1h",
            List.of("apply", "await", "test", "promote", "diff"),
            "How long the wait for the copies may last, and each statement of the project's own SQL may take.");
    static final Key<Replicas> REPLICAS = key(
            "replicas",
            Type.choice(Replicas.class),
            "one",
            JUDGING,
            "Whether an object must be hydrated on one replica of its cluster, or on all.");
    static final Key<Progress> PROGRESS = key(
            "progress", Type.choice(Progress.class), "auto", WAITING, "auto draws a bar in each line, plain never.");
    static final Key<Boolean> WAIT = key("wait", FLAG, "false", List.of("promote"), "Waits first, as mz:await does.");
    static final Key<Integer> MAX_RETRIES = key(
            "maxRetries", COUNT, "3", WRITING, "How often a statement that met another session's DDL is tried again.");
    static final Key<Duration> RETRY_BACKOFF = key(
            "retryBackoff",
            DURATION,
            "1s",
            WRITING,
            "The first pause before trying again; it doubles each time, with jitter.");
    static final Key<ObjectGrants> OBJECT_GRANTS = key(
            "objectGrants",
            Type.choice(ObjectGrants.class),
            "copy",
            SWAPPING,
            "What to do about privileges that readers have on production's objects and lack on the copies of"
                    + " the same name: copy them, check and refuse, or ignore.");
    static final Key<Duration> SINK_TIMEOUT = key(
            "sinkTimeout",
            DURATION,
            "5m",
            SWAPPING,
            "After which time the change of one sink is cancelled: it waits until the sink can go on.");
    static final Key<String> EXPECTED_DEPLOYMENT = key(
            "expectedDeployment",
            TEXT_EVEN_EMPTY,
            null,
            List.of("promote"),
            "The id of the deployment that may be promoted: any other is refused.");
    static final Key<Duration> SOAK = key(
            "soak",
            Type.UP_TO_A_DAY,
            "0",
            List.of("promote"),
            "How long to watch production after the swap: 0 for not at all, 24h at most.");
    static final Key<Boolean> ROLLBACK_ON_FAILURE = key(
            "rollbackOnFailure",
            FLAG,
            "false",
            List.of("promote"),
            "Swaps back where production fails while it is watched (soak).");
    static final Key<Path> VERIFY_DIRECTORY = key(
            "verifyDirectory",
            PATH,
            "src/verify/materialize",
            List.of("promote", "validate"),
            "The directory with queries, like tests, that can be asked of production only; they run while it is watched.");
    static final Key<Map<String, List<String>>> DIFF_KEYS = key(
            "keys",
            Type.KEYS,
            null,
            List.of("diff"),
            "The columns that tell the rows of a relation apart, by relation: schema.object and columns.");
    static final Key<List<String>> INCLUDE = key(
            "include",
            GLOBS,
            null,
            List.of("diff"),
            "Which relations to compare: globs against schema.object. Views without an index are compared only so.");
    static final Key<List<String>> EXCLUDE = key(
            "exclude", GLOBS, null, List.of("diff"), "Which relations not to compare: globs against schema.object.");
    static final Key<Integer> SAMPLE_ROWS = key(
            "sampleRows",
            Type.countTo(100),
            "0",
            List.of("diff"),
            "How many rows that differ to show of each relation, 100 at most: they are data, and stand in logs and reports"
                    + " then.");
    static final Key<MaxChanged> MAX_CHANGED = key(
            "maxChanged",
            Type.MAX_CHANGED,
            null,
            List.of("diff"),
            "Fails the build where more rows of a relation, or a greater share of those before, are in only one version.");
    static final Key<String> CLUSTER = key(
            "cluster",
            TEXT,
            null,
            List.of("diff"),
            "The cluster on which to compare: one of the target's, whose copy it is then, or one outside of production.");
    static final Key<Boolean> PROMOTED_ONLY = key(
            "promotedOnly",
            FLAG,
            "false",
            List.of("cleanup"),
            "Cleans up after a promote only, and leaves a deployment alone that is not promoted: for nightly jobs.");
    static final Key<Boolean> FORGET = key(
            "forget",
            FLAG,
            "false",
            List.of("cleanup"),
            "Keeps nothing in the database of what production was built from, and drops the history of deployments.");
    static final Key<Path> OUTPUT_DIRECTORY =
            key("outputDirectory", PATH, null, EVERY, "Where plans, results and the report are written.");

    private Keys() {}

    /** All keys, in the order of their declaration. */
    public static Collection<Key<?>> all() {
        return Collections.unmodifiableCollection(ALL.values());
    }

    /** The key of a name; {@code null} where there is none. */
    public static Key<?> named(String name) {
        return ALL.get(name);
    }

    /** The name of the key that skips a goal, e.g. {@code skipInit}. */
    public static String skipName(String goal) {
        return "skip" + goal.substring(0, 1).toUpperCase(Locale.ROOT) + goal.substring(1);
    }

    /** The names that a target in a YAML file may have. */
    static List<String> ofTarget() {
        return ALL.values().stream()
                .filter(key -> key.scope() == Scope.TARGET)
                .map(Key::name)
                .toList();
    }

    private static void build(String name, String property, List<String> goals, String description) {
        declare(new Key<>(name, property, FLAG, "false", description, goals, List.of(), Scope.BUILD));
    }

    private static <T> Key<T> file(String name, Type<T> type, String defaultText, String description) {
        return declare(new Key<>(name, "mz." + name, type, defaultText, description, EVERY, List.of(), Scope.FILE));
    }

    private static <T> Key<T> key(
            String name,
            Type<T> type,
            String defaultText,
            List<String> goals,
            String description,
            String... variables) {
        return declare(
                new Key<>(name, "mz." + name, type, defaultText, description, goals, List.of(variables), Scope.TARGET));
    }

    private static <T> Key<T> declare(Key<T> key) {
        ALL.put(key.name(), key);
        return key;
    }
}
