package io.github.mzmaven.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.MzException;
import io.github.mzmaven.config.ClusterSetting;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.goal.apply.ApplyGoal;
import io.github.mzmaven.goal.cleanup.CleanupGoal;
import io.github.mzmaven.goal.init.InitGoal;
import io.github.mzmaven.goal.swap.ProductionState;
import io.github.mzmaven.goal.swap.PromoteGoal;
import io.github.mzmaven.goal.swap.RollbackGoal;
import io.github.mzmaven.sandbox.Sandbox;
import io.github.mzmaven.sandbox.engine.Moment;
import io.github.mzmaven.sandbox.wire.Turns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Law 3: a goal that is cut off before or after any of its statements, and run again, ends in the state of a run that was not
 * cut off. And law 8: whatever error the cut leads to, what it says of the database is so.
 */
class FaultTest {
    @TempDir
    private static Path projects;

    @AutoClose
    private static final Sandbox sandbox = Sandbox.start();

    private static int shops;
    private static final Set<ProductionState> named = EnumSet.noneOf(ProductionState.class);

    @BeforeAll
    static void start() {
        sandbox.behaviour().hydration(Duration.ZERO);
    }

    /** A goal, and what must have happened before it. */
    private record Case(Goal goal, Consumer<Shop> before, UnaryOperator<TestSettings> settings) {
        Case(Goal goal, Consumer<Shop> before) {
            this(goal, before, settings -> settings);
        }

        void run(Shop shop) {
            GoalRun.of(goal, settings.apply(testSettings(shop)).build());
        }

        List<Fault> faults() {
            boolean swaps = goal instanceof PromoteGoal || goal instanceof RollbackGoal;
            return Stream.of(Fault.values())
                    .filter(fault -> swaps || fault != Fault.CUT_FOR_GOOD)
                    .toList();
        }
    }

    private static final List<Case> CASES = List.of(
            new Case(new InitGoal(), shop -> {}),
            new Case(
                    new InitGoal(),
                    FaultTest::dropProduction,
                    settings -> settings.createMissing()
                            .clusters(settings.build().clusterNames().stream()
                                    .map(name -> new ClusterSetting(name, "25cc", 1))
                                    .toList())),
            new Case(new ApplyGoal(), FaultTest::stageFiles),
            new Case(new PromoteGoal(), FaultTest::stage),
            new Case(new RollbackGoal(), FaultTest::promote),
            new Case(new PromoteGoal(), FaultTest::stageAndSwapByHand),
            new Case(new CleanupGoal(), FaultTest::promote),
            new Case(new CleanupGoal(), FaultTest::promoteTwice),
            new Case(new CleanupGoal(), FaultTest::giveUp));

    /** One of the schemas stays. */
    private static void dropProduction(Shop shop) {
        shop.run("DROP SCHEMA #marts CASCADE");
        shop.run("DROP CLUSTER #compute CASCADE");
    }

    /** Version 1 of the files is applied; version 2 changes one, adds one, and deletes one. */
    private static void stageFiles(Shop shop) {
        GoalRun.of(new InitGoal(), settings(shop));
        file(shop, "staging/orders.sql", "CREATE VIEW orders AS SELECT id, country, amount FROM #raw.orders");
        file(shop, "staging/zold.sql", "CREATE VIEW old AS SELECT id FROM orders");
        file(
                shop,
                "marts/revenue.sql",
                "CREATE MATERIALIZED VIEW revenue AS SELECT country, sum(amount) AS revenue FROM orders GROUP BY country;"
                        + "CREATE INDEX revenue_country ON revenue (country)");
        file(shop, "marts/zgrants.sql", "GRANT SELECT ON revenue TO #analyst");
        GoalRun.of(new ApplyGoal(), settings(shop));
        file(
                shop,
                "staging/orders.sql",
                "CREATE VIEW orders AS SELECT id, country, amount * 2 AS amount FROM #raw.orders");
        file(shop, "staging/orders2.sql", "SET datestyle = 'ISO'; CREATE VIEW countries AS SELECT country FROM orders");
        project(shop).resolve(shop.name("staging/zold.sql")).toFile().delete();
    }

