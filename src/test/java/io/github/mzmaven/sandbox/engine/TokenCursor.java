package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.SqlError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads one statement's tokens; what it does not find is an error in the parser's words. */
final class TokenCursor {
    private final List<Token> tokens;
    private int at;

    /** @param tokens of one statement, ending in {@code EOF} or a semicolon */
    TokenCursor(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return peek(0);
    }

    Token peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    Token next() {
        Token token = peek();
        at++;
        return token;
    }

    int position() {
        return at;
    }

    List<Token> between(int from, int to) {
        return tokens.subList(from, to);
    }

    boolean atEnd() {
        return peek().is(Token.Kind.EOF) || peek().is(Token.Kind.SEMICOLON);
    }

    /** Whether these words come next. */
    boolean sees(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!peek(i).isWord(words[i])) {
                return false;
            }
        }
        return true;
    }

    /** Takes these words if they come next, all or none. */
    boolean accept(String... words) {
        boolean seen = sees(words);
        at += seen ? words.length : 0;
        return seen;
    }

    boolean accept(Token.Kind kind) {
        boolean seen = peek().is(kind);
        at += seen ? 1 : 0;
        return seen;
    }

    boolean acceptOperator(String operator) {
        boolean seen = peek().isOperator(operator);
        at += seen ? 1 : 0;
        return seen;
    }

    void expect(String... words) throws SqlError {
        for (String word : words) {
            if (!accept(word)) {
                throw expected(word.toUpperCase(Locale.ROOT));
            }
        }
    }

    void expect(Token.Kind kind) throws SqlError {
        if (!accept(kind)) {
            throw expected(new Token(kind, "", "", 0, 0).describe());
        }
    }

    /** The one of these that comes next. */
    String expectOneOf(String... words) throws SqlError {
        for (String word : words) {
            if (accept(word)) {
                return word;
            }
        }
        throw expectedOneOf(words);
    }

    SqlError expectedOneOf(String... words) {
        String all = Arrays.stream(words).map(w -> w.toUpperCase(Locale.ROOT)).collect(Collectors.joining(" or "));
        return expected(words.length == 1 ? all : "one of " + all);
    }

    SqlError expected(String what) {
        return Errors.syntax("Expected " + what + ", found " + found(), peek().start());
    }

    private String found() {
        return peek().describe();
    }

    void expectEnd() throws SqlError {
        if (!atEnd()) {
            throw expected("end of statement");
        }
    }

    String identifier() throws SqlError {
        if (!peek().isIdentifier() || peek().is(Token.Kind.WORD) && Keywords.isReserved(peek().text())) {
            throw expected("identifier");
        }
        return next().text();
    }

    /** A name of one to three parts. */
    List<String> name() throws SqlError {
        List<String> parts = new ArrayList<>(List.of(identifier()));
        while (accept(Token.Kind.DOT)) {
            parts.add(identifier());
        }
        return parts;
    }

    List<List<String>> names() throws SqlError {
        List<List<String>> names = new ArrayList<>(List.of(name()));
        while (accept(Token.Kind.COMMA)) {
            names.add(name());
        }
        return names;
    }

    List<String> identifiers() throws SqlError {
        List<String> names = new ArrayList<>(List.of(identifier()));
        while (accept(Token.Kind.COMMA)) {
            names.add(identifier());
        }
        return names;
    }

    String string() throws SqlError {
        if (!peek().is(Token.Kind.STRING)) {
            throw expected("literal string");
        }
        return next().text();
    }

    boolean ifNotExists() {
        return accept("if", "not", "exists");
    }

    boolean ifExists() {
        return accept("if", "exists");
    }

    /** Takes everything up to a token of this kind that is not nested, or to the end. */
    List<Token> until(Token.Kind... stops) {
        int start = at;
        int depth = 0;
        while (!atEnd()) {
            Token token = peek();
            if (depth == 0 && Arrays.asList(stops).contains(token.kind())) {
                break;
            }
            depth += token.is(Token.Kind.LEFT_PAREN) || token.is(Token.Kind.LEFT_BRACKET) ? 1 : 0;
            depth -= token.is(Token.Kind.RIGHT_PAREN) || token.is(Token.Kind.RIGHT_BRACKET) ? 1 : 0;
            at++;
        }
        return tokens.subList(start, at);
    }

    List<Token> rest() {
        return until();
    }
}
