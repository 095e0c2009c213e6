package io.github.mzmaven.session;

import java.sql.SQLWarning;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/**
 * A NOTICE or WARNING that the server sent with an answer.
 *
 * @param code the SQLSTATE
 * @param detail {@code null} where there is none
 * @param hint {@code null} where there is none
 */
public record ServerNotice(String severity, String code, String message, String detail, String hint) {
    static ServerNotice of(SQLWarning warning) {
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
}
