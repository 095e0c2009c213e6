package io.github.mzmaven.sandbox.wire;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What clients sent since the last reset, and how much they were answered. Thread-safe. */
public final class Traffic {
    /** A message that executes something. */
    public record Sent(int connectionId, String role, String sql) {}

    private final List<Sent> statements = new ArrayList<>();
    private int roundTrips;
    private long bytes;
    private long first;
    private long last;

    Traffic() {}

    /** The stream to a client, with what goes there counted. */
    OutputStream counted(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] data, int offset, int length) throws IOException {
                out.write(data, offset, length);
                sent(length);
            }
        };
    }

    private synchronized void sent(int count) {
        bytes += count;
    }

    synchronized void statement(Sent sent) {
        statements.add(sent);
    }

    synchronized void roundTrip() {
        last = System.nanoTime();
        first = roundTrips == 0 ? last : first;
        roundTrips++;
    }

    /** In the order of arrival, each message whole. */
    public synchronized List<Sent> statements() {
        return List.copyOf(statements);
    }

    /** How often a client waited for an answer; connecting does not count. */
    public synchronized int roundTrips() {
        return roundTrips;
    }

    /** How many bytes clients were answered with, those of connecting included. */
    public synchronized long bytes() {
        return bytes;
    }

    /** From the arrival of the first message that is waited for to that of the last. */
    public synchronized Duration span() {
        return Duration.ofNanos(last - first);
    }

    public synchronized void reset() {
        statements.clear();
        roundTrips = 0;
        bytes = 0;
        first = 0;
        last = 0;
    }
}
