package io.github.mzmaven.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mzmaven.MzException;
import io.github.mzmaven.config.ConnectionSettings;
import io.github.mzmaven.config.Secret;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.sandbox.Sandbox;
import io.github.mzmaven.sandbox.wire.Traffic.Sent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connecting, and waiting for answers: each ends, and says what was wrong. */
class SessionTest {
    private static final String VERSION = "v26.35.0-dev (sandbox)";

    @AutoClose
    private static final Sandbox sandbox = Sandbox.start();

    @Test
    void whatNothingDependsOnIsGivenUpSoon() {
        try (Session session = open(settings())) {
            assertThat(session.giveUpAfter(
                            Duration.ofSeconds(30),
                            () -> session.query("SELECT 1").rows().size()))
                    .isEqualTo(1);
            assertThat(session.query("SELECT 1").rows()).hasSize(1);

            sandbox.faults().swallowBefore(1, sql -> sql.equals("SELECT 2"));
            DatabaseException e = catchThrowableOfType(
                    DatabaseException.class,
                    () -> session.giveUpAfter(Duration.ofMillis(300), () -> session.query("SELECT 2")));

            assertThat(e.isSilence()).isTrue();
            assertThat(e.isConnectionLost()).isTrue();
        }
    }

    @Test
    void anErrorLeavesTheUsualLimit() {
        try (Session session = open(settings().silenceTimeout(Duration.ofMillis(600)))) {
            assertThatThrownBy(() -> session.giveUpAfter(Duration.ofHours(1), () -> session.query("SELECT nothing")))
                    .isInstanceOf(DatabaseException.class);

            sandbox.faults().swallowBefore(1, sql -> sql.equals("SELECT 2"));
            assertThatThrownBy(() -> session.query("SELECT 2")).hasMessageContaining("No answer for 0.6 s");
        }
    }

    @AfterEach
    void fix() {
        sandbox.faults().clear();
        sandbox.version(VERSION, true);
    }

    private static TestSettings settings() {
        return new TestSettings().url(sandbox.url());
    }

    private static Session open(TestSettings settings) {
        return Session.open(settings.build().connection(), "test");
    }

    private static DatabaseException failure(String url) {
        return catchThrowableOfType(
                DatabaseException.class, () -> open(new TestSettings().url(url).connectTimeout(Duration.ofSeconds(1))));
    }

    @Test
    void connectingCostsWhatTheDriverSendsAndReadingTheCatalogOneRoundTripMore() {
        sandbox.traffic().reset();
        open(settings()).onCatalog().onCatalog().close();
        assertThat(sandbox.traffic().statements())
                .extracting(Sent::sql)
                .containsExactly(
                        "SET extra_float_digits = 3",
                        "SET cluster = mz_catalog_server;\nSET transaction_isolation = 'strict serializable'");
        assertThat(sandbox.traffic().roundTrips()).isEqualTo(2);
    }

    @Test
    void aLimitThatIsLongerThanTheDriverCanCountIsAsLongAsItCan() {
        assertThat(open(settings().connectTimeout(Duration.ofDays(36_500)))
                        .query("SELECT 1 AS one")
                        .rows())
                .hasSize(1);
    }

    @Test
    void theCatalogIsReadAsItIsNowWhateverTheRolesDefaultIs() {
        try (Session session = open(settings())) {
            // As after ALTER ROLE … SET transaction_isolation.
            session.execute("SET transaction_isolation = 'serializable'");
            session.onCatalog();
            assertThat(session.query("SHOW transaction_isolation").rows().get(0).values())
                    .containsExactly("strict serializable");
            assertThat(session.query("SHOW cluster").rows().get(0).values()).containsExactly("mz_catalog_server");
        }
    }

    @Test
    void noAnswerIsALostConnectionThatSaysWhatWasAsked() {
        try (Session session = open(settings().silenceTimeout(Duration.ofMillis(700)))) {
            sandbox.faults().hang(sql -> sql.contains("mz_schemas"));
            DatabaseException e = catchThrowableOfType(
                    DatabaseException.class, () -> session.query("SELECT s.name FROM mz_catalog.mz_schemas s"));
            assertThat(e)
                    .hasMessage("No answer for 0.7 s, so the connection to localhost:" + sandbox.port()
                            + " is given up: reading the catalog\n"
                            + "    Hint: A query waits without end where its cluster has no running replica; the catalog is"
                            + " read on mz_catalog_server. A firewall that drops the connection looks the same. If it only"
                            + " needs longer: -Dmz.silenceTimeout=3.5s.");
            assertThat(e.kind()).isEqualTo(MzException.Kind.CONNECTION);
            assertThat(e.isSilence()).isTrue();
        }
    }

    @Test
    void aCallerCanAllowMore() throws Exception {
        try (Session session = open(settings().silenceTimeout(Duration.ofMillis(500)))) {
            session.limitSilence(Duration.ofHours(1), "timeout");
            sandbox.faults().hang(sql -> sql.equals("SELECT 1"));
            var failing = CompletableFuture.supplyAsync(
                    () -> catchThrowableOfType(DatabaseException.class, () -> session.query("SELECT 1")));
            assertThat(cancelled(session, failing)).hasMessage("canceling statement due to user request (57014)");
        }
    }

