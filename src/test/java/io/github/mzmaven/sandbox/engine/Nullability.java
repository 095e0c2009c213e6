package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.engine.Entities.ColumnDef;
import io.github.mzmaven.sandbox.engine.Entities.Item;
import io.github.mzmaven.sandbox.engine.SqlText.ItemName;
import io.github.mzmaven.sandbox.engine.SqlText.Piece;
import io.github.mzmaven.sandbox.engine.SqlText.Plain;
import io.github.mzmaven.sandbox.engine.SqlText.SystemName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which columns of a query may be NULL, and which are a key, as far as one sees it without a planner: columns of
 * relations that are NOT NULL, literals, counts, and COALESCE with one of these. What it does not see may be NULL.
 */
final class Nullability {
    private final Catalog catalog;
    private final List<Piece> pieces;
    private final List<Item> relations = new ArrayList<>();
    private final boolean simple;

    Nullability(Catalog catalog, SqlText query) {
        this.catalog = catalog;
        this.pieces = query.pieces();
        boolean outer = false;
        boolean nested = false;
        for (int i = 0; i < pieces.size(); i++) {
            outer |= is(i, "left") || is(i, "right") || is(i, "full");
            nested |= is(i, "with")
                    || is(i, "union")
                    || is(i, "intersect")
                    || is(i, "except")
                    || i > 0 && is(i, "select");
            if (pieces.get(i) instanceof ItemName item
                    && catalog.items.get(item.id()).type().isRelation()) {
                relations.add(catalog.items.get(item.id()));
            }
        }
        this.simple = !outer && !nested && !pieces.isEmpty() && is(0, "select");
    }

    List<Boolean> infer(int columns) {
        List<Boolean> nullable = new ArrayList<>();
        if (simple) {
            for (List<Piece> item : selectList()) {
                if (isStar(item)) {
                    relations.forEach(r -> r.columns().forEach(c -> nullable.add(c.nullable())));
                } else {
                    nullable.add(!neverNull(withoutAlias(item)));
                }
            }
        }
        if (nullable.size() != columns) {
            nullable.clear();
            for (int i = 0; i < columns; i++) {
                nullable.add(true);
            }
        }
        return nullable;
    }

