package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.engine.SqlText.Piece;
import io.github.mzmaven.sandbox.engine.SqlText.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Breaks a query too long for one line at its clauses, and a clause too long at its commas. */
final class QueryLayout {
    private static final Set<String> CLAUSES =
            Set.of("select", "from", "where", "group", "having", "order", "limit", "union", "except", "intersect");

    private QueryLayout() {}

    /** @param indent blanks before each line */
    static String lay(SqlText query, SqlPrinter printer, int indent, int width) {
        String margin = " ".repeat(indent);
        String line = printer.print(query);
        if (indent + line.length() + 1 <= width) {
            return margin + line;
        }
        List<String> lines = new ArrayList<>();
        for (List<Piece> clause : split(query.pieces(), CLAUSES)) {
            String whole = printer.print(new SqlText(clause));
            if (indent + whole.length() + 1 <= width) {
                lines.add(margin + whole);
                continue;
            }
            int words = keywords(clause);
            lines.add(margin + printer.print(new SqlText(clause.subList(0, words))));
            for (List<Piece> part : split(clause.subList(words, clause.size()), Set.of(","))) {
                lines.add(margin + "    " + printer.print(new SqlText(part)));
            }
        }
        return String.join("\n", lines);
    }

    private static int keywords(List<Piece> clause) {
        boolean two = clause.size() > 1
                && clause.get(1) instanceof Plain p
                && p.token().isWord("by");
        return two ? 2 : 1;
    }

    /** Splits before each keyword, or after each comma, that is in no parenthesis. */
    private static List<List<Piece>> split(List<Piece> pieces, Set<String> at) {
        List<List<Piece>> parts = new ArrayList<>();
        List<Piece> part = new ArrayList<>();
        int depth = 0;
        for (Piece piece : pieces) {
            Token token = piece instanceof Plain plain ? plain.token() : Token.word("");
            depth += token.is(Token.Kind.LEFT_PAREN) ? 1 : token.is(Token.Kind.RIGHT_PAREN) ? -1 : 0;
            boolean keyword = piece instanceof Plain plain && plain.keyword() && at.contains(token.text());
            if (depth == 0 && keyword && !part.isEmpty()) {
                parts.add(part);
                part = new ArrayList<>();
            }
            part.add(piece);
            if (depth == 0 && token.is(Token.Kind.COMMA) && at.contains(",")) {
                parts.add(part);
                part = new ArrayList<>();
            }
        }
        if (!part.isEmpty()) {
            parts.add(part);
        }
        return parts;
    }
}
