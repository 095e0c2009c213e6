package io.github.mzmaven.sql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The names in a statement that stand where a relation, a connection or a type may stand: after FROM and JOIN, between the
 * commas of a FROM list, after TABLE, CONNECTION and a cast. What WITH names is left out where it counts, and so are table
 * functions, aliases, and the FROM of {@code extract(… FROM …)} and {@code IS DISTINCT FROM}.
 */
public final class Mentions {
    /** What ends a list of relations. */
    private static final Set<String> CLAUSES = Set.of(
            "where",
            "group",
            "having",
            "order",
            "limit",
            "offset",
            "fetch",
            "window",
            "qualify",
            "union",
            "except",
            "intersect",
            "select",
            "options",
            "returning",
            "set");

    /** What they write to is in the head, and nothing else of them is a relation. */
    private static final Set<String> WITHOUT_QUERY = Set.of("GRANT", "REVOKE", "COMMENT", "ALTER", "DROP");

    /** What they are about stands after one of these, besides FROM. */
    private static final Set<String> BEFORE_SHOWN = Set.of("view", "table", "source", "index", "connection");

    private static final Set<String> SET_OPERATORS = Set.of("union", "except", "intersect");

    private final List<Token> tokens;
    private final boolean connects;
    private final boolean inserts;
    private final boolean shows;
    /** The first token inside the parentheses that define columns; -1 where none do. */
    private final int columns;

    private final List<Mention> found = new ArrayList<>();

    /**
     * A name, and where it stands.
     *
     * @param offset of its first character in the SQL
     * @param type whether it can be a type only
     */
    public record Mention(Name name, int offset, boolean type) {}

    private Mentions(List<Token> tokens) {
        this.tokens = tokens;
        StatementSummary head = StatementSummaryParser.of(tokens);
        boolean creates = head.is("CREATE");
        connects = creates && Set.of("source", "table", "connection").contains(head.kind());
        inserts = head.is("INSERT");
        shows = head.is("SHOW") || head.is("EXPLAIN");
        columns = creates && Set.of("table", "type").contains(head.kind()) ? columns() : -1;
    }

    private int columns() {
        for (int i = 0; i < tokens.size() && !tokens.get(i).isWord("FROM"); i++) {
            if (tokens.get(i).isSign('(')) {
                return i + 1;
            }
        }
        return -1;
    }

    /** All of them, in order; of broken SQL, none. */
    public static List<Mention> of(String sql) {
        Lexer.Tokens read = Lexer.tokensOfBroken(sql);
        if (read.broken()) {
            return List.of();
        }
        List<Token> tokens =
                read.tokens().stream().filter(token -> !token.isComment()).toList();
        var mentions = new Mentions(tokens);
        if (tokens.isEmpty() || WITHOUT_QUERY.contains(tokens.get(0).text().toUpperCase(Locale.ROOT))) {
            return List.of();
        }
        mentions.read(0, tokens.size(), Set.of(), mentions.startsWithDelete());
        return mentions.found;
    }

    private boolean startsWithDelete() {
        return tokens.get(0).isWord("DELETE");
    }

    /**
     * Reads what stands between two parentheses, or all.
     *
     * @param names of WITH, which count here
     * @param inList whether a relation is expected at once, as in a join in parentheses
     */
    private void read(int start, int end, Set<String> names, boolean inList) {
        Set<String> known = new HashSet<>(names);
        boolean selects = shows && start == 0;
        boolean list = inList;
        boolean expects = inList && !startsWithDelete();
        for (int i = start; i < end; ) {
            Token token = tokens.get(i);
            int with = endOfWith(i, end);
            if (with >= 0) {
                i = readWith(i, end, known);
                expects = false;
                list = false;
            } else if (opens(token)) {
                int close = close(i, end);
                boolean query = i + 1 < close && beginsQuery(i + 1, close);
                read(i + 1, close, known, expects && !query && token.isSign('('));
                expects = false;
                i = close + 1;
            } else if (expects && (token.isWord("LATERAL") || token.isWord("ONLY"))) {
                i++;
            } else if (expects && token.isWord("ROWS") && at(i + 1, end, "FROM")) {
                i += 2;
                expects = false;
            } else if (expects && token.isName() || isShown(i)) {
                i = relation(i, end, known);
                expects = false;
            } else if (isQualified(i)) {
                expects = false;
                i++;
            } else if (token.isWord("FROM")) {
                expects = (selects || startsWithDelete() && i == 1) && !isDistinctFrom(i, start);
                list |= expects;
                i++;
            } else if ((list || selects) && token.isWord("JOIN")
                    || list && (token.isSign(',') || token.isWord("USING") && startsWithDelete())) {
                list = true;
                expects = true;
                i++;
            } else if (token.isWord("TABLE") && isQuery(i, start, selects)) {
                expects = true;
                i++;
            } else if (isConnection(i)) {
                i = name(i, end, false);
            } else if (isType(i, start)) {
                i = name(i, end, true);
            } else {
                expects = false;
                selects |= token.isWord("SELECT");
                list &= !endsList(i);
                i++;
            }
        }
    }

    /** A column, which may be called as a keyword is. */
    private boolean isQualified(int i) {
        return i > 0 && tokens.get(i - 1).isSign('.') && tokens.get(i).isName();
    }

    private boolean endsList(int i) {
        Token token = tokens.get(i);
        boolean alias = i > 0 && tokens.get(i - 1).isWord("AS");
        return token.kind() == Token.Kind.WORD && CLAUSES.contains(token.value()) && !alias;
    }

    /** What SHOW and EXPLAIN are about, where that is no query. */
    private boolean isShown(int i) {
        return shows
                && i > 1
                && tokens.get(i).isName()
                && tokens.get(i - 1).kind() == Token.Kind.WORD
                && (BEFORE_SHOWN.contains(tokens.get(i - 1).value())
                        || tokens.get(i - 1).isWord("ON") && tokens.get(0).isWord("SHOW"));
    }

