package io.github.mzmaven.goal.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.goal.ShopTest;
import io.github.mzmaven.goal.cleanup.CleanupGoal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Sinks after the swap: each on its own, whatever the others do. */
class SinkMoveTest extends ShopTest {
    private void sink(String name, String cluster) {
        shop.run("CREATE SINK #sinks." + name + " IN CLUSTER " + cluster + " FROM #marts.revenue INTO KAFKA CONNECTION"
                + " #sinks.kafka (TOPIC '" + name + "') KEY (country) NOT ENFORCED FORMAT JSON ENVELOPE UPSERT");
    }

    @Test
    void oneThatHangsIsCancelledAndTheOthersMove() {
        shop.run("CREATE CLUSTER #idle (SIZE = '25cc', REPLICATION FACTOR = 0)");
        sink("stuck", "#idle");
        sink("second", "#sink");
        stage();

        assertThat(failure(new PromoteGoal(), settings().sinkTimeout(Duration.ofMillis(700))))
                .isEqualTo(
                        "mz:promote: production is swapped, but 1 of 3 sinks still reads the replaced object. Do not clean"
                                + " up yet.\n"
                                + "  #sinks.stuck  cancelled after {took}: its cluster #idle has no replica. Give it one\n"
                                + "Fix that, then run mvn mz:promote again; it will finish only this.");
        assertThat(shop.state())
                .contains("uses | #sinks.revenue_out | #marts.revenue\n")
                .contains("uses | #sinks.second | #marts.revenue\n")
                .contains("uses | #sinks.stuck | #marts_dbt_deploy.revenue\n")
                .containsPattern("schema \\| #marts \\| .*Deployment by materialize");
        assertThat(failure(new CleanupGoal(), settings()))
                .isEqualTo("mz:cleanup refuses. Nothing was written. -Dmz.force=true goes on all the same. 1 problem:\n"
                        + " 1. The sink #sinks.stuck needs materialized view #marts_dbt_deploy.revenue, which is to be"
                        + " dropped; it would be dropped along.\n"
                        + "    Run mvn mz:promote again: it points the sinks at the new objects.");

        shop.run("ALTER CLUSTER #idle SET (REPLICATION FACTOR = 1)");
        sandbox.traffic().reset();
        assertThat(run(new PromoteGoal(), settings()))
                .containsExactly(
                        "Deployment {id} was promoted at {time} by materialize.",
                        "  point sink #sinks.stuck at #marts.revenue",
                        "Promoted. Production is now {id}; the old objects are in *_dbt_deploy. Next: mvn mz:cleanup, or mvn"
                                + " mz:rollback");
        assertThat(sandbox.traffic().statements())
                .extracting(sent -> sent.sql())
                .filteredOn(sql -> !sql.startsWith("SELECT") && !sql.startsWith("SET") && !sql.startsWith("SHOW"))
                .extracting(this::masked)
                .containsExactly("ALTER SINK \"materialize\".\"#sinks\".\"stuck\" SET FROM"
                        + " \"materialize\".\"#marts\".\"revenue\"");
        assertThat(shop.state()).contains("uses | #sinks.stuck | #marts.revenue\n");
        assertThat(run(new CleanupGoal(), settings())).last().asString().startsWith("Cleaned up");
    }

    @Test
    void oneOfAnotherOwnerNeedsForceAndIsToldAfterwards() {
        system("CREATE ROLE #exporter", "CREATE ROLE #deployer", "GRANT materialize TO #deployer");
        sink("theirs", "#sink");
        system("ALTER SINK #sinks.theirs OWNER TO #exporter");
        stage();
        String problem =
                "Role #deployer is not an owner of sink #sinks.theirs (owner: #exporter), so it cannot point it at"
                        + " the new #marts.revenue.";

        assertThat(failure(new PromoteGoal(), settingsOf("deployer")))
                .isEqualTo("mz:promote refuses. Nothing was written. -Dmz.force=true goes on all the same. 1 problem:\n"
                        + " 1. " + problem + "\n    As #exporter or a superuser:\n    GRANT #exporter TO #deployer;");
        assertThat(failure(new PromoteGoal(), settingsOf("deployer").force()))
                .isEqualTo(
                        "mz:promote: production is swapped, but 1 of 2 sinks still reads the replaced object. Do not clean"
                                + " up yet.\n  " + problem
                                + "\n    As #exporter or a superuser:\n    GRANT #exporter TO #deployer;\n"
                                + "Fix that, then run mvn mz:promote again; it will finish only this.");
        assertThat(shop.state())
                .contains("uses | #sinks.revenue_out | #marts.revenue\n")
                .contains("uses | #sinks.theirs | #marts_dbt_deploy.revenue\n");
        system("GRANT #exporter TO #deployer");
        assertThat(run(new PromoteGoal(), settingsOf("deployer")))
                .last()
                .asString()
                .startsWith("Promoted.");
        assertThat(shop.state()).contains("uses | #sinks.theirs | #marts.revenue\n");
    }

