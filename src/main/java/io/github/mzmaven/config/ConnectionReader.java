package io.github.mzmaven.config;

import io.github.mzmaven.Problem;
import io.github.mzmaven.text.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the connection's settings: one URL, one role, and a password from one source at most. */
final class ConnectionReader {
    static final String PASSWORD_VARIABLE = "MZ_PASSWORD";

    private static final Pattern UNRESOLVED = Pattern.compile("\\$\\{(env\\.)?([^}]*)}");
    private static final String URL_FORMS =
            "Write jdbc:postgresql://<host>:6875/materialize, or postgres://<user>@<host>:6875/materialize.";

    private final Values values;
    private final Precedence precedence;
    private final ServerLookup servers;
    private final List<Problem> problems;
    private final List<Problem> warnings;

    ConnectionReader(
            Values values,
            Precedence precedence,
            ServerLookup servers,
            List<Problem> problems,
            List<Problem> warnings) {
        this.values = values;
        this.precedence = precedence;
        this.servers = servers;
        this.problems = problems;
        this.warnings = warnings;
    }

    /** A value, and who said it. */
    private record Sourced<T>(T value, String source) {}

    /** Reads them; {@code null} where that is not possible, which is then among the problems. */
    ConnectionSettings read() {
        int before = problems.size();
        ConfigNode.Text urlText = values.given(Keys.URL);
        ConnectionUrl url = url(urlText);
        ConfigNode.Text serverId = values.given(Keys.SERVER_ID);
        ServerLookup.Server server = serverId == null ? null : server(serverId);
        String serverName =
                serverId == null ? null : "server " + serverId.text().strip();
        Sourced<String> user = user(url, serverId, server, serverName);
        Sourced<Secret> password = password(url, server, serverId, serverName);
        Duration connectTimeout = values.get(Keys.CONNECT_TIMEOUT);
        Duration silenceTimeout = values.get(Keys.SILENCE_TIMEOUT);
        if (problems.size() > before) {
            return null;
        }
        var origins = new ArrayList<String>();
        origins.add("url from " + urlText.origin().source());
        if (password != null && password.source().equals(user.source())) {
            origins.add("credentials from " + user.source());
        } else {
            origins.add("user from " + user.source());
            if (password != null) {
                origins.add("password from " + password.source());
            }
        }
        return new ConnectionSettings(
                url.jdbcUrl(),
                user.value(),
                password == null ? null : password.value(),
                url.host(),
                url.port(),
                url.database(),
                connectTimeout,
                silenceTimeout,
                origins,
                new ConnectionSettings.Said(url.plainUrl(), text(serverId), text(values.given(Keys.PASSWORD_FILE))));
    }

    private static String text(ConfigNode.Text node) {
        return node == null ? null : node.text().strip();
    }

    /**
     * Checks what is said, without asking for what is missing, for credentials least of all; {@code null} where no url says which
     * database it is.
     */
    ConnectionSettings look() {
        ConfigNode.Text urlText = values.given(Keys.URL);
        ConnectionUrl url = urlText == null ? null : url(urlText);
        ConfigNode.Text user = values.given(Keys.USER);
        values.given(Keys.SERVER_ID);
        values.get(Keys.PASSWORD_FILE);
        Duration connectTimeout = values.get(Keys.CONNECT_TIMEOUT);
        Duration silenceTimeout = values.get(Keys.SILENCE_TIMEOUT);
        return url == null
                ? null
                : new ConnectionSettings(
                        url.jdbcUrl(),
                        user == null ? url.user() : user.text().strip(),
                        null,
                        url.host(),
                        url.port(),
                        url.database(),
                        connectTimeout,
                        silenceTimeout,
                        List.of(),
                        null);
    }

    private ConnectionUrl url(ConfigNode.Text text) {
        if (text == null) {
            problems.add(Problem.hard(
                    "There is no url.", "Set " + Keys.URL.ways() + " or the environment variable MZ_URL.", URL_FORMS));
            return null;
        }
        try {
            ConnectionUrl url = ConnectionUrl.parse(text.text().strip());
            if (url.takesAnyServer()) {
                warnings.add(Problem.warning(
                        "The url does not have the certificate of " + url.host() + " checked (" + url.tls()
                                + "): whoever answers in its place is let in.",
                        "Take that out of the url: the JVM's trust store is asked then. For an authority of your own, say"
                                + " sslrootcert=<file of its certificate>."));
            }
            return url;
        } catch (IllegalArgumentException e) {
            problems.add(Problem.hard(
                            "The url " + e.getMessage() + " (" + text.origin().place() + ").", URL_FORMS)
                    .in(text.origin().where()));
            return null;
        }
    }

    private ServerLookup.Server server(ConfigNode.Text id) {
        String name = id.text().strip();
        ServerLookup.Server server = servers.find(name);
        if (server == null) {
            problems.add(Problem.hard(
                    "There is no server " + name + " in settings.xml (serverId from "
                            + id.origin().place() + ")." + Nearest.hint(name, servers.ids()),
                    "Add <server><id>" + name + "</id> with <username> and <password> to settings.xml."));
        }
        return server;
    }