    /** Whether these columns identify a row: they hold all that the query groups by, or it has one row. */
    boolean isKey(List<String> columns) {
        int group = keyword("group");
        if (!simple) {
            return false;
        }
        List<List<Piece>> items = selectList();
        if (group < 0) {
            return is(1, "distinct") && items.stream().allMatch(i -> columns.contains(nameOf(i)))
                    || items.stream().allMatch(i -> i.get(0) instanceof SystemName f && isAggregate(f));
        }
        for (List<Piece> key : split(group + 2, end(group + 2))) {
            String name = nameOf(key);
            boolean selected =
                    items.stream().anyMatch(i -> nameOf(withoutAlias(i)).equals(name) && columns.contains(nameOf(i)));
            if (name.isEmpty() || !selected) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAggregate(SystemName function) {
        return Set.of("count", "sum", "min", "max", "avg", "bool_and", "bool_or")
                .contains(function.object().name());
    }

    private List<List<Piece>> selectList() {
        int start = is(1, "distinct") || is(1, "all") ? 2 : 1;
        return split(start, end(start));
    }

    /** The end of a clause that begins here. */
    private int end(int start) {
        int depth = 0;
        for (int i = start; i < pieces.size(); i++) {
            depth += symbol(i, "(") ? 1 : symbol(i, ")") ? -1 : 0;
            boolean clause = is(i, "from")
                    || is(i, "where")
                    || is(i, "group")
                    || is(i, "having")
                    || is(i, "order")
                    || is(i, "limit")
                    || is(i, "offset")
                    || is(i, "options");
            if (depth == 0 && clause) {
                return i;
            }
        }
        return pieces.size();
    }

    private List<List<Piece>> split(int start, int end) {
        List<List<Piece>> parts = new ArrayList<>();
        List<Piece> part = new ArrayList<>();
        int depth = 0;
        for (int i = start; i < end; i++) {
            depth += symbol(i, "(") ? 1 : symbol(i, ")") ? -1 : 0;
            if (depth == 0 && symbol(i, ",")) {
                parts.add(part);
                part = new ArrayList<>();
            } else {
                part.add(pieces.get(i));
            }
        }
        parts.add(part);
        return parts;
    }

    private List<Piece> withoutAlias(List<Piece> item) {
        int as = item.size() - 2;
        return as > 0 && item.get(as) instanceof Plain p && p.token().isWord("as") ? item.subList(0, as) : item;
    }

    private boolean isStar(List<Piece> item) {
        return item.size() == 1 && item.get(0) instanceof Plain p && p.token().isOperator("*");
    }

    private boolean neverNull(List<Piece> item) {
        if (item.isEmpty()) {
            return false;
        }
        if (item.get(0) instanceof SystemName function) {
            return neverNullCall(function.object().name(), item);
        }
        if (item.get(0) instanceof Plain p && p.token().isWord("coalesce") && closes(item, 1)) {
            List<Piece> last = new ArrayList<>();
            for (int i = item.size() - 2; i > 1 && !isComma(item.get(i)); i--) {
                last.add(0, item.get(i));
            }
            return neverNull(last);
        }
        if (item.size() == 1 && item.get(0) instanceof Plain p) {
            Token token = p.token();
            boolean literal = token.is(Token.Kind.NUMBER)
                    || token.is(Token.Kind.STRING)
                    || p.keyword() && (token.isWord("true") || token.isWord("false"));
            return literal || token.isIdentifier() && !p.keyword() && isNotNull(token.text(), null);
        }
        List<List<Piece>> operands = operands(item);
        if (operands.size() > 1) {
            return operands.stream().allMatch(this::neverNull);
        }
        if (item.size() == 3 && item.get(0) instanceof Plain table && item.get(2) instanceof Plain column) {
            return column.token().isIdentifier()
                    && isNotNull(column.token().text(), table.token().text());
        }
        return false;
    }

    /** What arithmetic is done with: only NULL makes that NULL. */
    private static List<List<Piece>> operands(List<Piece> item) {
        List<List<Piece>> operands = new ArrayList<>(List.of(new ArrayList<>()));
        int depth = 0;
        for (Piece piece : item) {
            String symbol = piece instanceof Plain p ? p.token().raw() : "";
            depth += symbol.equals("(") ? 1 : symbol.equals(")") ? -1 : 0;
            if (depth == 0
                    && piece instanceof Plain p
                    && p.token().is(Token.Kind.OPERATOR)
                    && "+-*/%".contains(symbol)) {
                operands.add(new ArrayList<>());
            } else {
                operands.get(operands.size() - 1).add(piece);
            }
        }
        return operands;
    }

    /** A group has a row, and so a sum, a least and a greatest value; a filter (which {@code closes} sees) may take it. */
    private boolean neverNullCall(String name, List<Piece> item) {
        boolean ofGroup = Set.of("sum", "min", "max", "avg").contains(name) && keyword("group") >= 0;
        return closes(item, 1) && (name.equals("count") || ofGroup && neverNull(item.subList(2, item.size() - 1)));
    }

    /** Whether the parenthesis at this place is closed by the last piece. */
    private static boolean closes(List<Piece> item, int open) {
        int depth = 0;
        for (int i = open; i < item.size(); i++) {
            String symbol = item.get(i) instanceof Plain p ? p.token().raw() : "";
            depth += symbol.equals("(") ? 1 : symbol.equals(")") ? -1 : 0;
            if (depth == 0) {
                return i == item.size() - 1;
            }
        }
        return false;
    }

    private boolean isNotNull(String column, String table) {
        Set<Boolean> answers = new HashSet<>();
        for (Item relation : relations) {
            boolean named = table == null || relation.name().equals(table) || table.equals(alias(relation));
            for (ColumnDef c : relation.columns()) {
                if (named && c.name().equals(column)) {
                    answers.add(!c.nullable());
                }
            }
        }
        return answers.equals(Set.of(true));
    }

    private String alias(Item relation) {
        for (int i = 0; i + 2 < pieces.size(); i++) {
            if (pieces.get(i) instanceof ItemName n && n.id().equals(relation.id()) && is(i + 1, "as")) {
                return ((Plain) pieces.get(i + 2)).token().text();
            }
        }
        return null;
    }

    /** The name that a select item or key has; empty for an expression without one. */
    private static String nameOf(List<Piece> item) {
        if (item.isEmpty()
                || !(item.get(item.size() - 1) instanceof Plain last)
                || !last.token().isIdentifier()) {
            return "";
        }
        boolean named = item.size() == 1
                || item.get(item.size() - 2) instanceof Plain before
                        && (before.token().is(Token.Kind.DOT) || before.token().isWord("as"));
        return named ? last.token().text() : "";
    }

    private int keyword(String word) {
        for (int i = 0; i < pieces.size(); i++) {
            if (is(i, word)) {
                return i;
            }
        }
        return -1;
    }

    private boolean is(int index, String word) {
        return index < pieces.size()
                && pieces.get(index) instanceof Plain p
                && p.keyword()
                && p.token().isWord(word);
    }

    private boolean symbol(int index, String symbol) {
        return pieces.get(index) instanceof Plain p
                && p.token().raw().equals(symbol)
                && !p.token().is(Token.Kind.STRING);
    }

    private static boolean isComma(Piece piece) {
        return piece instanceof Plain p && p.token().is(Token.Kind.COMMA);
    }
}
