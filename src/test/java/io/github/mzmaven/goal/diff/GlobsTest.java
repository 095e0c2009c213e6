package io.github.mzmaven.goal.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GlobsTest {
    @Test
    void starsAndQuestionMarksStandForCharacters() {
        assertThat(new Globs(List.of("marts.*")).match("marts.revenue")).isTrue();
        assertThat(new Globs(List.of("marts.*")).match("smarts.revenue")).isFalse();
        assertThat(new Globs(List.of("*.rev?nue")).match("a b.rev.nue")).isTrue();
        assertThat(new Globs(List.of("m.[a-z]", "m.\\E(")).match("m.b")).isFalse();
        assertThat(new Globs(List.of("m.[a-z]")).match("m.[a-z]")).isTrue();
        assertThat(new Globs(List.of("m.\\E(")).match("m.\\E(")).isTrue();
        assertThat(new Globs(List.of()).match("m.b")).isFalse();
    }

    @Test
    void namesThoseThatFitNothing() {
        assertThat(new Globs(List.of("m.*", "x.*", "m.b")).withoutMatch(List.of("m.a", "m.b")))
                .containsExactly("x.*");
    }
}
