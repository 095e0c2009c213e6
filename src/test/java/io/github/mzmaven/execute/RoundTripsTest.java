package io.github.mzmaven.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.conformance.ServerUnderTest;
import io.github.mzmaven.sandbox.Sandbox;
import io.github.mzmaven.sandbox.wire.Traffic.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What goals cost: reading is constant, and writing grows only where the server has no statement for many. */
class RoundTripsTest {
    private static final int MANY = 50;

    private static Sandbox sandbox;

    /** What a goal sent: how many messages that read, and how many that write, by their first words. */
    private record Cost(int roundTrips, int reading, Map<String, Integer> writing) {}

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start();
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @Test
    void onlyCreatesAndTagsGrowWithTheNumberOfSchemasAndClusters() {
        List<Cost> one = cycle(1, false);
        List<Cost> many = cycle(MANY, false);

        assertThat(one).extracting(Cost::roundTrips).containsExactly(20, 15, 15);
        assertThat(many).extracting(Cost::roundTrips).containsExactly(20 + 2 * (MANY - 1), 15 + MANY - 1, 15);
        assertThat(many)
                .extracting(Cost::reading)
                .isEqualTo(one.stream().map(Cost::reading).toList());
        assertThat(growth(one.get(0), many.get(0)))
                .isEqualTo(Map.of("CREATE SCHEMA", MANY - 1, "CREATE CLUSTER", MANY - 1));
        assertThat(growth(one.get(1), many.get(1))).isEqualTo(Map.of("COMMENT ON", MANY - 1));
        assertThat(growth(one.get(2), many.get(2))).isEmpty();
    }

    @Test
    void ownersCostAStatementEachWhereTheyDiffer() {
        List<Cost> one = cycle(1, true);
        List<Cost> many = cycle(MANY, true);

        assertThat(many.get(0).reading()).isEqualTo(one.get(0).reading());
        assertThat(many.get(0).roundTrips()).isEqualTo(22 + 4 * (MANY - 1));
        assertThat(growth(one.get(0), many.get(0)))
                .isEqualTo(Map.of(
                        "CREATE SCHEMA",
                        MANY - 1,
                        "CREATE CLUSTER",
                        MANY - 1,
                        "ALTER SCHEMA OWNER",
                        MANY - 1,
                        "ALTER CLUSTER OWNER",
                        MANY - 1));
    }

    /** Init, promote and cleanup of as many schemas as clusters, each schema with a view and all with the same grants. */
    private static List<Cost> cycle(int size, boolean otherOwner) {
        try (var area = new Area(ServerUnderTest.of(sandbox))) {
            area.sql("CREATE ROLE #reader", "CREATE ROLE #writer", "CREATE ROLE #team");
            area.system("GRANT #team TO materialize");
            String[] schemas = names(area, "#s", size);
            String[] clusters = names(area, "#c", size);
            for (int i = 0; i < size; i++) {
                area.sql(
                        "CREATE SCHEMA " + schemas[i],
                        "CREATE VIEW " + schemas[i] + ".v AS SELECT 1 AS x",
                        "GRANT SELECT ON TABLE " + schemas[i] + ".v TO #reader",
                        "GRANT USAGE ON SCHEMA " + schemas[i] + " TO #reader, PUBLIC",
                        "GRANT USAGE, CREATE ON SCHEMA " + schemas[i] + " TO #writer",
                        "ALTER DEFAULT PRIVILEGES FOR ROLE materialize IN SCHEMA " + schemas[i]
                                + " GRANT SELECT ON TABLES TO #reader, #writer",
                        "CREATE CLUSTER " + clusters[i] + " (SIZE = '25cc', REPLICATION FACTOR = 0)",
                        "GRANT USAGE ON CLUSTER " + clusters[i] + " TO #reader");
                if (otherOwner) {
                    area.sql(
                            "ALTER SCHEMA " + schemas[i] + " OWNER TO #team",
                            "ALTER CLUSTER " + clusters[i] + " OWNER TO #team");
                }
            }
            TestSettings settings = area.settings().schemas(schemas).clusters(clusters);
            var costs = new ArrayList<Cost>();
            costs.add(cost(new InitGoal(), settings));
            area.assertCopiesEqualProduction();
            for (String schema : schemas) {
                area.sql("CREATE VIEW " + schema + "_dbt_deploy.v AS SELECT 2 AS x");
            }
            costs.add(cost(new PromoteGoal(), settings));
            costs.add(cost(new CleanupGoal(), settings));
            assertThat(area.copies()).isEmpty();
            return costs;
        }
    }

    private static String[] names(Area area, String prefix, int size) {
        return IntStream.range(0, size).mapToObj(i -> area.name(prefix + i)).toArray(String[]::new);
    }

    private static Cost cost(Goal goal, TestSettings settings) {
        sandbox.traffic().reset();
        GoalRun.of(goal, settings.build());
        int total = sandbox.traffic().roundTrips();
        var writing = new TreeMap<String, Integer>();
        int reading = 0;
        for (Sent sent : sandbox.traffic().statements()) {
            String sql = sent.sql().strip();
            if (sql.matches("(?is)(SELECT|SHOW|SET)\\b.*")) {
                reading++;
            } else {
                writing.merge(kind(sql), 1, Integer::sum);
            }
        }
        return new Cost(total, reading, writing);
    }

    private static String kind(String sql) {
        String[] words = sql.toUpperCase(Locale.ROOT).split("\\s+", 3);
        return words[0] + (words.length > 1 ? " " + words[1] : "") + (sql.contains(" OWNER TO ") ? " OWNER" : "");
    }

    private static Map<String, Integer> growth(Cost one, Cost many) {
        var growth = new TreeMap<String, Integer>();
        many.writing().forEach((kind, count) -> {
            int more = count - one.writing().getOrDefault(kind, 0);
            if (more != 0) {
                growth.put(kind, more);
            }
        });
        return growth;
    }
}
