package io.github.mzmaven.goal.export;

import io.github.mzmaven.MzException;
import io.github.mzmaven.MzException.Kind;
import io.github.mzmaven.Problem;
import io.github.mzmaven.goal.export.ExportPlan.ExportFile;
import io.github.mzmaven.project.Source;
import io.github.mzmaven.project.SqlDirectory;
import io.github.mzmaven.report.ExportEvent.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The directory of the project's SQL: what is there already, and what is written. */
final class TargetFiles {
    private final Path directory;
    private final List<Problem> problems;

    /** @param problems takes what is in the way */
    TargetFiles(Path directory, List<Problem> problems) {
        this.directory = directory;
        this.problems = problems;
    }

    /** A file, and what is to become of it. */
    record Target(String path, Path file, String text, Outcome outcome) {}

    /** Looks at what is there; what is in the way is among the problems. */
    List<Target> compare(List<ExportFile> files) {
        var targets = new ArrayList<Target>();
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            problems.add(Problem.hard(directory + " is no directory.", "Remove it, or set mz.sqlDirectory."));
            return targets;
        }
        for (ExportFile file : files) {
            try {
                Path path = directory.resolve(file.path());
                if (isPossible(path)) {
                    targets.add(new Target(file.path(), path, file.text(), outcome(file, path)));
                }
            } catch (InvalidPathException e) {
                problems.add(Problem.hard(
                        "This JVM cannot name the file " + file.path() + " (" + e.getReason() + ").",
                        "Run Maven where names of files are UTF-8: LC_ALL=C.UTF-8 mvn …"));
            } catch (IOException e) {
                problems.add(Problem.hard(
                        "The file " + file.path() + " cannot be looked at: " + e,
                        "See that " + directory + " can be read and written."));
            }
        }
        return targets;
    }

    private boolean isPossible(Path path) throws IOException {
        Path folder = path.getParent();
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(folder)) {
            hard(folder + " is no directory.", "Remove it, or set mz.sqlDirectory.");
            return false;
        }
        if (Files.isDirectory(folder) && !folder.toRealPath().startsWith(directory.toRealPath())) {
            hard(
                    folder + " leads out of " + directory + ", where mz:export writes nothing.",
                    "Make it a directory of its own, or set mz.sqlDirectory.");
            return false;
        }
        if (Files.isDirectory(path)) {
            hard(path + " is a directory.", "Remove it, or set mz.sqlDirectory.");
            return false;
        }
        return true;
    }

    private void hard(String what, String remedy) {
        Problem problem = Problem.hard(what, remedy);
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    private Outcome outcome(ExportFile file, Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return Outcome.CREATED;
        }
        // A checkout may have other line ends, which mz:apply does not mind either.
        if (Files.exists(path)
                && new String(Files.readAllBytes(path), StandardCharsets.UTF_8)
                        .replace("\r\n", "\n")
                        .equals(file.text().replace("\r\n", "\n"))) {
            return Outcome.UNCHANGED;
        }
        problems.add(Problem.soft(
                path + " is there, and says something else than production.",
                "Keep it, or move it away, or let it be replaced: -Dmz.force=true"));
        return Outcome.REPLACED;
    }

    /** Files of SQL in the directory that hold nothing of what is exported. */
    List<String> others(List<Target> targets) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        Set<String> paths = new HashSet<>();
        targets.forEach(target -> paths.add(target.path()));
        return SqlDirectory.read(directory, new ArrayList<>()).stream()
                .filter(source ->
                        !paths.contains(source.path()) && targets.stream().noneMatch(it -> isSame(it, source)))
                .map(Source::path)
                .toList();
    }

    /** Where case does not count, a file may be there under a name in another case. */
    private static boolean isSame(Target target, Source source) {
        try {
            return target.path().equalsIgnoreCase(source.path()) && Files.isSameFile(target.file(), source.file());
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Writes a file that is not there as it is to be: whole or not at all, so that a run that is cut off leaves no half of it.
     *
     * @throws MzException where that cannot be done
     */
    static void write(Target target) {
        if (target.outcome() == Outcome.UNCHANGED) {
            return;
        }
        Path file = target.file();
        // Hidden, so that it is no file of the project.
        Path draft = file.resolveSibling(
                ".mz-export-" + Integer.toHexString(target.path().hashCode()));
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(draft, target.text());
            if (target.outcome() == Outcome.REPLACED) {
                Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.move(draft, file);
            }
        } catch (FileAlreadyExistsException e) {
            discard(draft);
            throw new MzException(
                    Kind.REFUSED,
                    file + " has come while mz:export ran, and is left as it is. Files before it are written.\n"
                            + "    Run mvn mz:export again: what it has written stays.",
                    e);
        } catch (IOException e) {
            discard(draft);
            throw new MzException(
                    Kind.REFUSED,
                    "Cannot write " + file + ": " + e + ". Files before it are written.\n"
                            + "    Mend that, then run mvn mz:export again: what it has written stays.",
                    e);
        }
    }

    private static void discard(Path draft) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException e) {
            // A hidden file is no file of the project; the next run writes over it.
        }
    }
}
