package io.github.mzmaven.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.goal.cleanup.CleanupGoal;
import io.github.mzmaven.goal.init.InitGoal;
import io.github.mzmaven.goal.swap.PromoteGoal;
import io.github.mzmaven.goal.swap.RollbackGoal;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Law 5: a dry run is the real plan. */
class DryRunTest extends ShopTest {
    private record Case(Goal goal, Consumer<DryRunTest> before, UnaryOperator<TestSettings> how) {
        Case(Goal goal, Consumer<DryRunTest> before) {
            this(goal, before, settings -> settings);
        }

        @Override
        public String toString() {
            return goal.name();
        }
    }

    private static Stream<Case> goals() {
        return Stream.of(
                new Case(new InitGoal(), test -> {}),
                new Case(
                        new InitGoal(),
                        test -> {
                            test.shop.run("DROP SCHEMA #marts CASCADE");
                            test.shop.run("DROP CLUSTER #compute CASCADE");
                        },
                        settings -> settings.createMissing()
                                .cluster(settings.build().clusterNames().get(0), "25cc", 1)),
                new Case(new PromoteGoal(), test -> {
                    test.stage();
                    test.shop.run("GRANT SELECT ON #staging.orders TO #analyst");
                }),
                new Case(new RollbackGoal(), ShopTest::promoted),
                new Case(new CleanupGoal(), ShopTest::promoted));
    }

    @ParameterizedTest
    @MethodSource("goals")
    void printsWhatTheRealRunSends(Case each) {
        each.before().accept(this);

        List<String> printed = run(each.goal(), each.how().apply(settings()).dryRun()).stream()
                .dropWhile(line -> !line.startsWith("Dry run: "))
                .skip(1)
                .map(line -> withoutOwn(line.substring(2)))
                .toList();
        sandbox.traffic().reset();
        run(each.goal(), each.how().apply(settings()));

        assertThat(writes().stream().flatMap(sql -> (sql + ";").lines()))
                .isNotEmpty()
                .containsExactlyElementsOf(printed);
    }

    @ParameterizedTest
    @MethodSource("goals")
    void writesNothing(Case each) {
        each.before().accept(this);
        String before = shop.state();
        String revision = revision();

        sandbox.traffic().reset();
        run(each.goal(), each.how().apply(settings()).dryRun());

        assertThat(writes()).isEmpty();
        assertThat(shop.state()).isEqualTo(before);
        assertThat(revision()).isEqualTo(revision);
    }

    private String revision() {
        return shop.query("SELECT id, name FROM mz_catalog.mz_objects WHERE id LIKE 'u%' ORDER BY id")
                        .toString()
                + shop.query("SELECT id, name FROM mz_catalog.mz_schemas WHERE id LIKE 'u%' ORDER BY id");
    }

    private List<String> writes() {
        return sandbox.traffic().statements().stream()
                .map(sent -> masked(sent.sql()))
                .filter(sql -> !sql.startsWith("SELECT") && !sql.startsWith("SET ") && !sql.startsWith("SHOW "))
                .filter(sql -> !(sql.startsWith("BEGIN") && sql.endsWith("ROLLBACK")))
                // How long it took is known when it is over.
                .filter(sql -> !sql.contains("\"run_"))
                .map(DryRunTest::withoutOwn)
                .toList();
    }

    /** The connection is another one; a dry run cannot know the ids of what is not made yet. */
    private static String withoutOwn(String sql) {
        return sql.replaceAll(
                        "(?s)CREATE OR REPLACE VIEW (?=.*\"copies\").*",
                        "-- Here the view \"inventory\" is stored again, with the ids of the copies: they are known once these"
                                + " are made")
                .replaceAll(
                        "(?s)CREATE OR REPLACE VIEW \\S+_initializing\"\\.\"inventory\".*",
                        "-- Here the view \"inventory\" is stored again, with the ids of production: they are known once what"
                                + " was missing is created")
                .replaceAll("_(draft|cleaning)\\d+", "_$1{c}")
                .replaceAll("(\"init\"|\"promote\"):\\d+", "$1:{millis}")
                .replaceAll("\"connection\":\"\\d+\"", "\"connection\":\"{c}\"");
    }
}
