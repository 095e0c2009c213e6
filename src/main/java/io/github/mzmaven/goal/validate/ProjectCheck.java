package io.github.mzmaven.goal.validate;

import io.github.mzmaven.Place;
import io.github.mzmaven.Problem;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.goal.test.ProjectTests;
import io.github.mzmaven.goal.test.ProjectTests.ProjectTest;
import io.github.mzmaven.project.FileNames;
import io.github.mzmaven.project.FileOrder;
import io.github.mzmaven.project.FileRules;
import io.github.mzmaven.project.ProjectSql;
import io.github.mzmaven.project.SqlFile;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What was checked of a project's files.
 *
 * @param files how many files of SQL there are
 * @param schemas how many schemas have such files
 * @param tests how many queries test the deployment, or production
 */
record ProjectCheck(int files, int schemas, int tests) {
    /** Nothing was. */
    static final ProjectCheck NOTHING = new ProjectCheck(0, 0, 0);

    /** By file and line; first what is in no file. */
    static final Comparator<Problem> BY_PLACE = Comparator.comparing(
            Problem::place,
            Comparator.nullsFirst(
                    Comparator.comparing(Place::file).thenComparing(Place::line).thenComparing(Place::column)));

    /**
     * Checks all files.
     *
     * @param problems takes what is wrong, by file and line
     */
    static ProjectCheck of(Settings settings, List<Problem> problems) {
        var found = new ArrayList<Problem>();
        // A project whose objects something else builds, dbt for example, has no files.
        List<SqlFile> files =
                Files.isDirectory(settings.files().sqlDirectory()) ? ProjectSql.read(settings, found) : List.of();
        var names = new FileNames(settings, files, found);
        String database =
                settings.connection() == null ? null : settings.connection().database();
        FileRules.check(settings, database, settings.init().allowStateful(), files, names, found);
        found.addAll(circles(FileOrder.of(settings, files, names)));
        List<ProjectTest> tests = ProjectTests.read(settings, settings.files().testDirectory(), null);
        List<ProjectTest> ofProduction =
                ProjectTests.read(settings.ofProduction(), settings.files().verifyDirectory(), null);
        tests.forEach(test -> found.addAll(test.problems()));
        ofProduction.forEach(test -> found.addAll(test.problems()));
        var relations = new KnownRelations(settings, database, files, names);
        tests.forEach(test -> relations.check(test, settings, found));
        ofProduction.forEach(test -> relations.check(test, settings.ofProduction(), found));
        found.sort(BY_PLACE);
        problems.addAll(found);
        int schemas = (int) files.stream()
                .map(file -> ProjectSql.schemaOf(file.path()))
                .distinct()
                .count();
        return new ProjectCheck(files.size(), schemas, tests.size() + ofProduction.size());
    }

    /** Each with the first place that makes it one. */
    private static List<Problem> circles(FileOrder order) {
        var problems = new ArrayList<Problem>();
        for (int i = 0; i < order.circles().size(); i++) {
            List<String> circle = order.circles().get(i);
            Place place = order.after(circle.get(0)).stream()
                    .filter(edge -> circle.contains(edge.file()))
                    .map(FileOrder.Edge::place)
                    .findFirst()
                    .orElse(null);
            problems.add(order.problems().get(i).in(place));
        }
        return problems;
    }
}
