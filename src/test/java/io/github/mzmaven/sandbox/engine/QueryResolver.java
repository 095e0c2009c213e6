package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.SqlError;
import io.github.mzmaven.sandbox.engine.SqlText.ItemName;
import io.github.mzmaven.sandbox.engine.SqlText.Piece;
import io.github.mzmaven.sandbox.engine.SqlText.Plain;
import io.github.mzmaven.sandbox.engine.SqlText.SystemName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Resolves the names of relations, functions and types in a query. It knows where in a query a relation is named and
 * which names are common table expressions; everything else it leaves to PostgreSQL.
 */
final class QueryResolver {
    /** PostgreSQL cuts names at this many bytes without an error. */
    private static final int POSTGRES_LIMIT = 63;

    private final List<Token> tokens;
    private final Scope scope;
    private final SystemObjects system;
    private final List<Piece> pieces = new ArrayList<>();
    private int at;

    /** The piece that closes {@code DISTINCT ON (…)}, which no alias follows. */
    private int noOperand = -1;

    private QueryResolver(List<Token> tokens, Scope scope, SystemObjects system) {
        this.tokens = tokens;
        this.scope = scope;
        this.system = system;
    }

    static SqlText query(List<Token> tokens, Scope scope, SystemObjects system) throws SqlError {
        QueryResolver resolver = new QueryResolver(tokens, scope, system);
        resolver.body(new HashSet<>(), false);
        return resolver.resolved();
    }

    /** An expression, e.g. a default or a key of an index, which reads no relation outside of subqueries. */
    static SqlText expression(List<Token> tokens, Scope scope, SystemObjects system) throws SqlError {
        QueryResolver resolver = new QueryResolver(tokens, scope, system);
        resolver.expression(new HashSet<>());
        return resolver.resolved();
    }

    static SqlText type(List<Token> tokens, Scope scope, SystemObjects system) throws SqlError {
        QueryResolver resolver = new QueryResolver(tokens, scope, system);
        resolver.typeName();
        resolver.expression(new HashSet<>());
        return resolver.resolved();
    }

    private SqlText resolved() throws SqlError {
        for (Piece piece : pieces) {
            boolean name = piece instanceof Plain plain && plain.token().isIdentifier();
            if (name && ((Plain) piece).token().text().getBytes(StandardCharsets.UTF_8).length > POSTGRES_LIMIT) {
                throw Errors.unsupported("a column or an alias with a name of more than " + POSTGRES_LIMIT + " bytes");
            }
        }
        return new SqlText(pieces);
    }

    /** A query or what stands in a parenthesis after FROM, up to the parenthesis that closes it. */
    private void body(Set<String> outer, boolean startsInFrom) throws SqlError {
        Set<String> tables = new HashSet<>(outer);
        boolean inFrom = startsInFrom;
        boolean relation = startsInFrom;
        while (at < tokens.size() && !token().is(Token.Kind.RIGHT_PAREN)) {
            Token token = token();
            if (token.isWord("for")) {
                throw Errors.syntax("Expected end of statement, found FOR", token.start());
            } else if (token.isWord("with") && !inFrom && !previousWord("time")) {
                commonTables(tables);
            } else if (relation && !token.isWord("lateral") && !token.isWord("only")) {
                relation(tables);
                relation = false;
            } else if (token.isWord("lateral") && relation) {
                keyword();
            } else if (startsFrom(token)) {
                keyword();
                inFrom = true;
                relation = true;
            } else if (inFrom && token.is(Token.Kind.COMMA)) {
                plain();
                relation = true;
            } else {
                inFrom &= !QueryWords.endsFrom(token);
                element(tables);
            }
        }
    }

    /** Whether relations follow: not in {@code IS DISTINCT FROM}. */
    private boolean startsFrom(Token token) {
        boolean from = token.isWord("from") && !(previousWord("distinct") && at > 1 && !isSelectDistinct());
        return from
                || token.isWord("join")
                || at == 0 && token.isWord("update")
                || at == 1 && token.isWord("into") && previousWord("insert")
                || token.isWord("table") && (at == 0 || !tokens.get(at - 1).is(Token.Kind.DOT));
    }

    private boolean isSelectDistinct() {
        return tokens.get(at - 2).isWord("select");
    }

    private void expression(Set<String> tables) throws SqlError {
        while (at < tokens.size() && !token().is(Token.Kind.RIGHT_PAREN)) {
            element(tables);
        }
    }

