package io.github.mzmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.lenient;

import io.github.mzmaven.config.ClusterSetting;
import io.github.mzmaven.config.Key;
import io.github.mzmaven.config.Keys;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.config.Settings.ObjectGrants;
import io.github.mzmaven.config.Settings.Progress;
import io.github.mzmaven.config.Settings.Replicas;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import javax.inject.Inject;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.Mojo;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every parameter that a goal has arrives in its settings, from the POM and from -D. */
@MojoTest
class ParametersTest {
    private static final String POM = "src/test/resources/mojo/pom.xml";

    @TempDir
    Path directory;

    @Inject
    private MavenSession session;

    @Inject
    private MavenProject project;

    private final FakeGoal goal = new FakeGoal();

    /** What the POM says for a parameter, and what else could be said. */
    private record Value(
            Function<Settings, Object> reader, Object fromPom, Object otherwise, String minusD, Object fromD) {}

    private Map<String, Value> values() {
        Map<String, Value> values = new TreeMap<>();
        values.put("target", new Value(Settings::target, "prod", null, "qa", "qa"));
        values.put(
                "url",
                new Value(s -> s.connection().describe(), "shop at db.example.com:7000 as ann", null, null, null));
        values.put("user", new Value(s -> s.connection().user(), "ann", null, "bob", "bob"));
        values.put("connectTimeout", duration(s -> s.connection().connectTimeout(), Duration.ofSeconds(5), 30));
        values.put("silenceTimeout", duration(s -> s.connection().silenceTimeout(), Duration.ofSeconds(6), 120));
        values.put(
                "schemas", new Value(Settings::schemas, List.of("staging", "marts"), null, "a,b", List.of("a", "b")));
        values.put(
                "clusters",
                new Value(
                        Settings::clusters,
                        List.of(new ClusterSetting("serve"), new ClusterSetting("prod", "200cc", 2)),
                        null,
                        "c",
                        List.of(new ClusterSetting("c"))));
        values.put("suffix", new Value(Settings::suffix, "_new", null, "_d", "_d"));
        values.put("tag", new Value(Settings::tag, "PR-1", null, "PR-2", "PR-2"));
        values.put("gitSha", new Value(Settings::gitSha, "ab12cd3", null, "ffff", "ffff"));
        values.put("outputDirectory", path(Settings::outputDirectory, "target/elsewhere", null));
        values.put("dryRun", flag(Settings::dryRun));
        values.put("force", flag(Settings::force));
        values.put("allowStateful", flag(s -> s.init().allowStateful()));
        values.put("ignoreExistingObjects", flag(s -> s.init().ignoreExistingObjects()));
        values.put("createMissing", flag(s -> s.init().createMissing()));
        values.put("wait", flag(s -> s.promote().waitFirst()));
        values.put("maxRetries", new Value(s -> s.promote().maxRetries(), 7, 3, "9", 9));
        values.put("retryBackoff", duration(s -> s.promote().retryBackoff(), Duration.ofMillis(70), 1));
        values.put("sinkTimeout", duration(s -> s.promote().sinkTimeout(), Duration.ofSeconds(8), 300));
        values.put(
                "expectedDeployment", new Value(s -> s.promote().expectedDeployment(), "id-1", null, "id-2", "id-2"));
        values.put(
                "soak",
                new Value(s -> s.promote().soak(), Duration.ofMinutes(5), Duration.ZERO, "1h", Duration.ofHours(1)));
        values.put("rollbackOnFailure", flag(s -> s.promote().rollbackOnFailure()));
        values.put("verifyDirectory", path(s -> s.files().verifyDirectory(), "verify", "src/verify/materialize"));
        values.put(
                "keys",
                new Value(
                        s -> s.diff().keys(),
                        Map.of("marts.revenue", List.of("day", "country")),
                        Map.of(),
                        "marts.daily:day",
                        Map.of("marts.daily", List.of("day"))));
        values.put("include", new Value(s -> s.diff().include(), List.of("marts.*"), List.of(), "a.b", List.of("a.b")));
        values.put("exclude", new Value(s -> s.diff().exclude(), List.of("*.tmp"), List.of(), "a.c", List.of("a.c")));
        values.put("sampleRows", new Value(s -> s.diff().sampleRows(), 5, 0, "7", 7));
        values.put(
                "maxChanged",
                new Value(
                        s -> s.diff().maxChanged() == null
                                ? null
                                : s.diff().maxChanged().text(),
                        "1%",
                        null,
                        "100",
                        "100"));
        values.put("cluster", new Value(s -> s.diff().cluster(), "scratch", null, "prod", "prod"));
        values.put("promotedOnly", flag(s -> s.cleanup().promotedOnly()));
        values.put("forget", flag(s -> s.cleanup().forget()));
        values.put("pollInterval", duration(s -> s.await().pollInterval(), Duration.ofSeconds(2), 1));
        values.put("lagThreshold", duration(s -> s.await().lagThreshold(), Duration.ofSeconds(3), 1));
        values.put("timeout", duration(s -> s.await().timeout(), Duration.ofSeconds(4), 3600));
        values.put("replicas", new Value(s -> s.await().replicas(), Replicas.ALL, Replicas.ONE, "one", Replicas.ONE));
        values.put(
                "progress", new Value(s -> s.await().progress(), Progress.PLAIN, Progress.AUTO, "auto", Progress.AUTO));
        values.put(
                "objectGrants",
                new Value(
                        s -> s.promote().objectGrants(),
                        ObjectGrants.CHECK,
                        ObjectGrants.COPY,
                        "ignore",
                        ObjectGrants.IGNORE));
        values.put("test", new Value(s -> s.files().test(), "*orders*", null, "*d*", "*d*"));
        values.put("sqlDirectory", path(s -> s.files().sqlDirectory(), "sql", "src/main/materialize"));
        values.put("testDirectory", path(s -> s.files().testDirectory(), "tests", "src/test/materialize"));
        values.put(
                "placeholders", new Value(s -> s.files().placeholders(), Map.of("region", "eu"), Map.of(), null, null));
        return values;
    }

