package io.github.mzmaven.sql;

import io.github.mzmaven.sql.SecretFinder.Found;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes secrets out of SQL, and out of what is said of it: all SQL that reaches a person or a file goes through here. In a
 * secret's place stands a psql variable, so that the statement fails, rather than stores stars, until a person sets it.
 */
public final class Redaction {
    /** What stands in a secret's place. */
    static final String VARIABLE = ":'secret'";

    /** Shorter texts are no secrets, and occur in any message. */
    private static final int SHORTEST = 3;

    private Redaction() {}

    /** Statements without the texts of secrets and passwords in them. */
    public static String sql(String sql) {
        var text = new StringBuilder();
        int copied = 0;
        for (Found found : SecretFinder.find(sql)) {
            text.append(sql, copied, found.start()).append(found.shown());
            copied = found.end();
        }
        return text.append(sql, copied, sql.length()).toString();
    }

    /**
     * What the server says of a statement, without the secrets in the statement: it quotes what it did not expect.
     *
     * @param message may be {@code null}
     */
    public static String message(String message, String sql) {
        if (message == null) {
            return null;
        }
        var secrets = new ArrayList<String>();
        for (Found found : SecretFinder.find(sql)) {
            addTexts(sql.substring(found.start(), found.end()), secrets);
        }
        secrets.sort(Comparator.comparing(String::length).reversed());
        String text = message;
        for (String secret : secrets) {
            text = Pattern.compile(Pattern.quote(secret), Pattern.CASE_INSENSITIVE)
                    .matcher(text)
                    .replaceAll(Matcher.quoteReplacement("***"));
        }
        return text;
    }

    /** The texts in a part of a statement, as written and as the server may show them. */
    private static void addTexts(String part, List<String> texts) {
        addText(part, texts);
        for (Token token : Lexer.tokensOfBroken(part).tokens()) {
            if (token.kind() != Token.Kind.SIGN && !token.isComment()) {
                String content = token.content();
                addText(token.text(), texts);
                addText(content, texts);
                addText(content.replace("''", "'"), texts);
                addText(content.replaceAll("\\\\(.)", "$1"), texts);
                addText(token.value(), texts);
            }
        }
    }

    private static void addText(String text, List<String> texts) {
        for (String shown : List.of(text, text.replace("\\", "\\\\").replace("\"", "\\\""))) {
            if (shown.length() >= SHORTEST && !texts.contains(shown)) {
                texts.add(shown);
            }
        }
    }
}
