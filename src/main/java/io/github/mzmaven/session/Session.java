package io.github.mzmaven.session;

import io.github.mzmaven.MzException;
import io.github.mzmaven.MzException.Kind;
import io.github.mzmaven.config.ConnectionSettings;
import io.github.mzmaven.text.Durations;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One connection to the server. Every call is one simple-query message, so what is in one call is one round trip, and
 * statements of one call share a transaction by the server's rules.
 */
public final class Session implements AutoCloseable {
    /** The cluster on which the catalog is read, whatever the user's default cluster is. */
    public static final String CATALOG_CLUSTER = "mz_catalog_server";

    /**
     * Makes a connection read the catalog, and read it as it is now: a role's or a server's default may be an isolation level
     * that answers with an older state, in which neither one's own nor others' last changes need be.
     */
    public static final String READ_CATALOG =
            "SET cluster = " + CATALOG_CLUSTER + ";\nSET transaction_isolation = 'strict serializable'";

    private static final String UNKNOWN_FUNCTION = "42883";

    /** A caller who ends a statement itself needs some time for that. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final ConnectionSettings settings;
    private final Connection connection;
    private final Watch watch;
    private ServerVersion version;
    private Limit limit;
    private Duration grace;
    private String about;
    private boolean onCatalog;
    private volatile Statement running;

    private Session(ConnectionSettings settings, Connection connection, Watch watch) {
        this.settings = settings;
        this.connection = connection;
        this.watch = watch;
    }

    /** Connects as {@link #open(ConnectionSettings, String, Waits)} does, and tells nobody of waits. */
    public static Session open(ConnectionSettings settings, String purpose) {
        return open(settings, purpose, Waits.told(unanswered -> {}, false));
    }

    /**
     * Connects.
     *
     * @param settings where and as whom
     * @param purpose ends the application name, e.g. "promote" in "mz-maven-plugin promote"
     * @param waits who hears of it when answers do not come
     * @throws DatabaseException of kind CONNECTION where that fails
     * @throws MzException of kind REFUSED where the server is too old, or no Materialize
     */
    public static Session open(ConnectionSettings settings, String purpose, Waits waits) {
        var watch = new Watch(waits);
        Session session;
        try {
            session = new Session(settings, Login.connect(settings, purpose, watch), watch);
        } catch (DatabaseException e) {
            watch.close();
            throw e;
        }
        try {
            session.limitSilence();
            session.know(Login.greeting(session.connection));
            return session;
        } catch (MzException e) {
            session.close();
            throw e;
        }
    }

    /** Refuses a server that is too old, before anything is asked that it cannot answer. */
    private void know(String greeting) {
        version = ServerVersion.in(greeting);
        if (version != null && version.isTooOld()) {
            throw new MzException(Kind.REFUSED, version.refusal(place()));
        }
    }

    private String place() {
        return settings.host() + ":" + settings.port();
    }

    /** Says in a few words what the next message is about, for whom it keeps waiting. */
    public Session about(String what) {
        about = what;
        return this;
    }

    /**
     * Chooses the cluster on which the catalog is read, if this has not been done on this connection. Who chooses another one
     * afterwards comes back by {@link #READ_CATALOG}.
     */
    public Session onCatalog() {
        if (!onCatalog) {
            execute(READ_CATALOG);
            onCatalog = true;
        }
        return this;
    }

    /** Sends statements that return rows as one message; one table for each, in order. */
    public List<Table> query(List<String> statements) {
        var tables = new ArrayList<Table>();
        send(String.join(";\n", statements), (statement, isResultSet) -> {
            boolean more = isResultSet;
            while (more || statement.getUpdateCount() != -1) {
                if (more) {
                    try (ResultSet rows = statement.getResultSet()) {
                        tables.add(Table.of(rows));
                    }
                }
                more = statement.getMoreResults();
            }
        });
        return tables;
    }

    /** Sends one statement that returns rows. */
    public Table query(String statement) {
        return query(List.of(statement)).get(0);
    }

    /**
     * Sends one message whose rows, if any, do not matter.
     *
     * @return the notices that came with it
     */
    public List<ServerNotice> execute(String message) {
        var notices = new ArrayList<ServerNotice>();
        send(message, (statement, isResultSet) -> {
            // The rest of the message's answers must be read: an error may be among them.
            while (statement.getMoreResults() || statement.getUpdateCount() != -1) {
                continue;
            }
            for (SQLWarning warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
                notices.add(ServerNotice.of(warning));
            }
        });
        return notices;
    }

    /** Ends a transaction that an error left open, so that the session can be used again. */
    public void rollback() {
        execute("ROLLBACK");
    }

