package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.SqlError;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Ends a running statement on another thread's behalf. */
final class Cancellation {
    private final PgConnection postgres;
    private boolean requested;
    private boolean hungUp;
    private boolean querying;

    Cancellation(PgConnection postgres) {
        this.postgres = postgres;
    }

    synchronized void reset() {
        requested = hungUp;
    }

    /** As a cancel, of all that is still to come too: nobody waits for its end. */
    synchronized void hangUp() {
        hungUp = true;
        cancel();
    }

    synchronized void cancel() {
        requested = true;
        notifyAll();
        if (querying) {
            try {
                postgres.cancel();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    synchronized void querying(boolean now) {
        querying = now;
    }

    synchronized void check() throws SqlError {
        if (requested) {
            throw Errors.cancelled();
        }
    }

    /** Blocks until someone cancels. */
    synchronized void await() throws SqlError {
        while (!requested) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                requested = true;
            }
        }
        throw Errors.cancelled();
    }
}
