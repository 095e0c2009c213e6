package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.engine.SqlText.Piece;
import io.github.mzmaven.sandbox.engine.SqlText.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Where a query may be broken into lines: at clauses, list elements, joins, ANDs and ORs, and subqueries. */
final class QueryLayout {
    private static final Set<String> SET_OPERATIONS = Set.of("union", "except", "intersect");
    private static final Set<String> QUERY_CLAUSES = Set.of("order", "limit", "offset");
    private static final Set<String> SELECT_CLAUSES = Set.of("from", "where", "group", "having", "qualify", "options");
    private static final Set<String> JOINS = Set.of("join", "left", "right", "full", "inner", "cross", "natural");

    private final SqlPrinter printer;

    QueryLayout(SqlPrinter printer) {
        this.printer = printer;
    }

    Doc query(List<Piece> pieces) {
        List<Doc> docs = new ArrayList<>();
        List<Piece> rest = pieces;
        if (isWord(rest.get(0), "with")) {
            int body = bodyStart(rest);
            docs.add(commonTables(rest.subList(0, body)));
            rest = rest.subList(body, rest.size());
        }
        List<List<Piece>> parts = splitBefore(rest, QUERY_CLAUSES);
        docs.add(setExpression(parts.get(0)));
        for (List<Piece> clause : parts.subList(1, parts.size())) {
            docs.add(clause(clause));
        }
        return Doc.lines(docs);
    }

    private static int bodyStart(List<Piece> pieces) {
        int depth = 0;
        for (int i = 1; i < pieces.size(); i++) {
            depth += depth(pieces.get(i));
            boolean starts = isWord(pieces.get(i), "select")
                    || isWord(pieces.get(i), "values")
                    || isWord(pieces.get(i), "table");
            if (depth == 0 && starts) {
                return i;
            }
        }
        return pieces.size();
    }

    private Doc commonTables(List<Piece> with) {
        int title = isWord(with.get(1), "mutually") ? 3 : 1;
        List<Doc> tables = new ArrayList<>();
        for (List<Piece> table : splitAt(with.subList(title, with.size()))) {
            int open = lastOpen(table);
            tables.add(Doc.concat(
                    text(table.subList(0, open)),
                    Doc.LINE,
                    Doc.bracket(Doc.text("("), query(table.subList(open + 1, table.size() - 1)), ")", Doc.SOFT_LINE)));
        }
        return Doc.nested(text(with.subList(0, title)), Doc.commas(tables));
    }

    /** The parenthesis that the last piece closes. */
    private static int lastOpen(List<Piece> pieces) {
        int depth = 0;
        for (int i = pieces.size() - 1; i >= 0; i--) {
            depth -= depth(pieces.get(i));
            if (depth == 0) {
                return i;
            }
        }
        return 0;
    }

    private Doc setExpression(List<Piece> pieces) {
        List<List<Piece>> parts = splitBefore(pieces, SET_OPERATIONS);
        Doc doc = select(parts.get(0));
        for (List<Piece> part : parts.subList(1, parts.size())) {
            int words = isWord(part.get(1), "all") ? 2 : 1;
            Doc right = Doc.nested(text(part.subList(0, words)), select(part.subList(words, part.size())));
            doc = Doc.group(Doc.concat(doc, Doc.LINE, right));
        }
        return Doc.group(doc);
    }

    private Doc select(List<Piece> pieces) {
        if (!isWord(pieces.get(0), "select")) {
            return isWord(pieces.get(0), "values") ? clause(pieces) : expression(pieces);
        }
        List<List<Piece>> parts = splitBefore(pieces, SELECT_CLAUSES);
        List<Doc> docs = new ArrayList<>();
        parts.forEach(p -> docs.add(clause(p)));
        return Doc.lines(docs);
    }

    /** A title and its list. */
    private Doc clause(List<Piece> pieces) {
        int words = isWord(pieces.get(pieces.size() > 1 ? 1 : 0), "by")
                        || isWord(pieces.get(0), "select") && pieces.size() > 2 && isWord(pieces.get(1), "distinct")
                ? 2
                : 1;
        boolean from = isWord(pieces.get(0), "from");
        List<Doc> elements = new ArrayList<>();
        for (List<Piece> element : splitAt(pieces.subList(words, pieces.size()))) {
            elements.add(from ? joined(element) : element(element));
        }
        return Doc.nested(text(pieces.subList(0, words)), Doc.commas(elements));
    }

