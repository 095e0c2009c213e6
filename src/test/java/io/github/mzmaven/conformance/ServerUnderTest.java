package io.github.mzmaven.conformance;

import io.github.mzmaven.sandbox.Behaviour;
import io.github.mzmaven.sandbox.Sandbox;
import io.github.mzmaven.sandbox.wire.Faults;
import io.github.mzmaven.sandbox.wire.Traffic;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;

/**
 * What a test of goals runs on: the sandbox, or with {@code -Dmz.it.url} and {@code -Dmz.it.systemUrl} the server there.
 * Other things may be on it: a test names its objects uniquely and cleans up after itself.
 *
 * <p>A test that asks for a switch ({@link #faults()}, {@link #behaviour()}, {@link #traffic()}) ends as skipped on a server
 * that is no sandbox, and says why. Whole classes need one at every step and start a sandbox of their own whatever is given:
 * {@code FaultTest} (a cut at each statement), {@code RoundTripsTest} (counts messages), {@code AwaitBenchmark} (objects that
 * do not hydrate), {@code AwaitSandboxTest} (lag, dead replicas and the clock), {@code RecordedStatementsTest} (what was
 * sent), {@code DocumentationTest} (roles by the names that users read), and the tests of the sandbox itself. The builds of {@code src/it} too: each fills a server that is its own.
 */
public interface ServerUnderTest extends AutoCloseable {
    /** The JDBC URL for the role {@code materialize}. */
    default String url() {
        return url("materialize");
    }

    /** What goes wrong on request. */
    default Faults faults() {
        return onlyOnASandbox("to let something go wrong between two messages");
    }

    /** How clusters and objects fare. */
    default Behaviour behaviour() {
        return onlyOnASandbox("to say how clusters and objects fare");
    }

    /** What was sent. */
    default Traffic traffic() {
        return onlyOnASandbox("to see what was sent");
    }

    /** Takes back what was to go wrong, and forgets what was sent; for before and after a test. */
    default void calm() {}

    private <T> T onlyOnASandbox(String what) {
        return Assumptions.abort("Needs the sandbox " + what + "; this is " + name());
    }

    /** The JDBC URL for a role other than {@code mz_system}. */
    String url(String role);

    /** The JDBC URL for the superuser, {@code mz_system}, on the server's internal port. */
    String systemUrl();

    /** For reports. */
    String name();

    /** Why a statement cannot be answered here as Materialize does; {@code null} if it can. */
    default String incapableOf(String sql) {
        return null;
    }

    @Override
    void close();

    /** The server given by {@code -Dmz.it.url}, else a new sandbox. */
    static ServerUnderTest open() {
        String url = System.getProperty("mz.it.url");
        return url == null || url.isBlank()
                ? of(quick(Sandbox.start()))
                : at(url, System.getProperty("mz.it.systemUrl"));
    }

    /** Tests that run on any server do not measure how long hydration takes. */
    private static Sandbox quick(Sandbox sandbox) {
        sandbox.behaviour().hydration(Duration.ZERO);
        return sandbox;
    }

    /** A sandbox of one's own; closing this closes it. */
    static ServerUnderTest of(Sandbox sandbox) {
        return new ServerUnderTest() {
            @Override
            public String url(String role) {
                return sandbox.url(role);
            }

            @Override
            public String systemUrl() {
                return sandbox.systemUrl();
            }

            @Override
            public Faults faults() {
                return sandbox.faults();
            }

            @Override
            public Behaviour behaviour() {
                return sandbox.behaviour();
            }

            @Override
            public Traffic traffic() {
                return sandbox.traffic();
            }

            @Override
            public void calm() {
                faults().clear();
                traffic().reset();
            }

            @Override
            public String name() {
                return "sandbox";
            }

            @Override
            public String incapableOf(String sql) {
                return sql.startsWith("EXPLAIN ")
                        ? "plans are the work of Materialize's optimizer, and the sandbox has none: EXPLAIN is an error there"
                        : null;
            }

            @Override
            public void close() {
                sandbox.close();
            }
        };
    }

    /** A server that runs already. {@code systemUrl} may be {@code null} if no test needs it. */
    static ServerUnderTest at(String url, String systemUrl) {
        return new ServerUnderTest() {
            @Override
            public String url(String role) {
                String separator = url.contains("?") ? "&" : "?";
                return url + separator + "user=" + URLEncoder.encode(role, StandardCharsets.UTF_8);
            }

            @Override
            public String systemUrl() {
                if (systemUrl == null) {
                    throw new IllegalStateException("Set -Dmz.it.systemUrl to the server's internal port.");
                }
                return systemUrl.contains("user=")
                        ? systemUrl
                        : systemUrl + (systemUrl.contains("?") ? "&" : "?") + "user=mz_system";
            }

            @Override
            public String name() {
                return url;
            }

            @Override
            public void close() {}
        };
    }
}
