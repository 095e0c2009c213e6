package io.github.mzmaven.interleaving;

import io.github.mzmaven.MzException;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.session.DatabaseException;
import io.github.mzmaven.session.Session;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** One of the two. */
interface Actor {
    String name();

    /** Does its work; returns the error's message, {@code null} if there was none. */
    String run(TestSettings settings);

    /** Whether it is one of the plugin's goals. */
    default boolean isGoal(String goal) {
        return false;
    }

    /** A goal, as a mojo would run it; it never pauses. */
    record Run(Supplier<Goal> goal, UnaryOperator<TestSettings> how) implements Actor {
        @Override
        public String name() {
            return goal.get().name();
        }

        @Override
        public boolean isGoal(String name) {
            return name.equals(name());
        }

        @Override
        public String run(TestSettings given) {
            Settings settings = how.apply(given).build();
            try {
                goal.get()
                        .run(new GoalContext(
                                settings,
                                purpose -> Session.open(settings.connection(), purpose),
                                event -> {},
                                duration -> {}));
                return null;
            } catch (MzException e) {
                return e.getMessage();
            }
        }
    }

    /** Somebody who sends statements by hand, each a message of its own, and takes errors as they come. */
    record Stranger(String name, List<String> statements) implements Actor {
        @Override
        public String run(TestSettings settings) {
            try (Session session = Session.open(settings.build().connection(), "stranger")) {
                for (String statement : statements) {
                    try {
                        session.execute(statement);
                    } catch (DatabaseException e) {
                        if (statement.startsWith("BEGIN")) {
                            session.rollback();
                        }
                    }
                }
            }
            return null;
        }
    }
}
