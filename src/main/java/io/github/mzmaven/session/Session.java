package io.github.mzmaven.session;

import io.github.mzmaven.MzException.Kind;
import io.github.mzmaven.config.ConnectionSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/**
 * One connection to the server. Every call is one simple-query message, so what is in one call is one round trip, and
 * statements of one call share a transaction by the server's rules.
 */
public final class Session implements AutoCloseable {
    /** The cluster on which the catalog is read, whatever the user's default cluster is. */
    public static final String CATALOG_CLUSTER = "mz_catalog_server";

    private static final int CONNECT_TIMEOUT_SECONDS = 30;

    private final Connection connection;
    private volatile Statement running;

    private Session(Connection connection) {
        this.connection = connection;
    }

    /**
     * Connects, and sets the session's cluster to the catalog's.
     *
     * @param settings where and as whom
     * @param purpose ends the application name, e.g. "promote" in "mz-maven-plugin promote"
     * @throws DatabaseException of kind CONNECTION where that fails
     */
    public static Session open(ConnectionSettings settings, String purpose) {
        var properties = new Properties();
        properties.setProperty("user", settings.user());
        if (settings.password() != null) {
            properties.setProperty("password", settings.password().reveal());
        }
        properties.setProperty("ApplicationName", "mz-maven-plugin " + purpose);
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("connectTimeout", String.valueOf(CONNECT_TIMEOUT_SECONDS));
        properties.setProperty("tcpKeepAlive", "true");
        // Else the driver sends settings after the login, a round trip each, as servers before 9.0 needed it.
        properties.setProperty("assumeMinServerVersion", "9.5");
        Session session;
        try {
            // Not by the DriverManager: in a build it knows only the drivers of the plugin that asked it first.
            session = new Session(new Driver().connect(settings.jdbcUrl(), properties));
        } catch (SQLException e) {
            throw failure("Cannot connect to " + settings.describe() + ": ", e, Kind.CONNECTION);
        }
        try {
            session.execute("SET cluster = " + CATALOG_CLUSTER);
            return session;
        } catch (DatabaseException e) {
            session.close();
            throw e;
        }
    }

    /** Sends statements that return rows as one message; one table for each, in order. */
    public List<Table> query(List<String> statements) {
        var tables = new ArrayList<Table>();
        send(String.join(";\n", statements), (statement, isResultSet) -> {
            boolean more = isResultSet;
            while (more || statement.getUpdateCount() != -1) {
                if (more) {
                    try (ResultSet rows = statement.getResultSet()) {
                        tables.add(table(rows));
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
                notices.add(notice(warning));
            }
        });
        return notices;
    }

    /** The server's id of this connection, as {@code mz_sessions.connection_id} has it. */
    public String connectionId() {
        try {
            return Integer.toUnsignedString(
                    connection.unwrap(PGConnection.class).getBackendPID());
        } catch (SQLException e) {
            throw failure("", e, Kind.DATABASE);
        }
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
                throw failure("Cannot cancel the running statement: ", e, Kind.DATABASE);
            }
        }
    }

    /**
     * Takes the connection for lost when the server does not answer a message within that time; without this, a connection
     * whose other end is gone is waited for without end.
     */
    public void limitSilence(Duration longest) {
        try {
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(longest.toMillis()));
        } catch (SQLException e) {
            throw failure("", e, Kind.DATABASE);
        }
    }

    @Override
    public void close() {
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
        try (Statement statement = connection.createStatement()) {
            // The driver would take a word in braces for a JDBC escape.
            statement.setEscapeProcessing(false);
            running = statement;
            answers.read(statement, statement.execute(message));
        } catch (SQLException e) {
            throw failure("", e, Kind.DATABASE);
        } finally {
            running = null;
        }
    }

    private static Table table(ResultSet rows) throws SQLException {
        ResultSetMetaData metaData = rows.getMetaData();
        int width = metaData.getColumnCount();
        var names = new ArrayList<String>(width);
        Map<String, Integer> index = new HashMap<>();
        for (int i = 0; i < width; i++) {
            names.add(metaData.getColumnLabel(i + 1));
            index.putIfAbsent(names.get(i), i);
        }
        var read = new ArrayList<Row>();
        while (rows.next()) {
            var values = new String[width];
            for (int i = 0; i < width; i++) {
                values[i] = rows.getString(i + 1);
            }
            read.add(new Row(index, values));
        }
        return new Table(names, read);
    }

    private static ServerNotice notice(SQLWarning warning) {
        ServerErrorMessage server = warning instanceof PSQLWarning postgres ? postgres.getServerErrorMessage() : null;
        return server == null
                ? new ServerNotice("WARNING", warning.getSQLState(), warning.getMessage(), null, null)
                : new ServerNotice(
                        server.getSeverity(),
                        server.getSQLState(),
                        server.getMessage(),
                        server.getDetail(),
                        server.getHint());
    }

    private static DatabaseException failure(String prefix, SQLException e, Kind otherwise) {
        String state = e.getSQLState();
        // Class 08: the connection; 57P01 … 57P03: the server goes down or is not up yet.
        boolean lost = state != null && (state.startsWith("08") || state.startsWith("57P"));
        Kind kind = lost ? Kind.CONNECTION : otherwise;
        ServerErrorMessage server = e instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        return server == null
                ? new DatabaseException(kind, state, prefix + e.getMessage(), null, null, 0, e)
                : new DatabaseException(
                        kind,
                        state,
                        prefix + server.getMessage(),
                        server.getDetail(),
                        server.getHint(),
                        server.getPosition(),
                        e);
    }
}
