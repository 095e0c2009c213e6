package io.github.mzmaven.sql;

import java.util.ArrayList;
import java.util.List;

/** The tokens of a statement, read one after the other; remembers the first at which it was stuck. */
final class TokenReader {
    private final List<Token> tokens;
    private int next;
    private String stuckAt;

    /** @param tokens without comments */
    TokenReader(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** Where reading was stuck first: the token there, empty at the end; {@code null} where all could be read. */
    String stuckAt() {
        return stuckAt;
    }

    /** Notes that what stands here cannot be read for sure. */
    void stuck() {
        if (stuckAt == null) {
            // A literal is not shown to people: it may be a secret.
            stuckAt = atEnd()
                    ? ""
                    : tokens.get(next).isLiteral() ? "'…'" : tokens.get(next).text();
        }
    }

    boolean atEnd() {
        return next >= tokens.size();
    }

    boolean at(String word) {
        return at(0, word);
    }

    /** Whether that word stands so many tokens further on. */
    boolean at(int ahead, String word) {
        return next + ahead < tokens.size() && tokens.get(next + ahead).isWord(word);
    }

    boolean atAny(String... words) {
        for (String word : words) {
            if (at(word)) {
                return true;
            }
        }
        return false;
    }

    boolean atSign(char sign) {
        return atSign(0, sign);
    }

    boolean atSign(int ahead, char sign) {
        return next + ahead < tokens.size() && tokens.get(next + ahead).isSign(sign);
    }

    Token take() {
        return tokens.get(next++);
    }

    /** Passes over the words that stand here, all of them or none. */
    boolean skip(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!at(i, words[i])) {
                return false;
            }
        }
        next += words.length;
        return true;
    }

    boolean skip(char sign) {
        boolean there = atSign(sign);
        next += there ? 1 : 0;
        return there;
    }

    /** Passes over the words, which have to stand here. */
    void expect(String... words) {
        if (!skip(words)) {
            stuck();
        }
    }

    /** Passes over a list in parentheses, where one stands here. */
    boolean skipParentheses() {
        if (!atSign('(')) {
            return false;
        }
        int depth = 0;
        do {
            depth += atSign('(') ? 1 : atSign(')') ? -1 : 0;
            next++;
        } while (depth > 0 && !atEnd());
        if (depth > 0) {
            stuck();
        }
        return true;
    }

    /** The word that stands here, unquoted; empty where none does. */
    String word() {
        return atNamePart() ? take().value() : "";
    }

    /** The name that has to stand here; none where something else does, as a name by id: {@code [u1 AS d.s.v]}. */
    List<Name> name() {
        var parts = new ArrayList<String>();
        do {
            if (!atNamePart()) {
                stuck();
                return List.of();
            }
            parts.add(take().value());
        } while (skip('.'));
        return List.of(new Name(parts));
    }

    /** Names that have to stand here, separated by commas. */
    List<Name> names() {
        var names = new ArrayList<Name>();
        do {
            names.addAll(name());
        } while (skip(','));
        return names;
    }

    private boolean atNamePart() {
        return !atEnd() && tokens.get(next).isName();
    }
}
