package io.github.mzmaven.plan;

/** Which way a swap goes. */
public enum Direction {
    /** The copies become production. */
    PROMOTE("promote"),
    /** What was production before becomes production again. */
    ROLLBACK("rollback");

    private final String goal;

    Direction(String goal) {
        this.goal = goal;
    }

    /** The goal's name. */
    public String goal() {
        return goal;
    }
}
