package io.github.mzmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.spy;

import io.github.mzmaven.MzException;
import io.github.mzmaven.MzException.Kind;
import io.github.mzmaven.Place;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.inject.Inject;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.execution.BuildFailure;
import org.apache.maven.execution.BuildSuccess;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.MavenExecutionResult;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is around a goal's run: skips, first lines, modules, errors, files, secrets. */
@MojoTest
@MojoParameter(name = "url", value = "postgres://db.example.com/shop")
@MojoParameter(name = "user", value = "deployer")
@MojoParameter(name = "schemas", value = "marts")
class RunningTest {
    @TempDir
    Path directory;

    @Inject
    private MavenSession session;

    @Inject
    private MavenProject project;

    @Inject
    private MojoExecution execution;

    private final FakeGoal goal = new FakeGoal();
    private final CapturedLog log = new CapturedLog();
    private final Map<String, String> environment = new HashMap<>();
    private final Settings settings = new Settings();

    @BeforeEach
    void answerForMaven() {
        lenient().when(project.getBasedir()).thenReturn(new File(directory.toString()));
        lenient().when(project.getArtifactId()).thenReturn("root");
        project.getBuild().setDirectory(directory.resolve("target").toString());
        lenient().when(session.getRequest()).thenReturn(new DefaultMavenExecutionRequest());
        lenient().when(session.getSettings()).thenReturn(settings);
    }

    private <M extends AbstractMzMojo> M ready(M mojo) {
        mojo.setLog(log);
        mojo.replace(() -> goal, environment);
        return mojo;
    }

    private void minusD(String property, String value) {
        session.getUserProperties().setProperty(property, value);
    }

    @Test
    @InjectMojo(goal = "await")
    void tellsWhereAndAsWhomFirst(AwaitMojo mojo) throws Exception {
        ready(mojo).execute();
        assertThat(log.lines())
                .containsExactly("INFO Target default: shop at db.example.com:6875 as deployer (url from POM, user from"
                        + " POM)");
    }

    @Test
    @InjectMojo(goal = "await")
    void minusDBeatsThePomAndTheJvmsPropertiesCountToo(AwaitMojo mojo) throws Exception {
        session.getSystemProperties().setProperty("mz.user", "jvm");
        session.getSystemProperties().setProperty("mz.tag", "jvm");
        minusD("mz.user", "minusD");
        ready(mojo).execute();
        assertThat(goal.settings().connection().user()).isEqualTo("minusD");
        assertThat(goal.settings().tag()).isEqualTo("jvm");
    }

    @Test
    @InjectMojo(goal = "await")
    void isSkippedByItsOwnProperty(AwaitMojo mojo) throws Exception {
        minusD("mz.await.skip", "true");
        ready(mojo).execute();
        assertThat(goal.runs()).isEmpty();
        assertThat(log.lines()).containsExactly("INFO mz:await is skipped (mz.skip or mz.await.skip).");
    }

