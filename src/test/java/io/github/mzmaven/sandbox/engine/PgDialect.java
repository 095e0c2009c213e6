package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.engine.Entities.Item;
import io.github.mzmaven.sandbox.engine.SqlText.ItemName;
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
        return new SqlPrinter(catalog, SqlPrinter.Style.POSTGRES).print(adapt(catalog, text));
    }

    private static SqlText adapt(Catalog catalog, SqlText text) {
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
            } else if (isType(in, i) && i + 1 < in.size() && isWord(in.get(i + 1), "list")) {
                out.add(raw("mz_catalog." + Names.quote(typeName(in.get(i)) + " list")));
                i++;
            } else if (isMap(in, i)) {
                out.add(raw("mz_catalog." + Names.quote("map[text=>" + typeName(in.get(i + 4)) + "]")));
                i += 5;
            } else if (isWord(in.get(i), "list")
                    && i + 1 < in.size()
                    && isSymbol(in.get(i + 1), Token.Kind.LEFT_BRACKET)) {
                int end = closing(in, i + 1);
                out.add(raw("mz_catalog.list(ARRAY"));
                out.addAll(
                        adapt(catalog, new SqlText(in.subList(i + 1, end + 1))).pieces());
                out.add(raw(")"));
                i = end;
            } else if (in.get(i) instanceof ItemName item) {
                out.add(item);
                out.addAll(named(catalog, in, i, item));
            } else if (expandsRow(in, i)) {
                wrapCall(out, in.get(i));
            } else {
                out.add(in.get(i));
            }
        }
        return new SqlText(out);
    }

    /** A relation's columns may be written with its name, which is another in PostgreSQL. */
    private static List<Piece> named(Catalog catalog, List<Piece> in, int at, ItemName name) {
        Item item = catalog.items.get(name.id());
        boolean hasAlias = at + 1 < in.size() && isWord(in.get(at + 1), "as");
        boolean takesNone = at > 0 && isWord(in.get(at - 1), "table");
        return hasAlias || takesNone || !item.type().isRelation()
                ? List.of()
                : List.of(raw("AS " + Names.quote(item.name())));
    }

    private static boolean isType(List<Piece> in, int at) {
        return at < in.size()
                && in.get(at) instanceof SystemName name
                && name.object().type().equals("type");
    }

    /** {@code map[text=>type]}. */
    private static boolean isMap(List<Piece> in, int at) {
        return isWord(in.get(at), "map") && isType(in, at + 2) && isType(in, at + 4);
    }

    /** As PostgreSQL writes it in full. */
    private static String typeName(Piece type) {
        String name = ((SystemName) type).object().name();
        return switch (name) {
            case "bool" -> "boolean";
            case "int4" -> "integer";
            case "int8" -> "bigint";
            case "float8" -> "double precision";
            case "timestamp" -> "timestamp without time zone";
            case "timestamptz" -> "timestamp with time zone";
            default -> name;
        };
    }

    private static int closing(List<Piece> in, int open) {
        int depth = 0;
        for (int i = open; i < in.size(); i++) {
            depth += isSymbol(in.get(i), Token.Kind.LEFT_BRACKET) ? 1 : 0;
            if (isSymbol(in.get(i), Token.Kind.RIGHT_BRACKET) && --depth == 0) {
                return i;
            }
        }
        return in.size() - 1;
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
