package io.github.mzmaven.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares answers of a recording that reads whole catalog relations, on a server that holds other things: columns with
 * types, and of the rows those that tell of objects made in the recording, in any order since the reads give none. All
 * of these must be there and no others. Any other answer is compared whole.
 */
final class MadeRows implements Replay.Comparison {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Pattern RELATION = Pattern.compile("SELECT .* FROM mz_(?:catalog|internal)\\.(\\w+) .*");
    private static final Pattern MADE_BY_NAME =
            Pattern.compile("(?:CREATE (?:ROLE|SCHEMA|CLUSTER|DATABASE)|RENAME TO) (?:\"\\w+\"\\.)?\"?([\\w{}]+)\"?");

    /** Of what the column {@code id} of a relation is the id, where it is no object of a schema. */
    private static final Map<String, String> KINDS = Map.of(
            "mz_roles", "role",
            "mz_databases", "database",
            "mz_schemas", "schema",
            "mz_clusters", "cluster",
            "mz_cluster_workload_classes", "cluster",
            "mz_cluster_replicas", "replica",
            "mz_internal_cluster_replicas", "replica");

    private final Placeholders placeholders;
    private final Side recordedSide;
    private final Side answerSide;

    MadeRows(Recording recording, Placeholders placeholders) {
        this.placeholders = placeholders;
        Set<String> names = new HashSet<>();
        for (Recording.Step step : recording.steps()) {
            MADE_BY_NAME.matcher(step.sql()).results().forEach(made -> names.add(made.group(1)));
        }
        recordedSide = new Side(names);
        answerSide = new Side(names);
    }

    @Override
    public boolean matches(Recording.Step step, JsonNode answer) {
        JsonNode results = step.answer().get("results");
        JsonNode answered = answer.get("results");
        String[] statements = step.sql().split(";\n");
        if (results.size() != answered.size()
                || !step.answer().get("transaction").equals(answer.get("transaction"))) {
            return false;
        }
        for (int i = 0; i < results.size(); i++) {
            Matcher read = RELATION.matcher(statements[i]);
            boolean matches = read.matches()
                    ? matchRead(read.group(1), results.get(i), answered.get(i))
                    : placeholders.match(results.get(i), answered.get(i));
            if (!matches) {
                return false;
            }
        }
        return true;
    }

    /** What was hydrated when the plugin looked may take a moment here; the recording does not say how long it took. */
    @Override
    public Duration patience(Recording.Step step) {
        return step.sql().startsWith("SELECT") ? PATIENCE : Duration.ZERO;
    }

    private boolean matchRead(String relation, JsonNode recorded, JsonNode answer) {
        if (!placeholders.match(withoutRows(recorded), withoutRows(answer))) {
            return false;
        }
        List<JsonNode> wanted = recordedSide.telling(relation, recorded);
        List<JsonNode> rest = answerSide.telling(relation, answer);
        for (JsonNode row : wanted) {
            if (!take(row, rest)) {
                return false;
            }
        }
        return rest.isEmpty();
    }

    /** How many rows there are is part of the tag. */
    private static JsonNode withoutRows(JsonNode result) {
        ObjectNode copy = result.deepCopy();
        copy.remove("rows");
        if (copy.path("tag").asText().matches("SELECT \\d+")) {
            copy.put("tag", "SELECT");
        }
        return copy;
    }

    private boolean take(JsonNode row, List<JsonNode> from) {
        for (Iterator<JsonNode> candidates = from.iterator(); candidates.hasNext(); ) {
            if (placeholders.match(row, candidates.next())) {
                candidates.remove();
                return true;
            }
        }
        return false;
    }

    /** Only the rows that are compared. */
    @Override
    public JsonNode compared(Recording.Step step, JsonNode whole, boolean recorded) {
        String[] statements = step.sql().split(";\n");
        ObjectNode copy = whole.deepCopy();
        for (int i = 0; i < copy.get("results").size() && i < statements.length; i++) {
            Matcher read = RELATION.matcher(statements[i]);
            JsonNode result = copy.get("results").get(i);
            if (read.matches() && result.has("rows")) {
                ArrayNode rows = JsonNodeFactory.instance.arrayNode();
                rows.addAll((recorded ? recordedSide : answerSide).telling(read.group(1), result));
                ((ObjectNode) result).set("rows", rows);
            }
        }
        return copy;
    }

    /** What one of the two servers has made; ids are those of one kind of thing only. */
    private static final class Side {
        private final Set<String> names;
        private final Set<String> made = new HashSet<>();

        Side(Set<String> names) {
            this.names = names;
        }

        List<JsonNode> telling(String relation, JsonNode result) {
            List<String> columns = new ArrayList<>();
            result.path("columns").forEach(column -> columns.add(column.get(0).asText()));
            List<JsonNode> telling = new ArrayList<>();
            for (JsonNode row : result.path("rows")) {
                learn(relation, columns, row);
                for (int i = 0; i < columns.size(); i++) {
                    if (made.contains(
                            kind(relation, columns, i, row) + " " + row.get(i).asText())) {
                        telling.add(row);
                        break;
                    }
                }
            }
            return telling;
        }

        /** What is in a schema or on a cluster was made with it; anything else goes by its name. */
        private void learn(String relation, List<String> columns, JsonNode row) {
            int id = columns.indexOf("id");
            int schema = columns.indexOf("schema_id");
            int cluster = columns.indexOf("cluster_id");
            int name = columns.indexOf("name");
            if (id < 0) {
                return;
            }
            boolean isMade;
            if (schema >= 0) {
                isMade = made.contains("schema " + row.get(schema).asText());
            } else if (cluster >= 0) {
                isMade = made.contains("cluster " + row.get(cluster).asText());
            } else {
                isMade = name >= 0 && names.contains(row.get(name).asText());
            }
            if (isMade) {
                made.add(kind(relation, columns, id, row) + " " + row.get(id).asText());
            }
        }

        private static String kind(String relation, List<String> columns, int column, JsonNode row) {
            String name = columns.get(column);
            return switch (name) {
                case "id" ->
                    columns.contains("object_type")
                            ? row.get(columns.indexOf("object_type")).asText()
                            : KINDS.getOrDefault(relation, "object");
                case "schema_id", "cluster_id", "replica_id", "database_id", "role_id" ->
                    name.substring(0, name.length() - 3);
                case "owner_id", "member", "grantee" -> "role";
                case "object_id", "referenced_object_id", "materialized_view_id" -> "object";
                default -> "no id";
            };
        }
    }
}
