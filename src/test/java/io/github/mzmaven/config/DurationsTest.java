package io.github.mzmaven.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1s | PT1S
            500ms | PT0.5S
            500 milliseconds | PT0.5S
            250us | PT0.00025S
            5 minutes | PT5M
            5 MINUTES | PT5M
            1h 30m | PT1H30M
            1h30m | PT1H30M
            1 hour 2 minutes | PT1H2M
            1.5h | PT1H30M
            00:01:30 | PT1M30S
            00:01:30.5 | PT1M30.5S
            01:30 | PT1H30M
            1 day 02:00:00 | PT26H
            2 days | PT48H
            1 week | PT168H
            90 | PT1M30S
            1h -10m | PT50M
            1 mon 2 | REFUSED
            """)
    void readsWhatIntervalsTake(String text, String duration) {
        if (duration.equals("REFUSED")) {
            assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(IllegalArgumentException.class);
        } else {
            assertThat(Durations.parse(text)).isEqualTo(Duration.parse(duration));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fast | "fast", which is no duration
            1 sss | "1 sss", which is no duration
            1s, 2s | "1s, 2s", which is no duration
            00:75:00 | "00:75:00", which is no duration
            2 months | "2 months", and months and years have no fixed length: use weeks or days
            1 year | "1 year", and months and years have no fixed length: use weeks or days
            300000 weeks | "300000 weeks", which is longer than 292 years
            """)
    void saysWhyItIsNone(String text, String reason) {
        assertThatThrownBy(() -> Durations.parse(text)).hasMessage(reason);
    }
}
