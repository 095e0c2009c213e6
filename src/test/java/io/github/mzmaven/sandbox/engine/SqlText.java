package io.github.mzmaven.sandbox.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A piece of SQL whose names were resolved, so that it can be written again after renames. */
record SqlText(List<Piece> pieces) {
    /** A part of it. */
    sealed interface Piece {}

    /** @param keyword whether a word is one here, and no name */
    record Plain(Token token, boolean keyword) implements Piece {}

    /** An object of a schema. */
    record ItemName(String id) implements Piece {}

    /** A cluster, in {@code IN CLUSTER}. */
    record ClusterName(String id) implements Piece {}

    /** A function or type or relation of the system's. */
    record SystemName(SystemObject object) implements Piece {}

    /** The text of a parenthesis that holds the columns of an alias, and no arguments. */
    static final String LIST = "list";

    SqlText {
        pieces = List.copyOf(pieces);
    }

    static SqlText of(List<Token> tokens) {
        List<Piece> pieces = new ArrayList<>();
        tokens.forEach(t -> pieces.add(new Plain(t, t.is(Token.Kind.WORD) && Keywords.isKeyword(t.text()))));
        return new SqlText(pieces);
    }

    /** Ids of what it names, each once, in order. */
    Set<String> references() {
        Set<String> ids = new LinkedHashSet<>();
        for (Piece piece : pieces) {
            if (piece instanceof ItemName item) {
                ids.add(item.id());
            } else if (piece instanceof SystemName system && system.object().isListed()) {
                ids.add(system.object().id());
            }
        }
        return ids;
    }
}
