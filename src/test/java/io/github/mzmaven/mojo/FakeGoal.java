package io.github.mzmaven.mojo;

import io.github.mzmaven.config.Settings;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.execute.GoalContext;
import java.util.ArrayList;
import java.util.List;

/** Keeps what it is run with, and fails if told to. */
final class FakeGoal implements Goal {
    private final List<GoalContext> runs = new ArrayList<>();
    private RuntimeException failure;

    void failWith(RuntimeException e) {
        failure = e;
    }

    List<GoalContext> runs() {
        return runs;
    }

    Settings settings() {
        return runs.get(runs.size() - 1).settings();
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public void run(GoalContext context) {
        runs.add(context);
        if (failure != null) {
            throw failure;
        }
    }
}
