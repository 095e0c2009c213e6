package io.github.mzmaven.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HydrationTimesTest {
    @Test
    void isReadAsItIsWritten() {
        var times = new HydrationTimes(
                "2026-11-22T12:00:00Z",
                75_000,
                Map.of("marts.revenue", 41_200L),
                Map.of("marts.revenue", "u205"),
                Map.of("prod", "100cc"));

        assertThat(times.json())
                .isEqualTo(
                        "{\"at\":\"2026-11-22T12:00:00Z\",\"tookMillis\":75000,\"hydrated\":{\"marts.revenue\":41200},"
                                + "\"ids\":{\"marts.revenue\":\"u205\"},\"sizes\":{\"prod\":\"100cc\"}}");
        assertThat(HydrationTimes.parse(times.json())).isEqualTo(times);
    }

    @Test
    void whatIsNotOursSaysNothing() {
        for (String text :
                new String[] {null, "", "null", "[]", "yes", "{\"hydrated\":{\"a.b\":\"soon\"}}", "{\"hydrated\":3}"}) {
            assertThat(HydrationTimes.parse(text)).as("%s", text).isEqualTo(HydrationTimes.NOTHING);
        }
    }

    @Test
    void whatCannotBeATimeIsLeftOut() {
        assertThat(HydrationTimes.parse(
                        "{\"more\":1,\"hydrated\":{\"a.b\":-1,\"a.c\":9000000000000000000,\"a.d\":7,\"a.e\":null},"
                                + "\"ids\":{\"a.d\":null}}"))
                .isEqualTo(new HydrationTimes(null, 0, Map.of("a.d", 7L), Map.of(), Map.of()));
    }
}
