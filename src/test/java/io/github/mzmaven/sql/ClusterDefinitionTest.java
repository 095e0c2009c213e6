package io.github.mzmaven.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterDefinitionTest {
    /** conformance/06 and 16, and what a newer server may say. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(INTROSPECTION DEBUGGING = false, INTROSPECTION INTERVAL = INTERVAL '00:00:01', MANAGED = true,"
                        + " REPLICATION FACTOR = 1, SIZE = '25cc', SCHEDULE = MANUAL)",
                "(INTROSPECTION INTERVAL = INTERVAL '00:00:01', MANAGED = true, SIZE = '25cc',"
                        + " SCHEDULE = ON REFRESH (HYDRATION TIME ESTIMATE = '00:01:30'))",
                "(AUTO SCALING STRATEGY = (ON HYDRATION (HYDRATION SIZE = '50cc', LINGER DURATION = INTERVAL '00:00:15')),"
                        + " SIZE = '25cc')",
                "(AVAILABILITY ZONES = ('use1-az1', 'it''s, (az2'), SIZE = '25cc')",
                "(NEW = [1, 2], OTHER = \"quoted, (name\", BARE, SIZE = 'a = b')",
                "()"
            })
    void everyOptionIsCarriedOverAsItIs(String options) {
        assertThat(ClusterDefinition.parse("c", "CREATE CLUSTER \"c\" " + options)
                        .sql())
                .isEqualTo(options);
    }

    @Test
    void namesThatNeedQuotesAreFound() {
        String name = "un \"quoted\" (name)";

        assertThat(ClusterDefinition.parse(name, "CREATE CLUSTER \"un \"\"quoted\"\" (name)\" (SIZE = '25cc');")
                        .sql())
                .isEqualTo("(SIZE = '25cc')");
        assertThat(ClusterDefinition.parse("c", " CREATE CLUSTER c (SIZE = '25cc')\n")
                        .sql())
                .isEqualTo("(SIZE = '25cc')");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "CREATE CLUSTER \"d\" (SIZE = '25cc')",
                "CREATE CLUSTER \"c\" REPLICAS ()",
                "CREATE CLUSTER \"c\" (SIZE",
                "CREATE CLUSTER \"c\" (SIZE = 'x, y = 1)",
                "CREATE CLUSTER \"c\" (AVAILABILITY ZONES = ('a'), SIZE = 'x)"
            })
    void whatHasNoListOfOptionsIsKeptWhole(String sql) {
        ClusterDefinition definition = ClusterDefinition.parse("c", sql);
        assertThat(definition.options()).containsExactly(entry("DEFINITION", sql));
        assertThat(definition.isReadable()).isFalse();
        assertThat(ClusterDefinition.parse("c", "CREATE CLUSTER \"c\" (SIZE = '25cc')")
                        .isReadable())
                .isTrue();
    }

    @Test
    void overridesReplaceOptionsInTheirPlace() {
        ClusterDefinition definition = ClusterDefinition.parse(
                "c", "CREATE CLUSTER \"c\" (SIZE = '25cc', REPLICATION FACTOR = 1, WORKLOAD CLASS = 'x')");

        assertThat(definition
                        .with(ClusterDefinition.SIZE, "'50cc'")
                        .with(ClusterDefinition.WORKLOAD_CLASS, null)
                        .sql())
                .isEqualTo("(SIZE = '50cc', REPLICATION FACTOR = 1)");
        assertThat(definition.describe()).isEqualTo("25cc × 1");
        assertThat(definition.isScheduled()).isFalse();
    }
}
