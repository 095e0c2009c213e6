package io.github.mzmaven.report;

import io.github.mzmaven.plan.Plan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** The files of a run in its directory. */
final class ReportFiles {
    /** The name of the summary. */
    static final String SUMMARY = "summary.md";

    /** Of an id: what a shell, too, reads as a text. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.:+-]+");

    private static final String RESULT = "-result.json";
    private static final String SCRIPT = "-plan.sql";
    private static final String DOCUMENT = "-plan.json";

    private final Path directory;

    ReportFiles(Path directory) {
        this.directory = directory;
    }

    /** Writes the files of one goal; a plan of an earlier run does not stay beside the result of this one. */
    void write(RunResult result, Plan plan, List<FilePlan> files) {
        try {
            Files.createDirectories(directory);
            Path script = directory.resolve(result.goal() + SCRIPT);
            Path document = directory.resolve(result.goal() + DOCUMENT);
            if (plan == null) {
                Files.deleteIfExists(script);
                Files.deleteIfExists(document);
            } else {
                replace(script, PlanFile.script(result, plan));
                replace(document, Json.of(PlanFile.document(result, plan, files)));
            }
            replace(directory.resolve(result.goal() + RESULT), Json.of(result));
            List<Page.Run> runs = runs();
            replace(directory.resolve("report.html"), new Page(runs).html());
            replace(
                    directory.resolve(SUMMARY),
                    Summary.of(runs, result.target()).markdown());
            if (result.hasDeployment()
                    && PLAIN.matcher(result.deployment().id()).matches()) {
                replace(
                        directory.resolve("deployment.env"),
                        "MZ_DEPLOYMENT_ID=" + result.deployment().id() + "\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the report to " + directory, e);
        }
    }

    /** What all goals left in the directory; files of other shapes are somebody else's. */
    private List<Page.Run> runs() throws IOException {
        var runs = new ArrayList<Page.Run>();
        try (DirectoryStream<Path> results = Files.newDirectoryStream(directory, "*" + RESULT)) {
            for (Path file : results) {
                RunResult result = Json.result(Files.readString(file));
                if (result != null) {
                    String name = file.getFileName().toString();
                    String goal = name.substring(0, name.length() - RESULT.length());
                    String script = read(goal + SCRIPT);
                    String document = read(goal + DOCUMENT);
                    runs.add(new Page.Run(
                            result,
                            script,
                            script == null || document == null ? PlanFile.Document.none() : Json.plan(document)));
                }
            }
        }
        return runs;
    }

    /** {@code null} where there is no such file. */
    private String read(String name) throws IOException {
        Path file = directory.resolve(name);
        return Files.exists(file) ? Files.readString(file) : null;
    }

    /** Whole or not at all: CI may read while another goal writes. */
    private static void replace(Path file, String text) throws IOException {
        // Not a temporary file, whose permissions would keep others from reading.
        Path draft = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
        Files.writeString(draft, text);
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