    private void commonTables(Set<String> tables) throws SqlError {
        keyword();
        if (is("mutually") || is("recursive")) {
            throw Errors.unsupported("WITH MUTUALLY RECURSIVE");
        }
        do {
            if (is(Token.Kind.COMMA)) {
                plain();
            }
            String name = at < tokens.size() ? token().text() : "";
            plain();
            if (is(Token.Kind.LEFT_PAREN)) {
                parenthesis(tables, Nested.LIST);
            }
            while (is("as") || is("not") || is("materialized")) {
                keyword();
            }
            if (is(Token.Kind.LEFT_PAREN)) {
                parenthesis(tables, Nested.QUERY);
            }
            tables.add(name);
        } while (is(Token.Kind.COMMA));
    }

    private void relation(Set<String> tables) throws SqlError {
        if (is(Token.Kind.LEFT_PAREN)) {
            boolean query = at + 1 < tokens.size() && startsQuery(tokens.get(at + 1));
            parenthesis(tables, query ? Nested.QUERY : Nested.FROM);
        } else if (token().isIdentifier()) {
            int start = at;
            List<String> name = dottedName();
            if (is(Token.Kind.LEFT_PAREN)
                    && !(start > 0 && tokens.get(start - 1).isWord("into"))) {
                at = start;
                element(tables);
            } else if (name.size() == 1 && tables.contains(name.get(0))) {
                pieces.add(new Plain(tokens.get(start), false));
            } else {
                add(scope.relation(name, system));
            }
        } else {
            throw Errors.syntax("Expected identifier, found " + token().describe(), token().start());
        }
        alias(tables);
    }

    private void add(Scope.Found found) {
        pieces.add(
                found instanceof Scope.UserItem user
                        ? new ItemName(user.item().id())
                        : new SystemName(((Scope.SystemItem) found).object()));
    }

    private void alias(Set<String> tables) throws SqlError {
        if (is("as")) {
            keyword();
        } else if (at < tokens.size() && token().isIdentifier() && !QueryWords.isKeyword(token())) {
            pieces.add(new Plain(Token.word("as"), true));
        } else {
            return;
        }
        plain();
        if (is(Token.Kind.LEFT_PAREN)) {
            parenthesis(tables, Nested.LIST);
        }
    }

    private enum Nested {
        QUERY,
        FROM,
        EXPRESSION,
        LIST
    }

    private void parenthesis(Set<String> tables, Nested what) throws SqlError {
        if (what == Nested.LIST) {
            pieces.add(new Plain(new Token(Token.Kind.LEFT_PAREN, SqlText.LIST, "(", -1, -1), false));
            at++;
        } else {
            plain();
        }
        switch (what) {
            case QUERY -> body(tables, false);
            case FROM -> body(tables, true);
            case EXPRESSION -> expression(tables);
            case LIST -> {
                while (at < tokens.size() && !is(Token.Kind.RIGHT_PAREN)) {
                    plain();
                }
            }
        }
        if (at >= tokens.size()) {
            Token last = tokens.get(tokens.size() - 1);
            throw Errors.syntax("Expected right parenthesis, found EOF", last.end());
        }
        plain();
    }

    /** Anything in an expression. */
    private void element(Set<String> tables) throws SqlError {
        Token token = token();
        if (token.is(Token.Kind.LEFT_PAREN)) {
            boolean query = at + 1 < tokens.size() && startsQuery(tokens.get(at + 1));
            boolean distinctOn =
                    previousWord("on") && at > 1 && tokens.get(at - 2).isWord("distinct");
            parenthesis(tables, query ? Nested.QUERY : Nested.EXPRESSION);
            noOperand = distinctOn ? pieces.size() - 1 : noOperand;
        } else if (token.isOperator("::")) {
            plain();
            typeName();
        } else if (token.isWord("cast")
                && at + 1 < tokens.size()
                && tokens.get(at + 1).is(Token.Kind.LEFT_PAREN)) {
            cast(tables);
        } else if (token.isWord("list")
                && at + 1 < tokens.size()
                && tokens.get(at + 1).is(Token.Kind.LEFT_BRACKET)) {
            keyword();
        } else if (token.isIdentifier()
                && !afterDot()
                && (token.is(Token.Kind.QUOTED) || !QueryWords.isKeyword(token))) {
            name();
        } else if (token.is(Token.Kind.WORD) && !afterDot() && !previousWord("as") && QueryWords.isKeyword(token)) {
            keyword();
        } else {
            plain();
        }
    }

    private void name() {
        int start = at;
        List<String> name = dottedName();
        String last = name.get(name.size() - 1);
        boolean call = is(Token.Kind.LEFT_PAREN);
        boolean systems = name.size() == 1
                || name.size() == 2
                        && Set.of("mz_catalog", "mz_internal", "pg_catalog").contains(name.get(0));
        if (call && systems && system.function(last).isPresent()) {
            pieces.add(new SystemName(system.function(last).get()));
            return;
        }
        at = start;
        if (endsOperand() && !previousWord("as") && name.size() == 1 && !call) {
            pieces.add(new Plain(Token.word("as"), true));
        }
        for (int i = 0; i < 2 * name.size() - 1; i++) {
            plain();
        }
    }

