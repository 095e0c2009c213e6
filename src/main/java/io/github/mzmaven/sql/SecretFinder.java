package io.github.mzmaven.sql;

import io.github.mzmaven.sql.Token.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds what nobody but the server may read in SQL. In statements that set passwords every literal counts as one unless its
 * option is known to be plain; in others one counts that is said to be a password.
 */
public final class SecretFinder {
    private static final Set<String> DEFINITIONS = Set.of("CREATE", "ALTER");
    /** Nothing that these make, nor what these verbs do, takes a password. */
    private static final Set<String> OPEN_KINDS = Set.of(
            "view",
            "materialized view",
            "index",
            "table",
            "source",
            "sink",
            "type",
            "schema",
            "database",
            "cluster",
            "default privileges",
            "network policy");

    private static final Set<String> OPEN_VERBS = Set.of(
            "SELECT",
            "WITH",
            "VALUES",
            "TABLE",
            "SHOW",
            "EXPLAIN",
            "SUBSCRIBE",
            "DROP",
            "COMMENT",
            "GRANT",
            "REVOKE",
            "INSERT",
            "UPDATE",
            "DELETE",
            "SET",
            "RESET",
            "BEGIN",
            "START",
            "COMMIT",
            "ROLLBACK",
            "END",
            "ABORT");

    /** Last words of options of connections and roles that say no secret. */
    private static final Set<String> PLAIN_OPTIONS = Set.of(
            "HOST",
            "PORT",
            "BROKER",
            "BROKERS",
            "DATABASE",
            "USER",
            "USERNAME",
            "URL",
            "REGION",
            "ENDPOINT",
            "MECHANISMS",
            "MODE",
            "PROTOCOL",
            "ARN",
            "TOPIC",
            "NAME",
            "ZONE",
            "ZONES");

    private static final Pattern SUSPICIOUS_COMMENT = Pattern.compile("(?is).*(password|secret).*['\"$].*");
    private static final Pattern COMMENT_WITH_TEXT = Pattern.compile("(?s).*['\"$].*");

    private final List<Found> found = new ArrayList<>();

    private SecretFinder() {}

    /**
     * A stretch of SQL that holds a secret.
     *
     * @param shown what to show in its place
     */
    public record Found(int start, int end, String shown) {}

    /** All of them, in order, none over another. */
    public static List<Found> find(String sql) {
        var finder = new SecretFinder();
        Lexer.Tokens tokens = Lexer.tokensOfBroken(sql);
        Lexer.statements(tokens.tokens()).forEach(finder::read);
        finder.found.sort(Comparator.comparing(Found::start));
        if (tokens.broken() && !finder.found.isEmpty()) {
            // Where quotes do not match, what is between two of them may be outside or inside.
            return List.of(new Found(finder.found.get(0).start(), sql.length(), Redaction.VARIABLE));
        }
        return finder.apart();
    }

    private List<Found> apart() {
        var apart = new ArrayList<Found>();
        int end = 0;
        for (Found next : found) {
            if (next.start() >= end) {
                apart.add(next);
                end = next.end();
            }
        }
        return apart;
    }

    private void read(List<Token> statement) {
        List<Token> tokens =
                statement.stream().filter(token -> !token.isComment()).toList();
        StatementSummary summary = StatementSummaryParser.of(tokens);
        boolean definition = DEFINITIONS.contains(summary.verb());
        boolean open = definition ? OPEN_KINDS.contains(summary.kind()) : OPEN_VERBS.contains(summary.verb());
        boolean guarded = !tokens.isEmpty() && (!open || isWebhook(summary, tokens));
        statement.stream().filter(Token::isComment).forEach(comment -> readComment(comment, guarded));
        if (definition && summary.kind().equals("secret") && readSecret(tokens)) {
            return;
        }
        readLiterals(tokens, guarded);
    }

    /** What a webhook's request must hold is as good as a password. */
    private static boolean isWebhook(StatementSummary summary, List<Token> tokens) {
        return (summary.kind().equals("source") || summary.kind().equals("table"))
                && tokens.stream().anyMatch(token -> token.isWord("WEBHOOK"));
    }

