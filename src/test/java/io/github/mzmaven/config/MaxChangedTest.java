package io.github.mzmaven.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaxChangedTest {
    @Test
    void rowsAreCounted() {
        MaxChanged most = MaxChanged.parse("100");
        assertThat(most.isExceeded(0, 100)).isFalse();
        assertThat(most.isExceeded(1_000_000, 101)).isTrue();
    }

    @Test
    void aShareIsOfTheRowsBefore() {
        MaxChanged most = MaxChanged.parse("0.5%");
        assertThat(most.isExceeded(1000, 5)).isFalse();
        assertThat(most.isExceeded(1000, 6)).isTrue();
        assertThat(most.isExceeded(Long.MAX_VALUE, Long.MAX_VALUE)).isTrue();
        assertThat(most.isExceeded(0, 0)).isFalse();
        assertThat(most.isExceeded(0, 1)).isTrue();
        assertThat(MaxChanged.parse("0%").isExceeded(10, 0)).isFalse();
        assertThat(MaxChanged.parse("100 %").isExceeded(10, 10)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "many", "-1", "1.5", "101%", "1%%", "%", "1 row", "0x10", "1e3", "1000%"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> MaxChanged.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
