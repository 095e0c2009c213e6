package io.github.mzmaven.sandbox.wire;

import java.util.ArrayList;
import java.util.List;

/** What clients sent since the last reset. Thread-safe. */
public final class Traffic {
    /** A message that executes something, with its parameters written into it. */
    public record Sent(int connectionId, String role, String sql) {}

    private final List<Sent> statements = new ArrayList<>();
    private int roundTrips;

    Traffic() {}

    synchronized void statement(Sent sent) {
        statements.add(sent);
    }

    synchronized void roundTrip() {
        roundTrips++;
    }

    /** In the order of arrival: each simple-query message whole, each execution of a prepared statement. */
    public synchronized List<Sent> statements() {
        return List.copyOf(statements);
    }

    /** How often a client waited for an answer; connecting does not count. */
    public synchronized int roundTrips() {
        return roundTrips;
    }

    public synchronized void reset() {
        statements.clear();
        roundTrips = 0;
    }
}
