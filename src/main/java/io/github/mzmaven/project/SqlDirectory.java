package io.github.mzmaven.project;

import io.github.mzmaven.MzException;
import io.github.mzmaven.MzException.Kind;
import io.github.mzmaven.Place;
import io.github.mzmaven.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds and reads {@code *.sql} files, behind symbolic links too. What is hidden (its name, or a folder's above it, begins
 * with a dot) is left out.
 */
public final class SqlDirectory {
    private SqlDirectory() {}

    /**
     * All files below a directory, in the order of their paths (compared character by character, slash between names, so
     * that it is the same everywhere).
     *
     * @param problems takes files that are not UTF-8
     * @throws MzException where the directory cannot be read
     */
    public static List<Source> read(Path directory, List<Problem> problems) {
        try (Stream<Path> found = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
            var sources = new ArrayList<Source>();
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                String path = directory
                        .relativize(file)
                        .toString()
                        .replace(file.getFileSystem().getSeparator(), "/");
                if (path.endsWith(".sql") && !("/" + path).contains("/.")) {
                    sources.add(new Source(path, text(file, path, problems), file));
                }
            }
            sources.sort(Comparator.comparing(Source::path));
            return sources;
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new MzException(Kind.REFUSED, "Cannot read " + directory + ": " + e.getMessage(), e);
        }
    }

    /** The names of a directory's folders, sorted, hidden ones left out. */
    public static List<String> folders(Path directory) {
        try (Stream<Path> found = Files.list(directory)) {
            return found.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new MzException(Kind.REFUSED, "Cannot read " + directory + ": " + e.getMessage(), e);
        }
    }

    private static String text(Path file, String path, List<Problem> problems) throws IOException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            problems.add(
                    Problem.hard(path + " is not UTF-8.", "Save it as UTF-8.").in(Place.in(file, 1, 1)));
            return "";
        }
    }
}
