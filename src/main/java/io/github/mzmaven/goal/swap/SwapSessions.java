package io.github.mzmaven.goal.swap;

import io.github.mzmaven.execute.Backoff;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.execute.ReconnectingSession;
import io.github.mzmaven.plan.Direction;

/** The connections of a promote or rollback: one reads, also while the other has the transaction open. */
final class SwapSessions implements AutoCloseable {
    private final GoalContext context;
    private final String purpose;
    private final SwapErrors errors;
    private final Backoff backoff;
    private final ReconnectingSession reader;
    private ReconnectingSession writer;

    SwapSessions(Direction direction, GoalContext context, SwapErrors errors) {
        this.context = context;
        this.purpose = direction.goal();
        this.errors = errors;
        this.backoff = new Backoff(context.pause(), context.settings().promote().retryBackoff());
        this.reader = open(ProductionState.UNTOUCHED);
    }

    ReconnectingSession reader() {
        return reader;
    }

    /** Opened when something is written first. */
    ReconnectingSession writer(ProductionState production) {
        if (writer == null) {
            writer = open(production);
        }
        return writer;
    }

    /** Waits before the next attempt. */
    void pause() {
        backoff.pause();
    }

    @Override
    public void close() {
        reader.close();
        if (writer != null) {
            writer.close();
        }
    }

    private ReconnectingSession open(ProductionState production) {
        return errors.orSay(production, () -> new ReconnectingSession(context, purpose, backoff));
    }
}
