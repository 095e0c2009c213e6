package io.github.mzmaven.sandbox.engine;

/**
 * A token of SQL.
 *
 * @param text the value: an unquoted word in lower case, an identifier or string without its quotes
 * @param start offset in the text that was lexed, in UTF-16 units
 */
record Token(Kind kind, String text, String raw, int start, int end) {
    enum Kind {
        WORD,
        QUOTED,
        STRING,
        NUMBER,
        OPERATOR,
        LEFT_PAREN,
        RIGHT_PAREN,
        LEFT_BRACKET,
        RIGHT_BRACKET,
        COMMA,
        DOT,
        SEMICOLON,
        EOF
    }

    static Token word(String text) {
        return new Token(Kind.WORD, text, text, -1, -1);
    }

    boolean is(Kind wanted) {
        return kind == wanted;
    }

    /** Whether this is the unquoted word, given in lower or upper case. */
    boolean isWord(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    boolean isOperator(String operator) {
        return kind == Kind.OPERATOR && raw.equals(operator);
    }

    boolean isIdentifier() {
        return kind == Kind.QUOTED || kind == Kind.WORD;
    }

    /** The token as the parser's errors name it. */
    String describe() {
        return switch (kind) {
            case WORD -> Keywords.isKeyword(text) ? text.toUpperCase(java.util.Locale.ROOT) : identifier();
            case QUOTED -> identifier();
            case STRING -> "string literal \"" + text + "\"";
            case NUMBER -> "number \"" + text + "\"";
            case OPERATOR -> operator();
            case LEFT_PAREN -> "left parenthesis";
            case RIGHT_PAREN -> "right parenthesis";
            case LEFT_BRACKET -> "left square bracket";
            case RIGHT_BRACKET -> "right square bracket";
            case COMMA -> "comma";
            case DOT -> "dot";
            case SEMICOLON -> "semicolon";
            case EOF -> "EOF";
        };
    }

    private String identifier() {
        return "identifier \"" + text.replace("\"", "\"\"") + "\"";
    }

    private String operator() {
        return switch (raw) {
            case "=" -> "equals sign";
            case "*" -> "star";
            default -> "operator \"" + raw + "\"";
        };
    }
}