    /** A name that stands where a relation may: a mention, unless it is a function's, or one of WITH. */
    private int relation(int at, int end, Set<String> known) {
        int before = found.size();
        int next = name(at, end, false);
        Name name = found.get(before).name();
        boolean function = next < end && tokens.get(next).isSign('(');
        if (function || name.parts().size() == 1 && known.contains(name.object())) {
            found.remove(before);
        }
        return next;
    }

    private int name(int at, int end, boolean type) {
        var parts = new ArrayList<String>();
        int i = at;
        parts.add(tokens.get(i++).value());
        while (i + 1 < end && tokens.get(i).isSign('.') && tokens.get(i + 1).isName()) {
            parts.add(tokens.get(i + 1).value());
            i += 2;
        }
        found.add(new Mention(new Name(parts), tokens.get(at).start(), type));
        return i;
    }

    private boolean at(int i, int end, String word) {
        return i < end && tokens.get(i).isWord(word);
    }

    private static boolean opens(Token token) {
        return token.isSign('(') || token.isSign('[');
    }

    private int close(int open, int end) {
        int depth = 0;
        for (int i = open; i < end; i++) {
            Token token = tokens.get(i);
            depth += opens(token) ? 1 : token.isSign(')') || token.isSign(']') ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return end;
    }

    private boolean beginsQuery(int i, int end) {
        return at(i, end, "SELECT") || at(i, end, "WITH") || at(i, end, "VALUES") || at(i, end, "TABLE");
    }

    /** Whether TABLE begins a query here, and not a kind of object. */
    private boolean isQuery(int i, int start, boolean selects) {
        if (i == start) {
            return true;
        }
        Token before = tokens.get(i - 1);
        return !selects && (before.isWord("AS") || before.isSign(')'))
                || before.isWord("ALL")
                || inserts
                || before.kind() == Token.Kind.WORD && SET_OPERATORS.contains(before.value());
    }

    private boolean isDistinctFrom(int i, int start) {
        return i > start + 1
                && tokens.get(i - 1).isWord("DISTINCT")
                && (tokens.get(i - 2).isWord("IS") || tokens.get(i - 2).isWord("NOT"));
    }

    /** What stands after {@code … CONNECTION} and {@code FROM SOURCE}. */
    private boolean isConnection(int i) {
        return connects
                && i > 2
                && tokens.get(i).isName()
                && (tokens.get(i - 1).isWord("CONNECTION")
                        || tokens.get(i - 1).isWord("PRIVATELINK")
                        || tokens.get(i - 1).isWord("TUNNEL")
                        || tokens.get(i - 1).isSign('=') && tokens.get(i - 2).isWord("CONNECTION")
                        || tokens.get(i - 1).isWord("SOURCE")
                                && tokens.get(i - 2).isWord("FROM"));
    }

    /** After {@code ::}, after AS in CAST, and after the name of a column that is defined. */
    private boolean isType(int i, int start) {
        if (i < 2 || !tokens.get(i).isName()) {
            return false;
        }
        boolean cast = tokens.get(i - 1).isSign(':') && tokens.get(i - 2).isSign(':');
        boolean castAs = tokens.get(i - 1).isWord("AS")
                && start > 1
                && tokens.get(start - 1).isSign('(')
                && tokens.get(start - 2).isWord("CAST");
        boolean column = start == columns && i > start && !tokens.get(i - 1).isSign(',');
        return cast || castAs || column;
    }

    /** Where the first query of a WITH begins; -1 where none begins here, as in {@code WITH (REFRESH …)}. */
    private int endOfWith(int i, int end) {
        if (!at(i, end, "WITH")) {
            return -1;
        }
        int next = i + 1;
        if (at(next, end, "MUTUALLY") && at(next + 1, end, "RECURSIVE")) {
            next += 2;
            if (next < end && tokens.get(next).isSign('(')) {
                next = close(next, end) + 1;
            }
        }
        return queryOf(next, end);
    }

    /** Where the query of {@code name [(columns)] AS (query)} opens; -1 where something else stands here. */
    private int queryOf(int name, int end) {
        int i = name + 1;
        if (name >= end || !tokens.get(name).isName()) {
            return -1;
        }
        if (i < end && tokens.get(i).isSign('(')) {
            i = close(i, end) + 1;
        }
        if (!at(i, end, "AS")) {
            return -1;
        }
        i++;
        i += at(i, end, "NOT") ? 1 : 0;
        i += at(i, end, "MATERIALIZED") ? 1 : 0;
        return i < end && tokens.get(i).isSign('(') ? i : -1;
    }

    /** Reads the queries of a WITH; each knows those before it, or, where they are recursive, all. */
    private int readWith(int with, int end, Set<String> known) {
        int i = with + 1;
        boolean recursive = at(i, end, "MUTUALLY");
        if (recursive) {
            i += 2;
            i = tokens.get(i).isSign('(') ? close(i, end) + 1 : i;
            for (int name = i; queryOf(name, end) >= 0; ) {
                known.add(tokens.get(name).value());
                int close = close(queryOf(name, end), end);
                name = close + 1 < end && tokens.get(close + 1).isSign(',') ? close + 2 : end;
            }
        }
        while (true) {
            int open = queryOf(i, end);
            if (open < 0) {
                return i;
            }
            int close = close(open, end);
            read(open + 1, close, known, false);
            known.add(tokens.get(i).value());
            if (close + 1 >= end || !tokens.get(close + 1).isSign(',')) {
                return Math.min(close + 1, end);
            }
            i = close + 2;
        }
    }
}
