package io.github.mzmaven.sandbox.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/**
 * What goes wrong on request. "The Nth" counts the messages that match, of any connection, since the fault was set, from 1,
 * and each fault happens once. Thread-safe.
 */
public final class Faults {
    /** What is done with a message. */
    enum Effect {
        NONE,
        CUT_BEFORE,
        CUT_AFTER,
        SWALLOW_BEFORE,
        SWALLOW_AFTER,
        HANG,
        CONFLICT
    }

    private static final class Pending {
        private final Predicate<String> matching;
        private final Effect effect;
        private final Runnable action;
        private int left;

        Pending(int nth, Predicate<String> matching, Effect effect, Runnable action) {
            if (nth < 1) {
                throw new IllegalArgumentException("The first is 1, not " + nth);
            }
            left = nth;
            this.matching = matching;
            this.effect = effect;
            this.action = action;
        }
    }

    private final List<Pending> pending = new ArrayList<>();
    private Predicate<String> hanging = sql -> false;
    private Duration latency = Duration.ZERO;

    Faults() {}

    /** Delays each answer that a client waits for. */
    public synchronized void latency(Duration added) {
        latency = added;
    }

    synchronized Duration latency() {
        return latency;
    }

    /** Closes the connection instead of executing the Nth matching message; its transaction is rolled back. */
    public void cutBefore(int nth, Predicate<String> matching) {
        add(new Pending(nth, matching, Effect.CUT_BEFORE, () -> {}));
    }

    public void cutBefore(int nth) {
        cutBefore(nth, sql -> true);
    }

    /** Closes the connection after the Nth matching message took effect, without an answer. */
    public void cutAfter(int nth, Predicate<String> matching) {
        add(new Pending(nth, matching, Effect.CUT_AFTER, () -> {}));
    }

    public void cutAfter(int nth) {
        cutAfter(nth, sql -> true);
    }

    /** Neither executes nor answers the Nth matching message; the connection stays, as one that dies without a reset. */
    public void swallowBefore(int nth, Predicate<String> matching) {
        add(new Pending(nth, matching, Effect.SWALLOW_BEFORE, () -> {}));
    }

    /** Never answers the Nth matching message, which takes effect; the connection stays, as one that dies without a reset. */
    public void swallowAfter(int nth, Predicate<String> matching) {
        add(new Pending(nth, matching, Effect.SWALLOW_AFTER, () -> {}));
    }

    /** Lets every matching message wait until it is cancelled, as a query on a cluster whose replica does not run. */
    public synchronized void hang(Predicate<String> matching) {
        hanging = matching;
    }

    /** Answers the Nth matching message with 40001 instead of executing it. */
    public void conflict(int nth, Predicate<String> matching) {
        add(new Pending(nth, matching, Effect.CONFLICT, () -> {}));
    }

    /** Runs something, on the connection's thread, before the Nth matching message is executed. */
    public void before(int nth, Predicate<String> matching, Runnable action) {
        add(new Pending(nth, matching, Effect.NONE, action));
    }

    /** Takes back all faults that have not happened, what hangs from now on, and the latency. */
    public synchronized void clear() {
        pending.clear();
        hanging = sql -> false;
        latency = Duration.ZERO;
    }

    /** How many faults have not happened yet. */
    public synchronized int left() {
        return pending.size();
    }

    private synchronized void add(Pending fault) {
        pending.add(fault);
    }

    /** Runs what is to run before this message and tells what to do with it. */
    Effect on(String sql) {
        List<Runnable> actions = new ArrayList<>();
        Effect effect;
        synchronized (this) {
            effect = hanging.test(sql) ? Effect.HANG : Effect.NONE;
            for (Iterator<Pending> all = pending.iterator(); all.hasNext(); ) {
                Pending next = all.next();
                if (next.matching.test(sql) && --next.left == 0) {
                    all.remove();
                    actions.add(next.action);
                    effect = next.effect == Effect.NONE ? effect : next.effect;
                }
            }
        }
        // Not under the lock: an action may send statements of its own.
        actions.forEach(Runnable::run);
        return effect;
    }
}
