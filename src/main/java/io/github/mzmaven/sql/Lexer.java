package io.github.mzmaven.sql;

import io.github.mzmaven.sql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Takes SQL apart. Comments, strings and quoted names begin and end where Materialize's own lexer (src/sql-lexer of its source)
 * has them begin and end, with these exceptions:
 *
 * <ul>
 *   <li>A line comment ends at any end of line; on a server a lone carriage return ends none.
 *   <li>Unquoted words hold letters and digits of any language, but no white space and no signs, which a server takes too if they
 *       are not ASCII.
 *   <li>The tag of a dollar quote is a word; a server takes anything.
 *   <li>Operators come as single characters.
 *   <li><code>${…}</code> is a placeholder of the project's files.
 * </ul>
 */
public final class Lexer {
    /** Where something ends that does not end. */
    private static final int NOWHERE = -1;

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    /** What the last token would be if it ended; {@code null} where all tokens end. */
    private Kind unterminated;

    private Lexer(String text) {
        this.text = text;
        int offset = 0;
        while (offset < text.length()) {
            offset = read(offset);
        }
    }

    /** Something that begins and does not end. */
    public static final class UnterminatedException extends Exception {
        private static final long serialVersionUID = 1;
        private final int offset;

        private UnterminatedException(Kind kind, int offset) {
            super("The " + name(kind) + " that begins here does not end.");
            this.offset = offset;
        }

        private static String name(Kind kind) {
            return switch (kind) {
                case BLOCK_COMMENT -> "comment";
                case DOLLAR_STRING -> "dollar-quoted string";
                default -> kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            };
        }

        public int offset() {
            return offset;
        }
    }

    /** All tokens, comments too, without white space. */
    public static List<Token> tokens(String text) throws UnterminatedException {
        var lexer = new Lexer(text);
        if (lexer.unterminated != null) {
            throw new UnterminatedException(
                    lexer.unterminated,
                    lexer.tokens.get(lexer.tokens.size() - 1).start());
        }
        return lexer.tokens;
    }

    /**
     * What can be read of a text.
     *
     * @param broken whether the last token begins and does not end
     */
    record Tokens(List<Token> tokens, boolean broken) {}

    /** The tokens of a text that may be broken: what does not end is the last one, a comment or a string, and has the rest. */
    static Tokens tokensOfBroken(String text) {
        var lexer = new Lexer(text);
        return new Tokens(lexer.tokens, lexer.unterminated != null);
    }

    /** The tokens between semicolons; those of a statement that is not there are none, or comments. */
    public static List<List<Token>> statements(List<Token> tokens) {
        var statements = new ArrayList<List<Token>>();
        int start = 0;
        for (int i = 0; i <= tokens.size(); i++) {
            if (i == tokens.size() || tokens.get(i).isSign(';')) {
                statements.add(tokens.subList(start, i));
                start = i + 1;
            }
        }
        return statements;
    }

    private int read(int start) {
        char c = text.charAt(start);
        if (Character.isWhitespace(c)) {
            return start + 1;
        }
        if (c == '\'') {
            return add(Kind.STRING, start, endOfString(start, false));
        }
        if ("eExX".indexOf(c) >= 0 && is('\'', start + 1)) {
            return add(Kind.STRING, start, endOfString(start + 1, "eE".indexOf(c) >= 0));
        }
        if (c == '"') {
            return add(Kind.QUOTED_IDENTIFIER, start, endOfQuotedIdentifier(start));
        }
        if (text.startsWith("--", start)) {
            return add(Kind.LINE_COMMENT, start, endOfLine(start));
        }
        if (text.startsWith("/*", start)) {
            return add(Kind.BLOCK_COMMENT, start, endOfBlockComment(start));
        }
        if (text.startsWith("${", start)) {
            return add(Kind.PLACEHOLDER, start, after("}", start));
        }
        if (c == '$') {
            return readDollar(start);
        }
        if (isDigit(start) || c == '.' && isDigit(start + 1)) {
            return add(Kind.NUMBER, start, endOfNumber(start));
        }
        int end = endOfWord(start);
        return end > start ? add(Kind.WORD, start, end) : add(Kind.SIGN, start, text.offsetByCodePoints(start, 1));
    }

