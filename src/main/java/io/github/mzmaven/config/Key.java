package io.github.mzmaven.config;

import java.util.List;
import java.util.Locale;

/**
 * Something that can be configured, by one name in the POM, in YAML and (after {@code mz.}) as {@code -D}. {@link Keys} declares
 * all of them; who wins, what is valid, hints and the settings follow from the declaration.
 *
 * @param <T> what is made of its text
 * @param name in the POM and in YAML
 * @param property the name after {@code -D}
 * @param type what may be written
 * @param defaultText what counts where nothing is written; {@code null} where that is nothing, or is found out
 * @param description the first sentence for people; each goal's own parameter begins with it
 * @param goals the goals that read it
 * @param variables the environment variables that say it too; the first that is set counts
 * @param scope who reads it, and so where it may be written
 */
public record Key<T>(
        String name,
        String property,
        Type<T> type,
        String defaultText,
        String description,
        List<String> goals,
        List<String> variables,
        Scope scope) {
    /** Who reads a key. */
    public enum Scope {
        /** Whether a goal runs in a build at all: in the POM and by {@code -D} only. */
        BUILD,
        /** Which file and which target are read: not in the file itself. */
        FILE,
        /** What a target's block in a file may say, too. */
        TARGET
    }

    public Key {
        goals = List.copyOf(goals);
        variables = List.copyOf(variables);
    }

    /** The environment variable that one would think says it, e.g. {@code MZ_DRY_RUN}. */
    String likelyVariable() {
        return "MZ_" + name.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    }

    /** Ways to set it, for a remedy. */
    String ways() {
        return property + " (-D" + property + "=…, <" + name + "> in the POM"
                + (scope == Scope.TARGET ? ", " + name + ": in mz.yml)" : ")");
    }
}
