package io.github.mzmaven.session;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which Materialize a server is.
 *
 * @param text as the server says it, e.g. "v26.35.0"
 */
record ServerVersion(String text, int major, int minor) {
    /** The oldest with all that is read: {@code mz_internal.mz_cluster_reconfigurations} came with it. */
    private static final ServerVersion OLDEST = new ServerVersion("v26.34", 26, 34);

    private static final Pattern VERSION = Pattern.compile("\\bv(\\d{1,5})\\.(\\d{1,5})[\\w.+-]*");

    /** Finds the version in what the server says of itself; {@code null} where it says none. */
    static ServerVersion in(String text) {
        Matcher matcher = VERSION.matcher(text == null ? "" : text);
        return matcher.find()
                ? new ServerVersion(
                        matcher.group(), Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
                : null;
    }

    boolean isTooOld() {
        return major < OLDEST.major || major == OLDEST.major && minor < OLDEST.minor;
    }

    /** For a person, about the server at a place. */
    String refusal(String place) {
        return "The server at " + place + " is Materialize " + text + ", and this plugin needs " + OLDEST.text
                + " or newer.";
    }
}
