package io.github.mzmaven.goal;

import io.github.mzmaven.sandbox.Sandbox;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Measures what a deployment costs over a slow line. Run by {@code mvnw -Pbenchmark test}. */
@Tag("benchmark")
class GoalCostBenchmark {
    private static final Duration ROUND_TRIP = Duration.ofMillis(50);

    @ParameterizedTest
    @ValueSource(ints = {10, 50})
    void goals(int size) {
        try (Sandbox sandbox = Sandbox.start()) {
            new CostedCycle(sandbox, size)
                    .over(ROUND_TRIP)
                    .run()
                    .forEach(cost -> System.out.println(
                            size + " schemas and clusters, RTT " + ROUND_TRIP.toMillis() + " ms: " + cost.describe()));
        }
    }
}
