package io.github.mzmaven.project;

import io.github.mzmaven.project.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the first words of a statement. What it does not know it leaves to the server, which knows the grammar. */
final class HeadParser {
    private final List<Token> tokens;
    private final List<String> words = new ArrayList<>();
    private int next;

    private HeadParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    static Head parse(String sql) {
        try {
            return of(Lexer.tokens(sql).stream()
                    .filter(token -> !token.isComment())
                    .toList());
        } catch (Lexer.UnterminatedException e) {
            // A placeholder's value broke it, which is a problem told already.
            return new Head("", "", List.of(), null, null, List.of(), null);
        }
    }

    /** @param tokens without comments */
    static Head of(List<Token> tokens) {
        return new HeadParser(tokens).read();
    }

    private Head read() {
        if (tokens.isEmpty()) {
            return head("", "", List.of());
        }
        Token first = tokens.get(next++);
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
            case "INSERT", "DELETE":
                skip("INTO", "FROM");
                return head(verb, "", name());
            case "UPDATE":
                return head(verb, "", name());
            case "SET", "RESET":
                return readSet(verb);
            default:
                return head(verb, "", List.of());
        }
    }

    private Head readCreate() {
        while (at("OR") || at("REPLACE") || at("TEMP") || at("TEMPORARY") || at("REPLACEMENT") || at("DEFAULT")) {
            String word = tokens.get(next++).text().toUpperCase(Locale.ROOT);
            words.add(word.equals("TEMP") ? "TEMPORARY" : word);
        }
        String kind = kind();
        skip("IF", "NOT", "EXISTS");
        boolean unnamed = kind.equals("index") && (at("ON") || at("IN"));
        List<Name> targets = unnamed ? List.of() : name();
        Name cluster = cluster();
        Name on = null;
        if (kind.equals("index") && at("ON")) {
            next++;
            on = first(name());
            cluster = cluster == null ? cluster() : cluster;
        }
        return new Head("CREATE", kind, targets, on, cluster, words, null);
    }

    private Head readDrop() {
        String kind = kind();
        skip("IF", "EXISTS");
        List<Name> targets = new ArrayList<>(name());
        while (next < tokens.size() && tokens.get(next).isSign(',')) {
            next++;
            targets.addAll(name());
        }
        note("CASCADE");
        return head("DROP", kind, targets);
    }

    private Head readAlter() {
        String kind = kind();
        skip("IF", "EXISTS");
        List<Name> targets = name();
        if (at("RENAME") || at("SWAP")) {
            words.add(tokens.get(next).text().toUpperCase(Locale.ROOT));
        } else if (at("SET") && isWord(next + 1, "SCHEMA")) {
            words.add("SET SCHEMA");
        } else if (at("SET") && isWord(next + 1, "CLUSTER")) {
            next += 2;
            return new Head("ALTER", kind, targets, null, first(name()), words, null);
        }
        return head("ALTER", kind, targets);
    }

    private Head readComment() {
        skip("ON");
        String kind = kind();
        List<Name> targets = name();
        if (kind.equals("column")
                && !targets.isEmpty()
                && targets.get(0).parts().size() > 1) {
            List<String> parts = targets.get(0).parts();
            targets = List.of(new Name(parts.subList(0, parts.size() - 1)));
        }
        return head("COMMENT", kind, targets);
    }

    /** Privileges ON [kind] names TO …; without ON it grants a role. */
    private Head readGrant(String verb) {
        while (next < tokens.size() && !at("ON") && !at("TO") && !at("FROM")) {
            next++;
        }
        if (!at("ON")) {
            return head(verb, "role", List.of());
        }
        next++;
        boolean hasKind = at("TABLE")
                || at("TYPE")
                || at("SECRET")
                || at("CONNECTION")
                || at("DATABASE")
                || at("SCHEMA")
                || at("CLUSTER")
                || at("SYSTEM")
                || at("ALL")
                || at("NETWORK");
        String kind = hasKind ? kind() : "table";
        List<Name> targets = new ArrayList<>(name());
        while (next < tokens.size() && tokens.get(next).isSign(',')) {
            next++;
            targets.addAll(name());
        }
        return head(verb, kind, targets);
    }

    private Head readSet(String verb) {
        skip("SESSION", "LOCAL");
        String variable = at("TIME") && isWord(next + 1, "ZONE") ? "timezone" : word().toLowerCase(Locale.ROOT);
        return new Head(verb, "", List.of(), null, null, words, variable);
    }

    private String kind() {
        String kind = word().toLowerCase(Locale.ROOT);
        boolean two = kind.equals("materialized") && at("VIEW")
                || kind.equals("network") && at("POLICY")
                || kind.equals("default") && at("PRIVILEGES");
        return two ? kind + " " + word().toLowerCase(Locale.ROOT) : kind;
    }

    private Name cluster() {
        if (at("IN") && isWord(next + 1, "CLUSTER")) {
            next += 2;
            return first(name());
        }
        return null;
    }

    /** The name that stands here, or none. */
    private List<Name> name() {
        var parts = new ArrayList<String>();
        while (next < tokens.size() && isNamePart(tokens.get(next))) {
            parts.add(unquoted(tokens.get(next++)));
            if (next >= tokens.size() || !tokens.get(next).isSign('.')) {
                break;
            }
            next++;
        }
        return parts.isEmpty() ? List.of() : List.of(new Name(parts));
    }

    private static boolean isNamePart(Token token) {
        return token.kind() == Kind.WORD || token.kind() == Kind.QUOTED_IDENTIFIER;
    }

    private static String unquoted(Token token) {
        return token.kind() == Kind.WORD
                ? token.text().toLowerCase(Locale.ROOT)
                : token.text().substring(1, token.text().length() - 1).replace("\"\"", "\"");
    }

    private static Name first(List<Name> names) {
        return names.isEmpty() ? null : names.get(0);
    }

    private Head head(String verb, String kind, List<Name> targets) {
        return new Head(verb, kind, targets, null, null, words, null);
    }

    private void note(String word) {
        if (tokens.stream().anyMatch(token -> token.isWord(word))) {
            words.add(word);
        }
    }

    private void skip(String... skipped) {
        for (String word : skipped) {
            if (at(word)) {
                next++;
            }
        }
    }

    private boolean at(String word) {
        return isWord(next, word);
    }

    private boolean isWord(int index, String word) {
        return index < tokens.size() && tokens.get(index).isWord(word);
    }

    /** The word that stands here; empty where none does. */
    private String word() {
        return next < tokens.size() && isNamePart(tokens.get(next)) ? unquoted(tokens.get(next++)) : "";
    }
}
