package io.github.mzmaven.report;

import java.util.List;

/** Hears what a run tells; several threads may tell it. */
@FunctionalInterface
public interface Listener {
    /** Takes one event. */
    void on(Event event);

    /** One that passes each event to all of those, in their order. */
    static Listener all(List<Listener> listeners) {
        return event -> listeners.forEach(listener -> listener.on(event));
    }
}
