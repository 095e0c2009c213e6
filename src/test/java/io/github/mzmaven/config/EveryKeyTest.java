package io.github.mzmaven.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.config.Settings.ObjectGrants;
import io.github.mzmaven.config.Settings.Progress;
import io.github.mzmaven.config.Settings.Replicas;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every key can be set in every place. */
class EveryKeyTest {
    @TempDir
    Path directory;

    private record Case(Key<?> key, String text, BiFunction<Settings, Path, Object> reader, Object expected) {}

    private static Case of(Key<?> key, String text, Function<Settings, Object> reader, Object expected) {
        return new Case(key, text, (settings, directory) -> reader.apply(settings), expected);
    }

    private static Case path(Key<?> key, Function<Settings, Path> reader) {
        return new Case(
                key,
                "some/where",
                (settings, directory) ->
                        directory.relativize(reader.apply(settings)).toString(),
                Path.of("some/where").toString());
    }

    private static List<Case> cases() {
        return List.of(
                of(Keys.TARGET, "prod", Settings::target, "prod"),
                of(Keys.CONFIG_FILE, "other.yml", Settings::suffix, "_other"),
                of(Keys.URL, "postgres://h:1/d", s -> s.connection().describe(), "d at h:1 as ann"),
                of(Keys.USER, "bob", s -> s.connection().user(), "bob"),
                of(Keys.SERVER_ID, "mz", s -> s.connection().password().reveal(), "of the server"),
                of(Keys.PASSWORD_FILE, "pw", s -> s.connection().password().reveal(), "of the file"),
                of(Keys.CONNECT_TIMEOUT, "5s", s -> s.connection().connectTimeout(), Duration.ofSeconds(5)),
                of(Keys.SILENCE_TIMEOUT, "10m", s -> s.connection().silenceTimeout(), Duration.ofMinutes(10)),
                of(Keys.SCHEMAS, "a, b", Settings::schemas, List.of("a", "b")),
                of(Keys.CLUSTERS, "a,b", Settings::clusterNames, List.of("a", "b")),
                of(Keys.SUFFIX, "_new", Settings::suffix, "_new"),
                of(Keys.TAG, "PR-1", Settings::tag, "PR-1"),
                of(Keys.GIT_SHA, "ab12cd3", Settings::gitSha, "ab12cd3"),
                of(Keys.DRY_RUN, "true", Settings::dryRun, true),
                of(Keys.FORCE, "true", Settings::force, true),
                of(Keys.IGNORE_EXISTING_OBJECTS, "true", s -> s.init().ignoreExistingObjects(), true),
                of(Keys.ALLOW_STATEFUL, "true", s -> s.init().allowStateful(), true),
                of(Keys.CREATE_MISSING, "true", s -> s.init().createMissing(), true),
                path(Keys.SQL_DIRECTORY, s -> s.files().sqlDirectory()),
                path(Keys.TEST_DIRECTORY, s -> s.files().testDirectory()),
                of(Keys.TEST, "*x*", s -> s.files().test(), "*x*"),
                of(Keys.POLL_INTERVAL, "2s", s -> s.await().pollInterval(), Duration.ofSeconds(2)),
                of(Keys.LAG_THRESHOLD, "5m", s -> s.await().lagThreshold(), Duration.ofMinutes(5)),
                of(Keys.TIMEOUT, "1h 30m", s -> s.await().timeout(), Duration.ofMinutes(90)),
                of(Keys.REPLICAS, "all", s -> s.await().replicas(), Replicas.ALL),
                of(Keys.PROGRESS, "plain", s -> s.await().progress(), Progress.PLAIN),
                of(Keys.WAIT, "true", s -> s.promote().waitFirst(), true),
                of(Keys.MAX_RETRIES, "0", s -> s.promote().maxRetries(), 0),
                of(Keys.RETRY_BACKOFF, "100ms", s -> s.promote().retryBackoff(), Duration.ofMillis(100)),
                of(Keys.OBJECT_GRANTS, "Check", s -> s.promote().objectGrants(), ObjectGrants.CHECK),
                of(Keys.SINK_TIMEOUT, "10m", s -> s.promote().sinkTimeout(), Duration.ofMinutes(10)),
                of(Keys.EXPECTED_DEPLOYMENT, "id", s -> s.promote().expectedDeployment(), "id"),
                of(Keys.SOAK, "5m", s -> s.promote().soak(), Duration.ofMinutes(5)),
                of(Keys.ROLLBACK_ON_FAILURE, "true", s -> s.promote().rollbackOnFailure(), true),
                path(Keys.VERIFY_DIRECTORY, s -> s.files().verifyDirectory()),
                of(
                        Keys.DIFF_KEYS,
                        "m.r:a, b;m.s:c",
                        s -> s.diff().keys(),
                        Map.of("m.r", List.of("a", "b"), "m.s", List.of("c"))),
                of(Keys.INCLUDE, "m.*,x.y", s -> s.diff().include(), List.of("m.*", "x.y")),
                of(Keys.EXCLUDE, "m.*", s -> s.diff().exclude(), List.of("m.*")),
                of(Keys.SAMPLE_ROWS, "5", s -> s.diff().sampleRows(), 5),
                of(Keys.MAX_CHANGED, "0.5%", s -> s.diff().maxChanged().percent(), new java.math.BigDecimal("0.5")),
                of(Keys.CLUSTER, "scratch", s -> s.diff().cluster(), "scratch"),
                of(Keys.PROMOTED_ONLY, "true", s -> s.cleanup().promotedOnly(), true),
                of(Keys.FORGET, "true", s -> s.cleanup().forget(), true),
                path(Keys.OUTPUT_DIRECTORY, Settings::outputDirectory));
    }