    private Sourced<String> user(
            ConnectionUrl url, ConfigNode.Text serverId, ServerLookup.Server server, String serverName) {
        String serverUser = server == null ? null : resolved(server.user(), "username", serverName);
        ConfigNode.Text said = values.given(Keys.USER);
        if (said != null) {
            String user = said.text().strip();
            if (serverUser != null && !serverUser.equals(user)) {
                problems.add(Problem.hard(
                        "The user is " + user + " by " + said.origin().place() + ", and " + serverUser + " by "
                                + serverName + " in settings.xml.",
                        "Use one of the two: remove user, or serverId."));
            }
            return new Sourced<>(user, said.origin().source());
        }
        if (serverUser != null) {
            return new Sourced<>(serverUser, serverName);
        }
        if (url != null && url.user() != null) {
            return new Sourced<>(url.user(), "the url");
        }
        boolean serverSaysNone = serverId == null || server != null && server.user() == null;
        if (url != null && serverSaysNone) {
            problems.add(Problem.hard(
                    "There is no user.",
                    "Set " + Keys.USER.ways() + " or the environment variable MZ_USER,",
                    "or serverId, for a <server> with <username> in settings.xml."));
        }
        return null;
    }

    private Sourced<Secret> password(
            ConnectionUrl url, ServerLookup.Server server, ConfigNode.Text serverId, String serverName) {
        var found = new ArrayList<Sourced<Secret>>();
        var names = new ArrayList<String>();
        if (server != null && server.password() != null) {
            Secret password = serverPassword(server, serverId.text().strip(), serverName);
            found.add(new Sourced<>(password, serverName));
            names.add(serverName + " in settings.xml");
        }
        String variable = precedence.environment(PASSWORD_VARIABLE);
        if (variable != null) {
            found.add(new Sourced<>(new Secret(variable), PASSWORD_VARIABLE));
            names.add("the environment variable " + PASSWORD_VARIABLE);
        }
        ConfigNode.Text file = values.given(Keys.PASSWORD_FILE);
        if (file != null) {
            found.add(new Sourced<>(fromFile(file), "file " + file.text().strip()));
            names.add("the passwordFile (" + file.origin().place() + ")");
        }
        if (url != null && url.password() != null) {
            found.add(new Sourced<>(url.password(), "the url"));
            names.add("the url");
            warnings.add(Problem.warning(
                    "The url holds a password; mvn -X shows a url that a POM or -D gives, and files with it get around.",
                    Secret.PLACES));
        }
        if (found.size() > 1) {
            problems.add(Problem.hard(
                    "There are " + found.size() + " passwords: " + String.join(", ", names) + ".",
                    "Use one of them, and remove the others."));
        }
        return found.isEmpty() ? null : found.get(0);
    }

    private Secret serverPassword(ServerLookup.Server server, String id, String serverName) {
        // Before decrypting: the decrypter takes {env.X} for a cipher, and what it then says helps nobody.
        if (resolved(server.password().reveal(), "password", serverName) == null) {
            return null;
        }
        try {
            return servers.decrypt(id);
        } catch (IllegalStateException e) {
            problems.add(Problem.hard(
                    "The password of " + serverName + " in settings.xml cannot be decrypted: " + e.getMessage(),
                    "Encrypt it again (mvn --encrypt-password), and see that settings-security.xml is there."));
            return null;
        }
    }

    /** The value, or {@code null} where a variable in it was not set, so that Maven left it as it stands. */
    private String resolved(String value, String element, String serverName) {
        if (value == null || value.isBlank()) {
            return null;
        }
        Matcher unresolved = UNRESOLVED.matcher(value);
        if (!unresolved.find()) {
            return value;
        }
        boolean environment = unresolved.group(1) != null;
        problems.add(Problem.hard(
                (environment ? "The environment variable " : "The property ") + unresolved.group(2)
                        + " is not set; the <" + element + "> of " + serverName + " in settings.xml reads it.",
                "Set it, or write the value into settings.xml, encrypted."));
        return null;
    }

    private Secret fromFile(ConfigNode.Text file) {
        Path path = values.get(Keys.PASSWORD_FILE);
        try {
            String password = Files.readString(path).replaceFirst("(\\r?\\n)+\\z", "");
            if (!password.isEmpty()) {
                return new Secret(password);
            }
            problems.add(Problem.hard(
                    "The passwordFile " + path + " is empty (" + file.origin().place() + ").",
                    "Write the password into it, and nothing else."));
        } catch (IOException e) {
            problems.add(Problem.hard(
                    "The passwordFile " + path + " cannot be read ("
                            + file.origin().place() + "): " + e.getClass().getSimpleName() + ".",
                    "Create it with the password and nothing else, readable for you only."));
        }
        return null;
    }
}
