package io.github.mzmaven;

import java.util.List;

/**
 * One reason not to go on.
 *
 * @param severity whether {@code force} may override it
 * @param what what is wrong, with names and values, in one sentence
 * @param remedy what to do: statements or settings, a line each
 * @param place where in the project's files it is; {@code null} where it is in none
 */
public record Problem(Severity severity, String what, List<String> remedy, Place place) {
    /** How much a problem weighs. */
    public enum Severity {
        /** Stops the goal. */
        HARD,
        /** Stops the goal unless {@code force} is set; then it is named in the log. */
        SOFT,
        /** Is named in the log and stops nothing. */
        WARNING
    }

    public Problem {
        remedy = List.copyOf(remedy);
    }

    public static Problem hard(String what, String... remedy) {
        return new Problem(Severity.HARD, what, List.of(remedy), null);
    }

    public static Problem soft(String what, String... remedy) {
        return new Problem(Severity.SOFT, what, List.of(remedy), null);
    }

    public static Problem warning(String what, String... remedy) {
        return new Problem(Severity.WARNING, what, List.of(remedy), null);
    }

    /** The same problem, with its place. */
    public Problem in(Place where) {
        return new Problem(severity, what, remedy, where);
    }
}
