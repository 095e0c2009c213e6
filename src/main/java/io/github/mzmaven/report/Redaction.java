package io.github.mzmaven.report;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes secrets out of texts. A project's own SQL may hold some ({@code CREATE SECRET … AS '…'}); in their place stands a
 * psql variable, so that the statement fails, rather than stores stars, until a person sets it.
 */
final class Redaction {
    /** What stands in a secret's place. */
    static final String VARIABLE = ":'secret'";

    private static final String GAP = "(?:\\s|/\\*.*?\\*/|--[^\\n]*\\n)+";
    private static final String LITERAL = "(?:\\b[EX])?'(?:[^']|'')*+'|\\$(\\w*)\\$.*?\\$\\1\\$";
    private static final Pattern SETS_SECRET = Pattern.compile("(?is)\\b(?:CREATE|ALTER)" + GAP + "SECRET\\b");
    private static final Pattern ANY_LITERAL = Pattern.compile("(?is)" + LITERAL);
    private static final Pattern PASSWORD = Pattern.compile("(?is)(?<word>\\bPASSWORD(?:\\s|=)*)(?:" + LITERAL + ")");
    private static final Pattern IN_URL =
            Pattern.compile("(?i)(?<before>password=|[a-z+]://[^:/@\\s]*:)(?<secret>[^&@\\s]+)(?=@|&|\\s|$)");

    private Redaction() {}

    /** The statement without the texts of secrets and passwords that it sets. */
    static String sql(String sql) {
        return SETS_SECRET.matcher(sql).find()
                ? ANY_LITERAL.matcher(sql).replaceAll(Matcher.quoteReplacement(VARIABLE))
                : PASSWORD.matcher(sql).replaceAll("${word}" + Matcher.quoteReplacement(VARIABLE));
    }

    /** The message without passwords inside of URLs. */
    static String message(String message) {
        return IN_URL.matcher(message).replaceAll("${before}***");
    }
}
