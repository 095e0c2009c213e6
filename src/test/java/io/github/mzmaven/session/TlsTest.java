package io.github.mzmaven.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mzmaven.MzException;
import io.github.mzmaven.config.ConnectionSettings;
import io.github.mzmaven.config.NoServers;
import io.github.mzmaven.config.RawSettings;
import io.github.mzmaven.config.SettingsLoader;
import io.github.mzmaven.config.SettingsSources;
import io.github.mzmaven.sandbox.Sandbox;
import io.github.mzmaven.sandbox.postgres.PgDatabase;
import io.github.mzmaven.sandbox.postgres.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whom a server must be to be let in. The server is a PostgreSQL with a certificate for localhost; that it is no Materialize is
 * what is said when it has proved itself.
 */
class TlsTest {
    private static final String LET_IN = "no Materialize";
    private static final String BOTH_WAYS =
            "\n    Hint: If an authority of your own signed it, say sslrootcert=<file of the authority's certificate> in the"
                    + " url; sslmode=require goes without checking, and takes whoever answers.";

    @TempDir
    static Path directory;

    private static Certificate certificate;
    private static PostgresServer server;
    private static Path authority;

    @BeforeAll
    static void start() throws IOException, GeneralSecurityException, InterruptedException {
        certificate = new Certificate(directory);
        server = PostgresServer.start(certificate.tls());
        authority = Files.writeString(directory.resolve("authority.pem"), certificate.certificate());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aServerThatTheJvmTrustsIsLetIn() throws IOException, GeneralSecurityException, InterruptedException {
        ProcessBuilder jvm = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djavax.net.ssl.trustStore=" + certificate.trustStore(directory),
                "-Djavax.net.ssl.trustStorePassword=" + Certificate.PASSWORD,
                Connecting.class.getName(),
                url("localhost", "sslmode=verify-full"),
                server.maintenance().password());
        jvm.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process = jvm.redirectErrorStream(true).start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains(noMaterialize());
    }

    /** A JVM reads its trust store once, so this one cannot be told to trust somebody else. */
    static final class Connecting {
        public static void main(String... urlAndPassword) {
            System.out.println(message(settings(urlAndPassword[0], "postgres", urlAndPassword[1])));
        }
    }

    @Test
    void aServerThatNobodyKnownHasSignedIsNotLetIn() {
        assertThat(message(url("localhost", "sslmode=verify-full")))
                .isEqualTo(cannotConnect("localhost")
                        + "nobody whom the JVM trusts has signed the server's certificate (08006)" + BOTH_WAYS);
    }

    @Test
    void aServerThatTheGivenAuthorityHasSignedIsLetIn() {
        assertThat(message(url("localhost", "sslmode=verify-full&sslrootcert=" + authority)))
                .isEqualTo(noMaterialize());
    }

    @Test
    void aServerThatAnotherAuthorityHasSignedIsNotLetIn() throws Exception {
        Path other = Files.createDirectory(directory.resolve("other"));
        Path pem = Files.writeString(other.resolve("authority.pem"), new Certificate(other).certificate());
        assertThat(message(url("localhost", "sslmode=verify-full&sslrootcert=" + pem)))
                .isEqualTo(cannotConnect("localhost")
                        + "the authority in sslrootcert has not signed the server's certificate (08006)" + BOTH_WAYS);
    }

    @Test
    void aServerOfAnotherNameIsNotLetIn() {
        assertThat(message(url("127.0.0.1", "sslmode=verify-full&sslrootcert=" + authority)))
                .isEqualTo(cannotConnect("127.0.0.1")
                        + "the server's certificate is for another host than 127.0.0.1 (08006)"
                        + "\n    Hint: Write the host into the url as the certificate names it. With sslrootcert=<file> and"
                        + " sslmode=verify-ca only the authority is checked; sslmode=require goes without checking, and takes"
                        + " whoever answers.");
        assertThat(message(url("127.0.0.1", "sslmode=verify-ca&sslrootcert=" + authority)))
                .contains(LET_IN);
    }

    @Test
    void requireTakesWhoeverAnswers() {
        assertThat(message(url("127.0.0.1", "sslmode=require"))).contains(LET_IN);
    }

    @Test
    void anAuthorityWhoseFileIsNotThereIsNamed() {
        Path missing = directory.resolve("missing.pem");
        assertThat(message(url("localhost", "sslmode=verify-full&sslrootcert=" + missing)))
                .isEqualTo(cannotConnect("localhost") + "there is a file missing: " + missing
                        + " (No such file or directory) (08006)\n    Hint: Look at sslrootcert in the url.");
    }

    @Test
    void aServerWithoutTlsIsNotLetIn() {
        try (Sandbox sandbox = Sandbox.start()) {
            String url = "postgres://localhost:" + sandbox.port() + "/materialize?sslmode=verify-full";
            assertThat(message(settings(url, "materialize", "pw")))
                    .isEqualTo("Cannot connect to materialize at localhost:" + sandbox.port()
                            + " as materialize (url from POM, user from POM, password from MZ_PASSWORD): the server does not"
                            + " speak TLS (08004)\n    Hint: Look at host and port in the url; sslmode=disable goes without TLS,"
                            + " and everybody on the way can read along.");
        }
    }

    @Test
    void aWrongPasswordIsSaid() {
        assertThat(message(settings(url("localhost", "sslmode=disable"), "postgres", "wr0ng")))
                .isEqualTo(cannotConnect("localhost")
                        + "password authentication failed for user \"postgres\" (28P01)\n    Hint: Look at user and password,"
                        + " and where they come from (above).");
    }

    private static String message(String url) {
        return message(settings(url, "postgres", server.maintenance().password()));
    }

    private static String message(ConnectionSettings settings) {
        return catchThrowableOfType(
                        MzException.class, () -> Session.open(settings, "test").onCatalog())
                .getMessage();
    }

    private static String noMaterialize() {
        return "The server at localhost:" + server.maintenance().port()
                + " is no Materialize: it does not know mz_version(). Look at the url (url from POM, user from POM, password"
                + " from MZ_PASSWORD).";
    }

    private static String cannotConnect(String host) {
        return "Cannot connect to postgres at " + host + ":"
                + server.maintenance().port()
                + " as postgres (url from POM, user from POM, password from MZ_PASSWORD): ";
    }

    private static String url(String host, String parameters) {
        PgDatabase database = server.maintenance();
        return "postgres://" + host + ":" + database.port() + "/" + database.name() + "?" + parameters;
    }

    /** As a build would have it. */
    private static ConnectionSettings settings(String url, String user, String password) {
        var pom = new RawSettings("POM").put("url", url).put("user", user).put("schemas", List.of("marts"));
        Path here = Path.of("").toAbsolutePath();
        return SettingsLoader.load(new SettingsSources(
                        "mz:init", here, here, pom, Map.of("MZ_PASSWORD", password), Map.of(), new NoServers()))
                .settings()
                .connection();
    }
}