    @Test
    void oneThatFailsIsToldWithTheServersReason() {
        system("CREATE ROLE #deployer", "GRANT materialize TO #deployer", "CREATE ROLE #exporter");
        sink("second", "#sink");
        stage();
        sandbox.faults()
                .before(
                        1,
                        sql -> sql.startsWith("ALTER SINK") && sql.contains("second"),
                        () -> system("ALTER SINK #sinks.second OWNER TO #exporter"));

        assertThat(failure(new PromoteGoal(), settingsOf("deployer")))
                .startsWith(
                        "mz:promote: production is swapped, but 1 of 2 sinks still reads the replaced object. Do not clean"
                                + " up yet.\n  Role #deployer is not an owner of sink #sinks.second (owner: #exporter)");
    }

    @Test
    void oneWhoseAnswerIsLostIsLookedAtAgain() {
        stage();
        sandbox.faults().cutAfter(1, sql -> sql.startsWith("ALTER SINK"));

        assertThat(run(new PromoteGoal(), settings())).last().asString().startsWith("Promoted.");
        assertThat(shop.state()).contains("uses | #sinks.revenue_out | #marts.revenue\n");
    }

    @Test
    void oneThatMeetsOtherDdlIsTriedAgain() {
        stage();
        sandbox.faults().conflict(1, sql -> sql.startsWith("ALTER SINK"));

        assertThat(run(new PromoteGoal(), settings())).last().asString().startsWith("Promoted.");
    }

    @Test
    void oneThatStallsAfterItsMoveIsReported() {
        stage();
        sandbox.behaviour().status(shop.name("sinks"), "revenue_out", "stalled", "schema incompatible");

        assertThat(run(new PromoteGoal(), settings()))
                .contains("WARN   sink #sinks.revenue_out is stalled: schema incompatible")
                .last()
                .asString()
                .startsWith("Promoted.");
    }

    @Test
    void oneThatComesWhileTheTransactionIsOpenAndCannotMoveStopsTheSwap() {
        stage();
        shop.run("CREATE MATERIALIZED VIEW #marts.gone IN CLUSTER #compute AS SELECT 1 AS x");
        sandbox.faults()
                .before(
                        1,
                        sql -> sql.startsWith("BEGIN"),
                        () -> other("CREATE SINK #sinks.late IN CLUSTER #sink FROM #marts.gone INTO KAFKA CONNECTION"
                                + " #sinks.kafka (TOPIC 'late') FORMAT JSON ENVELOPE DEBEZIUM"));

        assertThat(failure(new PromoteGoal(), settings().force()))
                .isEqualTo("mz:promote refuses. Nothing was written. 1 problem:\n"
                        + " 1. Sink #sinks.late reads #marts.gone, which the version to be swapped in does not have.\n"
                        + "    Add it, or drop the sink: DROP SINK #sinks.late;");
        assertThat(shop.revenue()).isEqualTo("10");
    }

    @Test
    void oneThatReadsTheOldVersionAfterTheSwapAndCannotMoveIsTold() {
        stage();
        shop.run("CREATE MATERIALIZED VIEW #marts.gone IN CLUSTER #compute AS SELECT 1 AS x");
        run(new PromoteGoal(), settings().force());
        shop.run("CREATE SINK #sinks.late IN CLUSTER #sink FROM #marts_dbt_deploy.gone INTO KAFKA CONNECTION"
                + " #sinks.kafka (TOPIC 'late') FORMAT JSON ENVELOPE DEBEZIUM");

        assertThat(failure(new PromoteGoal(), settings()))
                .isEqualTo(
                        "mz:promote: production is swapped, but 1 of 1 sink still reads the replaced object. Do not clean"
                                + " up yet.\n"
                                + "  Sink #sinks.late reads #marts.gone, which production's version now does not have.\n"
                                + "    Add it, or drop the sink: DROP SINK #sinks.late;\n"
                                + "Fix that, then run mvn mz:promote again; it will finish only this.");
        assertThat(shop.state())
                .contains("uses | #sinks.revenue_out | #marts.revenue\n")
                .contains("uses | #sinks.late | #marts_dbt_deploy.gone\n");
        shop.run("DROP SINK #sinks.late");
        assertThat(run(new PromoteGoal(), settings())).last().isEqualTo("Nothing left to do.");
    }

    @Test
    void aForcedColumnChangeTakesForceAgainToBeFinished() {
        shop.run("CREATE CLUSTER #idle (SIZE = '25cc', REPLICATION FACTOR = 0)");
        shop.run("DROP SINK #sinks.revenue_out");
        sink("stuck", "#idle");
        stage();
        shop.run("DROP MATERIALIZED VIEW #marts_dbt_deploy.revenue");
        shop.run("CREATE MATERIALIZED VIEW #marts_dbt_deploy.revenue IN CLUSTER #compute_dbt_deploy AS SELECT country,"
                + " sum(amount) AS revenue, count(*) AS n FROM #staging_dbt_deploy.orders GROUP BY country");
        failure(new PromoteGoal(), settings().force().sinkTimeout(Duration.ofMillis(300)));
        shop.run("ALTER CLUSTER #idle SET (REPLICATION FACTOR = 1)");

        assertThat(failure(new PromoteGoal(), settings())).contains("whose columns change: +1 column n bigint");
        assertThat(shop.state()).contains("uses | #sinks.stuck | #marts_dbt_deploy.revenue\n");
        assertThat(run(new PromoteGoal(), settings().force())).last().asString().startsWith("Promoted.");
        assertThat(shop.state()).contains("uses | #sinks.stuck | #marts.revenue\n");
    }
}
