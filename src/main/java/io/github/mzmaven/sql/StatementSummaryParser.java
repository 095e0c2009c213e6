package io.github.mzmaven.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads the first words of a statement: as far as it takes to know what the statement writes to, and on which cluster. Where
 * the words are others than the grammar known here has in that place, the summary says so, and nobody may rely on the rest of
 * it; what comes after (queries, options) is left to the server.
 */
public final class StatementSummaryParser {
    private final TokenReader tokens;
    private final List<String> words = new ArrayList<>();

    private StatementSummaryParser(TokenReader tokens) {
        this.tokens = tokens;
    }

    public static StatementSummary parse(String sql) {
        try {
            return of(Lexer.tokens(sql).stream()
                    .filter(token -> !token.isComment())
                    .toList());
        } catch (Lexer.UnterminatedException e) {
            // A placeholder's value broke it, which is a problem told already.
            return new StatementSummary("", "", List.of(), List.of(), null, null, List.of(), null, null);
        }
    }

    /** @param tokens without comments */
    static StatementSummary of(List<Token> tokens) {
        return new StatementSummaryParser(new TokenReader(tokens)).read();
    }

    private StatementSummary read() {
        if (tokens.atEnd()) {
            return head("", "", List.of());
        }
        Token first = tokens.take();
        if (first.isLiteral()) {
            // It is shown to people, and may be a part of a secret.
            return head("'…'", "", List.of());
        }
        String verb = first.isSign('(') ? "SELECT" : first.text().toUpperCase(Locale.ROOT);
        switch (verb) {
            case "CREATE":
                return readCreate();
            case "DROP":
                return readDrop();
            case "ALTER":
                return readAlter();
            case "COMMENT":
                return readComment();
            case "GRANT", "REVOKE":
                return readGrant(verb);
            case "INSERT":
                tokens.expect("INTO");
                return head(verb, "", tokens.name());
            case "DELETE":
                tokens.expect("FROM");
                return head(verb, "", tokens.name());
            case "UPDATE":
                return head(verb, "", tokens.name());
            case "SET", "RESET":
                return readSet(verb);
            default:
                return head(verb, "", List.of());
        }
    }

    private StatementSummary readCreate() {
        while (tokens.atAny("OR", "REPLACE", "TEMP", "TEMPORARY", "REPLACEMENT", "DEFAULT")) {
            String word = tokens.take().text().toUpperCase(Locale.ROOT);
            words.add(word.equals("TEMP") ? "TEMPORARY" : word);
        }
        String kind = kind();
        tokens.skip("IF", "NOT", "EXISTS");
        if (kind.equals("index")) {
            return readIndex();
        }
        List<Name> targets = tokens.name();
        List<Name> subsources = List.of();
        Name cluster = null;
        switch (kind) {
            case "view":
                tokens.skipParentheses();
                tokens.expect("AS");
                break;
            case "materialized view":
                if (words.contains("REPLACEMENT") && tokens.skip("FOR")) {
                    tokens.name();
                }
                tokens.skipParentheses();
                cluster = cluster();
                if (tokens.skip("WITH") && !tokens.skipParentheses()) {
                    tokens.stuck();
                }
                tokens.expect("AS");
                break;
            case "source":
                tokens.skipParentheses();
                cluster = cluster();
                tokens.expect("FROM");
                subsources = readSubsources();
                break;
            case "table":
                if (!tokens.skipParentheses() && !tokens.at("FROM")) {
                    tokens.stuck();
                }
                break;
            case "connection":
                tokens.expect("TO");
                break;
            case "type":
                tokens.expect("AS");
                break;
            default:
                // Whatever else can be created has no place in a file, whether or not the rest can be read.
                break;
        }
        return new StatementSummary("CREATE", kind, targets, subsources, null, cluster, words, null, tokens.stuckAt());
    }

    private StatementSummary readIndex() {
        List<Name> targets = tokens.atAny("ON", "IN") ? List.of() : tokens.name();
        Name cluster = cluster();
        tokens.expect("ON");
        Name on = first(tokens.name());
        if (!tokens.atEnd() && !tokens.atSign('(') && !tokens.atAny("USING", "WITH")) {
            tokens.stuck();
        }
        return new StatementSummary("CREATE", "index", targets, List.of(), on, cluster, words, null, tokens.stuckAt());
    }

    /** What else a source makes: <code>FOR TABLES (a AS x, b INTO y) … EXPOSE PROGRESS AS z</code>. */
    private List<Name> readSubsources() {
        var names = new ArrayList<Name>();
        while (!tokens.atEnd()) {
            if (tokens.skip("EXPOSE", "PROGRESS", "AS")) {
                names.addAll(tokens.name());
            } else if (tokens.skip("FOR", "TABLES")) {
                readTables(names);
            } else if (!tokens.skipParentheses()) {
                tokens.take();
            }
        }
        return names;
    }

