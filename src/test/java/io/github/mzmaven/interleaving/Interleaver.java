package io.github.mzmaven.interleaving;

import io.github.mzmaven.config.Names;
import io.github.mzmaven.sandbox.Sandbox;
import io.github.mzmaven.sandbox.engine.Moment;
import io.github.mzmaven.sandbox.wire.Turns;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Gives turns to two runs as a schedule says. Messages are counted where the server receives them, so that it does not matter
 * how many connections and threads a run has: whose turn it is when a connection is opened, his it is, since the other one
 * stands still meanwhile, held before a message of his, not begun, or over.
 */
final class Interleaver implements Turns {
    /** More than any run has; one that sends as many goes round in circles. */
    private static final int MOST = 500;

    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final Pattern LOCAL = Pattern.compile(
            "SET (extra_float_digits|application_name|cluster = mz_catalog_server|statement_timeout)\\b.*|ROLLBACK|SELECT (?!.*\\bFROM\\b).*",
            Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    /** A marker that names a run at work: whether that one is still connected matters then. */
    private static final Pattern AT_WORK =
            Pattern.compile(Names.MARKER_PREFIX + ".*_(initializing|cleaning|applying|draft).*");

    private final Sandbox sandbox;
    private final Schedule schedule;
    private final List<Event> events = new ArrayList<>();
    private final Map<Side, Integer> connections = new EnumMap<>(Side.class);
    private final Map<Side, Integer> sent = new EnumMap<>(Side.class);
    private final Set<Side> ended = EnumSet.noneOf(Side.class);
    private Moment now;
    private int phase;
    private int left;
    private boolean again;
    private boolean abandoned;

    Interleaver(Sandbox sandbox, Schedule schedule) {
        this.sandbox = sandbox;
        this.schedule = schedule;
        now = sandbox.moment();
        left = schedule.messages(0);
        skip();
    }

    /** What happened, in order. */
    synchronized List<Event> events() {
        return List.copyOf(events);
    }

    private Side turn() {
        return schedule.side(phase);
    }

    private void next() {
        phase++;
        left = schedule.messages(phase);
        skip();
        notifyAll();
    }

    /** Past phases in which nobody would do anything. */
    private void skip() {
        while ((left == 0 || ended.contains(turn())) && ended.size() < 2) {
            phase++;
            left = schedule.messages(phase);
        }
    }

    /** Waits for the first turn. */
    synchronized void begin(Side side) throws InterruptedException {
        awaitTurn(side);
    }

    /** A run is over; its connections are closed, or are about to be. */
    synchronized void end(Side side, String outcome) throws InterruptedException {
        long started = System.nanoTime();
        while (connections.getOrDefault(side, 0) > 0) {
            pause(started, side + " to close its connections");
        }
        boolean matters = now.schemas().keySet().stream()
                .anyMatch(name -> AT_WORK.matcher(name).matches());
        Event.Kind kind = matters ? Event.Kind.WRITE : Event.Kind.LOCAL;
        events.add(new Event(side, null, kind, outcome, again, now, now));
        if (!again) {
            ended.add(side);
            if (ended.size() == 2) {
                notifyAll();
            } else if (turn() == side) {
                next();
            }
        }
    }

    /** Both are over; from now on one runs alone. */
    synchronized void again(Side side) {
        again = true;
        ended.remove(side);
        ended.add(side.other());
        phase = side == schedule.first() ? 2 : 3;
        left = Schedule.ALL;
        sent.clear();
    }

    /** Lets nobody wait for a turn any more: who would is cut off. */
    synchronized void abandon() {
        abandoned = true;
        notifyAll();
    }

    @Override
    public synchronized Player joined() {
        Side side = turn();
        connections.merge(side, 1, Integer::sum);
        return new Player() {
            @Override
            public void before(String sql) throws InterruptedException {
                take(side);
            }

            @Override
            public void after(String sql) {
                executed(side, sql);
            }

            @Override
            public void left() {
                gone(side);
            }
        };
    }

    private synchronized void take(Side side) throws InterruptedException {
        if (sent.merge(side, 1, Integer::sum) > MOST) {
            throw new InterruptedException(side + " sends more than " + MOST + " messages");
        }
        if (turn() == side && left == 0) {
            next();
        }
        awaitTurn(side);
        left--;
    }

    private void awaitTurn(Side side) throws InterruptedException {
        long started = System.nanoTime();
        while (turn() != side || ended.contains(side)) {
            pause(started, side + "'s turn");
        }
    }

    private void pause(long started, String what) throws InterruptedException {
        if (abandoned) {
            throw new InterruptedException("nobody gives turns any more");
        }
        if (System.nanoTime() - started > LONGEST_NANOS) {
            throw new IllegalStateException("waited too long for " + what + ":\n" + Laws.lines(events));
        }
        wait(1_000);
    }

    private synchronized void executed(Side side, String sql) {
        Moment before = now;
        now = sandbox.moment();
        Event.Kind kind = !now.isSameAs(before)
                ? Event.Kind.WRITE
                : LOCAL.matcher(sql).matches() ? Event.Kind.LOCAL : Event.Kind.READ;
        events.add(new Event(side, sql, kind, null, again, before, now));
    }

    private synchronized void gone(Side side) {
        connections.merge(side, -1, Integer::sum);
        notifyAll();
    }
}
