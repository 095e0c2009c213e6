package io.github.mzmaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ListenerTest {
    /** The compiler does not see it: a new type of event must be given to each listener. */
    @Test
    void eachListenerHasSaidWhatItDoesWithEachEvent() {
        Class<?>[] events = events(Event.class).toArray(Class<?>[]::new);

        assertThat(new Console(new Lines(), false, false).handlers().types()).containsExactlyInAnyOrder(events);
        assertThat(new RunRecord("init", "default", "db", Instant.EPOCH)
                        .handlers()
                        .types())
                .containsExactlyInAnyOrder(events);
    }

    private static Stream<Class<?>> events(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(ListenerTest::events)
                : Stream.of(type);
    }
}
