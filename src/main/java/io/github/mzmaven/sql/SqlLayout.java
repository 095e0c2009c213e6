package io.github.mzmaven.sql;

import io.github.mzmaven.sql.ExportedSql.Piece;
import io.github.mzmaven.sql.Token.Kind;
import java.util.List;
import java.util.Set;

/** Puts a statement into lines: what makes the object, then its query, in one line or a line for each clause. */
final class SqlLayout {
    private static final int WIDTH = 100;
    private static final Set<String> CLAUSES = Set.of(
            "FROM",
            "WHERE",
            "GROUP",
            "HAVING",
            "QUALIFY",
            "WINDOW",
            "ORDER",
            "LIMIT",
            "OFFSET",
            "FETCH",
            "OPTIONS",
            "UNION",
            "EXCEPT",
            "INTERSECT");
    private static final Set<String> BEFORE_SELECT = Set.of("UNION", "EXCEPT", "INTERSECT", "ALL", "DISTINCT");
    private static final Set<String> BEFORE_JOIN =
            Set.of("LEFT", "RIGHT", "FULL", "INNER", "CROSS", "NATURAL", "OUTER");

    private final List<Piece> pieces;

    SqlLayout(List<Piece> pieces) {
        this.pieces = pieces;
    }

    String text() {
        int query = query();
        String head = line(0, query);
        if (query == pieces.size()) {
            return head;
        }
        String line = line(query, pieces.size());
        return head + "\n" + (line.length() <= WIDTH ? line : lines(query));
    }

    /** Where the query begins, after AS, in views; after the last piece in others. */
    private int query() {
        int depth = 0;
        for (int i = 0; i < pieces.size(); i++) {
            depth += depth(i);
            if (depth == 0
                    && isWord(i, "AS")
                    && pieces.stream().limit(i).anyMatch(piece -> piece.token().isWord("VIEW"))) {
                return i + 1;
            }
        }
        return pieces.size();
    }

    private String line(int from, int to) {
        var line = new StringBuilder();
        for (int i = from; i < to; i++) {
            line.append(i > from && pieces.get(i).spaced() ? " " : "")
                    .append(pieces.get(i).text());
        }
        return line.toString();
    }

    private String lines(int from) {
        var lines = new StringBuilder();
        int depth = 0;
        int start = from;
        for (int i = from; i < pieces.size(); i++) {
            if (depth == 0 && i > from && pieces.get(i).spaced() && breaks(i)) {
                lines.append(line(start, i)).append('\n');
                start = i;
            }
            depth += depth(i);
        }
        return lines.append(line(start, pieces.size())).toString();
    }

    private boolean breaks(int i) {
        Piece piece = pieces.get(i);
        if (piece.token().kind() != Kind.WORD) {
            return false;
        }
        String word = piece.token().text().toUpperCase(java.util.Locale.ROOT);
        return switch (word) {
            // IS DISTINCT FROM, ROWS FROM
            case "FROM" -> !isWord(i - 1, "DISTINCT") && !isWord(i - 1, "ROWS");
            case "SELECT" ->
                isAny(i - 1, BEFORE_SELECT) || pieces.get(i - 1).token().isSign(')');
            case "JOIN" -> !isAny(i - 1, BEFORE_JOIN);
            case "LEFT", "RIGHT", "FULL", "INNER", "CROSS", "NATURAL" -> !isAny(i - 1, BEFORE_JOIN);
            default -> CLAUSES.contains(word);
        };
    }

    private int depth(int i) {
        Token token = pieces.get(i).token();
        boolean bracket = pieces.get(i).text().equals("[");
        return token.isSign('(') || bracket ? 1 : token.isSign(')') || token.isSign(']') ? -1 : 0;
    }

    private boolean isWord(int i, String word) {
        return pieces.get(i).token().isWord(word);
    }

    private boolean isAny(int i, Set<String> words) {
        Token token = pieces.get(i).token();
        return token.kind() == Kind.WORD && words.contains(token.text().toUpperCase(java.util.Locale.ROOT));
    }
}
