package io.github.mzmaven.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    @Test
    void theNearestIsFoundWhateverItsCase() {
        assertThat(Nearest.to("stagin", List.of("public", "staging", "stage"))).isEqualTo("staging");
        assertThat(Nearest.to("PROD", List.of("prod", "prop"))).isEqualTo("prod");
        assertThat(Nearest.to("clsuter", List.of("cluster"))).isEqualTo("cluster");
        assertThat(Nearest.to("c2", List.of("c1", "d4"))).isEqualTo("c1");
    }

    @Test
    void ofTwoThatAreEquallyNearTheFirstByName() {
        assertThat(Nearest.to("bat", List.of("cat", "hat"))).isEqualTo("cat");
    }

    @Test
    void whatIsFarIsNoHint() {
        assertThat(Nearest.to("elsewhere", List.of("staging"))).isNull();
        assertThat(Nearest.to("ab", List.of("xy"))).isNull();
        assertThat(Nearest.to("x", List.of("y"))).isNull();
        assertThat(Nearest.to("x", List.of())).isNull();
        assertThat(Nearest.to("", List.of("a"))).isNull();
    }

    @Test
    void longNamesMayDifferMore() {
        assertThat(Nearest.to("ignoreExistngObject", List.of("ignoreExistingObjects")))
                .isEqualTo("ignoreExistingObjects");
    }

    @Test
    void theHintIsASentence() {
        assertThat(Nearest.hint("prd", List.of("prod"))).isEqualTo(" Did you mean \"prod\"?");
        assertThat(Nearest.hint("prd", List.of())).isEmpty();
    }
}
