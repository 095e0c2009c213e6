package io.github.mzmaven.goal.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KnownKeysTest {
    private static final List<String> COLUMNS = List.of("a", "b", "c");

    @Test
    void takesTheSmallestKeyOfTheFirstNode() {
        // Recording 24.
        assertThat(KnownKeys.smallest(
                        "Explained Query:\n  Reduce group_by=[#0{country}] aggregates=[sum(#1{amount})] // { arity: 2, keys:"
                                + " \"([0])\" }\n    Project (#1{country}, #2{amount}) // { arity: 2, keys: \"()\" }\n",
                        COLUMNS))
                .containsExactly("a");
        assertThat(of("([0, 1], [2])")).containsExactly("c");
        assertThat(of("([1, 2])")).containsExactly("b", "c");
    }

    @Test
    void knowsNoneWhereThePlanSaysNoneOrSomethingElse() {
        assertThat(of("()")).isNull();
        assertThat(of("([])")).isNull();
        assertThat(of("([7])")).isNull();
        assertThat(of("[0]")).isNull();
        assertThat(of("([a])")).isNull();
        assertThat(KnownKeys.smallest("Explained Query:\n  Constant", COLUMNS)).isNull();
        assertThat(KnownKeys.smallest("keys: \"([0]", COLUMNS)).isNull();
        assertThat(KnownKeys.smallest(null, COLUMNS)).isNull();
    }

    private static List<String> of(String keys) {
        return KnownKeys.smallest("  ReadStorage d.s.mv // { arity: 3, keys: \"" + keys + "\" }", COLUMNS);
    }
}
