package io.github.mzmaven.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.mzmaven.sql.Lexer;
import io.github.mzmaven.sql.Token;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The forms of all statements that a recorded server carried out. The form of a statement is its words, with one name for
 * any name or list of names, and one literal for any literal or list of literals; the privileges that are granted are as
 * good as names. In what reads, unquoted words stay as they are: there they are the catalog's relations and columns.
 */
public final class RecordedStatements {
    private static final Pattern RELATION = Pattern.compile("'(mz_\\w+)'");
    private static final String NAME = "\"x\"";
    private static final String STRING = "'s'";

    private RecordedStatements() {}

    public static Set<String> forms() throws IOException {
        Set<String> forms = new TreeSet<>();
        for (String name : Recording.names()) {
            for (Recording.Step step : Recording.read(name).steps()) {
                List<String> statements = forms(step.sql());
                JsonNode results = step.answer().get("results");
                for (int i = 0; i < results.size() && i < statements.size(); i++) {
                    if (!results.get(i).has("error")) {
                        forms.add(statements.get(i));
                    }
                }
            }
        }
        return forms;
    }

    /** By name, whether a recorded server has an index of a relation of its catalog; of those that were looked at. */
    public static Map<String, Boolean> indexed() throws IOException {
        Map<String, Boolean> indexed = new TreeMap<>();
        for (Recording.Step step : Recording.read(Recording.REFERENCE).steps()) {
            if (step.sql().contains("FROM mz_indexes")) {
                RELATION.matcher(step.sql()).results().forEach(name -> indexed.put(name.group(1), false));
                step.answer()
                        .get("results")
                        .get(0)
                        .get("rows")
                        .forEach(row -> indexed.put(row.get(0).asText().replaceFirst(".*\\.", ""), true));
            }
        }
        return indexed;
    }

    /** The form of each statement of a message; the message itself where a quote or comment in it does not end. */
    public static List<String> forms(String message) {
        try {
            return Lexer.statements(Lexer.tokens(message)).stream()
                    .filter(tokens -> !tokens.isEmpty())
                    .map(RecordedStatements::form)
                    .toList();
        } catch (Lexer.UnterminatedException e) {
            return List.of(message);
        }
    }

    private static String form(List<Token> tokens) {
        String verb = tokens.get(0).text();
        boolean reads = List.of("SELECT", "SHOW").contains(verb);
        List<String> words = new ArrayList<>();
        for (Token token : tokens) {
            boolean variable = verb.equals("SET") && words.size() == 1;
            words.add(word(token, reads || variable));
        }
        return String.join(" ", words)
                .replaceAll(NAME + "( \\. " + NAME + ")+", NAME)
                .replaceAll(NAME + "( , " + NAME + ")+", NAME)
                .replaceAll(STRING + "( , " + STRING + ")+", STRING)
                .replaceAll("(GRANT|REVOKE) [A-Z]+( , [A-Z]+)* ON", "$1 PRIVILEGES ON");
    }

    private static String word(Token token, boolean isKept) {
        String text = token.text();
        return switch (token.kind()) {
            case STRING, DOLLAR_STRING -> STRING;
            case QUOTED_IDENTIFIER -> NAME;
            case NUMBER -> "0";
            case WORD -> text.equals("PUBLIC") || !isKept && text.equals(text.toLowerCase(Locale.ROOT)) ? NAME : text;
            default -> text;
        };
    }
}
