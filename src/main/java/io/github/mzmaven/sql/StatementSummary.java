package io.github.mzmaven.sql;

import java.util.List;

/**
 * What a statement does, as far as its first words tell.
 *
 * @param verb in capitals: CREATE, INSERT, SELECT …; a parenthesis in front counts as SELECT; the first sign otherwise
 * @param kind of object, in lower case: materialized view, index, schema …; empty where the verb takes none
 * @param targets what it creates, changes or drops; an unnamed index has none
 * @param subsources what a source makes by names of its own beside itself
 * @param on the relation of an index; {@code null} for others
 * @param cluster where it runs what it creates; {@code null} where it does not say
 * @param words what else is in it: TEMPORARY, REPLACEMENT, CASCADE, RENAME, SWAP, SET SCHEMA
 * @param variable what SET and RESET name, in lower case; {@code null} for others
 * @param stuckAt the first word or sign that cannot be read for sure, empty for the end; {@code null} where all is read
 */
public record StatementSummary(
        String verb,
        String kind,
        List<Name> targets,
        List<Name> subsources,
        Name on,
        Name cluster,
        List<String> words,
        String variable,
        String stuckAt) {
    public StatementSummary {
        targets = List.copyOf(targets);
        subsources = List.copyOf(subsources);
        words = List.copyOf(words);
    }

    public boolean is(String wantedVerb) {
        return verb.equals(wantedVerb);
    }

    public boolean has(String word) {
        return words.contains(word);
    }

    /** Whether it writes rows of a table. */
    public boolean writesRows() {
        return is("INSERT") || is("UPDATE") || is("DELETE");
    }

    /** Whether it creates what stays when the session is over. */
    public boolean createsForGood() {
        return is("CREATE") && !has("TEMPORARY");
    }

    /** Whether what it does is gone when the session is reset. */
    public boolean changesSession() {
        return is("SET") || is("RESET") || has("TEMPORARY");
    }

    /** For messages: {@code CREATE SINK}. */
    public String display() {
        return kind.isEmpty() ? verb : verb + " " + kind.toUpperCase(java.util.Locale.ROOT);
    }
}