    private static void file(Shop shop, String path, String sql) {
        Path file = project(shop).resolve(shop.name(path));
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, sql.replace("#", shop.name("")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path project(Shop shop) {
        return projects.resolve(shop.name("project"));
    }

    private static void stage(Shop shop) {
        GoalRun.of(new InitGoal(), settings(shop));
        shop.nextVersion();
    }

    /** As dbt does: the marker knows nothing of it. */
    private static void stageAndSwapByHand(Shop shop) {
        stage(shop);
        shop.run("BEGIN; ALTER SCHEMA #staging SWAP WITH #staging_dbt_deploy; ALTER SCHEMA #marts SWAP WITH"
                + " #marts_dbt_deploy; ALTER CLUSTER #compute SWAP WITH #compute_dbt_deploy; COMMIT");
    }

    private static void promote(Shop shop) {
        stage(shop);
        GoalRun.of(new PromoteGoal(), settings(shop));
    }

    /** There is a current, which the next one replaces. */
    private static void promoteTwice(Shop shop) {
        promote(shop);
        GoalRun.of(new CleanupGoal(), settings(shop));
        promote(shop);
    }

    /** There is a current, whose history gets a line. */
    private static void giveUp(Shop shop) {
        promote(shop);
        GoalRun.of(new CleanupGoal(), settings(shop));
        stage(shop);
    }

    private static Settings settings(Shop shop) {
        return testSettings(shop).build();
    }

    private static TestSettings testSettings(Shop shop) {
        return shop.settings().maxRetries(0).sqlDirectory(project(shop));
    }

    @TestFactory
    List<DynamicTest> runAgainEndsAsIfNeverCut() {
        var tests = new ArrayList<DynamicTest>();
        for (Case each : CASES) {
            Undisturbed undisturbed = undisturbed(each);
            for (int n = 1; n <= undisturbed.statements(); n++) {
                for (Fault fault : each.faults()) {
                    int nth = n;
                    tests.add(DynamicTest.dynamicTest(
                            each.goal().name() + ", statement " + n + " of " + undisturbed.statements() + ", " + fault,
                            () -> check(each, nth, fault, undisturbed.state())));
                }
            }
        }
        tests.add(DynamicTest.dynamicTest(
                "each state of production was named",
                () -> assertThat(named).containsExactlyInAnyOrder(ProductionState.values())));
        return tests;
    }

    private enum Fault {
        CUT_BEFORE,
        CUT_AFTER,
        /** And the server stays away: what has become of the statement cannot be read. */
        CUT_FOR_GOOD,
        CONFLICT
    }

    private record Undisturbed(String state, int statements) {}

    private static Undisturbed undisturbed(Case each) {
        try (Shop shop = newShop()) {
            each.before().accept(shop);
            sandbox.traffic().reset();
            each.run(shop);
            int statements = sandbox.traffic().statements().size();
            return new Undisturbed(seen(shop), statements);
        }
    }

    private static void check(Case each, int nth, Fault fault, String expected) throws InterruptedException {
        try (Shop shop = newShop()) {
            var claims = new Claims(
                    List.of(shop.name("staging"), shop.name("marts")), List.of(shop.name("compute")), sandbox.moment());
            each.before().accept(shop);
            switch (fault) {
                case CUT_BEFORE -> sandbox.faults().cutBefore(nth);
                case CUT_AFTER -> sandbox.faults().cutAfter(nth);
                case CUT_FOR_GOOD -> {
                    sandbox.faults().before(nth, sql -> true, FaultTest::stayAway);
                    sandbox.faults().cutAfter(nth);
                }
                case CONFLICT -> sandbox.faults().conflict(nth, sql -> true);
            }
            var watch = new Watch();
            sandbox.turns(watch);
            try {
                each.run(shop);
            } catch (MzException e) {
                Stream.of(ProductionState.values())
                        .filter(state -> e.getMessage().contains(state.sentence()))
                        .forEach(named::add);
                assertThat(claims.untrue(each.goal().name(), e.getMessage(), watch.changes(), sandbox.moment()))
                        .isEmpty();
            } finally {
                sandbox.turns(Turns.FREE);
            }
            watch.awaitAllLeft();
            if (fault == Fault.CUT_FOR_GOOD) {
                sandbox.faults().clear();
            }
            assertThat(sandbox.faults().left()).as("faults that did not happen").isZero();
            each.run(shop);
            assertThat(seen(shop)).isEqualTo(expected);
        } finally {
            sandbox.faults().clear();
        }
    }

    private static void stayAway() {
        for (int nth = 1; nth <= 20; nth++) {
            sandbox.faults().cutBefore(nth, sql -> sql.startsWith("SET extra_float_digits"));
        }
    }

    /** What each message changed. */
    private static final class Watch implements Turns, Turns.Player {
        private final List<Claims.Change> changes = new ArrayList<>();
        private Moment before = sandbox.moment();
        private int connected;

        synchronized List<Claims.Change> changes() {
            return List.copyOf(changes);
        }

        @Override
        public synchronized Player joined() {
            connected++;
            return this;
        }

        @Override
        public void before(String sql) {}

        @Override
        public synchronized void after(String sql) {
            Moment after = sandbox.moment();
            changes.add(new Claims.Change(before, after));
            before = after;
        }

        @Override
        public synchronized void left() {
            connected--;
            notifyAll();
        }

        /** The server learns a moment later that a client is gone, and a run that is still connected counts as at work. */
        synchronized void awaitAllLeft() throws InterruptedException {
            while (connected > 0) {
                wait();
            }
        }
    }

    /** The shop's objects, what readers get, and what the marker says but for times, ids and connections. */
    private static String seen(Shop shop) {
        return shop.state() + "reads " + (shop.query(REVENUE).isEmpty() ? "nothing" : shop.revenue()) + "\n"
                + Stream.of(FACTS, HISTORY)
                        .flatMap(sql -> shop.query(sql).stream())
                        .collect(Collectors.joining("\n"))
                        .replace(shop.name(""), "#")
                        .replaceAll("\"(id|started|connection|promoted|newest|rolledBack|ended)\":\"[^\"]*\"", "$1")
                        .replaceAll("\"(init|promote)\":\\d+", "$1")
                        .replaceAll("\"u\\d+\"|\\bu\\d+\\b", "u");
    }

    private static final String REVENUE =
            "SELECT o.id FROM mz_catalog.mz_objects o JOIN mz_catalog.mz_schemas s ON s.id ="
                    + " o.schema_id WHERE s.name = '#marts' AND o.name = 'revenue'";

    private static final String HISTORY =
            "SELECT v.create_sql FROM mz_catalog.mz_views v JOIN mz_catalog.mz_schemas s ON s.id = v.schema_id"
                    + " WHERE v.name = 'history' AND s.name LIKE '_mz_deployment_#%'";

    private static final String FACTS =
            "SELECT c.comment FROM mz_internal.mz_comments c JOIN mz_catalog.mz_schemas s ON s.id ="
                    + " c.id AND c.object_type = 'schema' WHERE s.name LIKE '_mz_deployment_#%'";

    private static Shop newShop() {
        return new Shop("fa" + ++shops + "x", sandbox.url("materialize"), sandbox.systemUrl()).inProduction();
    }
}
