package io.github.mzmaven.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code {u1}} … of one recording stand for on this server, each the id that came first in its place, and so
 * {@code {c1}} …, connections.
 */
final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([uc]\\d+|ts)}");
    private static final String ID = "u\\d+";
    private static final String CONNECTION = "\\d+";
    private static final String TIME = "\\d{13}|\\d{4}-\\d\\d-\\d\\d[ T][0-9:.]+(?:Z|[+-][0-9:]+)?";

    private final Map<String, String> ids = new HashMap<>();

    /** Whether an answer is the recorded one; if so, what its placeholders stand for is kept. */
    boolean match(JsonNode recorded, JsonNode answer) {
        Map<String, String> before = new HashMap<>(ids);
        boolean matches = matches(recorded, answer);
        if (!matches) {
            ids.clear();
            ids.putAll(before);
        }
        return matches;
    }

    /** A statement with what its placeholders stand for. */
    String fill(String sql) {
        return PLACEHOLDER
                .matcher(sql)
                .replaceAll(found -> Matcher.quoteReplacement(ids.getOrDefault(found.group(1), found.group())));
    }

    private boolean matches(JsonNode recorded, JsonNode answer) {
        if (recorded.isTextual() && answer.isTextual()) {
            return matches(recorded.asText(), answer.asText());
        }
        if (recorded.getNodeType() != answer.getNodeType() || recorded.size() != answer.size()) {
            return false;
        }
        if (recorded.isArray()) {
            Iterator<JsonNode> answers = answer.elements();
            for (JsonNode element : recorded) {
                if (!matches(element, answers.next())) {
                    return false;
                }
            }
            return true;
        }
        if (recorded.isObject()) {
            for (Map.Entry<String, JsonNode> field : recorded.properties()) {
                if (!answer.has(field.getKey()) || !matches(field.getValue(), answer.get(field.getKey()))) {
                    return false;
                }
            }
            return true;
        }
        return recorded.equals(answer);
    }

    private boolean matches(String recorded, String answer) {
        Matcher placeholders = PLACEHOLDER.matcher(recorded);
        StringBuilder pattern = new StringBuilder();
        Map<String, String> groups = new HashMap<>();
        int end = 0;
        while (placeholders.find()) {
            pattern.append(Pattern.quote(recorded.substring(end, placeholders.start())));
            String name = placeholders.group(1);
            if (name.equals("ts")) {
                pattern.append("(?:" + TIME + ")");
            } else if (ids.containsKey(name)) {
                pattern.append(Pattern.quote(ids.get(name)));
            } else if (groups.put(name, name) != null) {
                pattern.append("\\k<" + name + ">");
            } else {
                pattern.append("(?<" + name + ">" + (name.startsWith("u") ? ID : CONNECTION) + ")");
            }
            end = placeholders.end();
        }
        pattern.append(Pattern.quote(recorded.substring(end)));
        Matcher matcher = Pattern.compile(pattern.toString()).matcher(answer);
        if (!matcher.matches()) {
            return false;
        }
        groups.keySet().forEach(name -> ids.put(name, matcher.group(name)));
        return true;
    }
}
