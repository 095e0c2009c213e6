package io.github.mzmaven.session;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Tells what a session waits for while an answer does not come; one thread for all its messages. */
final class Watch implements AutoCloseable {
    private final Waits waits;
    private final ScheduledThreadPoolExecutor timer;

    Watch(Waits waits) {
        this.waits = waits;
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "mz watch");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    /** One wait. */
    final class Turn {
        private final String what;
        private final Limit limit;
        private final Future<?> lines;
        private Duration waited = waits.first();
        private boolean over;

        private Turn(String what, Limit limit) {
            this.what = what;
            this.limit = limit;
            lines = timer.scheduleAtFixedRate(
                    this::tell, waits.first().toMillis(), waits.then().toMillis(), TimeUnit.MILLISECONDS);
        }

        private synchronized void tell() {
            if (!over) {
                waits.listener().accept(new Unanswered(what, waited, limit.duration(), limit.key()));
                waited = waited.plus(waits.then());
            }
        }

        /** The answer is there: nothing more is said. */
        synchronized void end() {
            over = true;
            lines.cancel(false);
        }
    }

    /**
     * Begins to wait.
     *
     * @param what is waited for, e.g. "reading the catalog"
     * @param limit when it is given up
     */
    Turn waitFor(String what, Limit limit) {
        return new Turn(what, limit);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