    /** Whether what was written last is a value, so that a name after it is an alias. */
    private boolean endsOperand() {
        if (pieces.isEmpty() || !(pieces.get(pieces.size() - 1) instanceof Plain last)) {
            return !pieces.isEmpty()
                    && pieces.get(pieces.size() - 1) instanceof SystemName name
                    && name.object().type().equals("type");
        }
        if (noOperand == pieces.size() - 1) {
            return false;
        }
        return switch (last.token().kind()) {
            case NUMBER, STRING, RIGHT_PAREN, RIGHT_BRACKET, QUOTED -> true;
            case WORD ->
                !last.keyword() && !Set.of("time", "zone").contains(last.token().text())
                        || Set.of("end", "null", "true", "false")
                                .contains(last.token().text());
            default -> false;
        };
    }

    private void typeName() throws SqlError {
        if (is("map") && at + 1 < tokens.size() && tokens.get(at + 1).is(Token.Kind.LEFT_BRACKET)) {
            mapType();
        } else if (at < tokens.size() && token().isIdentifier()) {
            namedType();
        }
        if (is("list")) {
            keyword();
        }
    }

    /** {@code map[text=>type]}. */
    private void mapType() throws SqlError {
        keyword();
        plain();
        typeName();
        if (at < tokens.size() && token().isOperator("=>")) {
            plain();
            typeName();
        }
        if (is(Token.Kind.RIGHT_BRACKET)) {
            plain();
        }
    }

    private void namedType() throws SqlError {
        int start = at;
        List<String> name = dottedName();
        String last = name.get(name.size() - 1);
        if (is("precision") || is("varying")) {
            at++;
            last = last.equals("double") ? "float8" : "varchar";
        } else if (is("with") || is("without")) {
            boolean zone = is("with");
            at += 3;
            last = zone ? last + "tz" : last;
        }
        String canonical = tokens.get(start).is(Token.Kind.WORD) ? QueryWords.canonicalType(last) : last;
        if (system.type(canonical).isPresent()) {
            pieces.add(new SystemName(system.type(canonical).get()));
        } else if (scope.findItem(name).isPresent()) {
            pieces.add(new ItemName(scope.item(name).id()));
        } else {
            at = start;
            plain();
        }
    }

    private List<String> dottedName() {
        List<String> name = new ArrayList<>(List.of(token().text()));
        at++;
        while (is(Token.Kind.DOT)
                && at + 1 < tokens.size()
                && tokens.get(at + 1).isIdentifier()) {
            name.add(tokens.get(at + 1).text());
            at += 2;
        }
        return name;
    }

    private static boolean startsQuery(Token token) {
        return token.isWord("select") || token.isWord("with") || token.isWord("values") || token.isWord("table");
    }

    /** {@code CAST (x AS type)} is written {@code x::type}. */
    private void cast(Set<String> tables) throws SqlError {
        at += 2;
        int start = pieces.size();
        int operators = 0;
        while (at < tokens.size() && !is("as") && !is(Token.Kind.RIGHT_PAREN)) {
            operators += token().is(Token.Kind.OPERATOR) && !token().isOperator("::") || QueryWords.isKeyword(token())
                    ? 1
                    : 0;
            element(tables);
        }
        if (!is("as")) {
            throw Errors.syntax("Expected AS, found " + (at < tokens.size() ? token().describe() : "EOF"), 0);
        }
        if (operators > 0) {
            pieces.add(start, new Plain(new Token(Token.Kind.LEFT_PAREN, "(", "(", -1, -1), false));
            pieces.add(new Plain(new Token(Token.Kind.RIGHT_PAREN, ")", ")", -1, -1), false));
        }
        at++;
        pieces.add(new Plain(new Token(Token.Kind.OPERATOR, "::", "::", -1, -1), false));
        typeName();
        while (at < tokens.size() && !is(Token.Kind.RIGHT_PAREN)) {
            element(tables);
        }
        at++;
    }

    private boolean afterDot() {
        return at > 0 && tokens.get(at - 1).is(Token.Kind.DOT);
    }

    private boolean previousWord(String word) {
        return at > 0 && tokens.get(at - 1).isWord(word);
    }

    private Token token() {
        return tokens.get(at);
    }

    private boolean is(Token.Kind kind) {
        return at < tokens.size() && token().is(kind);
    }

    private boolean is(String word) {
        return at < tokens.size() && token().isWord(word);
    }

    private void keyword() {
        pieces.add(new Plain(tokens.get(at++), true));
    }

    private void plain() {
        pieces.add(new Plain(tokens.get(at++), false));
    }
}
