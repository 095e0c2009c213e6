package io.github.mzmaven.report;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a listener does with each type of event, since Java 17 cannot switch on types. A test sees that every listener has said
 * of every type what it does with it.
 */
final class Handlers {
    private final Map<Class<?>, Consumer<Event>> byType = new HashMap<>();

    <E extends Event> Handlers on(Class<E> type, Consumer<? super E> handler) {
        byType.put(type, event -> handler.accept(type.cast(event)));
        return this;
    }

    /** Says that a type, or each of a group, means nothing to the listener. */
    Handlers ignore(Class<? extends Event> type) {
        if (type.isSealed()) {
            for (Class<?> member : type.getPermittedSubclasses()) {
                ignore(member.asSubclass(Event.class));
            }
            return this;
        }
        return on(type, event -> {});
    }

    void handle(Event event) {
        byType.get(event.getClass()).accept(event);
    }

    /** The types of which something is said. */
    Set<Class<?>> types() {
        return Set.copyOf(byType.keySet());
    }
}