    private Doc joined(List<Piece> pieces) {
        List<Doc> docs = new ArrayList<>();
        List<List<Piece>> parts = new ArrayList<>();
        for (List<Piece> part : splitBefore(pieces, JOINS)) {
            boolean direction = !parts.isEmpty() && !containsWord(parts.get(parts.size() - 1), "join");
            if (direction && parts.size() > 1) {
                List<Piece> both = new ArrayList<>(parts.remove(parts.size() - 1));
                both.addAll(part);
                parts.add(both);
            } else {
                parts.add(part);
            }
        }
        for (List<Piece> part : parts) {
            docs.add(docs.isEmpty() ? element(part) : join(part));
        }
        return Doc.nested(docs.toArray(Doc[]::new));
    }

    private static boolean containsWord(List<Piece> pieces, String word) {
        return pieces.stream().anyMatch(p -> isWord(p, word));
    }

    private Doc join(List<Piece> pieces) {
        int words = 0;
        while (words < pieces.size() && !isWord(pieces.get(words), "join")) {
            words++;
        }
        List<List<Piece>> parts = splitBefore(pieces.subList(words + 1, pieces.size()), Set.of("on"));
        Doc title = text(pieces.subList(0, words + 1));
        if (parts.size() < 2) {
            return text(pieces);
        }
        List<Piece> on = parts.get(1);
        return Doc.nested(
                title, element(parts.get(0)), Doc.nested(Doc.text("ON"), expression(on.subList(1, on.size()))));
    }

    /** An element of a list, with its alias. */
    private Doc element(List<Piece> pieces) {
        int as = pieces.size() - 2;
        if (as > 0 && isWord(pieces.get(as), "as")) {
            return Doc.nested(expression(pieces.subList(0, as)), text(pieces.subList(as, pieces.size())));
        }
        return expression(pieces);
    }

    private Doc expression(List<Piece> pieces) {
        for (String operator : List.of("or", "and")) {
            List<List<Piece>> parts = splitBefore(pieces, Set.of(operator));
            boolean between = operator.equals("and") && containsWord(pieces, "between");
            if (parts.size() > 1 && !between) {
                Doc doc = expression(parts.get(0));
                for (List<Piece> part : parts.subList(1, parts.size())) {
                    Doc right = expression(part.subList(1, part.size()));
                    doc = Doc.group(Doc.concat(
                            doc, new Doc.Nest(Doc.concat(Doc.LINE, text(part.subList(0, 1)))), Doc.LINE, right));
                }
                return doc;
            }
        }
        boolean nested = pieces.size() > 2 && depth(pieces.get(0)) > 0 && lastOpen(pieces) == 0;
        if (nested) {
            List<Piece> inner = pieces.subList(1, pieces.size() - 1);
            boolean subquery = isWord(inner.get(0), "select") || isWord(inner.get(0), "with");
            return Doc.bracket(Doc.text("("), subquery ? query(inner) : expression(inner), ")", Doc.SOFT_LINE);
        }
        return text(pieces);
    }

    private Doc text(List<Piece> pieces) {
        return Doc.text(printer.print(new SqlText(pieces)));
    }

    /** Splits before each of these keywords that is in no parenthesis. */
    private static List<List<Piece>> splitBefore(List<Piece> pieces, Set<String> words) {
        List<List<Piece>> parts = new ArrayList<>();
        List<Piece> part = new ArrayList<>();
        int depth = 0;
        for (Piece piece : pieces) {
            depth += depth(piece);
            boolean keyword = piece instanceof Plain p
                    && p.keyword()
                    && words.contains(p.token().text());
            if (depth == 0 && keyword && !part.isEmpty()) {
                parts.add(part);
                part = new ArrayList<>();
            }
            part.add(piece);
        }
        parts.add(part);
        return parts;
    }

    /** Splits at commas that are in no parenthesis. */
    static List<List<Piece>> splitAt(List<Piece> pieces) {
        List<List<Piece>> parts = new ArrayList<>();
        List<Piece> part = new ArrayList<>();
        int depth = 0;
        for (Piece piece : pieces) {
            depth += depth(piece);
            if (depth == 0 && piece instanceof Plain p && p.token().is(Token.Kind.COMMA)) {
                parts.add(part);
                part = new ArrayList<>();
            } else {
                part.add(piece);
            }
        }
        parts.add(part);
        return parts;
    }

    private static int depth(Piece piece) {
        if (!(piece instanceof Plain plain)) {
            return 0;
        }
        return switch (plain.token().kind()) {
            case LEFT_PAREN, LEFT_BRACKET -> 1;
            case RIGHT_PAREN, RIGHT_BRACKET -> -1;
            default -> 0;
        };
    }

    private static boolean isWord(Piece piece, String word) {
        return piece instanceof Plain plain && plain.token().isWord(word);
    }
}
