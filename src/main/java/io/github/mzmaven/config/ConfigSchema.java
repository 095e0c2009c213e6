package io.github.mzmaven.config;

import io.github.mzmaven.config.Key.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema of {@code mz.yml}, made of the declared {@link Keys}: {@code docs/mz.schema.json}, which the jar has as {@code
 * META-INF/mz.schema.json}. In draft-07, which editors know best.
 */
final class ConfigSchema {
    private ConfigSchema() {}

    /** The schema as maps, lists and texts. */
    static Map<String, Object> schema() {
        Map<String, Object> targets = Schemas.map(
                "description",
                "What to deploy and where, by target: mvn mz:init -Dmz.target=<name>; default, where none is named.",
                "type",
                "object",
                "minProperties",
                1,
                "additionalProperties",
                Schemas.map("$ref", "#/definitions/target"));
        Map<String, Object> keys = new LinkedHashMap<>();
        Keys.all().stream().filter(key -> key.scope() == Scope.TARGET).forEach(key -> keys.put(key.name(), of(key)));
        Map<String, Object> target = Schemas.map(
                "description",
                "A target: where it is, what belongs to it, and how its goals work.",
                "type",
                List.of("object", "null"),
                "properties",
                keys,
                "additionalProperties",
                false);
        return Schemas.map(
                "$schema",
                "http://json-schema.org/draft-07/schema#",
                "title",
                "mz.yml of the Materialize Maven Plugin",
                "type",
                "object",
                "properties",
                Schemas.map("deployment", targets),
                "required",
                List.of("deployment"),
                "additionalProperties",
                false,
                "definitions",
                Schemas.map("target", target));
    }

    private static Map<String, Object> of(Key<?> key) {
        Map<String, Object> schema = Schemas.map("description", description(key));
        if (key.defaultText() != null) {
            schema.put("default", defaultValue(key));
        }
        schema.putAll(key.type().schema());
        return schema;
    }

    private static String description(Key<?> key) {
        var text = new StringBuilder(key.description());
        text.append(" Type: ").append(key.type().text()).append('.');
        if (key.defaultText() != null) {
            text.append(" Default: ").append(key.defaultText()).append('.');
        }
        if (!key.variables().isEmpty()) {
            text.append(" Also by the environment variable ")
                    .append(String.join(", ", key.variables()))
                    .append('.');
        }
        return text.append(" On the command line -D")
                .append(key.property())
                .append('.')
                .toString();
    }

    private static Object defaultValue(Key<?> key) {
        if (key.type() == Type.FLAG) {
            return Boolean.valueOf(key.defaultText());
        }
        return key.type().name().equals(Type.COUNT.name())
                ? (Object) Integer.valueOf(key.defaultText())
                : key.defaultText();
    }
}
