package io.github.mzmaven.config;

import java.util.List;

/** Where credentials lie under an id: a Maven build has them in settings.xml. */
public interface ServerLookup {
    /** The ids there are. */
    List<String> ids();

    /** What lies under an id, not decrypted; {@code null} where there is no such id. */
    Server find(String id);

    /**
     * The password under an id, decrypted.
     *
     * @throws IllegalStateException whose message says why that fails, without the password
     */
    Secret decrypt(String id);

    /**
     * Credentials as they were written.
     *
     * @param user {@code null} where not said
     * @param password perhaps encrypted; {@code null} where not said
     */
    record Server(String user, Secret password) {}
}