    private int add(Kind kind, int start, int end) {
        if (end >= 0) {
            tokens.add(new Token(kind, start, end, text.substring(start, end)));
            return end;
        }
        unterminated = kind;
        boolean quotes = kind == Kind.QUOTED_IDENTIFIER || kind == Kind.PLACEHOLDER;
        tokens.add(new Token(quotes ? Kind.STRING : kind, start, text.length(), text.substring(start)));
        return text.length();
    }

    private int readDollar(int start) {
        if (isDigit(start + 1)) {
            return add(Kind.PARAMETER, start, endOfDigits(start + 1));
        }
        int tagEnd = start + 1;
        while (tagEnd < text.length() && text.charAt(tagEnd) != '$' && endOfWordPart(tagEnd) > tagEnd) {
            tagEnd = endOfWordPart(tagEnd);
        }
        if (!is('$', tagEnd)) {
            return add(Kind.SIGN, start, start + 1);
        }
        String tag = text.substring(start, tagEnd + 1);
        return add(Kind.DOLLAR_STRING, start, after(tag, tagEnd + 1));
    }

    /** Where a line ends between two strings, they are one, as in all of SQL; the second one is read as the first one is. */
    private int endOfString(int quote, boolean escapes) {
        int i = quote + 1;
        while (i < text.length()) {
            if (escapes && is('\\', i) || is('\'', i) && is('\'', i + 1)) {
                i += 2;
            } else if (!is('\'', i)) {
                i++;
            } else {
                int next = i + 1;
                boolean endsLine = false;
                while (next < text.length() && " \t\n\f\r".indexOf(text.charAt(next)) >= 0) {
                    endsLine |= is('\n', next) || is('\r', next);
                    next++;
                }
                if (!endsLine || !is('\'', next)) {
                    return i + 1;
                }
                i = next + 1;
            }
        }
        return NOWHERE;
    }

    private int endOfQuotedIdentifier(int start) {
        int i = start + 1;
        while (is('"', i) ? is('"', i + 1) : i < text.length()) {
            i += is('"', i) ? 2 : 1;
        }
        return i < text.length() ? i + 1 : NOWHERE;
    }

    /** Comments may hold comments. */
    private int endOfBlockComment(int start) {
        int depth = 0;
        int i = start;
        do {
            boolean opens = text.startsWith("/*", i);
            boolean closes = text.startsWith("*/", i);
            depth += opens ? 1 : closes ? -1 : 0;
            i += opens || closes ? 2 : 1;
        } while (depth > 0 && i < text.length());
        return depth == 0 ? i : NOWHERE;
    }

    private int endOfLine(int start) {
        int end = start;
        while (end < text.length() && !is('\n', end) && !is('\r', end)) {
            end++;
        }
        return end;
    }

    private int after(String delimiter, int from) {
        int found = text.indexOf(delimiter, from);
        return found < 0 ? NOWHERE : found + delimiter.length();
    }

    private int endOfNumber(int start) {
        int end = endOfDigits(start);
        if (is('.', end)) {
            end = endOfDigits(end + 1);
        }
        if (is('e', end) || is('E', end)) {
            int exponent = end + (is('+', end + 1) || is('-', end + 1) ? 2 : 1);
            end = isDigit(exponent) ? endOfDigits(exponent) : end;
        }
        return end;
    }

    private int endOfDigits(int start) {
        int end = start;
        while (isDigit(end)) {
            end++;
        }
        return end;
    }

    private int endOfWord(int start) {
        int end = start;
        while (end < text.length() && !text.startsWith("${", end) && endOfWordPart(end) > end) {
            end = endOfWordPart(end);
        }
        return end;
    }

    /** After the character of a word that is here; the same offset where none is. */
    private int endOfWordPart(int offset) {
        int c = text.codePointAt(offset);
        return Character.isJavaIdentifierPart(c) ? offset + Character.charCount(c) : offset;
    }

    private boolean isDigit(int offset) {
        return offset < text.length() && text.charAt(offset) >= '0' && text.charAt(offset) <= '9';
    }

    private boolean is(char c, int offset) {
        return offset < text.length() && text.charAt(offset) == c;
    }
}
