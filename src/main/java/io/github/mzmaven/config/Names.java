package io.github.mzmaven.config;

import io.github.mzmaven.Place;
import io.github.mzmaven.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules for the names of targets, schemas and clusters. */
public final class Names {
    /** The longest identifier, in bytes of UTF-8. */
    public static final int MAX_BYTES = 255;
    /** How names of schemas that hold a deployment's state begin; target, underscore and state follow. */
    public static final String MARKER_PREFIX = "_mz_deployment_";
    /** The longest of what follows the target in such a name; ids of schemas have up to eleven characters. */
    static final String LONGEST_MARKER_ENDING = "_abandonedu1234567890";

    private Names() {}

    /**
     * Names of a kind.
     *
     * @param where they are listed; {@code null} where that is in no file
     */
    public record Named(List<String> names, Place where) {}

    /** What is wrong with names of production schemas, their suffix (one) and the name of the target, each with its remedy. */
    public static List<Problem> problems(String target, Named schemas, Named clusters, Named suffixes) {
        String suffix = suffixes.names().get(0);
        var problems = new ArrayList<Problem>();
        checkTarget(target, problems);
        if (suffix.isBlank()) {
            problems.add(Problem.hard(
                            "The suffix is empty, so that the copies would have production's names.",
                            "Set mz.suffix, or leave it out for " + Settings.DEFAULT_SUFFIX + ".")
                    .in(suffixes.where()));
        }
        check("schema", schemas.names(), suffix).forEach(problem -> problems.add(problem.in(schemas.where())));
        check("cluster", clusters.names(), suffix).forEach(problem -> problems.add(problem.in(clusters.where())));
        return problems;
    }

    private static void checkTarget(String target, List<Problem> problems) {
        if (target.isBlank()) {
            problems.add(Problem.hard("The target's name is empty.", "Set mz.target, or leave it out for default."));
            return;
        }
        String marker = MARKER_PREFIX + target + LONGEST_MARKER_ENDING;
        if (bytes(marker) > MAX_BYTES) {
            problems.add(Problem.hard(
                    "The name of target " + target + " is too long: the schema that holds the deployment's state, "
                            + MARKER_PREFIX + "<target>_<state>, would need " + bytes(marker)
                            + " bytes, and names hold "
                            + MAX_BYTES + ".",
                    "Shorten it by " + (bytes(marker) - MAX_BYTES) + " bytes."));
        }
    }

    private static List<Problem> check(String kind, List<String> names, String suffix) {
        var problems = new ArrayList<Problem>();
        Set<String> seen = new HashSet<>();
        Set<String> toldTwice = new HashSet<>();
        for (String name : names) {
            if (name.isBlank()) {
                problems.add(
                        Problem.hard("A " + kind + " has an empty name.", "Name it, or remove it from " + kind + "s."));
            } else if (seen.add(name)) {
                checkOne(kind, name, suffix, problems);
            } else if (toldTwice.add(name)) {
                problems.add(Problem.hard(
                        "The " + kind + " " + name + " is listed twice.", "Remove one of the two from " + kind + "s."));
            }
        }
        return problems;
    }

    private static void checkOne(String kind, String name, String suffix, List<Problem> problems) {
        if (name.startsWith("mz_") || name.startsWith("pg_") || name.startsWith(MARKER_PREFIX)) {
            String prefix = name.startsWith(MARKER_PREFIX) ? MARKER_PREFIX : name.substring(0, 3);
            problems.add(Problem.hard(
                    "The " + kind + " " + name + " cannot be deployed: names that begin with " + prefix + " are "
                            + (name.startsWith(MARKER_PREFIX) ? "this plugin's own." : "reserved."),
                    "Remove it from " + kind + "s."));
        }
        if (!suffix.isBlank() && name.endsWith(suffix)) {
            problems.add(Problem.hard(
                    "The " + kind + " " + name + " ends in the suffix " + suffix + " already.",
                    "List production's name, without the suffix."));
        }
        int length = bytes(name + suffix);
        if (length > MAX_BYTES) {
            problems.add(Problem.hard(
                    "The " + kind + " " + name + " has too long a name: with the suffix " + suffix + " it has " + length
                            + " bytes, and names hold " + MAX_BYTES + ".",
                    "Set a suffix that is " + (length - MAX_BYTES) + " bytes shorter (mz.suffix), or rename the " + kind
                            + "."));
        }
    }

    private static int bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }
}
