package io.github.mzmaven.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.mzmaven.sandbox.postgres.PgClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An answer in the form of the recordings, with everything a recording holds. */
final class AnswerJson {
    private static final Map<Integer, String> TYPES = Map.ofEntries(
            Map.entry(16, "boolean"),
            Map.entry(17, "bytea"),
            Map.entry(20, "bigint"),
            Map.entry(21, "smallint"),
            Map.entry(23, "integer"),
            Map.entry(25, "text"),
            Map.entry(26, "oid"),
            Map.entry(700, "real"),
            Map.entry(701, "double precision"),
            Map.entry(1009, "text[]"),
            Map.entry(1043, "character varying"),
            Map.entry(1082, "date"),
            Map.entry(1114, "timestamp without time zone"),
            Map.entry(1184, "timestamp with time zone"),
            Map.entry(1186, "interval"),
            Map.entry(1700, "numeric"),
            Map.entry(2950, "uuid"),
            Map.entry(3802, "jsonb"),
            Map.entry(16462, "uint4"),
            Map.entry(16464, "uint8"),
            Map.entry(16552, "mz_timestamp"),
            Map.entry(16566, "mz_aclitem"),
            Map.entry(16567, "mz_aclitem[]"));

    private static final Map<Character, String> REPORT_FIELDS = reportFields();

    private AnswerJson() {}

    static JsonNode of(List<PgClient.Result> results, char transaction) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode array = answer.putArray("results");
        results.forEach(result -> array.add(of(result)));
        answer.put(
                "transaction",
                switch (transaction) {
                    case 'I' -> "idle";
                    case 'T' -> "open";
                    default -> "failed";
                });
        return answer;
    }

    private static ObjectNode of(PgClient.Result result) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (result.columns() != null) {
            ArrayNode columns = node.putArray("columns");
            result.columns()
                    .forEach(column -> columns.addArray()
                            .add(column.name())
                            .add(TYPES.getOrDefault(column.typeOid(), String.valueOf(column.typeOid()))));
            ArrayNode rows = node.putArray("rows");
            result.rows().forEach(row -> row.forEach(rows.addArray()::add));
        }
        if (result.tag() != null) {
            node.put("tag", result.tag());
        }
        if (!result.notices().isEmpty()) {
            ArrayNode notices = node.putArray("notices");
            result.notices().forEach(notice -> notices.add(of(notice)));
        }
        if (result.error() != null) {
            node.set("error", of(result.error()));
        }
        return node;
    }

    private static ObjectNode of(PgClient.Report report) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        REPORT_FIELDS.forEach((letter, name) -> {
            if (report.field(letter) != null) {
                node.put(name, report.field(letter));
            }
        });
        return node;
    }

    private static Map<Character, String> reportFields() {
        Map<Character, String> fields = new LinkedHashMap<>();
        fields.put('S', "severity");
        fields.put('C', "code");
        fields.put('M', "message");
        fields.put('D', "detail");
        fields.put('H', "hint");
        fields.put('P', "position");
        return fields;
    }
}
