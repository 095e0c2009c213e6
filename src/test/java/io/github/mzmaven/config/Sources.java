package io.github.mzmaven.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mzmaven.MzException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a test says in each of the places where something can be said. */
final class Sources {
    private final Path directory;
    private final RawSettings pom = new RawSettings("POM");
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, ServerLookup.Server> servers = new TreeMap<>();

    private Sources(Path directory) {
        this.directory = directory;
    }

    static Sources in(Path directory) {
        return new Sources(directory);
    }

    /** With what no settings can do without. */
    static Sources complete(Path directory) {
        return in(directory)
                .minusD("url", "jdbc:postgresql://localhost/shop")
                .minusD("user", "ann")
                .minusD("schemas", "marts");
    }

    Sources file(String name, String text) {
        try {
            Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Sources yaml(String text) {
        return file("mz.yml", text);
    }

    Sources pom(String key, String value) {
        pom.put(key, value);
        return this;
    }

    RawSettings pom() {
        return pom;
    }

    Sources variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Sources minusD(String key, String value) {
        properties.put("mz." + key, value);
        return this;
    }

    Sources without(String key) {
        properties.remove("mz." + key);
        return this;
    }

    Sources server(String id, String user, String password) {
        servers.put(id, new ServerLookup.Server(user, password == null ? null : new Secret(password)));
        return this;
    }

    SettingsLoader.Loaded loaded() {
        return SettingsLoader.load(sources());
    }

    Settings load() {
        return loaded().settings();
    }

    /** The whole message of the refusal, the headline excepted. */
    String refusal() {
        MzException e = catchThrowableOfType(MzException.class, this::load);
        String headline = "mz:init refuses. Nothing was written. ";
        return e.getMessage().startsWith(headline) ? e.getMessage().substring(headline.length()) : e.getMessage();
    }

    SettingsSources sources() {
        return new SettingsSources(
                "mz:init", directory, directory.resolve("target/mz"), pom, environment, properties, new ServerLookup() {
                    @Override
                    public List<String> ids() {
                        return List.copyOf(servers.keySet());
                    }

                    @Override
                    public Server find(String id) {
                        return servers.get(id);
                    }

                    @Override
                    public Secret decrypt(String id) {
                        String password = servers.get(id).password().reveal();
                        if (password.startsWith("{broken")) {
                            throw new IllegalStateException("no master password.");
                        }
                        return new Secret(password.startsWith("{") ? "decrypted" : password);
                    }
                });
    }
}
