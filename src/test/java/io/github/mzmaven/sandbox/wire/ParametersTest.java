package io.github.mzmaven.sandbox.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ParametersTest {
    @Test
    void findsParametersOnlyWhereTheyAreParameters() {
        String sql =
                "SELECT $1, '$2 '' $3', E'\\' $4', \"$5\", a$6, $tag$ $7 $tag$, $$ $8 $$ -- $9\n/* $10 /* $11 */ */, $2";

        assertThat(Parameters.count(sql)).isEqualTo(2);
        assertThat(Parameters.bind(sql, Arrays.asList("it's", null), new int[] {25, 0}))
                .isEqualTo("SELECT 'it''s', '$2 '' $3', E'\\' $4', \"$5\", a$6, $tag$ $7 $tag$, $$ $8 $$ -- $9\n"
                        + "/* $10 /* $11 */ */, NULL");
    }

    @Test
    void writesNumbersAndBooleansBareSoThatTheyFitEverywhere() {
        assertThat(Parameters.bind("$1 $2 $3", List.of("5", "-5", "1"), new int[] {23, 20, 16}))
                .isEqualTo("5 '-5' true");
    }
}
