package io.github.mzmaven.report;

import io.github.mzmaven.Place;
import io.github.mzmaven.Problem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * What is wrong in the project's files, as GitHub's commands {@code ::error file=…,line=…,col=…::message}, which GitHub shows
 * beside the lines of a pull request. Their form is that of the runner's ActionCommand.
 */
final class Annotations {
    /** GitHub shows no more of a step. */
    private static final int MOST = 10;

    private final Path workspace;

    /** @param workspace where the repository is checked out; {@code null} where that is unknown */
    Annotations(Path workspace) {
        this.workspace = workspace;
    }

    /** A line each, without repetition. */
    List<String> of(RunResult result) {
        var lines = new LinkedHashSet<String>();
        if (result.place() != null) {
            lines.add(line("error", result.place(), result.message()));
        }
        result.tests().stream()
                .filter(test -> !test.passed() && test.place() != null)
                .forEach(test -> lines.add(line("error", test.place(), test.described())));
        result.problems().stream()
                .filter(problem -> problem.place() != null)
                .forEach(problem -> lines.add(line(level(problem, result), problem.place(), text(problem))));
        return lines.stream().limit(MOST).toList();
    }

    /** What was forced, or stops nothing, is no error. */
    private static String level(Problem problem, RunResult result) {
        return problem.severity() == Problem.Severity.WARNING || result.success() ? "warning" : "error";
    }

    private static String text(Problem problem) {
        var lines = new ArrayList<String>(List.of(problem.what()));
        lines.addAll(problem.remedy());
        return String.join("\n", lines);
    }

    private String line(String level, Place place, String message) {
        return "::" + level + " file=" + property(relative(place.file())) + ",line=" + place.line() + ",col="
                + place.column() + "::" + data(message);
    }

    private String relative(String file) {
        try {
            Path path = Path.of(file).toAbsolutePath().normalize();
            return workspace != null && path.startsWith(workspace)
                    ? workspace
                            .relativize(path)
                            .toString()
                            .replace(path.getFileSystem().getSeparator(), "/")
                    : file;
        } catch (InvalidPathException e) {
            return file;
        }
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
