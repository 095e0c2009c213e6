package io.github.mzmaven.config;

import io.github.mzmaven.Nearest;
import io.github.mzmaven.Problem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes typed values of what was written, and keeps what is wrong with it. */
final class Values {
    private final Layers layers;
    private final Path baseDirectory;
    private final List<Problem> problems;

    Values(Layers layers, Path baseDirectory, List<Problem> problems) {
        this.layers = layers;
        this.baseDirectory = baseDirectory;
        this.problems = problems;
    }

    /** A text with its origin; {@code null} where nothing was said, or a blank. */
    Raw.Text given(Key key) {
        Raw raw = layers.find(key);
        if (raw == null) {
            return null;
        }
        if (raw instanceof Raw.Text text && text.text() != null) {
            return text.text().isBlank() ? null : text;
        }
        bad(key.key() + " must be one value", raw.origin(), "Give " + key.ways() + " one value.");
        return null;
    }

    String text(Key key, String otherwise) {
        Raw.Text text = given(key);
        return text == null ? otherwise : text.text().strip();
    }

    /** A text that may be said to be empty, which differs from not being said. */
    String textEvenEmpty(Key key, String otherwise) {
        return layers.find(key) instanceof Raw.Text text && text.text() != null
                ? text.text().strip()
                : text(key, otherwise);
    }

    boolean flag(Key key) {
        Raw.Text text = given(key);
        if (text == null) {
            return false;
        }
        String word = text.text().strip().toLowerCase(Locale.ROOT);
        if (!word.equals("true") && !word.equals("false")) {
            bad(key.key() + " is \"" + text.text() + '"', text.origin(), "Use true or false.");
        }
        return word.equals("true");
    }

    int count(Key key, int otherwise) {
        Raw.Text text = given(key);
        return text == null ? otherwise : count(key.key(), text, otherwise);
    }

    private int count(String name, Raw.Text text, int otherwise) {
        try {
            int count = Integer.parseInt(text.text().strip());
            if (count >= 0) {
                return count;
            }
        } catch (NumberFormatException e) {
            // Told below, with the same words as a negative number.
        }
        bad(name + " is \"" + text.text() + '"', text.origin(), "Use a whole number, 0 or more.");
        return otherwise;
    }

    Duration duration(Key key, String otherwise) {
        Raw.Text text = given(key);
        if (text == null) {
            return Durations.parse(otherwise);
        }
        String example = "Set " + key.property() + " to a duration, for example " + Durations.EXAMPLES + ".";
        try {
            Duration duration = Durations.parse(text.text());
            if (duration.compareTo(Duration.ofMillis(1)) >= 0) {
                return duration;
            }
            bad(key.key() + " is \"" + text.text() + "\", and must be 1 ms or more", text.origin(), example);
        } catch (IllegalArgumentException e) {
            bad(key.key() + " is " + e.getMessage(), text.origin(), example);
        }
        return Durations.parse(otherwise);
    }

    <E extends Enum<E>> E choice(Key key, E otherwise) {
        Raw.Text text = given(key);
        if (text == null) {
            return otherwise;
        }
        List<String> words = new ArrayList<>();
        for (E constant : otherwise.getDeclaringClass().getEnumConstants()) {
            String word = constant.name().toLowerCase(Locale.ROOT);
            if (word.equals(text.text().strip().toLowerCase(Locale.ROOT))) {
                return constant;
            }
            words.add(word);
        }
        bad(
                key.key() + " is \"" + text.text() + '"',
                text.origin(),
                "Use one of " + String.join(", ", words) + "." + Nearest.hint(text.text(), words));
        return otherwise;
    }

    Path path(Key key, Path otherwise) {
        Raw.Text text = given(key);
        if (text == null) {
            return baseDirectory.resolve(otherwise).normalize();
        }
        try {
            return baseDirectory.resolve(text.text().strip()).normalize();
        } catch (InvalidPathException e) {
            bad(key.key() + " is \"" + text.text() + "\", which is no path", text.origin(), "Set " + key.ways() + ".");
            return baseDirectory;
        }
    }

