package io.github.mzmaven.report;

import io.github.mzmaven.plan.Plan;

/** Collects what a run did, for the files it leaves. */
public final class RunRecord {
    private Plan plan;

    /** The plan of this run; the last one told counts. */
    public void plan(Plan newPlan) {
        plan = newPlan;
    }

    /** The plan told last, or {@code null}. */
    public Plan plan() {
        return plan;
    }
}
