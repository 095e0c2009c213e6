package io.github.mzmaven.config;

import java.util.List;

/** A configured value as it was written, before anything is made of it. */
sealed interface ConfigNode {
    Origin origin();

    /** Whether nothing stands where a value should. */
    static boolean isBlank(ConfigNode node) {
        return node instanceof Text text && (text.text() == null || text.text().isBlank());
    }

    /** A number, a word, a line; {@code null} where a YAML file gives a key without a value. */
    record Text(String text, Origin origin) implements ConfigNode {
        /** Values may hold passwords (a URL does). */
        @Override
        public String toString() {
            return "Text[" + origin.place() + "]";
        }
    }

    /** Values in order. */
    record Items(List<ConfigNode> items, Origin origin) implements ConfigNode {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** Keys with values, in the order written, each key once. */
    record Fields(List<Field> fields, Origin origin) implements ConfigNode {
        public Fields {
            fields = List.copyOf(fields);
        }

        List<String> keys() {
            return fields.stream().map(Field::key).toList();
        }

        /** The key's value, or {@code null} where the key is absent. */
        ConfigNode get(String key) {
            return fields.stream()
                    .filter(field -> field.key().equals(key))
                    .map(Field::value)
                    .findFirst()
                    .orElse(null);
        }
    }

    /** One key with its value. */
    record Field(String key, Origin keyOrigin, ConfigNode value) {}
}
