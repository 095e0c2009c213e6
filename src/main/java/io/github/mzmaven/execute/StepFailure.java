package io.github.mzmaven.execute;

import io.github.mzmaven.MzException;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.session.DatabaseException;
import java.util.List;

/** A step that the server refused, or whose outcome is unknown since the connection was lost. */
public final class StepFailure extends MzException {
    private static final long serialVersionUID = 1;

    private final transient Step step;
    private final transient List<Step> done;
    private final DatabaseException failure;

    public StepFailure(int number, int total, Step step, List<Step> done, DatabaseException failure) {
        super(
                failure.kind(),
                "Step " + number + " of " + total + " failed: " + step.describe() + "\n    " + failure.getMessage(),
                failure);
        this.step = step;
        this.done = List.copyOf(done);
        this.failure = failure;
    }

    /** The one that failed. */
    public Step step() {
        return step;
    }

    /** The steps that took effect before, in order. */
    public List<Step> done() {
        return done;
    }

    public DatabaseException failure() {
        return failure;
    }
}
