package io.github.mzmaven.sql;

/**
 * A word, literal or sign of SQL.
 *
 * @param start offset of its first character
 * @param end offset after its last character
 * @param text as written
 */
public record Token(Kind kind, int start, int end, String text) {
    public enum Kind {
        /** An unquoted identifier, keyword or number. */
        WORD,
        QUOTED_IDENTIFIER,
        STRING,
        DOLLAR_STRING,
        PLACEHOLDER,
        LINE_COMMENT,
        BLOCK_COMMENT,
        /** Any other single character. */
        SIGN
    }

    public boolean isWord(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    public boolean isSign(char sign) {
        return kind == Kind.SIGN && text.charAt(0) == sign;
    }

    /** A text, or a word that holds a dollar and may have been meant for one. */
    boolean isLiteral() {
        return kind == Kind.STRING || kind == Kind.DOLLAR_STRING || kind == Kind.WORD && text.indexOf('$') >= 0;
    }

    /** Without the quotes around it. */
    String value() {
        int quotes = kind == Kind.DOLLAR_STRING ? text.indexOf('$', 1) + 1 : 1;
        boolean quoted = kind == Kind.STRING || kind == Kind.QUOTED_IDENTIFIER || kind == Kind.DOLLAR_STRING;
        // What does not end has no quotes at its end.
        return quoted && text.length() >= 2 * quotes ? text.substring(quotes, text.length() - quotes) : text;
    }

    public boolean isComment() {
        return kind == Kind.LINE_COMMENT || kind == Kind.BLOCK_COMMENT;
    }
}
