package io.github.mzmaven.goal.await;

import io.github.mzmaven.MzException;
import io.github.mzmaven.MzException.Kind;
import io.github.mzmaven.catalog.RuntimeState;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.report.AwaitErrors.Trouble;
import io.github.mzmaven.report.WaitEvent;
import io.github.mzmaven.session.DatabaseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Reads the runtime state over one connection after another: a lost one is replaced, however long that takes, and an error
 * of the server is survived unless more follow, or asking again could not help.
 */
final class ReconnectingRuntimeSource implements AutoCloseable {
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(10);
    private static final Duration SELDOM = Duration.ofSeconds(10);

    /** The server itself cancels a query, or answers with an internal error, while it changes; not so often in a row. */
    private static final int MOST_ERRORS = 5;

    private static final Duration GRACE = Duration.ofSeconds(10);

    /**
     * SQLSTATEs, or classes of them, that last: the login is refused (28), a database, a schema, a relation or a column does
     * not exist, or the permission for it (3D, 3F, 42).
     */
    private static final List<String> LASTING = List.of("28", "3D", "3F", "42");

    private final Supplier<RuntimeSource> open;
    private final InstantSource clock;
    private final GoalContext context;
    private RuntimeSource look;
    private Instant seldomRead = Instant.MIN;
    private Instant lostAt;
    private Instant nextAttempt;
    private Duration backoff = FIRST_BACKOFF;
    private final Map<String, Integer> errors = new LinkedHashMap<>();
    private Instant firstError;

    /** Connects; that this fails is not survived, since the address or the credentials may be wrong. */
    ReconnectingRuntimeSource(Supplier<RuntimeSource> open, InstantSource clock, GoalContext context) {
        this.open = open;
        this.clock = clock;
        this.context = context;
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
            if (lasts(e)) {
                throw e;
            }
            if (e.kind() == Kind.CONNECTION) {
                lost(e);
            } else {
                failed(e);
            }
            return null;
        }
    }

    /**
     * Reads how many percent of their memory replicas use, by their ids. Nothing depends on it: a connection that is lost by it
     * is replaced without a word.
     *
     * @return {@code null} while there is no connection
     * @throws MzException where that fails
     */
    Map<String, Integer> memory() {
        if (look == null) {
            return null;
        }
        try {
            return look.memory();
        } catch (MzException e) {
            if (e.kind() == Kind.CONNECTION) {
                close();
                seldomRead = Instant.MIN;
                nextAttempt = clock.instant();
            }
            throw e;
        }
    }

    /** What has gone wrong since the last answer, where that was errors. */
    Trouble trouble() {
        return new Trouble(
                errors.values().stream().mapToInt(Integer::intValue).sum(),
                firstError == null ? Duration.ZERO : Duration.between(firstError, clock.instant()),
                errors.entrySet().stream()
                        .map(error ->
                                error.getKey() + (error.getValue() == 1 ? "" : ", " + error.getValue() + " times"))
                        .collect(Collectors.joining("; ")));
    }

    private void answered() {
        if (lostAt != null) {
            context.tell(new WaitEvent.ConnectedAgain(Duration.between(lostAt, clock.instant())));
            lostAt = null;
            backoff = FIRST_BACKOFF;
        }
        if (!errors.isEmpty()) {
            context.tell(new WaitEvent.ReadAgain(trouble().lasted()));
            forgetErrors();
        }
    }

    private void forgetErrors() {
        errors.clear();
        firstError = null;
    }

    private void failed(MzException e) {
        if (errors.isEmpty()) {
            firstError = clock.instant();
            context.tell(new WaitEvent.ReadingFailed(firstLine(e)));
        }
        errors.merge(firstLine(e), 1, Integer::sum);
        Trouble trouble = trouble();
        if (trouble.errors() >= MOST_ERRORS && trouble.lasted().compareTo(GRACE) >= 0) {
            throw e;
        }
    }

    private void lost(MzException e) {
        close();
        forgetErrors();
        seldomRead = Instant.MIN;
        Instant now = clock.instant();
        if (lostAt == null) {
            lostAt = now;
            nextAttempt = now;
            context.tell(new WaitEvent.ConnectionLost(firstLine(e)));
            return;
        }
        nextAttempt = now.plus(backoff);
        Duration doubled = backoff.multipliedBy(2);
        backoff = doubled.compareTo(LONGEST_BACKOFF) < 0 ? doubled : LONGEST_BACKOFF;
    }

    /** Waiting does not make a password right. */
    private static boolean lasts(MzException e) {
        return e instanceof DatabaseException database
                && database.sqlState() != null
                && LASTING.stream().anyMatch(database.sqlState()::startsWith);
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