    /**
     * Asks the server, over a connection of its own, to end the statement that another thread is waiting for; that
     * thread then gets a {@link DatabaseException#isCancelled() cancelled} exception. Does nothing while none runs.
     */
    public void cancel() {
        Statement statement = running;
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException e) {
                throw DatabaseException.of(e);
            }
        }
    }

    /**
     * Lets the server take its time from now on, for statements that may need more than {@code silenceTimeout}. The connection
     * counts as lost some time after that, so that the caller can end a statement itself.
     *
     * @param key the setting that says how long, e.g. "sinkTimeout"
     */
    public void limitSilence(Duration longest, String key) {
        limitSilence(new Limit(longest, key), GRACE);
    }

    /** Takes {@code silenceTimeout} for the limit again, as it is at first. */
    public void limitSilence() {
        limitSilence(new Limit(settings.silenceTimeout(), "silenceTimeout"), Duration.ZERO);
    }

    /**
     * Does what nothing depends on, and what therefore nobody is to wait for: without an answer after so long the connection
     * counts as lost. The limit that holds otherwise comes back.
     */
    public <T> T giveUpAfter(Duration longest, Supplier<T> work) {
        Limit limitBefore = limit;
        Duration graceBefore = grace;
        limitSilence(new Limit(longest, limit.key()), Duration.ZERO);
        try {
            return work.get();
        } finally {
            if (!isClosed()) {
                limitSilence(limitBefore, graceBefore);
            }
        }
    }

    private boolean isClosed() {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            throw DatabaseException.of(e);
        }
    }

    private void limitSilence(Limit newLimit, Duration newGrace) {
        limit = newLimit;
        grace = newGrace;
        try {
            long millis = newLimit.duration().plus(newGrace).toMillis();
            connection.setNetworkTimeout(Runnable::run, (int) Math.min(Integer.MAX_VALUE, millis));
        } catch (SQLException e) {
            throw DatabaseException.of(e);
        }
    }

    @Override
    public void close() {
        watch.close();
        try {
            connection.close();
        } catch (SQLException e) {
            // Nothing can be done about a connection that does not close, and nothing depends on it.
            return;
        }
    }

    private interface Answers {
        void read(Statement statement, boolean isResultSet) throws SQLException;
    }

    private void send(String message, Answers answers) {
        String what = about == null ? beginning(message) : about;
        about = null;
        Watch.Turn turn = watch.waitFor(what, limit);
        try (Statement statement = connection.createStatement()) {
            // The driver would take a word in braces for a JDBC escape.
            statement.setEscapeProcessing(false);
            running = statement;
            answers.read(statement, statement.execute(message));
        } catch (SQLException e) {
            DatabaseException failure = isTimeout(e) ? silence(message, what, e) : DatabaseException.of(e);
            requireKnownServer(failure);
            throw failure;
        } finally {
            turn.end();
            running = null;
        }
    }

    /** What a message is about that nobody described; no more of it than shows no secret. */
    private static String beginning(String message) {
        String[] words = message.strip().split("\\s+", 3);
        return reads(message)
                ? "reading the catalog"
                : Stream.of(words).limit(2).collect(Collectors.joining(" "));
    }

    private static boolean reads(String message) {
        return message.stripLeading().matches("(?is)(SELECT|SHOW)\\b.*");
    }

    private static boolean isTimeout(SQLException e) {
        Throwable cause = e;
        while (cause != null && !(cause instanceof SocketTimeoutException)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    private DatabaseException silence(String message, String what, SQLException e) {
        String why = reads(message)
                ? "A query waits without end where its cluster has no running replica; the catalog is read on "
                        + CATALOG_CLUSTER + ". A firewall that drops the connection looks the same."
                : "The server is busy, or a firewall has dropped the connection.";
        String longer = Durations.text(limit.duration().multipliedBy(5)).replace(" ", "");
        return DatabaseException.silence(
                "No answer for " + Durations.text(limit.duration()) + ", so the connection to " + place()
                        + " is given up: " + what,
                why + " If it only needs longer: -Dmz." + limit.key() + "=" + longer + ".",
                e);
    }

    /**
     * Where the server said nothing of itself, it is asked when it does not know what this plugin sends: it may be too old, or
     * no Materialize.
     */
    private void requireKnownServer(DatabaseException failure) {
        if (version != null || failure.isConnectionLost()) {
            return;
        }
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("SELECT mz_version()")) {
            answer.next();
            know(answer.getString(1));
        } catch (SQLException e) {
            if (UNKNOWN_FUNCTION.equals(e.getSQLState())) {
                throw new MzException(
                        Kind.REFUSED,
                        "The server at " + place()
                                + " is no Materialize: it does not know mz_version(). Look at the url ("
                                + String.join(", ", settings.origins()) + ").");
            }
            // It stays unknown, and the failure speaks for itself.
        }
    }
}
