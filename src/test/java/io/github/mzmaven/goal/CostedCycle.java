package io.github.mzmaven.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.conformance.ServerUnderTest;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.goal.cleanup.CleanupGoal;
import io.github.mzmaven.goal.init.InitGoal;
import io.github.mzmaven.goal.swap.PromoteGoal;
import io.github.mzmaven.sandbox.Sandbox;
import io.github.mzmaven.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Init, promote and cleanup of as many schemas as clusters, each schema with a view and all with the same grants, to see what
 * they cost.
 */
final class CostedCycle {
    private static final int COLUMNS = 20;

    private final Sandbox sandbox;
    private final int size;
    private boolean otherOwner;
    private int outside;
    private Duration roundTrip = Duration.ZERO;

    CostedCycle(Sandbox sandbox, int size) {
        this.sandbox = sandbox;
        this.size = size;
    }

    /** Schemas and clusters belong to a role of which the one that deploys is a member. */
    CostedCycle ofOtherOwner() {
        otherOwner = true;
        return this;
    }

    /** There are so many views of 20 columns that no goal has anything to do with. */
    CostedCycle besides(int views) {
        outside = views;
        return this;
    }

    /** Each round trip of a goal takes that long. */
    CostedCycle over(Duration time) {
        roundTrip = time;
        return this;
    }

    /** What each goal cost, in the order of the cycle. */
    List<GoalCost> run() {
        try (var area = new Area(ServerUnderTest.of(sandbox))) {
            area.sql("CREATE ROLE #reader", "CREATE ROLE #writer", "CREATE ROLE #team");
            area.system("GRANT #team TO materialize");
            createOutside(area);
            String[] schemas = names(area, "#s");
            String[] clusters = names(area, "#c");
            for (int i = 0; i < size; i++) {
                createProduction(area, schemas[i], clusters[i]);
            }
            TestSettings settings = area.settings().schemas(schemas).clusters(clusters);
            var costs = new ArrayList<GoalCost>();
            costs.add(cost(new InitGoal(), settings));
            area.assertCopiesEqualProduction("#outside");
            for (String schema : schemas) {
                area.sql("CREATE VIEW " + schema + "_dbt_deploy.v AS SELECT 2 AS x");
            }
            costs.add(cost(new PromoteGoal(), settings));
            costs.add(cost(new CleanupGoal(), settings));
            assertThat(area.copies()).isEmpty();
            return costs;
        }
    }

    private GoalCost cost(Goal goal, TestSettings settings) {
        sandbox.faults().latency(roundTrip);
        GoalCost cost = GoalCost.of(sandbox, goal, settings.build());
        sandbox.faults().latency(Duration.ZERO);
        return cost;
    }

    private void createProduction(Area area, String schema, String cluster) {
        area.sql(
                "CREATE SCHEMA " + schema,
                "CREATE VIEW " + schema + ".v AS SELECT 1 AS x",
                "GRANT SELECT ON TABLE " + schema + ".v TO #reader",
                "GRANT USAGE ON SCHEMA " + schema + " TO #reader, PUBLIC",
                "GRANT USAGE, CREATE ON SCHEMA " + schema + " TO #writer",
                "ALTER DEFAULT PRIVILEGES FOR ROLE materialize IN SCHEMA " + schema
                        + " GRANT SELECT ON TABLES TO #reader, #writer",
                "CREATE CLUSTER " + cluster + " (SIZE = '25cc', REPLICATION FACTOR = 0)",
                "GRANT USAGE ON CLUSTER " + cluster + " TO #reader");
        if (otherOwner) {
            area.sql("ALTER SCHEMA " + schema + " OWNER TO #team", "ALTER CLUSTER " + cluster + " OWNER TO #team");
        }
    }

    private void createOutside(Area area) {
        if (outside == 0) {
            return;
        }
        area.sql("CREATE SCHEMA #outside", "CREATE TABLE #outside.t (x int)");
        String columns =
                IntStream.range(0, COLUMNS).mapToObj(i -> "x AS column_" + i).collect(Collectors.joining(", "));
        try (Session session = TestSql.onCatalog(sandbox.url())) {
            for (int i = 0; i < outside; i++) {
                session.execute(
                        area.name("CREATE VIEW #outside.view_" + i + " AS SELECT " + columns + " FROM #outside.t"));
            }
        }
    }

    private String[] names(Area area, String prefix) {
        return IntStream.range(0, size).mapToObj(i -> area.name(prefix + i)).toArray(String[]::new);
    }
}
