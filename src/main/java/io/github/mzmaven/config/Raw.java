package io.github.mzmaven.config;

import java.util.List;

/** A configured value as it was written, before anything is made of it. */
sealed interface Raw {
    Origin origin();

    /** Whether nothing stands where a value should. */
    static boolean isBlank(Raw raw) {
        return raw instanceof Text text && (text.text() == null || text.text().isBlank());
    }

    /** A number, a word, a line; {@code null} where a YAML file gives a key without a value. */
    record Text(String text, Origin origin) implements Raw {
        /** Values may hold passwords (a URL does). */
        @Override
        public String toString() {
            return "Text[" + origin.place() + "]";
        }
    }

    /** Values in order. */
    record Items(List<Raw> items, Origin origin) implements Raw {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** Keys with values, in the order written, each key once. */
    record Fields(List<Field> fields, Origin origin) implements Raw {
        public Fields {
            fields = List.copyOf(fields);
        }

        List<String> keys() {
            return fields.stream().map(Field::key).toList();
        }

        /** The key's value, or {@code null} where the key is absent. */
        Raw get(String key) {
            return fields.stream()
                    .filter(field -> field.key().equals(key))
                    .map(Field::value)
                    .findFirst()
                    .orElse(null);
        }
    }

    /** One key with its value. */
    record Field(String key, Origin keyOrigin, Raw value) {}
}
