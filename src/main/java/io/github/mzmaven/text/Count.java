package io.github.mzmaven.text;

/** A number of things, as people read it. */
public final class Count {
    private Count() {}

    /** For example "1 schema", "3 schemas". */
    public static String of(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
