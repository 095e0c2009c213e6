package io.github.mzmaven.config;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A connection URL taken apart: {@code jdbc:postgresql://…}, or {@code postgres://…} as Materialize's console shows.
 *
 * @param host without the brackets of an IPv6 address
 * @param port 6875 where not said
 * @param database materialize where not said
 * @param user {@code null} where not said
 * @param password {@code null} where not said
 * @param parameters all others, decoded
 */
record ConnectionUrl(
        String host, int port, String database, String user, Secret password, Map<String, String> parameters) {

    private static final int DEFAULT_PORT = 6875;
    private static final int MAX_PORT = 65535;
    private static final String DEFAULT_DATABASE = "materialize";
    private static final String JDBC = "jdbc:";
    private static final String IN_A_PASSWORD = "in a password write %40 for @, %2F for /";

    /** Whoever says one of these wants the driver's own way to trust, and not the JVM's. */
    private static final Set<String> OWN_TRUST = Set.of("sslrootcert", "sslfactory", "sslcert", "sslkey");

    /**
     * Takes a URL apart.
     *
     * @throws IllegalArgumentException whose message says, after "url …", what is wrong, without the URL (which may hold
     *     a password)
     */
    static ConnectionUrl parse(String url) {
        boolean jdbc = url.startsWith(JDBC);
        String rest = jdbc ? url.substring(JDBC.length()) : url;
        if (!rest.startsWith("postgresql://") && (jdbc || !rest.startsWith("postgres://"))) {
            throw new IllegalArgumentException("does not begin with jdbc:postgresql://, postgresql:// or postgres://");
        }
        rest = rest.substring(rest.indexOf("//") + 2);
        int question = rest.indexOf('?');
        Map<String, String> parameters =
                question < 0 ? new LinkedHashMap<>() : parameters(rest.substring(question + 1), jdbc);
        String place = question < 0 ? rest : rest.substring(0, question);
        int slash = place.indexOf('/');
        // Else what is before that slash would be taken for the host, and the rest of a password be shown as the
        // database.
        if (slash >= 0 && place.indexOf('@', slash) >= 0) {
            throw new IllegalArgumentException("has an @ after its first slash (" + IN_A_PASSWORD + ")");
        }
        String database = slash < 0 ? "" : decode(place.substring(slash + 1), jdbc);
        String authority = slash < 0 ? place : place.substring(0, slash);
        int at = authority.lastIndexOf('@');
        String[] who = at < 0 ? new String[0] : authority.substring(0, at).split(":", 2);
        String user = who.length > 0 && !who[0].isEmpty() ? decode(who[0], false) : parameters.get("user");
        String password = who.length > 1 ? decode(who[1], false) : parameters.get("password");
        parameters.remove("user");
        parameters.remove("password");
        String address = authority.substring(at + 1);
        return new ConnectionUrl(
                host(address),
                port(address),
                database.isEmpty() ? DEFAULT_DATABASE : database,
                user,
                password == null || password.isEmpty() ? null : new Secret(password),
                parameters);
    }

    /**
     * The URL for the driver, without user and password. For any host but loopback the server's certificate is verified, by
     * the JVM's trust store or by {@code sslrootcert}, unless the URL says otherwise.
     */
    String jdbcUrl() {
        var all = new LinkedHashMap<>(parameters);
        // psql's word for the authorities that are trusted anyway; the driver would look for a file of that name.
        all.remove("sslrootcert", "system");
        if (!isLoopback() && tls() == null) {
            all.put("sslmode", "verify-full");
        }
        // Without a factory the driver knows the authorities of ~/.postgresql/root.crt only, and fails without that
        // file.
        if (isVerified(all) && Collections.disjoint(all.keySet(), OWN_TRUST)) {
            all.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        }
        return with(all);
    }

    /** The URL as it was said, without user and passwords. */
    String plainUrl() {
        var all = new LinkedHashMap<>(parameters);
        all.keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).contains("password"));
        return with(all);
    }

    private String with(Map<String, String> all) {
        String query = all.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&", "?", ""));
        return JDBC + "postgresql://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/"
                + encode(database) + (all.isEmpty() ? "" : query);
    }

    /** What the URL says of encryption, e.g. "sslmode=require"; {@code null} where it says nothing. */
    String tls() {
        return Stream.of("sslmode", "ssl")
                .filter(parameters::containsKey)
                .map(name -> name + "=" + parameters.get(name))
                .findFirst()
                .orElse(null);
    }

    /** Whether it is said that another server in the place of the one that is meant shall not be noticed. */
    boolean takesAnyServer() {
        return !isLoopback() && tls() != null && !isVerified(parameters);
    }

    /** As the driver reads it: {@code ssl} alone, or true, is {@code verify-full}. */
    private static boolean isVerified(Map<String, String> parameters) {
        String mode = parameters.get("sslmode");
        String ssl = parameters.get("ssl");
        return mode == null
                ? ssl != null && (ssl.isEmpty() || ssl.equalsIgnoreCase("true"))
                : mode.startsWith("verify-");
    }

    private boolean isLoopback() {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.matches("127\\.\\d+\\.\\d+\\.\\d+")
                || host.equals("::1")
                || host.equals("0:0:0:0:0:0:0:1");
    }

    private static String host(String address) {
        String host;
        if (address.startsWith("[")) {
            int end = address.indexOf(']');
            if (end < 0) {
                throw new IllegalArgumentException("opens an IPv6 address with [ and does not close it");
            }
            host = address.substring(1, end);
        } else {
            int colon = address.indexOf(':');
            host = colon < 0 ? address : address.substring(0, colon);
        }
        if (host.isEmpty()) {
            throw new IllegalArgumentException("names no host");
        }
        if (address.contains(",")) {
            throw new IllegalArgumentException("names several hosts, and a deployment needs one");
        }
        return host;
    }

    private static int port(String address) {
        String afterHost = address.startsWith("[") ? address.substring(address.indexOf(']') + 1) : address;
        int colon = afterHost.indexOf(':');
        if (colon < 0) {
            return DEFAULT_PORT;
        }
        try {
            int port = Integer.parseInt(afterHost.substring(colon + 1));
            if (port > 0 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Said below; an @ or / that a password has unencoded ends up here, too.
        }
        throw new IllegalArgumentException(
                "has no port between 1 and 65535 after the host's colon (" + IN_A_PASSWORD + ")");
    }

    private static Map<String, String> parameters(String query, boolean jdbc) {
        var parameters = new LinkedHashMap<String, String>();
        for (String pair : query.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                parameters.put(decode(name, jdbc), equals < 0 ? "" : decode(pair.substring(equals + 1), jdbc));
            }
        }
        return parameters;
    }

    /** In JDBC URLs + is a space, as the driver has it; in the others it is a plus. */
    private static String decode(String text, boolean plusIsSpace) {
        try {
            return URLDecoder.decode(plusIsSpace ? text : text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Its message quotes the text, which may be a password.
            throw new IllegalArgumentException("has a % that no two hexadecimal digits follow (write %25 for %)");
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
