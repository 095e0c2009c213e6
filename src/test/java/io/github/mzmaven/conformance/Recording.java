package io.github.mzmaven.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The recorded scenarios of {@code src/test/resources/conformance}. */
record Recording(String name, List<Step> steps) {
    /**
     * One message and its answer.
     *
     * @param settles how long the answer may take to become so
     * @param answer {@code results} and {@code transaction} as recorded
     */
    record Step(String session, String role, String sql, Duration settles, JsonNode answer) {}

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> NAMES = List.of(
            "01-session",
            "02-ddl-in-transactions",
            "03-swap-race",
            "04-swap-schema",
            "05-names",
            "06-clusters",
            "07-privileges",
            "08-dependents",
            "09-sinks",
            "11-readiness",
            "12-drops",
            "13-search-path",
            "14-sink-blocks",
            "15-object-grants",
            "16-unmanaged-clusters",
            "17-stateful-objects",
            "18-one-message",
            "19-dry-run",
            "20-whole-cycle",
            "21-many-at-once",
            "22-sessions");

    static List<Recording> all() throws IOException {
        List<Recording> all = new ArrayList<>();
        for (String name : NAMES) {
            all.add(read(name));
        }
        return all;
    }

    static Recording read(String name) throws IOException {
        List<Step> steps = new ArrayList<>();
        Duration settles = Duration.ZERO;
        try (InputStream in = Recording.class.getResourceAsStream("/conformance/" + name + ".jsonl")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                JsonNode node = JSON.readTree(line);
                if (node.has("settles_within_seconds")) {
                    settles = Duration.ofSeconds(
                            node.get("settles_within_seconds").asLong());
                } else if (node.has("sql")) {
                    steps.add(step(node, settles));
                    settles = Duration.ZERO;
                }
            }
        }
        return new Recording(name, steps);
    }

    private static Step step(JsonNode node, Duration settles) {
        String role = node.has("role") ? node.get("role").asText() : "materialize";
        ObjectNode answer = JSON.createObjectNode();
        answer.set("results", node.get("results"));
        answer.set("transaction", node.get("transaction"));
        return new Step(node.get("session").asText(), role, node.get("sql").asText(), settles, answer);
    }
}
