package io.github.mzmaven.config;

import java.time.Duration;
import java.util.List;

/**
 * Where the server is and as whom to connect.
 *
 * @param jdbcUrl without user and password; verifies the server's certificate for any host but loopback unless the
 *     configured URL says otherwise
 * @param user the role to connect as
 * @param password {@code null} where none is needed
 * @param host for messages
 * @param port for messages
 * @param database for messages; the database whose schemas are deployed
 * @param connectTimeout how long connecting may take; positive
 * @param silenceTimeout how long the server may leave a message unanswered; positive
 * @param origins where each value came from, e.g. "url from mz.yml"
 * @param said the same, as it was said; {@code null} where nobody connects
 */
public record ConnectionSettings(
        String jdbcUrl,
        String user,
        Secret password,
        String host,
        int port,
        String database,
        Duration connectTimeout,
        Duration silenceTimeout,
        List<String> origins,
        Said said) {
    public ConnectionSettings {
        origins = List.copyOf(origins);
    }

    /**
     * How that was said, for a file that is to say the same.
     *
     * @param url without user, and without passwords
     * @param serverId {@code null} where none was
     * @param passwordFile {@code null} where none was
     */
    public record Said(String url, String serverId, String passwordFile) {}

    /** For example "materialize at db.example.com:6875 as deployer"; never a password. */
    public String describe() {
        return database + " at " + host + ":" + port + " as " + user;
    }

    /** The URL's parameters may hold a key's password. */
    @Override
    public String toString() {
        return "ConnectionSettings[" + describe() + "]";
    }
}
