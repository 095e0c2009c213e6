package io.github.mzmaven.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The forms of all statements that a recorded server carried out. The form of a statement is its words, with one name for
 * any name or list of names, and one literal for any literal or list of literals; the privileges that are granted are as
 * good as names. In what reads, unquoted words stay as they are: there they are the catalog's relations and columns.
 */
public final class RecordedStatements {
    private static final Pattern TOKEN = Pattern.compile(
            "'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\\d+(?:\\.\\d+)?|[\\p{L}_$][\\p{L}\\d_$]*|\\S", Pattern.DOTALL);

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

    /** The form of each statement of a message. */
    public static List<String> forms(String message) {
        List<String> forms = new ArrayList<>();
        List<String> tokens = new ArrayList<>();
        for (String token :
                TOKEN.matcher(message + ";").results().map(MatchResult::group).toList()) {
            if (!token.equals(";")) {
                tokens.add(token);
            } else if (!tokens.isEmpty()) {
                forms.add(form(tokens));
                tokens.clear();
            }
        }
        return forms;
    }

    private static String form(List<String> tokens) {
        boolean reads = List.of("SELECT", "SHOW").contains(tokens.get(0));
        List<String> words = new ArrayList<>();
        for (String token : tokens) {
            boolean variable = tokens.get(0).equals("SET") && words.size() == 1;
            words.add(word(token, reads || variable));
        }
        return String.join(" ", words)
                .replaceAll(NAME + "( \\. " + NAME + ")+", NAME)
                .replaceAll(NAME + "( , " + NAME + ")+", NAME)
                .replaceAll(STRING + "( , " + STRING + ")+", STRING)
                .replaceAll("(GRANT|REVOKE) [A-Z]+( , [A-Z]+)* ON", "$1 PRIVILEGES ON");
    }

    private static String word(String token, boolean isKept) {
        char first = token.charAt(0);
        if (first == '\'') {
            return STRING;
        }
        boolean isName = first == '"' || token.equals("PUBLIC");
        boolean isUnquotedName = Character.isLetter(first) || first == '_' || first == '$';
        if (isName || isUnquotedName && !isKept && token.equals(token.toLowerCase(Locale.ROOT))) {
            return NAME;
        }
        return Character.isDigit(first) ? "0" : token;
    }
}
