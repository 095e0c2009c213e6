package io.github.mzmaven.sql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@code create_sql} of the catalog without ids, and with other names of schemas, so that two can be compared. */
public final class Definition {
    private static final Pattern TOKEN =
            Pattern.compile("(?s)'(?:[^']|'')*+'|\"(?:[^\"]|\"\")*+\"|\\w+|\\s+|.", Pattern.UNICODE_CHARACTER_CLASS);

    private static final String ID = "[us]\\d+";

    private Definition() {}

    /**
     * The text in one spelling. Clusters are left out, since objects tell theirs, and so is the time since when a materialized
     * view is.
     *
     * @param createSql {@code null} gives {@code null}
     * @param schemas by {@code "database"."schema"}, what to write instead
     */
    public static String normalised(String createSql, Map<String, String> schemas) {
        if (createSql == null) {
            return null;
        }
        List<String> tokens = withoutIds(tokens(createSql));
        var text = new StringBuilder();
        for (int i = 0; i < tokens.size(); i++) {
            String other = isQualified(tokens, i) ? schemas.get(tokens.get(i) + "." + tokens.get(i + 2)) : null;
            text.append(text.isEmpty() ? "" : " ").append(other == null ? tokens.get(i) : other);
            i += other == null ? 0 : 2;
        }
        return text.toString().replaceFirst(" AS OF \\d+$", "");
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

    private static List<String> tokens(String sql) {
        var tokens = new ArrayList<String>();
        Matcher matcher = TOKEN.matcher(sql);
        while (matcher.find()) {
            if (!matcher.group().isBlank()) {
                tokens.add(matcher.group());
            }
        }
        return tokens;
    }
}
