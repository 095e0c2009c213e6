package io.github.mzmaven.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.mzmaven.config.Settings;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.goal.apply.ApplyGoal;
import io.github.mzmaven.goal.init.InitGoal;
import io.github.mzmaven.goal.test.TestGoal;
import io.github.mzmaven.report.Console;
import io.github.mzmaven.report.Lines;
import io.github.mzmaven.report.Listener;
import io.github.mzmaven.report.RunRecord;
import io.github.mzmaven.session.Session;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the project's SQL holds of secrets is in nothing that a run leaves: log, exceptions with their traces, files. */
class SecretsTest extends ShopTest {
    @TempDir
    Path directory;

    private final Lines lines = new Lines();
    private final StringWriter traces = new StringWriter();

    @Test
    void statementsThatAreRefusedDoNotShowIt() throws IOException {
        assertThat(applied("""
                        CREATE SECRET k AS $$s3cret$$;
                        CREATE ROLE r PASSWORD E's3cr\\'s3cret';
                        COPY orders TO 's3cret';
                        $$s3cret$$;
                        """, settings())).isEqualTo("""
                mz:apply refuses. Nothing was written. 4 problems:
                 1. #staging/a.sql:1:1: CREATE SECRET: its value would be shown in plans and logs.
                    Create secrets by hand, in a schema of their own.
                 2. #staging/a.sql:2:1: CREATE ROLE: only objects in the deployment's schemas may be created, changed or dropped (views, materialized views, indexes, tables, sources, connections, types).
                    Remove it.
                 3. #staging/a.sql:3:1: COPY: only statements that build in the deployment's schemas belong in a file.
                    Remove it.
                 4. #staging/a.sql:4:1: '…': only statements that build in the deployment's schemas belong in a file.
                    Remove it.""");
    }

    @Test
    void theServersWordsDoNotShowIt() throws IOException {
        assertThat(applied(
                        "CREATE CONNECTION c TO KAFKA (BROKER 'localhost:9092', SECURITY PROTOCOL PLAINTEXT) $$s3cret$$",
                        settings().allowStateful()))
                .isEqualTo("""
                #staging/a.sql:1:85: Expected end of statement, found string literal "***" (42601)
                    1 | CREATE CONNECTION c TO KAFKA (BROKER 'localhost:9092', SECURITY PROTOCOL PLAINTEXT) :'secret'
                      |                                                                                     ^
                0 of 1 files are applied and recorded. Production is untouched. Fix it and run mvn mz:apply again: it goes on from there.""");
    }

    @Test
    void aFileThatDoesNotEndDoesNotShowIt() throws IOException {
        assertThat(applied("CREATE SECRET k AS 'it's s3cret'", settings())).isEqualTo("""
                mz:apply refuses. Nothing was written. 1 problem:
                 1. #staging/a.sql:1:32: The string that begins here does not end.
                        1 | CREATE SECRET k AS :'secret'
                          |                    ^""");
    }

    @Test
    void aDryRunDoesNotShowIt() throws IOException {
        assertThat(applied(
                        "CREATE CONNECTION c TO KAFKA (BROKER 'localhost:9092', SASL PASSWORD $$s3cret$$)",
                        settings().allowStateful().dryRun()))
                .isEqualTo("");
        assertThat(lines.all().stream().map(this::masked))
                .containsExactly(
                        "Dry run: nothing is written. The statements that mz:apply would send (also in"
                                + " {directory}/mz/apply-plan.sql):",
                        "  ALTER SCHEMA \"materialize\".\"_mz_deployment_#target_staged\" RENAME TO"
                                + " \"_mz_deployment_#target_applying{connection}\";",
                        "  CREATE OR REPLACE VIEW \"materialize\".\"_mz_deployment_#target_applying{connection}\".\"applied\" AS SELECT"
                                + " '{\"files\":{\"#staging/a.sql\":{\"objects\":[{\"schema\":\"#staging\",\"name\":\"c\"}]}}}' AS"
                                + " \"applied\";",
                        "  SET search_path = \"#staging_dbt_deploy\", \"#marts_dbt_deploy\";",
                        "  SET cluster = \"#compute_dbt_deploy\";",
                        "  CREATE CONNECTION c TO KAFKA (BROKER 'localhost:9092', SASL PASSWORD :'secret');",
                        "  CREATE OR REPLACE VIEW \"materialize\".\"_mz_deployment_#target_applying{connection}\".\"applied\" AS SELECT"
                                + " '{\"files\":{\"#staging/a.sql\":{\"sha256\":\"{sha}\",\"objects\":[{\"schema\":\"#staging\",\"name\":\"c\"}]}}}'"
                                + " AS \"applied\";",
                        "  ALTER SCHEMA \"materialize\".\"_mz_deployment_#target_applying{connection}\" RENAME TO"
                                + " \"_mz_deployment_#target_staged\";");
    }

    @Test
    void aTestsQueryAndItsErrorDoNotShowIt() throws IOException {
        Files.createDirectories(directory.resolve("tests"));
        Files.writeString(directory.resolve("tests/t.sql"), "SELECT 1 WHERE password = $$s3cret$$ 's3cret'");
        stage();
        assertThat(failed(new TestGoal(), settings().testDirectory(directory.resolve("tests"))))
                .isEqualTo("""
                mz:test: 1 of 1 tests did not pass. Production is untouched.
                    t.sql:1:1: syntax error at or near "***"
                Rows and errors are above and in {directory}/mz/TEST-mz.xml. Fix the SQL and run mvn mz:apply, or fix the test; then run mvn mz:test again.""");
    }

    /** With which message apply ends, nothing where it ends well. */
    private String applied(String sql, TestSettings settings) throws IOException {
        Path folder = directory.resolve("sql").resolve(shop.name("staging"));
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("a.sql"), sql);
        GoalRun.of(new InitGoal(), settings().build());
        return failed(new ApplyGoal(), settings.sqlDirectory(directory.resolve("sql")));
    }

    @Override
    protected String masked(String text) {
        return super.masked(text)
                .replace(directory.toString(), "{directory}")
                .replaceAll("[0-9a-f]{64}", "{sha}")
                .replaceAll("_applying\\d+", "_applying{connection}");
    }

    private String failed(Goal goal, TestSettings testSettings) throws IOException {
        Settings settings =
                testSettings.outputDirectory(directory.resolve("mz")).build();
        var record = new RunRecord(goal.name(), "t", "c", Instant.EPOCH);
        Throwable e = catchThrowable(() -> goal.run(new GoalContext(
                settings,
                purpose -> Session.open(settings.connection(), purpose),
                Listener.all(List.of(new Console(lines, false, false), record)),
                duration -> Thread.sleep(duration.toMillis()))));
        record.finish(e == null, e == null ? "" : e.getMessage(), Instant.EPOCH);
        record.write(settings.outputDirectory());
        if (e != null) {
            e.printStackTrace(new PrintWriter(traces, true));
        }
        assertShownNowhere();
        return e == null ? "" : masked(e.getMessage());
    }

    private void assertShownNowhere() throws IOException {
        assertThat(String.join("\n", lines.all()) + traces).doesNotContain("s3cret");
        try (Stream<Path> files = Files.list(directory.resolve("mz"))) {
            List<Path> written = files.toList();
            assertThat(written)
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain("s3cret"));
        }
    }
}
