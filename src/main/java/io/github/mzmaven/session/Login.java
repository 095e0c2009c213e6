package io.github.mzmaven.session;

import io.github.mzmaven.config.ConnectionSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGConnection;

/** Makes a connection, within {@code connectTimeout} whatever the other side does. */
final class Login {
    /** The driver counts milliseconds in an {@code int} itself. */
    private static final long LONGEST_SECONDS = Integer.MAX_VALUE / 1000;

    private Login() {}

    static Connection connect(ConnectionSettings settings, String purpose, Watch watch) {
        DriverVersion.check(Driver.class.getClassLoader());
        var limit = new Limit(settings.connectTimeout(), "connectTimeout");
        Watch.Turn turn = watch.waitFor("connecting", limit);
        try {
            // Not by the DriverManager: in a build it knows only the drivers of the plugin that asked it first.
            return new Driver().connect(settings.jdbcUrl(), properties(settings, purpose));
        } catch (SQLException e) {
            throw ConnectionFailure.of(settings, e);
        } finally {
            turn.end();
        }
    }

    private static Properties properties(ConnectionSettings settings, String purpose) {
        var properties = new Properties();
        properties.setProperty("user", settings.user());
        if (settings.password() != null) {
            properties.setProperty("password", settings.password().reveal());
        }
        properties.setProperty("ApplicationName", "mz-maven-plugin " + purpose);
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("tcpKeepAlive", "true");
        // Else the driver sends settings after the login, a round trip each, as servers before 9.0 needed it.
        properties.setProperty("assumeMinServerVersion", "9.5");
        // The driver counts whole seconds. The last limit ends a login that goes on without an end; it must not come
        // before the others, since it does not say what was waited for.
        long seconds = Math.min(
                LONGEST_SECONDS,
                Math.max(1, settings.connectTimeout().plusMillis(999).toSeconds()));
        properties.setProperty("connectTimeout", String.valueOf(seconds));
        properties.setProperty("socketTimeout", String.valueOf(seconds));
        properties.setProperty("sslResponseTimeout", String.valueOf(seconds * 1000));
        properties.setProperty("loginTimeout", String.valueOf(seconds + 1));
        return properties;
    }

    /** What the server said of itself: Materialize tells its version as any server tells its time zone. */
    static String greeting(Connection connection) {
        try {
            String told = connection.unwrap(PGConnection.class).getParameterStatus("mz_version");
            SQLWarning warning = connection.getWarnings();
            while (told == null && warning != null) {
                told = warning.getMessage().startsWith("connected to Materialize") ? warning.getMessage() : null;
                warning = warning.getNextWarning();
            }
            return told;
        } catch (SQLException e) {
            throw new IllegalStateException("A connection that was just made says nothing of itself", e);
        }
    }
}