    private static Value flag(Function<Settings, Object> reader) {
        return new Value(reader, true, false, "false", false);
    }

    private static Value duration(Function<Settings, Object> reader, Duration fromPom, int secondsOtherwise) {
        return new Value(reader, fromPom, Duration.ofSeconds(secondsOtherwise), "9m", Duration.ofMinutes(9));
    }

    private Value path(Function<Settings, Path> reader, String fromPom, String otherwise) {
        return new Value(
                reader::apply,
                directory.resolve(fromPom),
                otherwise == null ? null : directory.resolve(otherwise),
                "elsewhere/d",
                directory.resolve("elsewhere/d"));
    }

    @BeforeEach
    void answerForMaven() {
        lenient().when(project.getBasedir()).thenReturn(new File(directory.toString()));
        lenient().when(session.getRequest()).thenReturn(new DefaultMavenExecutionRequest());
        lenient().when(session.getSettings()).thenReturn(new org.apache.maven.settings.Settings());
    }

    private void check(Mojo injected) throws Exception {
        var mojo = (AbstractMzMojo) injected;
        mojo.setLog(new CapturedLog());
        mojo.replace(() -> goal, Map.of());
        mojo.execute();
        values().forEach((name, value) -> {
            boolean has = Keys.named(name).goals().contains(mojo.name);
            assertThat(value.reader().apply(goal.settings()))
                    .as(name)
                    .isEqualTo(has ? value.fromPom() : value.otherwise());
        });
        values().forEach((name, value) -> {
            if (value.minusD() != null) {
                session.getUserProperties().setProperty("mz." + name, value.minusD());
            }
        });
        mojo.execute();
        values().forEach((name, value) -> {
            if (value.minusD() != null) {
                assertThat(value.reader().apply(goal.settings()))
                        .as("-Dmz." + name)
                        .isEqualTo(value.fromD());
            }
        });
    }

    @Test
    @InjectMojo(goal = "init", pom = POM)
    void ofInit(InitMojo mojo) throws Exception {
        check(mojo);
    }

    @Test
    @InjectMojo(goal = "apply", pom = POM)
    void ofApply(ApplyMojo mojo) throws Exception {
        check(mojo);
    }

    @Test
    @InjectMojo(goal = "await", pom = POM)
    void ofAwait(AwaitMojo mojo) throws Exception {
        check(mojo);
    }

    @Test
    @InjectMojo(goal = "test", pom = POM)
    void ofTest(TestMojo mojo) throws Exception {
        check(mojo);
    }

    @Test
    @InjectMojo(goal = "promote", pom = POM)
    void ofPromote(PromoteMojo mojo) throws Exception {
        check(mojo);
    }

    @Test
    @InjectMojo(goal = "rollback", pom = POM)
    void ofRollback(RollbackMojo mojo) throws Exception {
        check(mojo);
    }

    @Test
    @InjectMojo(goal = "cleanup", pom = POM)
    void ofCleanup(CleanupMojo mojo) throws Exception {
        check(mojo);
    }

    @Test
    @InjectMojo(goal = "status", pom = POM)
    void ofStatus(StatusMojo mojo) throws Exception {
        check(mojo);
    }

    @Test
    @InjectMojo(goal = "history", pom = POM)
    void ofHistory(HistoryMojo mojo) throws Exception {
        check(mojo);
    }

    @Test
    @InjectMojo(goal = "diff", pom = POM)
    void ofDiff(DiffMojo mojo) throws Exception {
        check(mojo);
    }

    @Test
    @InjectMojo(goal = "export", pom = POM)
    void ofExport(ExportMojo mojo) throws Exception {
        check(mojo);
    }

    @Test
    @InjectMojo(goal = "validate", pom = POM)
    void ofValidate(ValidateMojo mojo) throws Exception {
        check(mojo);
    }

    @Test
    void leavesNoParameterOut() {
        assertThat(values().keySet())
                .containsAll(Keys.all().stream()
                        .filter(key -> key.scope() != Key.Scope.BUILD)
                        .map(Key::name)
                        .filter(name -> !List.of("configFile", "serverId", "passwordFile")
                                .contains(name))
                        .toList());
    }
}
