package io.github.mzmaven.execute;

/** What one {@code mz:…} goal does, from reading the catalog to its last log line. */
public interface Goal {
    /** The goal's name without the prefix: init, promote … */
    String name();

    /**
     * Runs the goal.
     *
     * @throws io.github.mzmaven.MzException with what happened, what state the database is in, and what to do
     */
    void run(GoalContext context);
}
