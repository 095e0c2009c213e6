package io.github.mzmaven.report;

import java.util.List;

/**
 * A file of the project's SQL in the plan of mz:apply; a list of these is in the order in which files run.
 *
 * @param path relative to the directory of files
 * @param why it runs, or why not
 * @param after what it waits for: one entry for each other file
 * @param makes the objects that it creates, by production's names
 */
public record FilePlan(String path, String why, boolean runs, List<After> after, List<String> makes) {
    public FilePlan {
        after = after == null ? List.of() : List.copyOf(after);
        makes = makes == null ? List.of() : List.copyOf(makes);
    }

    /**
     * Why it waits for another file.
     *
     * @param relation what that one makes, and this one mentions
     * @param line where, from 1
     */
    public record After(String file, String relation, int line) {}
}
