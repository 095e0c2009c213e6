package io.github.mzmaven.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mzmaven.MzException;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void pausesDoubleWithJitterUpToACap() {
        var pauses = new ArrayList<Duration>();
        var backoff = new Backoff(pauses::add, Duration.ofSeconds(1));
        for (int i = 0; i < 8; i++) {
            backoff.pause();
        }

        long[] longest = {1, 2, 4, 8, 16, 30, 30, 30};
        for (int i = 0; i < longest.length; i++) {
            assertThat(pauses.get(i)).isBetween(Duration.ofMillis(longest[i] * 500), Duration.ofSeconds(longest[i]));
        }
    }

    @Test
    void jitterDiffers() {
        var pauses = new ArrayList<Duration>();
        for (int i = 0; i < 50; i++) {
            new Backoff(pauses::add, Duration.ofHours(1)).pause();
        }

        assertThat(pauses.stream().distinct().count()).isGreaterThan(1);
    }

    @Test
    void noPauseAndAHugeOneAreTaken() {
        var pauses = new ArrayList<Duration>();
        new Backoff(pauses::add, Duration.ZERO).pause();

        assertThat(pauses).containsExactly(Duration.ZERO);
    }

    @Test
    void anInterruptEndsTheGoalAndIsKept() {
        var backoff = new Backoff(
                duration -> {
                    throw new InterruptedException();
                },
                Duration.ofSeconds(1));

        assertThatThrownBy(backoff::pause).isInstanceOf(MzException.class).hasMessage("Interrupted while waiting.");
        assertThat(Thread.interrupted()).isTrue();
    }
}
