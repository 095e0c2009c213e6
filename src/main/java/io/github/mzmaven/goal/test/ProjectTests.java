package io.github.mzmaven.goal.test;

import io.github.mzmaven.MzException;
import io.github.mzmaven.MzException.Kind;
import io.github.mzmaven.Problem;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.project.Placeholders;
import io.github.mzmaven.project.ProjectSql;
import io.github.mzmaven.project.Source;
import io.github.mzmaven.project.SqlDirectory;
import io.github.mzmaven.project.SqlFile;
import io.github.mzmaven.project.SqlStatement;
import io.github.mzmaven.text.Nearest;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/** The queries that test a deployment: one a file. */
public final class ProjectTests {
    private static final Set<String> QUERIES = Set.of("SELECT", "WITH", "VALUES", "TABLE");
    private static final String SCHEMA = "schema";

    private ProjectTests() {}

    /**
     * A test.
     *
     * @param path relative to the test directory, with slashes
     * @param query {@code null} where there are problems
     * @param schema the production schema that comes first on the search path; {@code null} for the first of the target
     * @param cluster the production cluster on whose copy it runs; {@code null} for the first of the target
     * @param problems why it cannot be run
     */
    public record ProjectTest(String path, SqlStatement query, String schema, String cluster, List<Problem> problems) {}

    /**
     * Reads the selected tests, in path order; none where there is no directory.
     *
     * @throws MzException where the selection is no glob
     */
    public static List<ProjectTest> read(Settings settings) {
        return read(settings, settings.files().testDirectory(), settings.files().test());
    }

    /**
     * Reads the tests of a directory.
     *
     * @param selection {@code null} for all
     */
    public static List<ProjectTest> read(Settings settings, Path directory, String selection) {
        var tests = new ArrayList<ProjectTest>();
        if (!Files.isDirectory(directory)) {
            return tests;
        }
        var unreadable = new ArrayList<Problem>();
        for (Source source : SqlDirectory.read(directory, unreadable)) {
            if (isSelected(directory.getFileSystem(), source.path(), selection)) {
                List<Problem> problems = new ArrayList<>(unreadable.stream()
                        .filter(problem -> problem.what().startsWith(source.path() + " "))
                        .toList());
                tests.add(test(source, settings, problems));
            }
        }
        return tests;
    }

    /** The paths of all tests, in their order; none where there is no directory. */
    static List<String> paths(Path directory) {
        return Files.isDirectory(directory)
                ? SqlDirectory.read(directory, new ArrayList<>()).stream()
                        .map(Source::path)
                        .toList()
                : List.of();
    }

    private static ProjectTest test(Source source, Settings settings, List<Problem> problems) {
        SqlFile file = SqlFile.parse(source, List.of(SCHEMA, ProjectSql.CLUSTER), Placeholders.of(settings), problems);
        if (problems.isEmpty()) {
            if (file.statements().size() != 1) {
                problems.add(Problem.hard(source.path() + ": a test is one query, but here are "
                                + (file.statements().isEmpty()
                                        ? "none"
                                        : file.statements().size()) + ".")
                        .in(source.place(0)));
            } else if (!QUERIES.contains(file.statements().get(0).summary().verb())) {
                problems.add(Problem.hard(file.statements().get(0).at()
                                + ": a test is a query (SELECT, WITH, VALUES, TABLE), not "
                                + file.statements().get(0).summary().display() + ".")
                        .in(file.statements().get(0).place()));
            }
        }
        check(source, SCHEMA, file.headers().get(SCHEMA), settings.schemas(), problems);
        check(source, ProjectSql.CLUSTER, file.headers().get(ProjectSql.CLUSTER), settings.clusterNames(), problems);
        return new ProjectTest(
                source.path(),
                problems.isEmpty() ? file.statements().get(0) : null,
                file.headers().get(SCHEMA),
                file.headers().get(ProjectSql.CLUSTER),
                List.copyOf(problems));
    }

    private static void check(Source source, String kind, String name, List<String> known, List<Problem> problems) {
        if (name != null && !known.contains(name)) {
            problems.add(Problem.hard(source.path() + ": " + kind + " " + name + " is none of the target's."
                            + Nearest.hint(name, known))
                    .in(source.place(0)));
        }
    }

    /** Globs, separated by commas; one without a slash is for the file's name, and {@code .sql} may be left out. */
    private static boolean isSelected(FileSystem system, String path, String selection) {
        if (selection == null || selection.isBlank()) {
            return true;
        }
        Path whole = system.getPath(path);
        for (String glob : selection.split(",")) {
            String pattern = glob.strip();
            // "**/x" is to match an x that is in no folder, too.
            List<Path> candidates =
                    pattern.contains("/") ? List.of(whole, system.getPath(".", path)) : List.of(whole.getFileName());
            for (String suffix : List.of("", ".sql")) {
                if (candidates.stream().anyMatch(matches(system, pattern + suffix))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static java.util.function.Predicate<Path> matches(FileSystem system, String pattern) {
        try {
            return system.getPathMatcher("glob:" + pattern)::matches;
        } catch (PatternSyntaxException e) {
            throw new MzException(
                    Kind.REFUSED,
                    "mz.test is no glob: " + pattern + " (" + e.getDescription() + "). For example: -Dmz.test=marts/*",
                    e);
        }
    }
}
