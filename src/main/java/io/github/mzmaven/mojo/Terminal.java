package io.github.mzmaven.mojo;

import io.github.mzmaven.config.Settings.Progress;
import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.Charset;
import java.util.Map;

/** Tells whether a person watches the build. */
final class Terminal {
    private Terminal() {}

    /**
     * Whether somebody watches.
     *
     * @param interactive what Maven says: not with {@code -B}
     * @param environment CI systems set CI; Maven 3 does not look at it
     */
    static boolean isWatched(boolean interactive, Map<String, String> environment, Progress progress) {
        String ci = environment.getOrDefault("CI", "");
        boolean inCi = !ci.isBlank() && !ci.equals("false");
        return interactive && !inCi && progress != Progress.PLAIN && isTerminal(System.console());
    }

    /** From Java 22 on there is a console even where output goes to a file; it says so by a method that 17 lacks. */
    private static boolean isTerminal(Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }

    /** Containers often run in the C locale, where block characters come out as question marks. */
    static boolean showsBlocks() {
        String encoding = System.getProperty("stdout.encoding", System.getProperty("native.encoding"));
        return encoding != null
                && Charset.isSupported(encoding)
                && Charset.forName(encoding).newEncoder().canEncode('\u2588');
    }
}
