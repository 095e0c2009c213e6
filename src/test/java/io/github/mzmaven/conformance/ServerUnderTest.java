package io.github.mzmaven.conformance;

import io.github.mzmaven.sandbox.Sandbox;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What a contract test runs on: the sandbox, or with {@code -Dmz.it.url} and {@code -Dmz.it.systemUrl} the server there.
 * Other things may be on it: a test names its objects uniquely and cleans up after itself.
 */
public interface ServerUnderTest extends AutoCloseable {
    /** The JDBC URL for a role other than {@code mz_system}. */
    String url(String role);

    /** The JDBC URL for the superuser, {@code mz_system}, on the server's internal port. */
    String systemUrl();

    /** For reports. */
    String name();

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

    /** A sandbox, for a test that also lets things go wrong there; closing this closes it. */
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
            public String name() {
                return "sandbox";
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