    @Test
    @InjectMojo(goal = "await")
    void isSkippedWithAllOthers(AwaitMojo mojo) throws Exception {
        minusD("mz.skip", "true");
        ready(mojo).execute();
        assertThat(goal.runs()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "await")
    void isNotSkippedByAnotherGoalsProperty(AwaitMojo mojo) throws Exception {
        minusD("mz.init.skip", "true");
        ready(mojo).execute();
        assertThat(goal.runs()).hasSize(1);
    }

    @Test
    @InjectMojo(goal = "await")
    @MojoParameter(name = "skip", value = "true")
    void minusDTurnsASkipOfThePomOff(AwaitMojo mojo) throws Exception {
        minusD("mz.skip", "false");
        ready(mojo).execute();
        assertThat(goal.runs()).hasSize(1);
    }

    @Test
    @InjectMojo(goal = "await")
    @MojoParameter(name = "skipAwait", value = "yes")
    void aSkipThatIsNeitherTrueNorFalseIsRefused(AwaitMojo mojo) {
        assertThatThrownBy(ready(mojo)::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("mz.await.skip is \"yes\". Use true or false.");
    }

    @Test
    @InjectMojo(goal = "init")
    void kindsOfErrorsBecomeMavens(InitMojo mojo) {
        for (Kind kind : Kind.values()) {
            var error = new MzException(kind, "what happened");
            goal.failWith(error);
            boolean expected = kind == Kind.REFUSED || kind == Kind.FAILED_CHECK;
            assertThatThrownBy(ready(mojo)::execute)
                    .isExactlyInstanceOf(expected ? MojoFailureException.class : MojoExecutionException.class)
                    .hasMessage("what happened")
                    .hasCause(error);
        }
    }

    @Test
    @InjectMojo(goal = "init")
    void anErrorOfItsOwnSaysSo(InitMojo mojo) {
        goal.failWith(new IllegalStateException("oops"));
        assertThatThrownBy(ready(mojo)::execute)
                .isExactlyInstanceOf(MojoExecutionException.class)
                .hasMessage("mz:init ended by an error of its own: java.lang.IllegalStateException: oops\n"
                        + "    Look at the state by mvn mz:status; mvn -e shows where the error is, for a report.")
                .hasRootCauseMessage("oops");
    }

    @Test
    @InjectMojo(goal = "await")
    void aBlankSkipIsRefused(AwaitMojo mojo) {
        minusD("mz.skip", "");
        assertThatThrownBy(ready(mojo)::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("mz.skip is blank. Use true or false.");
    }

    @Test
    @InjectMojo(goal = "status")
    void everyPropertyOfEveryGoalIsKnownToEachGoal(StatusMojo mojo) throws Exception {
        DescriptorTest.properties().forEach(property -> minusD(property, property.endsWith("kip") ? "false" : "?"));
        assertThatThrownBy(ready(mojo)::execute)
                .hasMessageStartingWith("mz:status refuses. Nothing was written.")
                .hasMessageNotContaining("There is no property");
    }

    @Test
    @InjectMojo(goal = "promote")
    void whatThePomSaysInVainIsRefused(PromoteMojo mojo) throws Exception {
        var plugin = new Plugin();
        plugin.setGroupId("io.github.mzmaven");
        plugin.setArtifactId("mz-maven-plugin");
        plugin.setConfiguration(Xpp3DomBuilder.build(new StringReader("""
                <configuration>
                  <rehearseOnly>true</rehearseOnly>
                  <password>s3cret</password>
                  <dryRun></dryRun>
                  <skipPromote/>
                  <tag/>
                </configuration>""")));
        project.getBuild().addPlugin(plugin);
        assertThatThrownBy(ready(mojo)::execute).hasMessage("""
                mz:promote refuses. Nothing was written. 4 problems:
                 1. There is no parameter <rehearseOnly> (the POM).
                    See mvn mz:help -Ddetail for the parameters there are.
                 2. There is no parameter <password> (the POM), where others would see it.
                    Put the password into a <server> of settings.xml (serverId), into the environment variable MZ_PASSWORD, or into a file (passwordFile).
                 3. skipPromote is blank (<skipPromote> in the POM).
                    Use true or false.
                 4. dryRun is blank (<dryRun> in the POM).
                    Use true or false.""");
    }

    @Test
    @InjectMojo(goal = "promote")
    void aPropertyOfThePomThatIsNearlyAKeyIsNamed(PromoteMojo mojo) throws Exception {
        project.getProperties().setProperty("mz.lagTreshold", "5m");
        ready(mojo).execute();
        assertThat(log.lines())
                .contains("WARN The property mz.lagTreshold of the POM is not read. Did you mean \"mz.lagThreshold\"?");
    }

    @Test
    @InjectMojo(goal = "init")
    @MojoParameter(name = "dryRun", value = "yes")
    void badSettingsAreAFailure(InitMojo mojo) {
        assertThatThrownBy(ready(mojo)::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("mz:init refuses. Nothing was written. 1 problem:\n"
                        + " 1. dryRun is \"yes\" (<dryRun> in the POM).\n    Use true or false.");
    }

    @Test
    @InjectMojo(goal = "init")
    void leavesAResultOnSuccessAndOnFailure(InitMojo mojo) throws Exception {
        Path result = directory.resolve("target/mz/init-result.json");
        ready(mojo).execute();
        assertThat(Files.readString(result)).containsPattern("\"success\" ?: true");
        goal.failWith(new MzException(Kind.REFUSED, "because"));
        assertThatThrownBy(mojo::execute).hasMessage("because");
        assertThat(Files.readString(result))
                .containsPattern("\"success\" ?: false")
                .contains("because");
    }

    @Test
    @InjectMojo(goal = "await")
    void tellsGitHubWhereItListens(AwaitMojo mojo) throws Exception {
        Path summary = directory.resolve("step-summary.md");
        environment.put("GITHUB_STEP_SUMMARY", summary.toString());
        environment.put("GITHUB_ACTIONS", "true");
        environment.put("GITHUB_WORKSPACE", directory.toString());
        goal.failWith(new MzException(Kind.DATABASE, "no column x", new Place(directory + "/sql/a.sql", 3, 7), null));
        assertThatThrownBy(ready(mojo)::execute).hasMessage("no column x");
        assertThat(Files.readString(summary)).contains("## Target `default` failed at mz:await", "no column x");
        assertThat(log.lines()).endsWith("""
                ERROR In the project's files, for GitHub:
                ::error file=sql/a.sql,line=3,col=7::no column x""");
    }

    @Test
    @InjectMojo(goal = "await")
    void aReportThatCannotBeWrittenIsAWarning(AwaitMojo mojo) throws Exception {
        Files.writeString(directory.resolve("target"), "a file");
        ready(mojo).execute();
        assertThat(goal.runs()).hasSize(1);
        assertThat(log.lines().get(1)).startsWith("WARN Cannot write the report to " + directory.resolve("target/mz"));
    }

    @Test
    @InjectMojo(goal = "await")
    void worksWithoutAPom(AwaitMojo mojo) throws Exception {
        lenient().when(project.getBasedir()).thenReturn(null);
        lenient().when(session.getExecutionRootDirectory()).thenReturn(directory.toString());
        Files.writeString(directory.resolve("mz.yml"), "deployment: {default: {suffix: _yaml}}");
        ready(mojo).execute();
        assertThat(goal.settings().suffix()).isEqualTo("_yaml");
        assertThat(goal.settings().outputDirectory()).isEqualTo(directory.resolve("target/mz"));
    }

    @Test
    @InjectMojo(goal = "await")
    void inOneBuildABoundExecutionRunsOnceForATarget(AwaitMojo mojo) throws Exception {
        lenient().when(session.getTopLevelProject()).thenReturn(project);
        lenient().when(session.getPluginContext(any(), any())).thenReturn(new ConcurrentHashMap<>());
        ready(mojo).execute();
        mojo.execute();
        assertThat(goal.runs()).hasSize(1);
        assertThat(log.lines().get(1)).isEqualTo("INFO mz:await has run for target default in this build already.");
        minusD("mz.target", "prod");
        mojo.execute();
        assertThat(goal.runs()).hasSize(2);
        doReturn(MojoExecution.Source.CLI).when(execution).getSource();
        mojo.execute();
        assertThat(goal.runs()).hasSize(3);
    }

    private void withModules() {
        var built = module("orders");
        var last = module("web");
        MavenExecutionResult result = new DefaultMavenExecutionResult();
        result.addBuildSummary(new BuildSuccess(built, 1));
        lenient().when(session.getResult()).thenReturn(result);
        lenient().when(session.getProjects()).thenReturn(List.of(project, built, last));
    }

    private void withFailedModules() {
        var failed = module("orders");
        var skipped = module("web");
        MavenExecutionResult result = new DefaultMavenExecutionResult();
        result.addBuildSummary(new BuildFailure(failed, 1, new IllegalStateException("tests failed")));
        lenient().when(session.getResult()).thenReturn(result);
        lenient().when(session.getProjects()).thenReturn(List.of(failed, skipped, project));
    }

    private void refusesAfterFailures(String goalName, AbstractMzMojo mojo) {
        withFailedModules();
        minusD("mz.allowUnbuiltModules", "true");
        for (MojoExecution.Source source : MojoExecution.Source.values()) {
            doReturn(source).when(execution).getSource();
            assertThatThrownBy(ready(mojo)::execute)
                    .isInstanceOf(MojoFailureException.class)
                    .hasMessage(("""
                            mz:%1$s refuses to run in module root. Nothing was written. One module failed: orders. Not built: web.
                                Fix what failed, and build again: with -fae and -fn Maven goes on after failures.
                                To deploy without it, run mvn mz:%1$s alone.""").formatted(goalName));
        }
        assertThat(goal.runs()).isEmpty();
    }

    @Test
    void noWritingGoalRunsAfterFailures(
            @InjectMojo(goal = "init") InitMojo init,
            @InjectMojo(goal = "apply") ApplyMojo apply,
            @InjectMojo(goal = "promote") PromoteMojo promote,
            @InjectMojo(goal = "rollback") RollbackMojo rollback,
            @InjectMojo(goal = "cleanup") CleanupMojo cleanup) {
        refusesAfterFailures(InitMojo.GOAL, init);
        refusesAfterFailures(ApplyMojo.GOAL, apply);
        refusesAfterFailures(PromoteMojo.GOAL, promote);
        refusesAfterFailures(RollbackMojo.GOAL, rollback);
        refusesAfterFailures(CleanupMojo.GOAL, cleanup);
    }

    @Test
    @InjectMojo(goal = "status")
    void aReadingGoalMayRunAfterFailures(StatusMojo mojo) throws Exception {
        withFailedModules();
        ready(mojo).execute();
        assertThat(goal.runs()).hasSize(1);
    }

    private static MavenProject module(String artifactId) {
        var module = spy(new MavenProject());
        module.setGroupId("com.example");
        module.setArtifactId(artifactId);
        module.setVersion("1");
        return module;
    }

    @Test
    @InjectMojo(goal = "promote")
    void aWritingGoalWaitsForAllModules(PromoteMojo mojo) throws Exception {
        withModules();
        assertThatThrownBy(ready(mojo)::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("""
                        mz:promote refuses to run in module root. Nothing was written. One module is not built yet: web.
                            Bind it in a module of its own that comes last: one that depends on all others, with
                            packaging pom, and the only one that lists this plugin's executions (see the README).
                            Or run mvn mz:promote after the build. mz.allowUnbuiltModules=true runs it here.""");
        minusD("mz.allowUnbuiltModules", "true");
        mojo.execute();
        assertThat(goal.runs()).hasSize(1);
    }

    @Test
    @InjectMojo(goal = "promote")
    void onTheCommandLineModulesDoNotMatter(PromoteMojo mojo) throws Exception {
        withModules();
        doReturn(MojoExecution.Source.CLI).when(execution).getSource();
        ready(mojo).execute();
        assertThat(goal.runs()).hasSize(1);
    }

    @Test
    @InjectMojo(goal = "await")
    void aReadingGoalMayRunBeforeOtherModules(AwaitMojo mojo) throws Exception {
        withModules();
        ready(mojo).execute();
        assertThat(goal.runs()).hasSize(1);
    }

    @Test
    @InjectMojo(goal = "init")
    void noPasswordIsShown(InitMojo mojo) throws Exception {
        var server = new Server();
        server.setId("mz-prod");
        server.setUsername("deployer");
        server.setPassword("s3cret");
        settings.addServer(server);
        minusD("mz.serverId", "mz-prod");
        goal.failWith(new MzException(Kind.DATABASE, "what happened"));
        Throwable error = catchThrowable(ready(mojo)::execute);
        assertThat(goal.settings().connection().password().reveal()).isEqualTo("s3cret");
        assertThat(goal.settings().connection().origins())
                .containsExactly("url from POM", "user from POM", "password from server mz-prod");
        var shown = new StringWriter();
        error.printStackTrace(new PrintWriter(shown));
        shown.append(String.join("\n", log.lines())).append(goal.runs().toString());
        // What mvn -X prints of a mojo.
        for (Class<?> type = mojo.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                field.setAccessible(true);
                shown.append('\n').append(field.getName()).append('=').append(String.valueOf(field.get(mojo)));
            }
        }
        try (var files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                shown.append(Files.readString(file));
            }
        }
        assertThat(shown.toString()).contains("what happened").doesNotContain("s3cret");
    }
}