    static Stream<Arguments> inEachPlace() {
        return cases().stream()
                .flatMap(each -> Stream.concat(
                                Stream.of("POM", "-D"),
                                Stream.concat(
                                        Keys.ofTarget().contains(each.key().name())
                                                ? Stream.of("YAML")
                                                : Stream.empty(),
                                        each.key().variables().stream()))
                        .map(place -> Arguments.of(each.key().name(), place, each)));
    }

    @ParameterizedTest(name = "{0} from {1}")
    @MethodSource("inEachPlace")
    void isSetBy(String key, String place, Case each) {
        Sources sources = Sources.in(directory)
                .file("pw", "of the file\n")
                .file("other.yml", "deployment: {default: {suffix: _other}}")
                .server("mz", null, "of the server");
        if (each.key() != Keys.URL) {
            sources.minusD("url", "postgres://localhost");
        }
        if (each.key() != Keys.USER) {
            sources.minusD("user", "ann");
        }
        if (each.key() != Keys.SCHEMAS) {
            sources.minusD("schemas", "marts");
        }
        switch (place) {
            case "POM" -> sources.pom(key, each.text());
            case "-D" -> sources.minusD(key, each.text());
            case "YAML" -> sources.yaml("deployment:\n  default:\n    " + key + ": '" + each.text() + "'\n");
            default -> sources.variable(place, each.text());
        }
        assertThat(each.reader().apply(sources.load(), directory)).isEqualTo(each.expected());
    }

    @ParameterizedTest(name = "placeholders from {0}")
    @MethodSource("placesOfPlaceholders")
    void placeholdersAreSetBy(String place, Function<Sources, Sources> saying) {
        Settings settings = saying.apply(Sources.complete(directory)).load();
        assertThat(settings.files().placeholders()).isEqualTo(Map.of("region", "eu"));
    }

    static Stream<Arguments> placesOfPlaceholders() {
        Function<Sources, Sources> yaml = s -> s.yaml("deployment: {default: {placeholders: {region: eu}}}");
        Function<Sources, Sources> pom = s -> {
            s.pom().put("placeholders", Map.of("region", "eu"));
            return s;
        };
        Function<Sources, Sources> minusD = s -> s.minusD("placeholders.region", "eu");
        return Stream.of(Arguments.of("YAML", yaml), Arguments.of("POM", pom), Arguments.of("-D", minusD));
    }

    @Test
    void noKeyIsForgottenHere() {
        assertThat(cases().stream().map(Case::key))
                .containsExactlyInAnyOrderElementsOf(Keys.all().stream()
                        .filter(key -> key.scope() != Key.Scope.BUILD && key != Keys.PLACEHOLDERS)
                        .toList());
    }

    @Test
    void theDefaultsAreThese() {
        Settings settings = Sources.complete(directory).minusD("gitSha", "x").load();
        assertThat(settings.connection().connectTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.connection().silenceTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(settings)
                .isEqualTo(new Settings(
                        "default",
                        settings.connection(),
                        List.of("marts"),
                        List.of(),
                        "_dbt_deploy",
                        null,
                        "x",
                        false,
                        false,
                        new Settings.Init(false, false, false),
                        new Settings.ProjectFiles(
                                directory,
                                false,
                                directory.resolve("src/main/materialize"),
                                directory.resolve("src/test/materialize"),
                                directory.resolve("src/verify/materialize"),
                                null,
                                Map.of()),
                        new Settings.Await(
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(1),
                                Duration.ofHours(1),
                                Replicas.ONE,
                                Progress.AUTO),
                        new Settings.Promote(
                                false,
                                3,
                                Duration.ofSeconds(1),
                                ObjectGrants.COPY,
                                Duration.ofMinutes(5),
                                null,
                                Duration.ZERO,
                                false),
                        new Settings.Cleanup(false, false),
                        new Settings.Diff(Map.of(), List.of(), List.of(), 0, null, null, Duration.ofMinutes(10)),
                        directory.resolve("target/mz")));
    }
}
