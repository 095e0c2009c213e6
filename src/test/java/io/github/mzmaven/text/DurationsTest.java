package io.github.mzmaven.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            500ms | PT0.5S
            1s | PT1S
            0.25s | PT0.25S
            90S | PT1M30S
            5 m | PT5M
            1m30s | PT1M30S
            1h 30m | PT1H30M
            1.5h | PT1H30M
            2d | PT48H
            1d 2h 3m 4s 5ms | PT26H3M4.005S
            PT1M30S | PT1M30S
            pt0.5s | PT0.5S
            P1DT2H | PT26H
            PT-1S | PT-1S
            """)
    void readsNumbersWithUnitsAndIso8601(String text, String duration) {
        assertThat(Durations.parse(text)).isEqualTo(Duration.parse(duration));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fast",
                "90",
                "1 sss",
                "1s, 2s",
                "s",
                "1h -10m",
                "5 minutes",
                "1 hour",
                "1w",
                "250us",
                "00:01:30",
                "P1W",
                "P1M",
                "PT"
            })
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> Durations.parse(text)).hasMessage("which is no duration");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3000000h", "99999999999999999999d", "PT9999999999H", "P99999999999999D"})
    void refusesWhatIsTooLong(String text) {
        assertThatThrownBy(() -> Durations.parse(text)).hasMessage("which is longer than 292 years");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PT-3S | 5 s
            PT0.2S | 5 s
            PT5S | 5 s
            PT6S | 10 s
            PT56S | 1 m
            PT1M29S | 1 m
            PT1M30S | 2 m
            PT59M40S | 1 h
            PT1H4M40S | 1 h 5 m
            """)
    void saysRoughly(Duration duration, String text) {
        assertThat(Durations.rough(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PT0S | 0 s
            PT0.4S | 0.4 s
            PT9.9S | 9.9 s
            PT41S | 41 s
            PT1M | 1 m
            PT1M12S | 1 m 12 s
            PT1H5M | 1 h 5 m
            PT26H | 1 d 2 h
            """)
    void readsWhatItWrites(Duration duration, String text) {
        assertThat(Durations.text(duration)).isEqualTo(text);
        assertThat(Durations.parse(text)).isEqualTo(duration);
    }
}
