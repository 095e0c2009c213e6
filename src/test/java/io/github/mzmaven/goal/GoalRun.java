package io.github.mzmaven.goal;

import io.github.mzmaven.Log;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.report.RunRecord;
import io.github.mzmaven.session.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Runs a goal as a mojo would, and keeps what it logged. */
public final class GoalRun implements Log {
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final Settings settings;

    private GoalRun(Settings settings) {
        this.settings = settings;
    }

    /** Runs a goal; what it throws comes through. */
    public static List<String> of(Goal goal, Settings settings) {
        var run = new GoalRun(settings);
        run.run(goal);
        return run.lines;
    }

    private void run(Goal goal) {
        var record = new RunRecord(
                goal.name(), settings.target(), settings.connection().describe(), Instant.EPOCH);
        goal.run(new GoalContext(
                settings,
                purpose -> Session.open(settings.connection(), purpose),
                this,
                record,
                duration -> Thread.sleep(duration.toMillis()),
                false));
    }

    @Override
    public void info(String line) {
        lines.add(line);
    }

    @Override
    public void warn(String line) {
        lines.add("WARN " + line);
    }

    @Override
    public void debug(String line) {}
}
