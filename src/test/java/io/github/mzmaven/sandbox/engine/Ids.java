package io.github.mzmaven.sandbox.engine;

/** Ids are a letter (system or user) and a number, {@code p} is PUBLIC. */
final class Ids {
    private Ids() {}

    static boolean isSystem(String id) {
        return id.startsWith("s");
    }

    /** System before user before PUBLIC. */
    static int rank(String id) {
        return isSystem(id) ? 0 : id.equals(Acl.PUBLIC) ? 2 : 1;
    }

    static long number(String id) {
        return id.length() < 2 ? 0 : Long.parseLong(id.replaceAll("\\D", ""));
    }
}
