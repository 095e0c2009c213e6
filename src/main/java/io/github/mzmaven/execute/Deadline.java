package io.github.mzmaven.execute;

import io.github.mzmaven.session.DatabaseException;
import io.github.mzmaven.session.Session;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Ends a session's statement by a cancel request when its time is over, which a server setting would not always do. */
public final class Deadline {
    /** A cancel request can be lost, or come between two attempts. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private Deadline() {}

    /**
     * Does what may hang.
     *
     * @throws DatabaseException that {@link DatabaseException#isCancelled() is cancelled} when the time is over
     */
    public static <T> T within(Duration timeout, Session session, Supplier<T> work) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "mz deadline");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(
                () -> cancel(session), timeout.toMillis(), AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return work.get();
        } finally {
            timer.shutdownNow();
        }
    }

    /** Asks once for the end of what the session waits for, if anything. */
    public static void cancel(Session session) {
        try {
            session.cancel();
        } catch (DatabaseException e) {
            // The next attempt comes soon; the statement is still waited for.
            return;
        }
    }
}
