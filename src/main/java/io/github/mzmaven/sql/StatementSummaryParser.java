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
    private String verb = "";
    private String kind = "";
    private List<Name> targets = List.of();
    private List<Name> subsources = List.of();
    private Name on;
    private Name cluster;
    private String variable;

    private StatementSummaryParser(TokenReader tokens) {
        this.tokens = tokens;
    }

    public static StatementSummary parse(String sql) {
        try {
            return of(Lexer.tokens(sql).stream()
                    .filter(token -> !token.isComment())
                    .toList());
        } catch (Lexer.UnterminatedException e) {
            // A placeholder's value broke it, which is a problem named already.
            return of(List.of());
        }
    }

    /** @param tokens without comments */
    static StatementSummary of(List<Token> tokens) {
        var parser = new StatementSummaryParser(new TokenReader(tokens));
        if (!tokens.isEmpty()) {
            parser.read();
        }
        return new StatementSummary(
                parser.verb,
                parser.kind,
                parser.targets,
                parser.subsources,
                parser.on,
                parser.cluster,
                parser.words,
                parser.variable,
                parser.tokens.stuckAt());
    }

    private void read() {
        Token first = tokens.take();
        if (first.isLiteral()) {
            // It is shown to people, and may be a part of a secret.
            verb = "'…'";
            return;
        }
        verb = first.isSign('(') ? "SELECT" : first.text().toUpperCase(Locale.ROOT);
        switch (verb) {
            case "CREATE" -> readCreate();
            case "DROP" -> readDrop();
            case "ALTER" -> readAlter();
            case "COMMENT" -> readComment();
            case "GRANT", "REVOKE" -> readGrant();
            case "INSERT" -> {
                tokens.expect("INTO");
                targets = tokens.name();
            }
            case "DELETE" -> {
                tokens.expect("FROM");
                targets = tokens.name();
            }
            case "UPDATE" -> targets = tokens.name();
            case "SET", "RESET" -> readSet();
            default -> {
                // Nothing else is told apart by more than its verb.
            }
        }
    }

    private void readCreate() {
        while (tokens.atAny("OR", "REPLACE", "TEMP", "TEMPORARY", "REPLACEMENT", "DEFAULT")) {
            String word = tokens.take().text().toUpperCase(Locale.ROOT);
            words.add(word.equals("TEMP") ? "TEMPORARY" : word);
        }
        kind = kind();
        tokens.skip("IF", "NOT", "EXISTS");
        if (kind.equals("index")) {
            readIndex();
            return;
        }
        targets = tokens.name();
        switch (kind) {
            case "view" -> {
                tokens.skipParentheses();
                tokens.expect("AS");
            }
            case "materialized view" -> {
                if (words.contains("REPLACEMENT") && tokens.skip("FOR")) {
                    tokens.name();
                }
                tokens.skipParentheses();
                cluster = cluster();
                if (tokens.skip("WITH") && !tokens.skipParentheses()) {
                    tokens.stuck();
                }
                tokens.expect("AS");
            }
            case "source" -> {
                tokens.skipParentheses();
                cluster = cluster();
                tokens.expect("FROM");
                subsources = readSubsources();
            }
            case "table" -> {
                if (!tokens.skipParentheses() && !tokens.at("FROM")) {
                    tokens.stuck();
                }
            }
            case "connection" -> tokens.expect("TO");
            case "type" -> tokens.expect("AS");
            default -> {
                // Whatever else can be created has no place in a file, whether or not the rest can be read.
            }
        }
    }

    private void readIndex() {
        targets = tokens.atAny("ON", "IN") ? List.of() : tokens.name();
        cluster = cluster();
        tokens.expect("ON");
        on = first(tokens.name());
        if (!tokens.atEnd() && !tokens.atSign('(') && !tokens.atAny("USING", "WITH")) {
            tokens.stuck();
        }
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

    private void readDrop() {
        kind = kind();
        tokens.skip("IF", "EXISTS");
        targets = tokens.names();
        if (tokens.skip("CASCADE")) {
            words.add("CASCADE");
        }
        tokens.skip("RESTRICT");
        if (!tokens.atEnd()) {
            tokens.stuck();
        }
    }

    private void readAlter() {
        kind = kind();
        tokens.skip("IF", "EXISTS");
        targets = tokens.name();
        if (tokens.skip("SET", "CLUSTER")) {
            cluster = first(tokens.name());
        } else if (tokens.atAny("RENAME", "SWAP")) {
            words.add(tokens.take().text().toUpperCase(Locale.ROOT));
        } else if (tokens.skip("SET", "SCHEMA")) {
            words.add("SET SCHEMA");
        } else if (tokens.skip("APPLY", "REPLACEMENT")) {
            words.add("REPLACEMENT");
        } else if (!atHarmlessChange()) {
            tokens.stuck();
        }
    }

    /** A change that has no other target than the object itself. */
    private boolean atHarmlessChange() {
        return tokens.at("OWNER") && tokens.at(1, "TO")
                || tokens.atAny("SET", "RESET", "DROP") && tokens.atSign(1, '(')
                || tokens.at("ADD") && tokens.at(1, "COLUMN")
                || tokens.at("ROTATE") && tokens.at(1, "KEYS")
                || tokens.at("REFRESH") && tokens.at(1, "REFERENCES");
    }

    private void readComment() {
        tokens.expect("ON");
        kind = kind();
        targets = tokens.name();
        if (kind.equals("column")
                && !targets.isEmpty()
                && targets.get(0).parts().size() > 1) {
            List<String> parts = targets.get(0).parts();
            targets = List.of(new Name(parts.subList(0, parts.size() - 1)));
        }
        tokens.expect("IS");
    }

    /** Privileges ON [kind] names TO …; without ON it grants a role. */
    private void readGrant() {
        while (!tokens.atEnd() && !tokens.atAny("ON", "TO", "FROM")) {
            tokens.take();
        }
        if (!tokens.skip("ON")) {
            kind = "role";
            return;
        }
        boolean hasKind = tokens.atAny(
                "TABLE", "TYPE", "SECRET", "CONNECTION", "DATABASE", "SCHEMA", "CLUSTER", "SYSTEM", "ALL", "NETWORK");
        kind = hasKind ? kind() : "table";
        targets = tokens.names();
        tokens.expect(verb.equals("GRANT") ? "TO" : "FROM");
    }

    private void readSet() {
        if (!tokens.skip("SESSION")) {
            tokens.skip("LOCAL");
        }
        variable = tokens.skip("TIME", "ZONE") ? "timezone" : tokens.word().toLowerCase(Locale.ROOT);
    }

    private String kind() {
        String word = tokens.word().toLowerCase(Locale.ROOT);
        boolean two = word.equals("materialized") && tokens.at("VIEW")
                || word.equals("network") && tokens.at("POLICY")
                || word.equals("default") && tokens.at("PRIVILEGES");
        return two ? word + " " + tokens.word().toLowerCase(Locale.ROOT) : word;
    }

    private Name cluster() {
        return tokens.skip("IN", "CLUSTER") ? first(tokens.name()) : null;
    }

    private static Name first(List<Name> names) {
        return names.isEmpty() ? null : names.get(0);
    }
}
