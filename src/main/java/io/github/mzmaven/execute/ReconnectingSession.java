package io.github.mzmaven.execute;

import io.github.mzmaven.session.DatabaseException;
import io.github.mzmaven.session.Session;
import java.util.function.Function;

/** A connection for a goal that has to learn how things stand: one that is lost is made again, as often as is configured. */
public final class ReconnectingSession implements AutoCloseable {
    private final GoalContext context;
    private final String purpose;
    private final Backoff backoff;
    private Session session;

    public ReconnectingSession(GoalContext context, String purpose, Backoff backoff) {
        this.context = context;
        this.purpose = purpose;
        this.backoff = backoff;
        this.session = context.open(purpose);
    }

    /** The connection of the moment. */
    public Session get() {
        return session;
    }

    /**
     * Does what may be done twice without harm, and again where the connection was lost over it. After silence once: on a new
     * connection it is the server that is silent.
     */
    public <T> T repeat(Function<Session, T> harmless) {
        boolean silent = false;
        for (int retries = retries(); ; retries--) {
            try {
                return harmless.apply(session);
            } catch (DatabaseException e) {
                if (!e.isConnectionLost() || retries <= 0 || silent && e.isSilence()) {
                    throw e;
                }
                silent = e.isSilence();
                reopen();
            }
        }
    }

    /** Makes the session usable again: by ROLLBACK, or by a new connection where the old one is gone. */
    public void recover(DatabaseException e) {
        if (!e.isConnectionLost()) {
            try {
                session.rollback();
                return;
            } catch (DatabaseException rollback) {
                if (!rollback.isConnectionLost()) {
                    throw rollback;
                }
            }
        }
        reopen();
    }

    private void reopen() {
        session.close();
        for (int retries = retries(); ; retries--) {
            try {
                session = context.open(purpose);
                return;
            } catch (DatabaseException e) {
                if (!e.isConnectionLost() || retries <= 0 || e.isSilence()) {
                    throw e;
                }
                backoff.pause();
            }
        }
    }

    /** A lost connection is made again at least once: without that nobody would learn how things stand. */
    private int retries() {
        return Math.max(1, context.settings().promote().maxRetries());
    }

    @Override
    public void close() {
        session.close();
    }
}
