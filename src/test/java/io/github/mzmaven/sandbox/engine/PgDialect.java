package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.engine.SqlText.Piece;
import io.github.mzmaven.sandbox.engine.SqlText.Plain;
import io.github.mzmaven.sandbox.engine.SqlText.SystemName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What Materialize writes otherwise than PostgreSQL. */
final class PgDialect {
    /** Keywords in PostgreSQL, so that only their quoted names mean the sandbox's own functions. */
    private static final Set<String> SESSION = Set.of("current_user", "session_user", "current_role");

    private PgDialect() {}

    /** A text as PostgreSQL understands it. */
    static String sql(Catalog catalog, SqlText text) {
        return new SqlPrinter(catalog, SqlPrinter.Style.POSTGRES).print(adapt(text));
    }

    private static SqlText adapt(SqlText text) {
        List<Piece> out = new ArrayList<>();
        List<Piece> in = text.pieces();
        for (int i = 0; i < in.size(); i++) {
            boolean named = i > 0 && (isSymbol(in.get(i - 1), Token.Kind.DOT) || isWord(in.get(i - 1), "as"));
            String session = named ? null : sessionFunction(in.get(i));
            if (session != null) {
                out.add(raw("mz_catalog." + Names.quote(session)));
                boolean called = i + 1 < in.size() && isSymbol(in.get(i + 1), Token.Kind.LEFT_PAREN);
                if (!called) {
                    out.add(raw("()"));
                }
            } else if (expandsRow(in, i)) {
                wrapCall(out, in.get(i));
            } else {
                out.add(in.get(i));
            }
        }
        return new SqlText(out);
    }

    private static String sessionFunction(Piece piece) {
        if (piece instanceof SystemName name && SESSION.contains(name.object().name())) {
            return name.object().name();
        }
        return piece instanceof Plain plain
                        && plain.token().is(Token.Kind.WORD)
                        && SESSION.contains(plain.token().text())
                ? plain.token().text()
                : null;
    }

    /** Whether here a function's result is taken apart: {@code f(x).*} or {@code f(x).field}. */
    private static boolean expandsRow(List<Piece> in, int at) {
        return at > 0
                && isSymbol(in.get(at), Token.Kind.DOT)
                && isSymbol(in.get(at - 1), Token.Kind.RIGHT_PAREN)
                && at + 1 < in.size();
    }

    /** PostgreSQL wants the call in parentheses. */
    private static void wrapCall(List<Piece> out, Piece dot) {
        int depth = 0;
        int start = out.size() - 1;
        for (; start >= 0; start--) {
            depth += isSymbol(out.get(start), Token.Kind.RIGHT_PAREN) ? 1 : 0;
            if (isSymbol(out.get(start), Token.Kind.LEFT_PAREN) && --depth == 0) {
                break;
            }
        }
        int name = start - 1;
        while (name > 1 && isSymbol(out.get(name - 1), Token.Kind.DOT)) {
            name -= 2;
        }
        boolean call = name >= 0
                && (out.get(name) instanceof SystemName
                        || out.get(name) instanceof Plain p && p.token().isIdentifier() && !p.keyword());
        if (call) {
            out.add(name, raw("("));
            out.add(raw(")"));
        }
        out.add(dot);
    }

    private static boolean isSymbol(Piece piece, Token.Kind kind) {
        return piece instanceof Plain plain && plain.token().is(kind);
    }

    private static boolean isWord(Piece piece, String word) {
        return piece instanceof Plain plain && plain.token().isWord(word);
    }

    private static Piece raw(String sql) {
        return new Plain(new Token(Token.Kind.OPERATOR, sql, sql, -1, -1), false);
    }
}
