package io.github.mzmaven.sql;

import io.github.mzmaven.sql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.core.Parser;

/**
 * Takes SQL apart. Where quotes and comments end is decided by the PostgreSQL driver's parser, whose rules Materialize
 * shares: {@code E''} strings, nested comments, dollar quotes.
 */
public final class Lexer {
    private final String text;
    private final char[] chars;
    private final List<Token> tokens = new ArrayList<>();

    private Lexer(String text) {
        this.text = text;
        this.chars = text.toCharArray();
    }

    /** Something that begins and does not end. */
    public static final class UnterminatedException extends Exception {
        private static final long serialVersionUID = 1;
        private final int offset;

        private UnterminatedException(String what, int offset) {
            super("The " + what + " that begins here does not end.");
            this.offset = offset;
        }

        public int offset() {
            return offset;
        }
    }

    /** All tokens, comments too, without white space. */
    public static List<Token> tokens(String text) throws UnterminatedException {
        var lexer = new Lexer(text);
        int offset = 0;
        while (offset < text.length()) {
            offset = lexer.read(offset);
        }
        return lexer.tokens;
    }

    /**
     * What can be read of a text.
     *
     * @param broken whether the last token begins and does not end
     */
    record Tokens(List<Token> tokens, boolean broken) {}

    /** The tokens of a text that may be broken: what does not end is the last one, and has the rest. */
    static Tokens tokensOfBroken(String text) {
        try {
            return new Tokens(tokens(text), false);
        } catch (UnterminatedException e) {
            List<Token> tokens = new ArrayList<>(
                    tokensOfBroken(text.substring(0, e.offset())).tokens());
            String rest = text.substring(e.offset());
            Kind kind = rest.startsWith("/*") ? Kind.BLOCK_COMMENT : Kind.STRING;
            tokens.add(new Token(kind, e.offset(), text.length(), rest));
            return new Tokens(tokens, true);
        }
    }

    private int read(int start) throws UnterminatedException {
        char c = chars[start];
        if (Character.isWhitespace(c)) {
            return start + 1;
        }
        switch (c) {
            case '\'':
                return add(Kind.STRING, start, endOfString(start));
            case '"':
                return add(Kind.QUOTED_IDENTIFIER, start, endOfQuotedIdentifier(start));
            case '-':
                if (follows(start, '-')) {
                    return add(Kind.LINE_COMMENT, start, endOfLine(start));
                }
                break;
            case '/':
                if (follows(start, '*')) {
                    int last = Parser.parseBlockComment(chars, start);
                    return add(Kind.BLOCK_COMMENT, start, closed("comment", start, last));
                }
                break;
            case '$':
                return readDollar(start);
            default:
                break;
        }
        return Parser.isIdentifierContChar(c)
                ? add(Kind.WORD, start, endOfWord(start))
                : add(Kind.SIGN, start, start + 1);
    }

    private int readDollar(int start) throws UnterminatedException {
        if (follows(start, '{')) {
            int close = text.indexOf('}', start);
            return add(Kind.PLACEHOLDER, start, closed("placeholder", start, close < 0 ? chars.length : close));
        }
        int last = Parser.parseDollarQuotes(chars, start);
        return last == start
                ? add(Kind.SIGN, start, start + 1)
                : add(Kind.DOLLAR_STRING, start, closed("dollar-quoted string", start, last));
    }

    private int add(Kind kind, int start, int end) {
        tokens.add(new Token(kind, start, end, text.substring(start, end)));
        return end;
    }

    private int closed(String what, int start, int last) throws UnterminatedException {
        if (last >= chars.length) {
            throw new UnterminatedException(what, start);
        }
        return last + 1;
    }

    /** The driver's parser takes a quote that is written twice for the end of one string and the beginning of another. */
    private int endOfString(int start) throws UnterminatedException {
        Token before = tokens.isEmpty() ? null : tokens.get(tokens.size() - 1);
        boolean escapes = before != null && before.isWord("e") && before.end() == start;
        int end = start;
        do {
            end = closed("string", start, Parser.parseSingleQuotes(chars, end, !escapes));
        } while (end < chars.length && chars[end] == '\'');
        return end;
    }

    private int endOfQuotedIdentifier(int start) throws UnterminatedException {
        int end = start;
        do {
            end = closed("quoted identifier", start, Parser.parseDoubleQuotes(chars, end));
        } while (end < chars.length && chars[end] == '"');
        return end;
    }

    private int endOfLine(int start) {
        int end = start;
        while (end < chars.length && chars[end] != '\n' && chars[end] != '\r') {
            end++;
        }
        return end;
    }

    private int endOfWord(int start) {
        int end = start + 1;
        while (end < chars.length
                && Parser.isIdentifierContChar(chars[end])
                && !(chars[end] == '$' && follows(end, '{'))) {
            end++;
        }
        return end;
    }

    private boolean follows(int offset, char next) {
        return offset + 1 < chars.length && chars[offset + 1] == next;
    }
}
