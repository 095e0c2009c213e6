package io.github.mzmaven.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mzmaven.MzException;
import io.github.mzmaven.Problem;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.goal.test.ProjectTests;
import io.github.mzmaven.goal.test.ProjectTests.ProjectTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectFilesTest {
    @TempDir
    Path directory;

    @Test
    void filesAreReadInTheOrderOfSchemasThenOfPaths() throws IOException {
        file("marts/a.sql", "SELECT 1");
        file("staging/b/x.sql", "SELECT 1");
        file("staging/b.sql", "\uFEFFSELECT 1");
        file("staging/B.sql", "SELECT 1");
        file("staging/.hidden/x.sql", "SELECT 1");
        file("staging/readme.md", "no SQL");
        file(".git/x.sql", "SELECT 1");
        var problems = new ArrayList<Problem>();

        List<SqlFile> files = ProjectSql.read(settings(null), problems);

        assertThat(files)
                .extracting(SqlFile::path)
                .containsExactly("staging/B.sql", "staging/b.sql", "staging/b/x.sql", "marts/a.sql");
        assertThat(files.get(1).statements().get(0).at()).isEqualTo("staging/b.sql:1:1");
        assertThat(problems).isEmpty();
    }

    @Test
    void whatBelongsToNoSchemaIsTold() throws IOException {
        file("stagin/a.sql", "SELECT 1");
        file("loose.sql", "SELECT 1");
        Files.createDirectories(directory.resolve("marts"));
        Files.write(directory.resolve("marts/latin.sql"), "SELECT 'ä'".getBytes(StandardCharsets.ISO_8859_1));
        var problems = new ArrayList<Problem>();

        ProjectSql.read(settings(null), problems);

        assertThat(problems)
                .extracting(Problem::what)
                .containsExactly(
                        "The folder stagin in " + directory
                                + " is none of the target's schemas. Did you mean \"staging\"?",
                        "marts/latin.sql is not UTF-8.",
                        "loose.sql is in no schema's folder.");
    }

    @Test
    void foldersBehindSymbolicLinksAreRead() throws IOException {
        Path elsewhere = Files.createDirectories(directory.resolve("elsewhere/staging"));
        Files.writeString(elsewhere.resolve("a.sql"), "SELECT 1");
        Path project = Files.createDirectories(directory.resolve("project"));
        Files.createSymbolicLink(project.resolve("staging"), elsewhere);
        directory = Files.createSymbolicLink(directory.resolve("sql"), project);

        assertThat(ProjectSql.read(settings(null), new ArrayList<>()))
                .extracting(SqlFile::path)
                .containsExactly("staging/a.sql");
    }

    @Test
    void aMissingDirectoryIsTold() {
        directory = directory.resolve("nowhere");

        assertThatThrownBy(() -> ProjectSql.read(settings(null), new ArrayList<>()))
                .isInstanceOf(MzException.class)
                .hasMessage(
                        "There is no directory " + directory + ", so that there is nothing to apply. Create it with one"
                                + " folder for each schema, or set sqlDirectory.");
        assertThat(ProjectTests.read(settings(null))).isEmpty();
    }

    @Test
    void testsAreSelectedByGlobs() throws IOException {
        for (String path : List.of("top.sql", "marts/rows.sql", "marts/deep/sum.sql", "staging/rows.sql")) {
            file(path, "SELECT 1");
        }

        assertThat(selected(null))
                .containsExactly("marts/deep/sum.sql", "marts/rows.sql", "staging/rows.sql", "top.sql");
        assertThat(selected("rows")).containsExactly("marts/rows.sql", "staging/rows.sql");
        assertThat(selected("marts/*")).containsExactly("marts/rows.sql");
        assertThat(selected("marts/**")).containsExactly("marts/deep/sum.sql", "marts/rows.sql");
        assertThat(selected("**/top.sql, sum")).containsExactly("marts/deep/sum.sql", "top.sql");
        assertThat(selected("nothing*")).isEmpty();
        assertThatThrownBy(() -> selected("[a"))
                .isInstanceOf(MzException.class)
                .hasMessageContaining("mz.test is no glob: [a");
    }

    @Test
    void aTestIsOneQuery() throws IOException {
        file("a.sql", "-- mz:schema=marts\n-- mz:cluster=prod\nWITH x AS (SELECT 1) SELECT * FROM x;");
        file("b.sql", "SELECT 1; SELECT 2");
        file("c.sql", "-- nothing");
        file("d.sql", "CREATE VIEW v AS SELECT 1");
        file("e.sql", "-- mz:schema=mart\nSELECT ${x}");

        List<ProjectTest> tests = ProjectTests.read(settings(null));

        assertThat(tests.get(0))
                .extracting(
                        ProjectTest::schema,
                        ProjectTest::cluster,
                        test -> test.query().at())
                .containsExactly("marts", "prod", "a.sql:3:1");
        assertThat(tests.stream().flatMap(test -> test.problems().stream()))
                .extracting(Problem::what)
                .containsExactly(
                        "b.sql: a test is one query, but here are 2.",
                        "c.sql: a test is one query, but here are none.",
                        "d.sql:1:1: a test is a query (SELECT, WITH, VALUES, TABLE), not CREATE VIEW.",
                        "e.sql:2:8: There is no placeholder ${x}.",
                        "e.sql: schema mart is none of the target's. Did you mean \"marts\"?");
    }

    private List<String> selected(String glob) {
        return ProjectTests.read(settings(glob)).stream().map(ProjectTest::path).toList();
    }

    private void file(String path, String text) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Settings settings(String test) {
        return new TestSettings()
                .schemas("staging", "marts")
                .clusters("prod")
                .sqlDirectory(directory)
                .testDirectory(directory)
                .test(test)
                .outputDirectory(directory)
                .build();
    }
}
