package io.github.mzmaven.goal.await;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mzmaven.MzException;
import io.github.mzmaven.goal.GoalRun;
import io.github.mzmaven.goal.Shop;
import io.github.mzmaven.goal.init.InitGoal;
import io.github.mzmaven.goal.swap.PromoteGoal;
import io.github.mzmaven.sandbox.Sandbox;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Waiting within a deployment: what another run does to it before and meanwhile. */
class AwaitGoalTest {
    private static final Predicate<String> POLL = sql -> sql.contains("mz_hydration_statuses");

    private final Sandbox sandbox = Sandbox.start();
    private Shop shop;

    @BeforeEach
    void stage() {
        sandbox.behaviour().hydration(Duration.ZERO);
        shop = new Shop("aw_", sandbox.url("materialize"), sandbox.systemUrl()).inProduction();
        GoalRun.of(new InitGoal(), shop.settings().build());
        shop.nextVersion();
    }

    @AfterEach
    void close() {
        shop.close();
        sandbox.close();
    }

    @Test
    void refusesWhatIsPromoted() {
        GoalRun.of(new PromoteGoal(), shop.settings().build());

        assertThatThrownBy(this::await)
                .isInstanceOf(MzException.class)
                .hasMessageStartingWith("mz:await refuses. Nothing was written. 1 problem:\n 1. Deployment ")
                .hasMessageContaining(" is promoted: the deployment's names hold the old objects now.");
    }

    @Test
    void isNotReadyWhenAnotherRunPromotesMeanwhile() {
        sandbox.faults()
                .before(
                        1,
                        POLL,
                        () -> GoalRun.of(new PromoteGoal(), shop.settings().build()));

        assertThatThrownBy(this::await).isInstanceOf(MzException.class).hasMessage("""
                        mz:await: another run promoted the deployment while this waited: the copies' names hold the old objects now. mz:await changed nothing.
                          Run mvn mz:cleanup, or mvn mz:rollback to go back.""");
    }

    @Test
    void aPromoteThatWaitsGoesOnFromWhatAnotherPromoteDid() {
        sandbox.faults()
                .before(
                        1,
                        POLL,
                        () -> GoalRun.of(new PromoteGoal(), shop.settings().build()));

        List<String> lines =
                GoalRun.of(new PromoteGoal(), shop.settings().waitFirst().build());

        assertThat(lines).anyMatch(line -> line.startsWith("Promoted meanwhile, by another run, after "));
        assertThat(lines).last().asString().startsWith("Promoted. ");
    }

    @Test
    void noticesACopyThatIsDroppedAndMadeAgainMeanwhile() {
        sandbox.faults().before(1, POLL, () -> {
            shop.run("DROP SCHEMA #marts_dbt_deploy CASCADE");
            shop.run("CREATE SCHEMA #marts_dbt_deploy");
        });

        assertThatThrownBy(this::await)
                .isInstanceOf(MzException.class)
                .hasMessageMatching(
                        "mz:await: the deployment changed while this waited: schema aw_marts_dbt_deploy is another one"
                                + " \\(u\\d+ before, u\\d+ now\\): dropped and made again, or swapped\\. mz:await changed nothing\\.\n"
                                + "  Run mvn mz:status to see what is there\\.");
    }

    private List<String> await() {
        return GoalRun.of(new AwaitGoal(), shop.settings().build());
    }
}