    /** Cancels until there is an end: a request may come too early. */
    private static DatabaseException cancelled(Session session, CompletableFuture<DatabaseException> failing)
            throws InterruptedException, ExecutionException {
        while (true) {
            try {
                return failing.get(1, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                session.cancel();
            }
        }
    }

    @Test
    void tellsWhatItWaitsForAgainAndAgain() throws InterruptedException {
        BlockingQueue<Unanswered> told = new LinkedBlockingQueue<>();
        var waits = new Waits(told::add, Duration.ofMillis(100), Duration.ofMillis(100));
        var connection =
                settings().silenceTimeout(Duration.ofSeconds(2)).build().connection();
        try (Session session = Session.open(connection, "test", waits)) {
            told.clear();
            sandbox.faults().hang(sql -> sql.startsWith("DROP"));
            assertThatThrownBy(() -> session.about("drop the old schema").execute("DROP SCHEMA x"))
                    .isInstanceOf(DatabaseException.class);
            assertThat(told.take()).isEqualTo(dropUnanswered(100));
            assertThat(told.take()).isEqualTo(dropUnanswered(200));
        }
    }

    private static Unanswered dropUnanswered(long millis) {
        return new Unanswered(
                "drop the old schema", Duration.ofMillis(millis), Duration.ofSeconds(2), "silenceTimeout");
    }

    @Test
    void aLineComesAfterFiveSecondsAndThenEveryThirtyOrTenWhereAPersonWatches() {
        assertThat(Waits.told(line -> {}, false))
                .extracting(Waits::first, Waits::then)
                .containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(30));
        assertThat(Waits.told(line -> {}, true))
                .extracting(Waits::first, Waits::then)
                .containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(10));
    }

    @Test
    void aServerThatLetsConnectAndSaysNothingIsGivenUp() throws IOException {
        try (var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            DatabaseException e = failure("jdbc:postgresql://localhost:" + silent.getLocalPort() + "/shop?user=ann");
            assertThat(e)
                    .hasMessage("Cannot connect to shop at localhost:" + silent.getLocalPort()
                            + " as ann (url from a test): it lets connect, and then says nothing for 1 s (connectTimeout)\n"
                            + "    Hint: Look at host and port in the url (is it Materialize's SQL port?), and at whether the"
                            + " server is well.");
            assertThat(e.kind()).isEqualTo(MzException.Kind.CONNECTION);
        }
    }

    @Test
    void aPortWhereNobodyListensIsNamed() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThat(failure("jdbc:postgresql://localhost:" + port + "/shop?user=ann"))
                .hasMessage(
                        "Cannot connect to shop at localhost:" + port
                                + " as ann (url from a test): connection refused (08001)\n"
                                + "    Hint: Look at host and port in the url, whether the server runs, and at firewalls on the way.");
    }

    @Test
    void anUnknownHostIsNamed() {
        assertThat(failure("jdbc:postgresql://nowhere.invalid:6875/shop?user=ann"))
                .hasMessage("Cannot connect to shop at nowhere.invalid:6875 as ann (url from a test): the host name"
                        + " nowhere.invalid is unknown (08001)\n"
                        + "    Hint: Look at the host in the url, and at this machine's DNS.");
    }

    @Test
    void anUnknownRoleIsNamed() {
        assertThat(failure(sandbox.url("nobody")))
                .hasMessage("Cannot connect to materialize at localhost:" + sandbox.port()
                        + " as nobody (url from a test): role \"nobody\" does not exist (28000)\n"
                        + "    Hint: Look at user and password, and where they come from (above).");
    }

    @Test
    void noErrorShowsThePassword() {
        var said = settings().build().connection();
        var connection = new ConnectionSettings(
                "jdbc:postgresql://nowhere.invalid:1/shop",
                "ann",
                new Secret("s3cret"),
                "nowhere.invalid",
                1,
                "shop",
                said.connectTimeout(),
                said.silenceTimeout(),
                List.of("password from MZ_PASSWORD"),
                said.said());
        DatabaseException e = catchThrowableOfType(DatabaseException.class, () -> Session.open(connection, "test"));
        for (Throwable each = e;
                each != null;
                each = each.getSuppressed().length == 0 ? null : each.getSuppressed()[0]) {
            assertThat(String.valueOf(each)).doesNotContain("s3cret");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v26.33.9", "v25.40.0 (abcdef)", "v0.130.1"})
    void aServerThatIsTooOldIsRefusedBeforeThisPluginAsksAnything(String version) {
        sandbox.version(version, true);
        sandbox.traffic().reset();
        assertThatThrownBy(() -> open(settings()))
                .isInstanceOf(MzException.class)
                .hasMessage("The server at localhost:" + sandbox.port() + " is Materialize " + version.split(" ")[0]
                        + ", and this plugin needs v26.34 or newer.");
        assertThat(sandbox.traffic().statements()).extracting(Sent::sql).containsExactly("SET extra_float_digits = 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v26.34.0", "v26.34.0-dev.0 (abcdef)", "v26.100.1", "v27.0.0"})
    void aServerThatIsNewEnoughIsNotAsked(String version) {
        sandbox.version(version, true);
        sandbox.traffic().reset();
        open(settings()).close();
        assertThat(sandbox.traffic().roundTrips()).isEqualTo(1);
    }

    @Test
    void aServerThatDoesNotGreetIsAskedWhenItDoesNotKnowSomething() {
        sandbox.version("v26.20.0", false);
        try (Session session = open(settings())) {
            sandbox.traffic().reset();
            assertThatThrownBy(() -> session.query("SELECT x.id FROM mz_internal.mz_not_there x"))
                    .isInstanceOf(MzException.class)
                    .hasMessage("The server at localhost:" + sandbox.port()
                            + " is Materialize v26.20.0, and this plugin needs v26.34 or newer.");
            assertThat(sandbox.traffic().roundTrips()).isEqualTo(2);
        }
    }

    @Test
    void aServerThatIsNewEnoughIsNotBlamedForAnError() {
        sandbox.version("v26.34.1", false);
        try (Session session = open(settings())) {
            assertThatThrownBy(() -> session.query("SELECT x.id FROM mz_internal.mz_not_there x"))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageStartingWith("unknown catalog item 'mz_internal.mz_not_there'");
        }
    }
}
