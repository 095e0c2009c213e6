package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.engine.SqlText.ClusterName;
import io.github.mzmaven.sandbox.engine.SqlText.ItemName;
import io.github.mzmaven.sandbox.engine.SqlText.Piece;
import io.github.mzmaven.sandbox.engine.SqlText.Plain;
import io.github.mzmaven.sandbox.engine.SqlText.SystemName;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Writes SQL: for people (SHOW CREATE), as the catalog stores it (redacted: with names as people write them), or for PostgreSQL. */
final class SqlPrinter {
    enum Style {
        SHOWN,
        STORED,
        REDACTED,
        POSTGRES
    }

    private static final Set<String> NO_SPACE_BEFORE = Set.of(",", ")", "]", ".", "::", ";", ":");
    private static final Set<String> NO_SPACE_AFTER = Set.of("(", "[", ".", "::");

    private final Catalog catalog;
    private final Style style;

    SqlPrinter(Catalog catalog, Style style) {
        this.catalog = catalog;
        this.style = style;
    }

    /** One line. */
    String print(SqlText text) {
        StringBuilder out = new StringBuilder();
        Piece before = null;
        Piece beforeThat = null;
        for (Piece piece : text.pieces()) {
            if (before != null && spaced(beforeThat, before, piece)) {
                out.append(' ');
            }
            out.append(write(piece));
            beforeThat = before;
            before = piece;
        }
        return out.toString();
    }

    String item(String id) {
        Entities.Item item = catalog.items.get(id);
        return switch (style) {
            case SHOWN -> Names.idents(catalog.fullName(item));
            case STORED -> "[" + id + " AS " + Names.quoted(catalog.fullName(item)) + "]";
            case REDACTED -> "[" + id + " AS " + Names.idents(catalog.fullName(item)) + "]";
            case POSTGRES -> PgMirror.name(item);
        };
    }

    String cluster(String id) {
        return style == Style.STORED || style == Style.REDACTED
                ? "[" + id + "]"
                : Names.ident(catalog.clusters.get(id).name());
    }

    private String write(Piece piece) {
        if (piece instanceof ItemName item) {
            return item(item.id());
        }
        if (piece instanceof ClusterName cluster) {
            return cluster(cluster.id());
        }
        if (piece instanceof SystemName system) {
            return system(system.object());
        }
        Plain plain = (Plain) piece;
        return token(plain.token(), plain.keyword());
    }

    private String system(SystemObject object) {
        boolean function = object.type().equals("function");
        List<String> parts = List.of(object.schema(), object.name());
        return switch (style) {
            case SHOWN -> Names.idents(parts);
            case STORED -> function ? Names.quoted(parts) : "[" + object.id() + " AS " + Names.quoted(parts) + "]";
            case REDACTED -> function ? Names.idents(parts) : "[" + object.id() + " AS " + Names.idents(parts) + "]";
            // The search path puts the sandbox's own functions before PostgreSQL's of the same name.
            case POSTGRES ->
                function && !object.schema().equals("mz_internal") ? Names.ident(object.name()) : Names.quoted(parts);
        };
    }

    private String token(Token token, boolean keyword) {
        if (style == Style.POSTGRES && !token.raw().isEmpty()) {
            return token.is(Token.Kind.QUOTED) ? Names.quote(token.text()) : token.raw();
        }
        return switch (token.kind()) {
            case STRING -> Names.literal(token.text());
            case WORD -> keyword ? token.text().toUpperCase(Locale.ROOT) : name(token.text());
            case QUOTED -> name(token.text());
            default -> token.raw();
        };
    }

    private String name(String name) {
        return style == Style.STORED ? Names.quote(name) : Names.ident(name);
    }

    private static boolean spaced(Piece beforeThat, Piece before, Piece piece) {
        String left = symbol(before);
        String right = symbol(piece);
        if (NO_SPACE_BEFORE.contains(right) || NO_SPACE_AFTER.contains(left)) {
            return false;
        }
        if (right.equals("(")) {
            return isList(piece) || !callable(before);
        }
        if (right.equals("[")) {
            return left.equals(",") || left.equals("=");
        }
        boolean sign = left.equals("-") || left.equals("+");
        return !(sign && prefix(beforeThat));
    }

    /** Whether this parenthesis holds the columns of an alias. */
    private static boolean isList(Piece piece) {
        return piece instanceof Plain plain && plain.token().text().equals(SqlText.LIST);
    }

    /** Whether a parenthesis after it holds arguments. */
    private static boolean callable(Piece piece) {
        if (piece instanceof SystemName) {
            return true;
        }
        return piece instanceof Plain plain
                && (plain.keyword()
                        ? Set.of("coalesce", "greatest", "least", "nullif", "extract", "cast", "array", "row")
                                .contains(plain.token().text())
                        : plain.token().is(Token.Kind.WORD));
    }

    /** Whether a sign after it belongs to the operand. */
    private static boolean prefix(Piece piece) {
        if (piece == null) {
            return true;
        }
        return piece instanceof Plain plain
                && (plain.keyword()
                        || plain.token().is(Token.Kind.OPERATOR)
                        || plain.token().is(Token.Kind.LEFT_PAREN)
                        || plain.token().is(Token.Kind.COMMA));
    }

    private static String symbol(Piece piece) {
        return piece instanceof Plain plain
                        && !plain.token().isIdentifier()
                        && !plain.token().is(Token.Kind.STRING)
                ? plain.token().raw()
                : "";
    }
}
