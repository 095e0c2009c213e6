package io.github.mzmaven.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Reads the commit that is checked out from the files of {@code .git}, so that no git need be installed. */
final class GitHead {
    private static final Pattern SHA = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final int MAX_SYMBOLIC_STEPS = 5;

    private GitHead() {}

    /** The commit's SHA, or {@code null} where the directory is in no work tree or the files cannot be read. */
    static String sha(Path directory) {
        try {
            for (Path at = directory.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
                Path git = at.resolve(".git");
                if (Files.exists(git)) {
                    return resolve(gitDirectory(git), "HEAD", MAX_SYMBOLIC_STEPS);
                }
            }
        } catch (IOException | RuntimeException e) {
            // The SHA is shown to people, nothing depends on it: without one the deployment's id ends in nogit.
            return null;
        }
        return null;
    }

    /** In a linked work tree and in a submodule {@code .git} is a file that names the directory. */
    private static Path gitDirectory(Path git) throws IOException {
        if (Files.isDirectory(git)) {
            return git;
        }
        String line = Files.readString(git).strip();
        return line.startsWith("gitdir:")
                ? git.resolveSibling(line.substring("gitdir:".length()).strip()).normalize()
                : git;
    }

    private static String resolve(Path gitDirectory, String ref, int steps) throws IOException {
        String value = read(gitDirectory, ref);
        if (value == null || steps == 0) {
            return null;
        }
        if (value.startsWith("ref:")) {
            return resolve(gitDirectory, value.substring("ref:".length()).strip(), steps - 1);
        }
        return SHA.matcher(value).matches() ? value : null;
    }

    private static String read(Path gitDirectory, String ref) throws IOException {
        Path common = commonDirectory(gitDirectory);
        for (Path directory : new Path[] {gitDirectory, common}) {
            Path file = directory.resolve(ref).normalize();
            if (file.startsWith(directory) && Files.isRegularFile(file)) {
                return Files.readString(file).strip();
            }
        }
        return packed(common.resolve("packed-refs"), ref);
    }

    /** Where a linked work tree's branches are: with those of the main one. */
    private static Path commonDirectory(Path gitDirectory) throws IOException {
        Path file = gitDirectory.resolve("commondir");
        return Files.isRegularFile(file)
                ? gitDirectory.resolve(Files.readString(file).strip()).normalize()
                : gitDirectory;
    }

    private static String packed(Path file, String ref) throws IOException {
        if (!Files.isRegularFile(file)) {
            return null;
        }
        for (String line : Files.readAllLines(file)) {
            int space = line.indexOf(' ');
            if (space > 0 && line.substring(space + 1).equals(ref)) {
                return line.substring(0, space);
            }
        }
        return null;
    }
}
