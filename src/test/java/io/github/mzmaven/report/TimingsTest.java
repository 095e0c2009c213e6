package io.github.mzmaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.report.RunResult.StepTime;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimingsTest {
    @Test
    void showsTheLongestOfManyStepsInTheOrderInWhichTheyRan() {
        Timings timings = Timings.of(steps(1, 9, 0, 8, 8, 7, 7, 7, 6, 6, 6, 6, 200, 5, 5, 5, 5, 5));

        assertThat(timings).isEqualTo(new Timings(steps(9, 8, 8, 7, 7, 7, 6, 6, 6, 6, 200, 5, 5, 5, 5), 18, 200));
        assertThat(timings.shown().stream().map(timings::percent))
                .containsExactly(5L, 4L, 4L, 4L, 4L, 4L, 3L, 3L, 3L, 3L, 100L, 3L, 3L, 3L, 3L);
    }

    @Test
    void showsABarForWhatTookNoTime() {
        Timings timings = Timings.of(steps(0, 0));

        assertThat(timings.shown()).isEqualTo(steps(0, 0));
        assertThat(timings.shown().stream().map(timings::percent)).containsExactly(1L, 1L);
    }

    private static List<StepTime> steps(int... millis) {
        return IntStream.of(millis)
                .mapToObj(took -> new StepTime("step", "SELECT 1", took))
                .toList();
    }
}
