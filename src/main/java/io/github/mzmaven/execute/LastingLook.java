package io.github.mzmaven.execute;

import io.github.mzmaven.Durations;
import io.github.mzmaven.Log;
import io.github.mzmaven.MzException;
import io.github.mzmaven.MzException.Kind;
import io.github.mzmaven.catalog.RuntimeState;
import io.github.mzmaven.session.DatabaseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Reads the runtime state over one connection after another: a lost one is replaced, however long that takes. */
final class LastingLook implements AutoCloseable {
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(10);
    private static final Duration SELDOM = Duration.ofSeconds(10);

    private final Supplier<Look> open;
    private final InstantSource clock;
    private final Log log;
    private Look look;
    private Instant seldomRead = Instant.MIN;
    private Instant lostAt;
    private Instant nextAttempt;
    private Duration backoff = FIRST_BACKOFF;

    /** Connects; that this fails is not survived, since the address or the credentials may be wrong. */
    LastingLook(Supplier<Look> open, InstantSource clock, Log log) {
        this.open = open;
        this.clock = clock;
        this.log = log;
        look = open.get();
    }

    /**
     * Reads once.
     *
     * @param withSeldom also what changes seldom, which is otherwise done now and then
     * @return {@code null} while there is no connection
     */
    RuntimeState read(boolean withSeldom) {
        if (look == null && clock.instant().isBefore(nextAttempt)) {
            return null;
        }
        try {
            if (look == null) {
                look = open.get();
            }
            Instant now = clock.instant();
            boolean seldom = withSeldom || !now.isBefore(seldomRead.plus(SELDOM));
            RuntimeState state = look.read(seldom);
            if (seldom) {
                seldomRead = now;
            }
            answered();
            return state;
        } catch (MzException e) {
            if (e.kind() != Kind.CONNECTION || isRefusedLogin(e)) {
                throw e;
            }
            lost(e);
            return null;
        }
    }

    private void answered() {
        if (lostAt != null) {
            log.info("Connected again after " + Durations.text(Duration.between(lostAt, clock.instant())));
            lostAt = null;
            backoff = FIRST_BACKOFF;
        }
    }

    private void lost(MzException e) {
        close();
        seldomRead = Instant.MIN;
        Instant now = clock.instant();
        if (lostAt == null) {
            lostAt = now;
            nextAttempt = now;
            log.info("The connection is lost (" + firstLine(e) + "); trying again until the timeout");
            return;
        }
        nextAttempt = now.plus(backoff);
        Duration doubled = backoff.multipliedBy(2);
        backoff = doubled.compareTo(LONGEST_BACKOFF) < 0 ? doubled : LONGEST_BACKOFF;
    }

    /** Class 28: waiting does not make a password right. */
    private static boolean isRefusedLogin(MzException e) {
        return e instanceof DatabaseException database
                && database.sqlState() != null
                && database.sqlState().startsWith("28");
    }

    private static String firstLine(MzException e) {
        return e.getMessage().lines().findFirst().orElse("");
    }

    @Override
    public void close() {
        if (look != null) {
            look.close();
            look = null;
        }
    }
}
