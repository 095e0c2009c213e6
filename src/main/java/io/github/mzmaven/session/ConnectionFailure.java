package io.github.mzmaven.session;

import io.github.mzmaven.config.ConnectionSettings;
import io.github.mzmaven.text.Durations;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.sql.SQLException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.postgresql.util.PSQLException;

/** Says why a connection could not be made, and where to look; the driver alone says "The connection attempt failed.". */
final class ConnectionFailure {
    private static final String BOTH_WAYS =
            "If an authority of your own signed it, say sslrootcert=<file of the authority's certificate> in the url;"
                    + " sslmode=require goes without checking, and takes whoever answers.";

    private final ConnectionSettings settings;
    private final SQLException failure;

    private ConnectionFailure(ConnectionSettings settings, SQLException failure) {
        this.settings = settings;
        this.failure = failure;
    }

    static DatabaseException of(ConnectionSettings settings, SQLException failure) {
        return new ConnectionFailure(settings, failure).exception();
    }

    private DatabaseException exception() {
        String state = failure.getSQLState();
        boolean answered = failure instanceof PSQLException postgres && postgres.getServerErrorMessage() != null;
        if (answered) {
            return refused(((PSQLException) failure).getServerErrorMessage().getMessage(), state);
        }
        String host = settings.host();
        if (has(UnknownHostException.class)) {
            return told(
                    "the host name " + host + " is unknown", "Look at the host in the url, and at this machine's DNS.");
        }
        if (isTimeout()) {
            return silent(!"Connect timed out".equalsIgnoreCase(root().getMessage()));
        }
        if (has(ConnectException.class) || has(NoRouteToHostException.class)) {
            return told(
                    lowerCase(rootMessage()),
                    "Look at host and port in the url, whether the server runs, and at firewalls on the way.");
        }
        return has(EOFException.class)
                ? told(
                        "the server closed the connection",
                        "Look at host and port in the url: is it Materialize's SQL port, and may this address connect?")
                : encryption();
    }

    /** The server has said no. */
    private DatabaseException refused(String message, String state) {
        boolean credentials = state != null && state.startsWith("28");
        return new DatabaseException(
                DatabaseException.Kind.CONNECTION,
                state,
                headline() + message,
                null,
                credentials ? "Look at user and password, and where they come from (above)." : null,
                0,
                failure);
    }

    private boolean isTimeout() {
        // The driver's own limit for the whole login gives no cause.
        return has(SocketTimeoutException.class) || "Connection attempt timed out.".equals(failure.getMessage());
    }

    private DatabaseException silent(boolean connected) {
        String limit = Durations.text(settings.connectTimeout()) + " (connectTimeout)";
        return DatabaseException.silence(
                headline() + (connected ? "it lets connect, and then says nothing for " : "no answer within ") + limit,
                connected
                        ? "Look at host and port in the url (is it Materialize's SQL port?), and at whether the server is"
                                + " well."
                        : "Look at host and port in the url, and at firewalls and allowed addresses on the way;"
                                + " -Dmz.connectTimeout=1m waits longer.",
                failure);
    }

    private DatabaseException encryption() {
        boolean expired = has(CertificateExpiredException.class) || has(CertificateNotYetValidException.class);
        if (has(CertPathBuilderException.class) || has(CertPathValidatorException.class) && !expired) {
            String nobody = settings.jdbcUrl().contains("sslrootcert=")
                    ? "the authority in sslrootcert has not"
                    : "nobody whom the JVM trusts has";
            return told(nobody + " signed the server's certificate", BOTH_WAYS);
        }
        if (failure.getMessage().contains(" could not be verified")) {
            return told("the server's certificate is for another host than " + settings.host(), wrongHost());
        }
        if (has(FileNotFoundException.class)) {
            return told("there is a file missing: " + rootMessage(), "Look at sslrootcert in the url.");
        }
        if (has(CertificateException.class) || has(SSLException.class)) {
            return told("TLS: " + rootMessage(), BOTH_WAYS);
        }
        if (failure.getMessage().contains("does not support SSL")) {
            return told(
                    "the server does not speak TLS",
                    "Look at host and port in the url; sslmode=disable goes without TLS, and everybody on the way can read"
                            + " along.");
        }
        return told(rootMessage(), "Look at the url.");
    }

    private String wrongHost() {
        return "Write the host into the url as the certificate names it. With sslrootcert=<file> and sslmode=verify-ca only the"
                + " authority is checked; sslmode=require goes without checking, and takes whoever answers.";
    }

    private DatabaseException told(String why, String hint) {
        return new DatabaseException(
                DatabaseException.Kind.CONNECTION, failure.getSQLState(), headline() + why, null, hint, 0, failure);
    }

    private String headline() {
        return "Cannot connect to " + settings.describe() + " (" + String.join(", ", settings.origins()) + "): ";
    }

    private boolean has(Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private Throwable root() {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private String rootMessage() {
        String message = root().getMessage();
        return message == null ? root().getClass().getSimpleName() : message;
    }

    private static String lowerCase(String sentence) {
        return sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
    }
}
