package io.github.mzmaven.config;

import java.util.Arrays;
import java.util.List;

/** Everything that can be configured, by one name in the POM, in YAML and (after {@code mz.}) as {@code -D}. */
public enum Key {
    TARGET("target"),
    CONFIG_FILE("configFile"),
    URL("url", "MZ_URL"),
    USER("user", "MZ_USER"),
    SERVER_ID("serverId"),
    PASSWORD_FILE("passwordFile"),
    CONNECT_TIMEOUT("connectTimeout"),
    SILENCE_TIMEOUT("silenceTimeout"),
    SCHEMAS("schemas"),
    CLUSTERS("clusters"),
    SUFFIX("suffix"),
    TAG("tag", "CI_TAG"),
    GIT_SHA("gitSha", "MZ_GIT_SHA", "GITHUB_SHA", "CI_COMMIT_SHA", "GIT_COMMIT"),
    DRY_RUN("dryRun"),
    FORCE("force"),
    IGNORE_EXISTING_OBJECTS("ignoreExistingObjects"),
    ALLOW_STATEFUL("allowStateful"),
    SQL_DIRECTORY("sqlDirectory"),
    TEST_DIRECTORY("testDirectory"),
    TEST("test"),
    PLACEHOLDERS("placeholders"),
    POLL_INTERVAL("pollInterval"),
    LAG_THRESHOLD("lagThreshold"),
    TIMEOUT("timeout"),
    REPLICAS("replicas"),
    PROGRESS("progress"),
    WAIT("wait"),
    MAX_RETRIES("maxRetries"),
    RETRY_BACKOFF("retryBackoff"),
    OBJECT_GRANTS("objectGrants"),
    SINK_TIMEOUT("sinkTimeout"),
    OUTPUT_DIRECTORY("outputDirectory");

    private final String key;
    private final List<String> variables;

    Key(String key, String... variables) {
        this.key = key;
        this.variables = List.of(variables);
    }

    /** The name in the POM and in YAML. */
    String key() {
        return key;
    }

    /** The name after {@code -D}. */
    String property() {
        return "mz." + key;
    }

    /** The environment variables that say it; the first that is set counts. */
    List<String> variables() {
        return variables;
    }

    /** The names of all. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Key::key).toList();
    }

    /** The names that a target in a YAML file may have: all but those by which file and target are chosen. */
    static List<String> ofTarget() {
        return Arrays.stream(values())
                .filter(key -> key != TARGET && key != CONFIG_FILE)
                .map(Key::key)
                .toList();
    }

    /** Ways to set it, for a remedy. */
    String ways() {
        return "mz." + key + " (-D" + property() + "=…, <" + key + "> in the POM"
                + (this == TARGET || this == CONFIG_FILE ? ")" : ", " + key + ": in mz.yml)");
    }
}
