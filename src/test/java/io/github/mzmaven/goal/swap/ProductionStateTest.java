package io.github.mzmaven.goal.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is known of production only changes by what was sent and read; whether the sentences are so is seen by the fault test. */
class ProductionStateTest {
    @Test
    void changesByWhatIsReadAndSent() {
        String table = Stream.of(ProductionState.values())
                .map(state -> Stream.of(state, state.read(false), state.read(true), state.written(), state.unanswered())
                        .map(ProductionState::name)
                        .collect(Collectors.joining(" | ")))
                .collect(Collectors.joining("\n"));

        // before | read as not swapped | read as swapped | after a write that swaps nothing | after a COMMIT without an
        // answer
        assertThat(table).isEqualTo("""
                UNTOUCHED | UNTOUCHED | SWAPPED_ALREADY | AS_BEFORE | UNKNOWN
                AS_BEFORE | AS_BEFORE | SWAPPED | AS_BEFORE | UNKNOWN
                UNKNOWN | AS_BEFORE | SWAPPED | UNKNOWN | UNKNOWN
                SWAPPED_ALREADY | UNTOUCHED | SWAPPED_ALREADY | SWAPPED | SWAPPED
                SWAPPED | AS_BEFORE | SWAPPED | SWAPPED | SWAPPED""");
    }

    @Test
    void noSentenceHoldsAnother() {
        for (ProductionState state : ProductionState.values()) {
            assertThat(Stream.of(ProductionState.values())
                            .filter(other -> other.sentence().contains(state.sentence())))
                    .containsExactly(state);
        }
    }
}
