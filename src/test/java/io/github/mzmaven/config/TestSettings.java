package io.github.mzmaven.config;

import io.github.mzmaven.config.Settings.ObjectGrants;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Settings for tests, with the defaults of production code except for pauses, which are short. */
public final class TestSettings {
    private String target = "default";
    private String url = "jdbc:postgresql://localhost:1/materialize?user=materialize";
    private List<String> schemas = List.of();
    private List<ClusterSetting> clusters = List.of();
    private String suffix = Settings.DEFAULT_SUFFIX;
    private String tag;
    private String gitSha = "0123456789abcdef0123456789abcdef01234567";
    private boolean dryRun;
    private boolean force;
    private boolean ignoreExistingObjects;
    private boolean allowStateful;
    private boolean createMissing;
    private Path baseDirectory = Path.of("");
    private Path sqlDirectory = Path.of("src/main/materialize");
    private Path testDirectory = Path.of("src/test/materialize");
    private String test;
    private Map<String, String> placeholders = Map.of();
    private int maxRetries = 3;
    private boolean waitFirst;
    private ObjectGrants objectGrants = ObjectGrants.COPY;
    private Duration sinkTimeout = Duration.ofSeconds(30);
    private Settings.Await await = new Settings.Await(
            Duration.ofMillis(100),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Settings.Replicas.ONE,
            Settings.Progress.PLAIN);
    private Path verifyDirectory = Path.of("src/verify/materialize");
    private String expectedDeployment;
    private Duration soak = Duration.ZERO;
    private boolean rollbackOnFailure;
    private Settings.Diff diff =
            new Settings.Diff(Map.of(), List.of(), List.of(), 0, null, null, Duration.ofSeconds(30));
    private boolean promotedOnly;
    private boolean forget;
    private Duration connectTimeout = Duration.ofSeconds(30);
    private Duration silenceTimeout = Duration.ofMinutes(2);
    private Path outputDirectory = Path.of("target/mz");

    public TestSettings target(String value) {
        target = value;
        return this;
    }

    /** @param value a JDBC URL that says the user */
    public TestSettings url(String value) {
        url = value;
        return this;
    }

    public TestSettings schemas(String... values) {
        schemas = List.of(values);
        return this;
    }

    public TestSettings clusters(String... values) {
        clusters = List.of(values).stream().map(ClusterSetting::new).toList();
        return this;
    }

    public TestSettings clusters(List<ClusterSetting> values) {
        clusters = values;
        return this;
    }

    public TestSettings suffix(String value) {
        suffix = value;
        return this;
    }

    public TestSettings cluster(String name, String size, Integer replicationFactor) {
        clusters = List.of(new ClusterSetting(name, size, replicationFactor));
        return this;
    }

    public TestSettings tag(String value) {
        tag = value;
        return this;
    }

    public TestSettings gitSha(String value) {
        gitSha = value;
        return this;
    }

    public TestSettings dryRun() {
        dryRun = true;
        return this;
    }

    public TestSettings force() {
        force = true;
        return this;
    }

    public TestSettings ignoreExistingObjects() {
        ignoreExistingObjects = true;
        return this;
    }

    public TestSettings allowStateful() {
        allowStateful = true;
        return this;
    }

    public TestSettings allowStateful(boolean value) {
        allowStateful = value;
        return this;
    }

    public TestSettings createMissing() {
        return createMissing(true);
    }

    public TestSettings createMissing(boolean value) {
        createMissing = value;
        return this;
    }

    public TestSettings baseDirectory(Path value) {
        baseDirectory = value;
        return this;
    }

    public TestSettings sqlDirectory(Path value) {
        sqlDirectory = value;
        return this;
    }

    public TestSettings testDirectory(Path value) {
        testDirectory = value;
        return this;
    }

    public TestSettings test(String value) {
        test = value;
        return this;
    }

    public TestSettings placeholders(Map<String, String> value) {
        placeholders = value;
        return this;
    }

    public TestSettings maxRetries(int value) {
        maxRetries = value;
        return this;
    }

    public TestSettings waitFirst() {
        waitFirst = true;
        return this;
    }

    public TestSettings objectGrants(ObjectGrants value) {
        objectGrants = value;
        return this;
    }

    public TestSettings sinkTimeout(Duration value) {
        sinkTimeout = value;
        return this;
    }

    public TestSettings timeout(Duration value) {
        return await(new Settings.Await(
                await.pollInterval(), await.lagThreshold(), value, await.replicas(), await.progress()));
    }

    public TestSettings await(Settings.Await value) {
        await = value;
        return this;
    }

    public TestSettings connectTimeout(Duration value) {
        connectTimeout = value;
        return this;
    }

    public TestSettings silenceTimeout(Duration value) {
        silenceTimeout = value;
        return this;
    }

    public TestSettings verifyDirectory(Path value) {
        verifyDirectory = value;
        return this;
    }

    public TestSettings expectedDeployment(String value) {
        expectedDeployment = value;
        return this;
    }

    public TestSettings soak(Duration value) {
        soak = value;
        return this;
    }

    public TestSettings rollbackOnFailure() {
        rollbackOnFailure = true;
        return this;
    }

    public static MaxChanged maxChanged(String text) {
        return MaxChanged.parse(text);
    }

    public TestSettings diff(Settings.Diff value) {
        diff = value;
        return this;
    }

    public TestSettings promotedOnly() {
        promotedOnly = true;
        return this;
    }

    public TestSettings forget() {
        forget = true;
        return this;
    }

    public TestSettings outputDirectory(Path value) {
        outputDirectory = value;
        return this;
    }

    public Settings build() {
        var uri = URI.create(url.substring("jdbc:".length()));
        String user = uri.getQuery() == null ? "materialize" : uri.getQuery().replaceAll(".*user=([^&]*).*", "$1");
        return new Settings(
                target,
                new ConnectionSettings(
                        url,
                        user,
                        null,
                        uri.getHost(),
                        uri.getPort(),
                        uri.getPath().substring(1),
                        connectTimeout,
                        silenceTimeout,
                        List.of("url from a test"),
                        new ConnectionSettings.Said(url.replaceAll("[?&]user=[^&]*", ""), null, null)),
                schemas,
                clusters,
                suffix,
                tag,
                gitSha,
                dryRun,
                force,
                new Settings.Init(ignoreExistingObjects, allowStateful, createMissing),
                new Settings.ProjectFiles(
                        baseDirectory, false, sqlDirectory, testDirectory, verifyDirectory, test, placeholders),
                await,
                new Settings.Promote(
                        waitFirst,
                        maxRetries,
                        Duration.ofMillis(20),
                        objectGrants,
                        sinkTimeout,
                        expectedDeployment,
                        soak,
                        rollbackOnFailure),
                new Settings.Cleanup(promotedOnly, forget),
                diff,
                outputDirectory);
    }
}
