package io.github.mzmaven.sql;

import java.util.Locale;

/**
 * A word, literal or sign of SQL.
 *
 * @param start offset of its first character
 * @param end offset after its last character
 * @param text as written
 */
public record Token(Kind kind, int start, int end, String text) {
    public enum Kind {
        /** An unquoted identifier or keyword. */
        WORD,
        NUMBER,
        /** As in <code>$1</code>. */
        PARAMETER,
        QUOTED_IDENTIFIER,
        /** With an E or X before it, and with the strings that continue it on further lines. */
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

    public boolean isComment() {
        return kind == Kind.LINE_COMMENT || kind == Kind.BLOCK_COMMENT;
    }

    /** Whether a backslash in it changes the meaning of what follows. */
    public boolean hasEscapes() {
        return kind == Kind.STRING && (text.charAt(0) == 'e' || text.charAt(0) == 'E');
    }

    /** A text, or a word that holds a dollar and may have been meant for one. */
    boolean isLiteral() {
        return kind == Kind.STRING || kind == Kind.DOLLAR_STRING || kind == Kind.WORD && text.indexOf('$') >= 0;
    }

    /** Whether it may be a part of a name. */
    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED_IDENTIFIER;
    }

    /** The quotes before it, or the tag of dollar quotes; empty where it has none. */
    public String openingQuotes() {
        return switch (kind) {
            case QUOTED_IDENTIFIER -> text.substring(0, 1);
            case STRING -> text.substring(0, text.charAt(0) == '\'' || text.charAt(0) == '"' ? 1 : 2);
            case DOLLAR_STRING -> text.substring(0, text.indexOf('$', 1) + 1);
            default -> "";
        };
    }

    /** What is between its quotes, as written; all of it where it has none. */
    String content() {
        String open = openingQuotes();
        String close = kind == Kind.DOLLAR_STRING ? open : open.substring(open.isEmpty() ? 0 : open.length() - 1);
        // What does not end has no quotes at its end.
        boolean ends = text.length() >= open.length() + close.length() && text.endsWith(close);
        return text.substring(open.length(), ends ? text.length() - close.length() : text.length());
    }

    /** What the server reads: a word in lower case, a name or text without quotes and escapes. */
    String value() {
        return switch (kind) {
            case WORD -> text.toLowerCase(Locale.ROOT);
            case QUOTED_IDENTIFIER -> content().replace("\"\"", "\"");
            case STRING -> valueOfString();
            default -> content();
        };
    }

    private String valueOfString() {
        var value = new StringBuilder();
        boolean inside = false;
        for (int i = openingQuotes().length() - 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'' && inside && text.startsWith("''", i)) {
                value.append(c);
                i++;
            } else if (c == '\'') {
                inside = !inside;
            } else if (inside && c == '\\' && hasEscapes() && i + 1 < text.length()) {
                i += appendEscaped(i + 1, value);
            } else if (inside) {
                value.append(c);
            }
        }
        return value.toString();
    }

    /** Appends what stands after a backslash; returns how many characters of the text that was. */
    private int appendEscaped(int at, StringBuilder value) {
        char c = text.charAt(at);
        int digits = c == 'u' ? 4 : c == 'U' ? 8 : 0;
        if (digits > 0 && text.length() > at + digits) {
            try {
                value.appendCodePoint(Integer.parseInt(text.substring(at + 1, at + 1 + digits), 16));
                return 1 + digits;
            } catch (IllegalArgumentException e) {
                // The server refuses it; what is written is as good as anything.
            }
        }
        int control = "bfnrt".indexOf(c);
        value.append(control < 0 ? c : "\b\f\n\r\t".charAt(control));
        return 1;
    }
}