    /** People keep what they tried in comments. */
    private void readComment(Token comment, boolean guarded) {
        if ((guarded ? COMMENT_WITH_TEXT : SUSPICIOUS_COMMENT)
                .matcher(comment.text())
                .matches()) {
            found.add(new Found(
                    comment.start(), comment.end(), comment.kind() == Kind.LINE_COMMENT ? "-- ***" : "/* *** */"));
        }
    }

    /** All that follows AS makes the secret's text. */
    private boolean readSecret(List<Token> tokens) {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).isWord("AS")) {
                add(tokens.get(i + 1).start(), tokens.get(tokens.size() - 1).end());
                return true;
            }
        }
        return false;
    }

    private void readLiterals(List<Token> tokens, boolean guarded) {
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            // A dollar alone, or before digits, may have been meant for a quote.
            if (token.isLiteral() || guarded && (token.isSign('$') || token.kind() == Kind.PARAMETER)) {
                int first = firstOfLiteral(tokens, i);
                String option = optionBefore(tokens, first);
                boolean named = option.endsWith("PASSWORD") || option.endsWith("SECRET");
                boolean plain = PLAIN_OPTIONS.contains(option)
                        && tokens.subList(first, i).stream().noneMatch(part -> part.kind() == Kind.NUMBER);
                if (guarded ? !plain : named) {
                    addLiteral(tokens, first, i);
                }
            } else if (guarded && token.isWord("PASSWORD")) {
                readUnquoted(tokens, i + 1);
            }
        }
    }

    /** What is directly before a literal, as in U&amp;'…', says how to read it, or was meant to be in it: it is a part of it. */
    private static int firstOfLiteral(List<Token> tokens, int literal) {
        int first = literal;
        while (first > 0 && isPartOfLiteral(tokens.get(first - 1), tokens.get(first))) {
            first--;
        }
        return first;
    }

    private static boolean isPartOfLiteral(Token token, Token next) {
        return token.end() == next.start()
                && (token.isSign('&')
                        || token.kind() == Kind.NUMBER
                        || token.kind() == Kind.WORD && token.text().length() == 1);
    }

    /** The last word before a literal, in capitals, whatever signs and literals are between; empty where there is none. */
    private static String optionBefore(List<Token> tokens, int literal) {
        int i = literal - 1;
        while (i >= 0) {
            Token token = tokens.get(i);
            boolean list = token.isSign(',') && i > 0 && tokens.get(i - 1).isLiteral();
            if (token.isLiteral()) {
                i = firstOfLiteral(tokens, i) - 1;
            } else if (list || token.kind() == Kind.SIGN && "=(:>|[".indexOf(token.text()) >= 0) {
                i--;
            } else {
                return token.kind() == Kind.SIGN ? "" : token.value().toUpperCase(Locale.ROOT);
            }
        }
        return "";
    }

    /** Where a word follows a literal at once, the literal was not meant to end there: an apostrophe ended it. */
    private void addLiteral(List<Token> tokens, int first, int last) {
        boolean goesOn = last + 1 < tokens.size()
                && tokens.get(last + 1).start() == tokens.get(last).end()
                && tokens.get(last + 1).kind() != Kind.SIGN;
        add(
                tokens.get(first).start(),
                tokens.get(goesOn ? tokens.size() - 1 : last).end());
    }

    /** A password whose quotes were forgotten, or are those of a name. */
    private void readUnquoted(List<Token> tokens, int after) {
        int first = after < tokens.size() && tokens.get(after).isSign('=') ? after + 1 : after;
        int end = first;
        while (end < tokens.size()
                && !tokens.get(end).isSign(',')
                && !tokens.get(end).isSign(')')
                && !tokens.get(end).isLiteral()) {
            end++;
        }
        boolean literal = end < tokens.size() && tokens.get(end).isLiteral();
        boolean reference = first < end
                && (tokens.get(first).isWord("SECRET") || tokens.get(first).isWord("NULL"));
        if (first < end && !literal && !reference) {
            add(tokens.get(first).start(), tokens.get(end - 1).end());
        }
    }

    private void add(int start, int end) {
        found.add(new Found(start, end, Redaction.VARIABLE));
    }
}
