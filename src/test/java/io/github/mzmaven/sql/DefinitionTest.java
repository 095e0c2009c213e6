package io.github.mzmaven.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionTest {
    /** The form of the first is recorded (conformance, 23-plugin-cycle). */
    @Test
    void aViewOfOneLiteralHoldsItsText() {
        assertThat(Definition.selectedText("CREATE VIEW \"materialize\".\"_mz_deployment_default_staged\".\"applied\""
                        + " AS SELECT '{\"files\":{}}' AS \"applied\""))
                .isEqualTo("{\"files\":{}}");
        assertThat(Definition.selectedText("CREATE VIEW \" AS SELECT 'x'\" AS SELECT 'it''s AS SELECT ''y''' AS \"v\""))
                .isEqualTo("it's AS SELECT 'y'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "CREATE VIEW v AS SELECT 1 AS \"a\"", "CREATE VIEW v AS SELECT 'a"})
    void otherViewsHoldNone(String createSql) {
        assertThat(Definition.selectedText(createSql)).isNull();
    }
}
