package io.github.mzmaven;

/**
 * A place in one of the project's files.
 *
 * @param file its path, with slashes, as it was found: CI servers show a message beside the line
 * @param line from 1
 * @param column in characters (code points) from 1
 */
public record Place(String file, int line, int column) {}
