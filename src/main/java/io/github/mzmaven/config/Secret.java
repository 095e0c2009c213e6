package io.github.mzmaven.config;

import io.github.mzmaven.Problem;

/** A password; it shows itself only where it is asked to. */
public final class Secret {
    static final String PLACES =
            "Put the password into a <server> of settings.xml (serverId), into the environment variable MZ_PASSWORD, or into a file"
                    + " (passwordFile).";

    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    /** Whether a parameter's name says that it is a password, which no parameter is. */
    public static boolean isPassword(String name) {
        return name.equalsIgnoreCase("password");
    }

    /**
     * The problem of a password where others see it.
     *
     * @param where is no such parameter, e.g. "There is no property mz.password"; never its value
     */
    public static Problem misplaced(String where) {
        return Problem.hard(where + ", where others would see it.", PLACES);
    }

    /** The password itself, for the driver and nothing else. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "***";
    }
}
