package io.github.mzmaven.config;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A configured value as it was written, before anything is made of it. */
sealed interface ConfigNode {
    Origin origin();

    /** Whether nothing stands where a value should. */
    static boolean isBlank(ConfigNode node) {
        return node instanceof Text text && (text.text() == null || text.text().isBlank());
    }

    /** The same with other texts; what stands in several places, an alias for example, is asked for once. */
    default ConfigNode withTexts(UnaryOperator<Text> change) {
        return withTexts(this, change, new IdentityHashMap<>());
    }

    private static ConfigNode withTexts(ConfigNode node, UnaryOperator<Text> change, Map<ConfigNode, ConfigNode> done) {
        if (done.containsKey(node)) {
            return done.get(node);
        }
        ConfigNode changed;
        if (node instanceof Fields fields) {
            changed = new Fields(
                    fields.fields().stream()
                            .map(field ->
                                    new Field(field.key(), field.keyOrigin(), withTexts(field.value(), change, done)))
                            .toList(),
                    node.origin());
        } else if (node instanceof Items items) {
            changed = new Items(
                    items.items().stream()
                            .map(item -> withTexts(item, change, done))
                            .toList(),
                    node.origin());
        } else {
            changed = change.apply((Text) node);
        }
        done.put(node, changed);
        return changed;
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
