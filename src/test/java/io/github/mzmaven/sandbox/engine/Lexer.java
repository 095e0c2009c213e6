package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.SqlError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts SQL into tokens; comments and white space fall away. */
final class Lexer {
    private static final String OPERATORS = "+-*/<>=~!@#%^&|`?:";

    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String sql) {
        this.sql = sql;
    }

    /** The tokens, the last of which is {@code EOF}. */
    static List<Token> tokens(String sql) throws SqlError {
        return new Lexer(sql).run();
    }

    private List<Token> run() throws SqlError {
        while (skipBlanks()) {
            next();
        }
        tokens.add(new Token(Token.Kind.EOF, "", "", sql.length(), sql.length()));
        return List.copyOf(tokens);
    }

    private boolean skipBlanks() throws SqlError {
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (sql.startsWith("--", at)) {
                int end = sql.indexOf('\n', at);
                at = end < 0 ? sql.length() : end + 1;
            } else if (sql.startsWith("/*", at)) {
                blockComment();
            } else {
                return true;
            }
        }
        return false;
    }

    private void blockComment() throws SqlError {
        int start = at;
        int depth = 0;
        do {
            if (sql.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else if (at++ >= sql.length()) {
                throw Errors.syntax("unterminated multiline comment", start);
            }
        } while (depth > 0);
    }

    private void next() throws SqlError {
        char c = sql.charAt(at);
        if (c == '\'') {
            string(at, false);
        } else if (c == '"') {
            quoted();
        } else if ((c == 'e' || c == 'E') && at + 1 < sql.length() && sql.charAt(at + 1) == '\'') {
            int start = at++;
            string(start, true);
        } else if (Character.isLetter(c) || c == '_') {
            word();
        } else if (Character.isDigit(c) || c == '.' && at + 1 < sql.length() && Character.isDigit(sql.charAt(at + 1))) {
            number();
        } else if (c == '$') {
            dollar();
        } else {
            symbol(c);
        }
    }

    private void string(int start, boolean escapes) throws SqlError {
        StringBuilder value = new StringBuilder();
        at++;
        while (true) {
            if (at >= sql.length()) {
                throw Errors.syntax("unterminated quoted string", start);
            }
            char c = sql.charAt(at++);
            if (c == '\'' && at < sql.length() && sql.charAt(at) == '\'') {
                at++;
                value.append('\'');
            } else if (c == '\'') {
                break;
            } else if (escapes && c == '\\' && at < sql.length()) {
                value.append(escaped(sql.charAt(at++)));
            } else {
                value.append(c);
            }
        }
        add(Token.Kind.STRING, value.toString(), start);
    }

    private static char escaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> c;
        };
    }

    private void quoted() throws SqlError {
        int start = at++;
        StringBuilder value = new StringBuilder();
        while (true) {
            if (at >= sql.length()) {
                throw Errors.syntax("unterminated quoted identifier", start);
            }
            char c = sql.charAt(at++);
            if (c == '"' && at < sql.length() && sql.charAt(at) == '"') {
                at++;
            } else if (c == '"') {
                break;
            }
            value.append(c);
        }
        add(Token.Kind.QUOTED, value.toString(), start);
    }

    private void word() {
        int start = at;
        while (at < sql.length() && (Character.isLetterOrDigit(sql.charAt(at)) || "_$".indexOf(sql.charAt(at)) >= 0)) {
            at++;
        }
        add(Token.Kind.WORD, sql.substring(start, at).toLowerCase(Locale.ROOT), start);
    }

    private void number() {
        int start = at;
        while (at < sql.length() && (Character.isDigit(sql.charAt(at)) || sql.charAt(at) == '.')) {
            at++;
        }
        if (at + 1 < sql.length()
                && "eE".indexOf(sql.charAt(at)) >= 0
                && "+-0123456789".indexOf(sql.charAt(at + 1)) >= 0) {
            at += 2;
            while (at < sql.length() && Character.isDigit(sql.charAt(at))) {
                at++;
            }
        }
        add(Token.Kind.NUMBER, sql.substring(start, at), start);
    }

    private void dollar() throws SqlError {
        int start = at++;
        int tagEnd = sql.indexOf('$', at);
        String tag = tagEnd < 0 ? null : sql.substring(start, tagEnd + 1);
        int end = tag == null ? -1 : sql.indexOf(tag, tagEnd + 1);
        if (end < 0) {
            throw Errors.syntax("unterminated dollar-quoted string", start);
        }
        at = end + tag.length();
        add(Token.Kind.STRING, sql.substring(tagEnd + 1, end), start);
    }

    private void symbol(char c) throws SqlError {
        int start = at;
        Token.Kind kind = switch (c) {
            case '(' -> Token.Kind.LEFT_PAREN;
            case ')' -> Token.Kind.RIGHT_PAREN;
            case '[' -> Token.Kind.LEFT_BRACKET;
            case ']' -> Token.Kind.RIGHT_BRACKET;
            case ',' -> Token.Kind.COMMA;
            case '.' -> Token.Kind.DOT;
            case ';' -> Token.Kind.SEMICOLON;
            default -> null;
        };
        if (kind != null) {
            at++;
            add(kind, String.valueOf(c), start);
            return;
        }
        while (at < sql.length()
                && OPERATORS.indexOf(sql.charAt(at)) >= 0
                && !sql.startsWith("--", at)
                && !sql.startsWith("/*", at)) {
            at++;
        }
        if (at == start) {
            throw Errors.syntax("unexpected character in input: " + c, start);
        }
        // "= -1" is written without the blank too: only operators with one of these may end in a sign.
        String operator = sql.substring(start, at);
        while (operator.length() > 1
                && (operator.endsWith("+") || operator.endsWith("-"))
                && !operator.matches(".*[~!@#%^&|`?].*")) {
            operator = operator.substring(0, operator.length() - 1);
        }
        at = start + operator.length();
        add(Token.Kind.OPERATOR, operator, start);
    }

    private void add(Token.Kind kind, String text, int start) {
        tokens.add(new Token(kind, text, sql.substring(start, at), start, at));
    }
}
