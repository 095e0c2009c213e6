package io.github.mzmaven.goal;

import io.github.mzmaven.config.Settings;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.report.Console;
import io.github.mzmaven.report.Event;
import io.github.mzmaven.report.Lines;
import io.github.mzmaven.report.Listener;
import io.github.mzmaven.session.Session;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Runs a goal as a mojo would, and keeps what it tells. */
public final class GoalRun {
    private GoalRun() {}

    /** Runs a goal; what it throws comes through. Returns what a person would read. */
    public static List<String> of(Goal goal, Settings settings) {
        var lines = new Lines();
        run(goal, settings, new Console(lines, false, false));
        return lines.shown();
    }

    /** The same, for what happened; how long it took is zero, so that events can be compared. */
    public static List<Event> events(Goal goal, Settings settings) {
        List<Event> events = Collections.synchronizedList(new ArrayList<>());
        run(goal, settings, event -> events.add(timeless(event)));
        return events;
    }

    /** The events of one type, alike. */
    public static <E extends Event> List<E> events(Class<E> type, Goal goal, Settings settings) {
        return events(goal, settings).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** Also of what an event holds. */
    @SuppressWarnings("unchecked")
    private static <T> T timeless(T value) {
        if (!(value instanceof Record)) {
            return value;
        }
        RecordComponent[] components = value.getClass().getRecordComponents();
        var values = new Object[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                values[i] = components[i].getName().equals("took")
                        ? Duration.ZERO
                        : timeless(components[i].getAccessor().invoke(value));
            }
            Class<?>[] types =
                    Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return (T) value.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("records of events are public", e);
        }
    }

    private static void run(Goal goal, Settings settings, Listener listener) {
        goal.run(new GoalContext(
                settings,
                purpose -> Session.open(settings.connection(), purpose),
                listener,
                duration -> Thread.sleep(duration.toMillis())));
    }
}
