package io.github.mzmaven.session;

import io.github.mzmaven.MzException;
import io.github.mzmaven.text.UrlPasswords;
import java.sql.SQLException;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** An error that the server or the driver gave, with the fields that decide what happens next. */
public final class DatabaseException extends MzException {
    private static final long serialVersionUID = 1;

    private final String sqlState;
    private final String serverMessage;
    private final String detail;
    private final String hint;
    private final int position;
    private final boolean silence;

    DatabaseException(
            Kind kind,
            String sqlState,
            String serverMessage,
            String detail,
            String hint,
            int position,
            Throwable cause) {
        this(kind, sqlState, serverMessage, detail, hint, position, false, cause);
    }

    private DatabaseException(
            Kind kind,
            String sqlState,
            String serverMessage,
            String detail,
            String hint,
            int position,
            boolean silence,
            Throwable cause) {
        super(kind, text(sqlState, serverMessage, detail, hint));
        // Not as cause: Maven adds the messages of all causes to ours, and the driver's says the same in other words.
        if (cause != null) {
            addSuppressed(cause);
        }
        this.sqlState = sqlState;
        this.serverMessage = UrlPasswords.hidden(serverMessage);
        this.detail = UrlPasswords.hidden(detail);
        this.hint = UrlPasswords.hidden(hint);
        this.position = position;
        this.silence = silence;
    }

    /** What the driver throws for a message; the server's own fields where it has answered. */
    static DatabaseException of(SQLException e) {
        String state = e.getSQLState();
        // Class 08: the connection; 57P01 … 57P03: the server goes down or is not up yet.
        boolean lost = state != null && (state.startsWith("08") || state.startsWith("57P"));
        Kind kind = lost ? Kind.CONNECTION : Kind.DATABASE;
        ServerErrorMessage server = e instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        return server == null
                ? new DatabaseException(kind, state, e.getMessage(), null, null, 0, e)
                : new DatabaseException(
                        kind,
                        state,
                        server.getMessage(),
                        server.getDetail(),
                        server.getHint(),
                        server.getPosition(),
                        e);
    }

    /** The server, or whatever is on the way to it, did not answer in time. */
    static DatabaseException silence(String message, String hint, Throwable cause) {
        return new DatabaseException(Kind.CONNECTION, null, message, null, hint, 0, true, cause);
    }

    private static String text(String sqlState, String message, String detail, String hint) {
        var text = new StringBuilder(message);
        if (sqlState != null) {
            text.append(" (").append(sqlState).append(')');
        }
        if (detail != null) {
            text.append("\n    Detail: ").append(detail);
        }
        if (hint != null) {
            text.append("\n    Hint: ").append(hint);
        }
        return text.toString();
    }

    /**
     * The same error in words that hold no secret of the statement; without the driver's own exception, which says it too.
     *
     * @param words takes the secrets out of a text that may be {@code null}
     */
    public DatabaseException reworded(UnaryOperator<String> words) {
        String message = words.apply(serverMessage);
        String newDetail = words.apply(detail);
        String newHint = words.apply(hint);
        boolean same = Objects.equals(message, serverMessage)
                && Objects.equals(newDetail, detail)
                && Objects.equals(newHint, hint);
        return same
                ? this
                : new DatabaseException(kind(), sqlState, message, newDetail, newHint, position, silence, null);
    }

    /** Whether another session's DDL came in between (40001): the statement did nothing and may be sent again. */
    public boolean isConflict() {
        return "40001".equals(sqlState);
    }

    /** Whether the connection is gone, so that the outcome of the last message is unknown. */
    public boolean isConnectionLost() {
        return kind() == Kind.CONNECTION;
    }

    /** Whether the connection counts as lost only since no answer came. A second one may be as silent. */
    public boolean isSilence() {
        return silence;
    }

    /** Whether the statement was ended by a cancel request. */
    public boolean isCancelled() {
        return "57014".equals(sqlState);
    }

    /** The SQLSTATE, or {@code null}. Most of Materialize's errors are XX000: read the catalog rather than the code. */
    public String sqlState() {
        return sqlState;
    }

    public String serverMessage() {
        return serverMessage;
    }

    public String detail() {
        return detail;
    }

    public String hint() {
        return hint;
    }

    /** Where in the statement the error is, in characters from 1; 0 where the server does not say. */
    public int position() {
        return position;
    }
}
