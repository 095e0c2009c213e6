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
                        List.of("a", "b")))
                .containsExactly("a");
        assertThat(of("([0, 1], [2])")).containsExactly("c");
        assertThat(of("([1, 2])")).containsExactly("b", "c");
        assertThat(of("([2], [1], [0, 1])")).containsExactly("b");
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
        assertThat(KnownKeys.smallest("Explained Query:\n  Get // { arity: 3, keys: \"([0]", COLUMNS))
                .isNull();
        assertThat(KnownKeys.smallest(null, COLUMNS)).isNull();
    }

    /** What a node below has is no key of the columns above it. */
    @Test
    void takesNoKeyOfAnotherNodeOrOfOtherColumns() {
        assertThat(KnownKeys.smallest(
                        "Explained Query:\n  Finish order_by=[#0 asc]\n    Get d.s.mv // { arity: 3, keys: \"([0])\" }\n",
                        COLUMNS))
                .isNull();
        assertThat(KnownKeys.smallest(
                        "Explained Query:\n  Project (#1, #2, #0) // { arity: 3 }\n    Get // { arity: 3, keys: \"([0])\" }\n",
                        COLUMNS))
                .isNull();
        assertThat(KnownKeys.smallest("Explained Query:\n  Get // { arity: 4, keys: \"([0])\" }\n", COLUMNS))
                .isNull();
        // A column may be called anything.
        assertThat(KnownKeys.smallest(
                        "Explained Query:\n  Map (#0{// { arity: 3, keys: \"([0])\" }) // { arity: 3, keys: \"([1])\" }\n",
                        COLUMNS))
                .containsExactly("b");
    }

    private static List<String> of(String keys) {
        return KnownKeys.smallest(
                "Explained Query:\n  ReadStorage d.s.mv // { arity: 3, keys: \"" + keys + "\" }\n", COLUMNS);
    }
}
