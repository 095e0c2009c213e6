package io.github.mzmaven.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mzmaven.MzException;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.conformance.ServerUnderTest;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.goal.init.InitGoal;
import io.github.mzmaven.goal.swap.PromoteGoal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What tests of goals on the shop share: a sandbox for the class, a shop for each test, messages without what differs from run to run. */
public abstract class ShopTest {
    /** The sandbox, unless another server is given. */
    /** One for all classes; it ends with the JVM. */
    protected static final ServerUnderTest sandbox = ServerUnderTest.open();

    private static int shops;

    protected Shop shop;

    @BeforeEach
    void openShop() {
        shop = new Shop(nextName(), sandbox.url(), sandbox.systemUrl()).inProduction();
    }

    @AfterEach
    void closeShop() {
        sandbox.calm();
        shop.close();
    }

    /** Always of one length, so that columns of names line up the same way in each test. */
    private static String nextName() {
        String number = Integer.toString(++shops, Character.MAX_RADIX);
        return "s" + (number.length() < 2 ? "0" : "") + number + "x";
    }

    protected TestSettings settings() {
        return shop.settings();
    }

    /** As another role, of the shop's name. */
    protected TestSettings settingsOf(String role) {
        return shop.settings().url(sandbox.url(shop.name(role)));
    }

    /** Init and version 2. */
    protected void stage() {
        GoalRun.of(new InitGoal(), settings().build());
        shop.nextVersion();
    }

    protected void promoted() {
        stage();
        GoalRun.of(new PromoteGoal(), settings().build());
    }

    /** What the goal logs. */
    protected List<String> run(Goal goal, TestSettings settings) {
        return GoalRun.of(goal, settings.build()).stream().map(this::masked).toList();
    }

    /** With which message the goal fails. */
    protected String failure(Goal goal, TestSettings settings) {
        MzException e = catchThrowableOfType(MzException.class, () -> GoalRun.of(goal, settings.build()));
        assertThat(e).as("failure of mz:" + goal.name()).isNotNull();
        return masked(e.getMessage());
    }

    protected String masked(String text) {
        return text.replace(shop.name(""), "#")
                .replaceAll("\\d{8}T\\d{6}Z-\\w{7}", "{id}")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", "{time}")
                .replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d+)?\\+00", "{time}")
                .replaceAll("\\b(\\d+ ms|\\d+\\.\\d s)", "{took}")
                // Whole seconds are said of what is set, too: these are where something says how long it took.
                .replaceAll("(, | in | after |\\| +)\\d+ s\\b", "$1{took}")
                .replaceAll("\\bu\\d+\\b", "{u}");
    }

    /** Sends statements as another session of the role materialize. */
    protected void other(String... statements) {
        for (String sql : statements) {
            shop.run(sql);
        }
    }

    /** As the superuser. */
    protected void system(String... statements) {
        try (var session = TestSql.onCatalog(sandbox.systemUrl())) {
            for (String sql : statements) {
                session.execute(sql.replace("#", shop.name("")));
            }
        }
    }

    /** Waits until the server has noticed that the run which held the deployment is gone. */
    protected void awaitNobodyAtWork() {
        String holders = "SELECT s.id FROM mz_internal.mz_sessions s JOIN mz_schemas m ON m.name LIKE '_mz_deployment_"
                + shop.name("target") + "_%' AND m.name LIKE '%' || s.connection_id::text";
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        try (var session = TestSql.onCatalog(sandbox.systemUrl())) {
            while (!session.query(holders).rows().isEmpty()) {
                assertThat(System.nanoTime()).as("waiting for the end of a run").isLessThan(deadline);
            }
        }
    }
}