    private void readTables(List<Name> names) {
        if (!tokens.skip('(')) {
            tokens.stuck();
            return;
        }
        do {
            tokens.name();
            if (tokens.skip("AS") || tokens.skip("INTO")) {
                names.addAll(tokens.name());
            }
        } while (tokens.skip(','));
        if (!tokens.skip(')')) {
            tokens.stuck();
        }
    }

    private StatementSummary readDrop() {
        String kind = kind();
        tokens.skip("IF", "EXISTS");
        List<Name> targets = tokens.names();
        if (tokens.skip("CASCADE")) {
            words.add("CASCADE");
        }
        tokens.skip("RESTRICT");
        expectEnd();
        return head("DROP", kind, targets);
    }

    private StatementSummary readAlter() {
        String kind = kind();
        tokens.skip("IF", "EXISTS");
        List<Name> targets = tokens.name();
        if (tokens.skip("SET", "CLUSTER")) {
            return new StatementSummary(
                    "ALTER", kind, targets, List.of(), null, first(tokens.name()), words, null, tokens.stuckAt());
        }
        if (tokens.atAny("RENAME", "SWAP")) {
            words.add(tokens.take().text().toUpperCase(Locale.ROOT));
        } else if (tokens.skip("SET", "SCHEMA")) {
            words.add("SET SCHEMA");
        } else if (tokens.skip("APPLY", "REPLACEMENT")) {
            words.add("REPLACEMENT");
        } else if (!atHarmlessChange()) {
            tokens.stuck();
        }
        return head("ALTER", kind, targets);
    }

    /** A change that has no other target than the object itself. */
    private boolean atHarmlessChange() {
        return tokens.at("OWNER") && tokens.at(1, "TO")
                || tokens.atAny("SET", "RESET", "DROP") && tokens.atSign(1, '(')
                || tokens.at("ADD") && tokens.at(1, "COLUMN")
                || tokens.at("ROTATE") && tokens.at(1, "KEYS")
                || tokens.at("REFRESH") && tokens.at(1, "REFERENCES");
    }

    private StatementSummary readComment() {
        tokens.expect("ON");
        String kind = kind();
        List<Name> targets = tokens.name();
        if (kind.equals("column")
                && !targets.isEmpty()
                && targets.get(0).parts().size() > 1) {
            List<String> parts = targets.get(0).parts();
            targets = List.of(new Name(parts.subList(0, parts.size() - 1)));
        }
        tokens.expect("IS");
        return head("COMMENT", kind, targets);
    }

    /** Privileges ON [kind] names TO …; without ON it grants a role. */
    private StatementSummary readGrant(String verb) {
        while (!tokens.atEnd() && !tokens.atAny("ON", "TO", "FROM")) {
            tokens.take();
        }
        if (!tokens.skip("ON")) {
            return head(verb, "role", List.of());
        }
        boolean hasKind = tokens.atAny(
                "TABLE", "TYPE", "SECRET", "CONNECTION", "DATABASE", "SCHEMA", "CLUSTER", "SYSTEM", "ALL", "NETWORK");
        String kind = hasKind ? kind() : "table";
        List<Name> targets = tokens.names();
        tokens.expect(verb.equals("GRANT") ? "TO" : "FROM");
        return head(verb, kind, targets);
    }

    private StatementSummary readSet(String verb) {
        if (!tokens.skip("SESSION")) {
            tokens.skip("LOCAL");
        }
        String variable =
                tokens.skip("TIME", "ZONE") ? "timezone" : tokens.word().toLowerCase(Locale.ROOT);
        return new StatementSummary(verb, "", List.of(), List.of(), null, null, words, variable, null);
    }

    private String kind() {
        String kind = tokens.word().toLowerCase(Locale.ROOT);
        boolean two = kind.equals("materialized") && tokens.at("VIEW")
                || kind.equals("network") && tokens.at("POLICY")
                || kind.equals("default") && tokens.at("PRIVILEGES");
        return two ? kind + " " + tokens.word().toLowerCase(Locale.ROOT) : kind;
    }

    private Name cluster() {
        return tokens.skip("IN", "CLUSTER") ? first(tokens.name()) : null;
    }

    private void expectEnd() {
        if (!tokens.atEnd()) {
            tokens.stuck();
        }
    }

    private static Name first(List<Name> names) {
        return names.isEmpty() ? null : names.get(0);
    }

    private StatementSummary head(String verb, String kind, List<Name> targets) {
        return new StatementSummary(verb, kind, targets, List.of(), null, null, words, null, tokens.stuckAt());
    }
}
