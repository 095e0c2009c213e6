package io.github.mzmaven.goal;

import io.github.mzmaven.config.Settings;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.report.Console;
import io.github.mzmaven.report.Event;
import io.github.mzmaven.report.Lines;
import io.github.mzmaven.report.Listener;
import io.github.mzmaven.session.Session;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Runs a goal as a mojo would, and keeps what it tells. */
public final class GoalRun {
    private GoalRun() {}

    /** Runs a goal; what it throws comes through. Returns what a person would read. */
    public static List<String> of(Goal goal, Settings settings) {
        var lines = new Lines();
        run(goal, settings, new Console(lines, false, false));
        return lines.shown();
    }

    /** The same, for what happened. */
    public static List<Event> events(Goal goal, Settings settings) {
        List<Event> events = Collections.synchronizedList(new ArrayList<>());
        run(goal, settings, events::add);
        return events;
    }

    private static void run(Goal goal, Settings settings, Listener listener) {
        goal.run(new GoalContext(
                settings,
                purpose -> Session.open(settings.connection(), purpose),
                listener,
                duration -> Thread.sleep(duration.toMillis())));
    }
}
