package io.github.mzmaven;

import java.nio.file.Path;

/**
 * A place in one of the project's files.
 *
 * @param file its path, with slashes, as it was found: CI servers show a message beside the line
 * @param line from 1
 * @param column in characters (code points) from 1
 */
public record Place(String file, int line, int column) {
    /** A place in a file as it was found. */
    public static Place in(Path file, int line, int column) {
        return new Place(file.toString().replace(file.getFileSystem().getSeparator(), "/"), line, column);
    }
}
