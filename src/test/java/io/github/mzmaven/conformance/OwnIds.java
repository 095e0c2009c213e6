package io.github.mzmaven.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts placeholders where a recording holds ids, connections and times of its own run: in statements, which were sent
 * with what the answers before them said. The recorded answers tell which placeholder an id stands for: they repeat the
 * statement's text with it, or are the one row that was asked for by id.
 */
final class OwnIds {
    private static final Pattern QUOTED_ID = Pattern.compile("(?<=['\"])u\\d+(?=['\"])");
    private static final Pattern ONE_BY_ID = Pattern.compile("\\.id IN \\('(u\\d+)'\\)");
    private static final Pattern STRING = Pattern.compile("'(?:[^']|'')*'");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{u\\d+}");
    private static final Pattern TIME = Pattern.compile("\"1\\d{12}\"");
    private static final String CONNECTION = "pg_backend_pid() AS connection";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Recording recording;
    private final Map<String, String> placeholders = new LinkedHashMap<>();
    private final Map<String, String> connections = new LinkedHashMap<>();

    private OwnIds(Recording recording) {
        this.recording = recording;
    }

    static Recording replaced(Recording recording) throws IOException {
        return new OwnIds(recording).run();
    }

    private Recording run() throws IOException {
        Set<String> literals = new LinkedHashSet<>();
        for (Recording.Step step : recording.steps()) {
            STRING.matcher(step.sql()).results().map(found -> found.group()).forEach(literals::add);
            if (step.sql().contains(CONNECTION)) {
                connections.putIfAbsent(only(step, "connection"), "{c" + (connections.size() + 1) + "}");
            }
            Matcher asked = ONE_BY_ID.matcher(step.sql());
            if (asked.find()) {
                placeholders.put(asked.group(1), only(step, "id"));
            }
        }
        for (Recording.Step step : recording.steps()) {
            step.answer()
                    .findValues("rows")
                    .forEach(rows -> rows.forEach(row -> row.forEach(cell -> {
                        STRING.matcher(cell.asText()).results().forEach(text -> learn(text.group(), literals));
                    })));
        }
        List<Recording.Step> steps =
                recording.steps().stream().map(this::replaced).toList();
        return new Recording(recording.name(), steps);
    }

    /** The value of a column of the only row. */
    private String only(Recording.Step step, String column) {
        JsonNode result = step.answer().at("/results/0");
        for (int i = 0; i < result.get("columns").size(); i++) {
            if (result.at("/columns/" + i + "/0").asText().equals(column)
                    && result.get("rows").size() == 1) {
                return result.at("/rows/0/" + i).asText();
            }
        }
        throw new IllegalStateException(recording.name() + ": not one row with " + column + ": " + step.sql());
    }

    /** What the placeholders of a recorded text stood for, if one of the texts that were sent is it. */
    private void learn(String recorded, Set<String> sent) {
        List<String> names =
                PLACEHOLDER.matcher(recorded).results().map(f -> f.group()).toList();
        if (names.isEmpty()) {
            return;
        }
        Pattern pattern =
                Pattern.compile("\\Q" + PLACEHOLDER.matcher(recorded).replaceAll("\\\\E(u\\\\d+)\\\\Q") + "\\E");
        for (String text : sent) {
            Matcher matcher = pattern.matcher(text);
            if (matcher.matches()) {
                for (int i = 0; i < names.size(); i++) {
                    placeholders.put(matcher.group(i + 1), names.get(i));
                }
            }
        }
    }

    private Recording.Step replaced(Recording.Step step) {
        String sql = QUOTED_ID.matcher(step.sql()).replaceAll(id -> {
            String placeholder = placeholders.get(id.group());
            if (placeholder == null) {
                throw new IllegalStateException(
                        recording.name() + ": no answer tells what " + id.group() + " is: " + step.sql());
            }
            return Matcher.quoteReplacement(placeholder);
        });
        try {
            String answer = TIME.matcher(step.answer().toString()).replaceAll("\"{ts}\"");
            return new Recording.Step(
                    step.session(),
                    step.role(),
                    withConnections(sql),
                    step.settles(),
                    JSON.readTree(withConnections(answer)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String withConnections(String text) {
        String replaced = text;
        for (Map.Entry<String, String> connection : connections.entrySet()) {
            replaced = replaced.replace(connection.getKey(), connection.getValue());
        }
        return replaced;
    }
}
