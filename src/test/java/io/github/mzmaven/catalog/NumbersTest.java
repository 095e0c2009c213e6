package io.github.mzmaven.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void unsignedNumbersOf64BitsAreRead() {
        assertThat(Numbers.unsigned("0")).isZero();
        assertThat(Numbers.unsigned("4070000000")).isEqualTo(4_070_000_000L);
        assertThat(Numbers.unsigned("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(Numbers.unsigned("18446744073709000000")).isEqualTo(Long.MAX_VALUE);
        assertThat(Numbers.unsigned("18446744073709551615")).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatIsNoNumberIsUnknown() {
        assertThat(Numbers.unsigned(null)).isNull();
        assertThat(Numbers.unsigned("")).isNull();
        assertThat(Numbers.unsigned("-1")).isNull();
        assertThat(Numbers.unsigned("1.5")).isNull();
        assertThat(Numbers.unsigned("unlimited")).isNull();
    }
}
