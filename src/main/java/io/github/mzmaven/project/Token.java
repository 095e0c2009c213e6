package io.github.mzmaven.project;

/**
 * A word, literal or sign of SQL.
 *
 * @param start offset of its first character
 * @param end offset after its last character
 * @param text as written
 */
record Token(Kind kind, int start, int end, String text) {
    enum Kind {
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

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    boolean isSign(char sign) {
        return kind == Kind.SIGN && text.charAt(0) == sign;
    }

    boolean isComment() {
        return kind == Kind.LINE_COMMENT || kind == Kind.BLOCK_COMMENT;
    }
}
