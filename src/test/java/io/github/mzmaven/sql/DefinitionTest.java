package io.github.mzmaven.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
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

    /** Each new one has another time there. */
    @Test
    void theTimeOfCreationInARefreshIsNoDifference() {
        assertThat(normalised("REFRESH = AT 1712345678901::[s3016 AS \"mz_catalog\".\"mz_timestamp\"]"))
                .isEqualTo(normalised("REFRESH = AT 1712349999999::[s3016 AS \"mz_catalog\".\"mz_timestamp\"]"))
                .isNotEqualTo(normalised("REFRESH = AT '2099-01-01'"));
        assertThat(normalised(
                        "REFRESH = EVERY '1 day' ALIGNED TO 1712345678901::[s3016 AS \"mz_catalog\".\"mz_timestamp\"]"))
                .isNotEqualTo(
                        normalised(
                                "REFRESH = EVERY '1 day' ALIGNED TO 1712349999999::[s3016 AS \"mz_catalog\".\"mz_timestamp\"]"));
    }

    private static String normalised(String option) {
        return Definition.normalised(
                "CREATE MATERIALIZED VIEW \"d\".\"s\".\"m\" IN CLUSTER [u1] WITH (" + option + ") AS SELECT 1 AS OF 17",
                Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "CREATE VIEW v AS SELECT 1 AS \"a\"", "CREATE VIEW v AS SELECT 'a"})
    void otherViewsHoldNone(String createSql) {
        assertThat(Definition.selectedText(createSql)).isNull();
    }
}