    /** Names, as a list or in one text, separated by commas. */
    List<String> names(Key key) {
        List<String> names = new ArrayList<>();
        for (Raw item : items(key)) {
            if (item instanceof Raw.Text text) {
                names.add(text.text() == null ? "" : text.text().strip());
            } else {
                bad("An item of " + key.key() + " must be a name", item.origin(), "List names only.");
            }
        }
        return names;
    }

    List<ClusterSetting> clusters() {
        List<ClusterSetting> clusters = new ArrayList<>();
        for (Raw item : items(Key.CLUSTERS)) {
            if (item instanceof Raw.Text text) {
                clusters.add(new ClusterSetting(
                        text.text() == null ? "" : text.text().strip(), null, null));
            } else if (item instanceof Raw.Fields fields) {
                clusters.add(cluster(fields));
            } else {
                bad(
                        "An item of clusters is a list",
                        item.origin(),
                        "Write a name, or name:, size: and replicationFactor:.");
            }
        }
        return clusters;
    }

    private ClusterSetting cluster(Raw.Fields fields) {
        String name = clusterText(fields, "name");
        String size = clusterText(fields, "size");
        String factor = clusterText(fields, "replicationFactor");
        Integer replicationFactor = factor == null
                ? null
                : count("replicationFactor of cluster " + name, (Raw.Text) fields.get("replicationFactor"), 0);
        return new ClusterSetting(name == null ? "" : name, size, replicationFactor);
    }

    private String clusterText(Raw.Fields fields, String key) {
        Raw raw = fields.get(key);
        if (raw == null || raw instanceof Raw.Text text && text.text() == null) {
            return null;
        }
        if (raw instanceof Raw.Text text) {
            return text.text().isBlank() ? null : text.text().strip();
        }
        bad(key + " of a cluster must be one value", raw.origin(), "Write " + key + ": and the value.");
        return null;
    }

    /** Placeholders of all sources together; for each the source that counts. */
    Map<String, String> placeholders() {
        Map<String, String> values = new LinkedHashMap<>();
        for (Raw raw : layers.all(Key.PLACEHOLDERS)) {
            if (raw instanceof Raw.Fields fields) {
                putPlaceholders(fields, values);
            } else {
                bad(
                        "placeholders must be values by name",
                        raw.origin(),
                        "Write placeholders: with a line for each name, or -D" + Key.PLACEHOLDERS.property()
                                + ".NAME=value.");
            }
        }
        putPlaceholders(layers.below(Key.PLACEHOLDERS), values);
        return values;
    }

    private void putPlaceholders(Raw.Fields fields, Map<String, String> values) {
        for (Raw.Field field : fields.fields()) {
            if (field.key().startsWith("schema.") || field.key().startsWith("cluster.")) {
                bad(
                        "The placeholder " + field.key() + " has a name that stands for a copy's name",
                        field.keyOrigin(),
                        "Choose one that does not begin with schema. or cluster.");
            } else if (field.value() instanceof Raw.Text text) {
                values.put(field.key(), text.text() == null ? "" : text.text());
            } else {
                bad("The placeholder " + field.key() + " must have one value", field.keyOrigin(), "Give it a text.");
            }
        }
    }

    private List<Raw> items(Key key) {
        Raw raw = layers.find(key);
        if (raw == null) {
            return List.of();
        }
        if (raw instanceof Raw.Items items) {
            return items.items();
        }
        if (raw instanceof Raw.Text text && text.text() != null) {
            return text.text().isBlank()
                    ? List.of()
                    : Arrays.stream(text.text().split(",", -1))
                            .<Raw>map(part -> new Raw.Text(part, text.origin()))
                            .toList();
        }
        bad(key.key() + " must be a list", raw.origin(), "List names, or separate them by commas.");
        return List.of();
    }

    private void bad(String what, Origin origin, String remedy) {
        problems.add(Problem.hard(what + " (" + origin.place() + ").", remedy));
    }
}
