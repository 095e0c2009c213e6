package io.github.mzmaven.report;

import io.github.mzmaven.Log;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Hands a run's outcome to GitHub Actions: the summary to the file that {@code GITHUB_STEP_SUMMARY} names, the deployment's id to
 * {@code GITHUB_OUTPUT}, and what is wrong in files as commands. A file that cannot be written is a warning: what was done is
 * done.
 */
public final class GitHubActions {
    /** The name of the step's output. */
    static final String OUTPUT = "mz-deployment-id";

    private final Map<String, String> environment;
    private final Log log;

    public GitHubActions(Map<String, String> environment, Log log) {
        this.environment = environment;
        this.log = log;
    }

    /**
     * Writes the files that GitHub has named, where it has.
     *
     * @param directory that of the run's files
     */
    public void publish(RunRecord record, Path directory) {
        RunResult result = record.result();
        change("GITHUB_STEP_SUMMARY", text -> withSummary(text, result.target(), directory));
        if (result.hasDeployment()) {
            change("GITHUB_OUTPUT", text -> withId(text, result.deployment().id()));
        }
    }

    /** What is wrong in the project's files, a line each; none where no GitHub listens. */
    public List<String> annotations(RunRecord record) {
        return "true".equals(environment.get("GITHUB_ACTIONS"))
                ? new Annotations(path("GITHUB_WORKSPACE")).of(record.result())
                : List.of();
    }

    /** {@code null} where the variable is not set, or is no path. */
    private Path path(String variable) {
        String value = environment.get(variable);
        try {
            return value == null || value.isBlank()
                    ? null
                    : Path.of(value).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            log.warn("$" + variable + " is no path: " + e.getMessage());
            return null;
        }
    }

    /**
     * Changes the text of a file that other tools write to as well: what they wrote stays, byte by byte.
     *
     * @param change takes and returns bytes as characters
     */
    private void change(String variable, UnaryOperator<String> change) {
        Path file = path(variable);
        if (file == null) {
            return;
        }
        // Goals of several modules may run at the same time.
        synchronized (GitHubActions.class) {
            change(variable, file, change);
        }
    }

    private void change(String variable, Path file, UnaryOperator<String> change) {
        try {
            String before = Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
            String after = change.apply(before);
            if (!after.equals(before)) {
                Files.writeString(file, after, StandardCharsets.ISO_8859_1);
            }
        } catch (IOException | java.io.UncheckedIOException e) {
            log.warn("Cannot write $" + variable + ", " + file + ": " + e);
        }
    }

    /** Each goal of a step tells more than the one before it: one text of a target is enough. */
    private static String withSummary(String before, String target, Path directory) {
        String key =
                key(target) + " " + key(directory.toAbsolutePath().normalize().toString());
        String begin = "<!-- mz-maven-plugin " + key + " -->\n";
        String end = "<!-- /mz-maven-plugin " + key + " -->\n";
        String block = begin + "\n" + bytes(summary(directory)) + "\n" + end;
        int from = before.indexOf(begin);
        int to = before.lastIndexOf(end);
        return from >= 0 && to > from
                ? before.substring(0, from) + block + before.substring(to + end.length())
                : lines(before) + block;
    }

    private static String summary(Path directory) {
        try {
            return Files.readString(directory.resolve(ReportFiles.SUMMARY));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Without what would end a comment. */
    private static String key(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("-", "%2D");
    }

    /** The id is somebody's text: a line break in it would be another output. */
    private String withId(String before, String id) {
        if (id.codePoints().anyMatch(Character::isISOControl)) {
            log.warn("The id of the deployment is not given to $GITHUB_OUTPUT, since it is not on one line.");
            return before;
        }
        String line = OUTPUT + "=" + bytes(id) + "\n";
        String all = "\n" + lines(before);
        // The last one counts.
        return all.startsWith(line, all.lastIndexOf("\n" + OUTPUT + "=") + 1) ? before : lines(before) + line;
    }

    private static String lines(String text) {
        return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
    }

    private static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
