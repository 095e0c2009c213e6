package io.github.mzmaven.sandbox.wire;

import java.util.List;
import java.util.function.IntFunction;

/** Finds {@code $1} … in a statement: not in strings, identifiers, comments or dollar quotes. */
final class Parameters {
    private final String sql;
    private int at;

    private Parameters(String sql) {
        this.sql = sql;
    }

    /** The highest number used. */
    static int count(String sql) {
        int[] highest = {0};
        new Parameters(sql).replace(number -> {
            highest[0] = Math.max(highest[0], number);
            return "";
        });
        return highest[0];
    }

    /**
     * The statement with its parameters written into it.
     *
     * @param values as text, {@code null} for NULL
     * @param types what the client declared; 0 for nothing
     */
    static String bind(String sql, List<String> values, int[] types) {
        return new Parameters(sql).replace(number -> {
            int index = number - 1;
            return index >= values.size()
                    ? "$" + number
                    : literal(values.get(index), index < types.length ? types[index] : 0);
        });
    }

    private static String literal(String value, int type) {
        if (value == null) {
            return "NULL";
        }
        boolean number = type == 20 || type == 21 || type == 23;
        if (number && value.matches("\\d{1,18}")) {
            return value;
        }
        if (type == 16) {
            return value.matches("(?i)t|true|1|y|yes|on") ? "true" : "false";
        }
        return "'" + value.replace("'", "''") + "'";
    }

    private String replace(IntFunction<String> replacement) {
        StringBuilder result = new StringBuilder();
        while (at < sql.length()) {
            int start = at;
            if (sql.charAt(at) == '$'
                    && !wordBefore(at)
                    && at + 1 < sql.length()
                    && Character.isDigit(sql.charAt(at + 1))) {
                at++;
                while (at < sql.length() && Character.isDigit(sql.charAt(at))) {
                    at++;
                }
                result.append(replacement.apply(Integer.parseInt(sql, start + 1, at, 10)));
            } else {
                skip();
                result.append(sql, start, at);
            }
        }
        return result.toString();
    }

    /** Moves behind one token of those that may hold a dollar sign, or one character. */
    private void skip() {
        char c = sql.charAt(at);
        if (c == '\'') {
            boolean escapes = at > 0 && (sql.charAt(at - 1) | 0x20) == 'e' && !wordBefore(at - 1);
            skipQuoted('\'', escapes);
        } else if (c == '"') {
            skipQuoted('"', false);
        } else if (sql.startsWith("--", at)) {
            int end = sql.indexOf('\n', at);
            at = end < 0 ? sql.length() : end;
        } else if (sql.startsWith("/*", at)) {
            skipComment();
        } else if (c == '$' && !wordBefore(at)) {
            skipDollarQuoted();
        } else {
            at++;
        }
    }

    private boolean wordBefore(int index) {
        return index > 0 && (Character.isLetterOrDigit(sql.charAt(index - 1)) || sql.charAt(index - 1) == '_');
    }

    private void skipQuoted(char quote, boolean escapes) {
        at++;
        while (at < sql.length() && sql.charAt(at) != quote) {
            at += escapes && sql.charAt(at) == '\\' ? 2 : 1;
        }
        at = Math.min(at + 1, sql.length());
    }

    private void skipComment() {
        int depth = 0;
        do {
            if (sql.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0 && at < sql.length());
    }

    private void skipDollarQuoted() {
        int end = at + 1;
        while (end < sql.length() && (Character.isLetterOrDigit(sql.charAt(end)) || sql.charAt(end) == '_')) {
            end++;
        }
        if (end >= sql.length() || sql.charAt(end) != '$') {
            at++;
            return;
        }
        String tag = sql.substring(at, end + 1);
        int close = sql.indexOf(tag, end + 1);
        at = close < 0 ? sql.length() : close + tag.length();
    }
}
