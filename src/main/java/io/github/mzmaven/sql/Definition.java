package io.github.mzmaven.sql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a {@code create_sql} of the catalog says. */
public final class Definition {
    private static final String ID = "[us]\\d+";

    private Definition() {}

    /**
     * The text without ids, and with other names of schemas, in one spelling, so that two can be compared. Clusters are left
     * out, since objects tell theirs, and so is the time since when a materialized view is.
     *
     * @param createSql {@code null} gives {@code null}
     * @param schemas by {@code "database"."schema"}, what to write instead
     */
    public static String normalised(String createSql, Map<String, String> schemas) {
        if (createSql == null) {
            return null;
        }
        List<String> tokens = withoutIds(columnsRenamed(tokens(createSql), schemas));
        var text = new StringBuilder();
        for (int i = 0; i < tokens.size(); i++) {
            if (isCreation(tokens, i)) {
                text.append(" mz_now()");
                continue;
            }
            String other = isQualified(tokens, i) ? schemas.get(tokens.get(i) + "." + tokens.get(i + 2)) : null;
            text.append(text.isEmpty() ? "" : " ").append(other == null ? tokens.get(i) : other);
            i += other == null ? 0 : 2;
        }
        return text.toString().replaceFirst(" AS OF \\d+$", "");
    }

    /** The time of creation, which the server puts in the place of {@code mz_now()} in REFRESH AT. */
    private static boolean isCreation(List<String> tokens, int i) {
        return i > 2
                && isAt(tokens, i - 3, "REFRESH")
                && isAt(tokens, i - 1, "AT")
                && isAt(tokens, i + 1, ":")
                && isAt(tokens, i + 5, "\"mz_timestamp\"");
    }

    /** A column may be named by its schema too, as <code>"schema"."table"."column"</code>, where nothing stands in brackets. */
    private static List<String> columnsRenamed(List<String> tokens, Map<String, String> schemas) {
        Map<String, String> bySchema = new HashMap<>();
        schemas.forEach((name, other) -> bySchema.put(last(tokens(name)), last(tokens(other))));
        var renamed = new ArrayList<>(tokens);
        boolean started = false;
        boolean inside = false;
        for (int i = 0; i < tokens.size(); i++) {
            inside = inside
                    ? !tokens.get(i).equals("]")
                    : tokens.get(i).equals("[")
                            && i + 1 < tokens.size()
                            && tokens.get(i + 1).matches(ID);
            int parts = partsFrom(tokens, i);
            if (parts > 1 || started && parts == 1) {
                if (started && !inside && parts == 3 && !isAt(tokens, i + 5, "(")) {
                    renamed.set(i, bySchema.getOrDefault(tokens.get(i), tokens.get(i)));
                }
                i += 2 * parts - 2;
            }
            started |= parts > 0;
        }
        return renamed;
    }

    /** How many quoted names, or a star at their end, dots join from here on; 0 where none stands here. */
    private static int partsFrom(List<String> tokens, int i) {
        int parts = 0;
        while (isPart(tokens, i + 2 * parts) && (parts == 0 || isAt(tokens, i + 2 * parts - 1, "."))) {
            parts++;
        }
        return parts > 0 && isAt(tokens, i, "*") ? 0 : parts;
    }

    private static boolean isPart(List<String> tokens, int i) {
        return i < tokens.size()
                && (tokens.get(i).startsWith("\"") || tokens.get(i).equals("*"));
    }

    private static boolean isAt(List<String> tokens, int i, String token) {
        return i < tokens.size() && tokens.get(i).equals(token);
    }

    private static String last(List<String> tokens) {
        return tokens.get(tokens.size() - 1);
    }

    private static boolean isQualified(List<String> tokens, int i) {
        return i + 3 < tokens.size()
                && tokens.get(i + 1).equals(".")
                && tokens.get(i + 3).equals(".");
    }

    /** Turns <code>[u1 AS "d"."s"."o"]</code> into the name, and <code>IN CLUSTER [u1]</code> into nothing. */
    private static List<String> withoutIds(List<String> tokens) {
        var kept = new ArrayList<String>();
        Deque<Boolean> dropped = new ArrayDeque<>();
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            boolean id = token.equals("[")
                    && i + 2 < tokens.size()
                    && tokens.get(i + 1).matches(ID);
            if (id && tokens.get(i + 2).equals("]") && endsInCluster(kept)) {
                kept.subList(kept.size() - 2, kept.size()).clear();
                i += 2;
            } else if (id && tokens.get(i + 2).equalsIgnoreCase("AS")) {
                dropped.push(true);
                i += 2;
            } else {
                if (token.equals("[")) {
                    dropped.push(false);
                }
                if (!token.equals("]") || dropped.isEmpty() || !dropped.pop()) {
                    kept.add(token);
                }
            }
        }
        return kept;
    }

    private static boolean endsInCluster(List<String> tokens) {
        int size = tokens.size();
        return size >= 2
                && tokens.get(size - 2).equalsIgnoreCase("IN")
                && tokens.get(size - 1).equalsIgnoreCase("CLUSTER");
    }

    /**
     * The columns of a sink's {@code KEY (…)}.
     *
     * @param createSql {@code null} says nothing
     * @return {@code null} where it has none, or none that can be read
     */
    public static List<String> sinkKey(String createSql) {
        Lexer.Tokens read = createSql == null ? null : Lexer.tokensOfBroken(createSql);
        if (read == null || read.broken()) {
            return null;
        }
        List<Token> tokens = read.tokens();
        int depth = 0;
        for (int i = 0; i + 1 < tokens.size(); i++) {
            depth += tokens.get(i).isSign('(') ? 1 : tokens.get(i).isSign(')') ? -1 : 0;
            if (depth == 0 && tokens.get(i).isWord("KEY") && tokens.get(i + 1).isSign('(')) {
                var reader = new TokenReader(tokens.subList(i + 2, tokens.size()));
                List<Name> names = reader.names();
                boolean plain = reader.stuckAt() == null
                        && reader.atSign(')')
                        && names.stream().allMatch(name -> name.parts().size() == 1);
                return plain ? names.stream().map(name -> name.parts().get(0)).toList() : null;
            }
        }
        return null;
    }

    /** The id of the relation that an index is on: <code>… ON [u1 AS …</code>; empty where it cannot be read. */
    public static String indexedId(String createSql) {
        List<String> tokens = createSql == null ? List.of() : tokens(createSql);
        for (int i = 0; i + 2 < tokens.size(); i++) {
            if (tokens.get(i).equalsIgnoreCase("ON")
                    && tokens.get(i + 1).equals("[")
                    && tokens.get(i + 2).matches(ID)) {
                return tokens.get(i + 2);
            }
        }
        return "";
    }

    private static List<String> tokens(String sql) {
        return Lexer.tokensOfBroken(sql).tokens().stream().map(Token::text).toList();
    }

    /** The text that a view of one literal holds, as <code>… AS SELECT 'text' …</code> says it; {@code null} for other views. */
    public static String selectedText(String createSql) {
        Lexer.Tokens read = Lexer.tokensOfBroken(createSql);
        List<Token> tokens = read.tokens();
        for (int i = 2; i < tokens.size() && !read.broken(); i++) {
            if (tokens.get(i).kind() == Token.Kind.STRING
                    && tokens.get(i - 1).isWord("SELECT")
                    && tokens.get(i - 2).isWord("AS")) {
                return tokens.get(i).value();
            }
        }
        return null;
    }
}
