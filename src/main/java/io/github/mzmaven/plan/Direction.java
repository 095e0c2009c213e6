package io.github.mzmaven.plan;

import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.plan.Deployment.ProductionVersion;

/** Which way a swap goes. */
public enum Direction {
    /** The copies become production. */
    PROMOTE("promote", ProductionVersion.NEW, Marker.State.PROMOTED),
    /** What was production before becomes production again. */
    ROLLBACK("rollback", ProductionVersion.OLD, Marker.State.STAGED);

    private final String goal;
    private final ProductionVersion endVersion;
    private final Marker.State endState;

    Direction(String goal, ProductionVersion endVersion, Marker.State endState) {
        this.goal = goal;
        this.endVersion = endVersion;
        this.endState = endState;
    }

    /** The goal's name. */
    public String goal() {
        return goal;
    }

    /** What production has at the end. */
    public ProductionVersion endVersion() {
        return endVersion;
    }

    /** What the marker says at the end. */
    public Marker.State endState() {
        return endState;
    }
}
