package io.github.mzmaven.config;

import io.github.mzmaven.Problem;
import io.github.mzmaven.text.Nearest;
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
    private static final String BOOLEAN = "Use true or false.";
    private static final String COUNT = "Use a whole number, 0 or more.";

    private final Precedence layers;
    private final Path baseDirectory;
    private final List<Problem> problems;

    Values(Precedence layers, Path baseDirectory, List<Problem> problems) {
        this.layers = layers;
        this.baseDirectory = baseDirectory;
        this.problems = problems;
    }

    /** A text with its origin; {@code null} where nothing was said, or blanks only. */
    Raw.Text given(Key key) {
        return oneValue(key, layers.findFilled(key));
    }

    /**
     * What must be one of few words, a number or a duration: there a blank is a mistake. It must not count as not said, since
     * {@code -Dmz.dryRun=$DRY} with an unset variable would write.
     *
     * @return {@code null} where nothing was said, or where it cannot be read, which is then among the problems
     */
    private Raw.Text exact(Key key, String remedy) {
        Raw raw = layers.find(key);
        if (Raw.isBlank(raw)) {
            bad(key.key() + " is blank", raw.origin(), remedy);
            return null;
        }
        return oneValue(key, raw);
    }

    private Raw.Text oneValue(Key key, Raw raw) {
        if (raw == null || raw instanceof Raw.Text) {
            return (Raw.Text) raw;
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
        Raw.Text text = exact(key, BOOLEAN);
        if (text == null) {
            return false;
        }
        String word = text.text().strip().toLowerCase(Locale.ROOT);
        if (!word.equals("true") && !word.equals("false")) {
            bad(key.key() + " is \"" + text.text() + '"', text.origin(), BOOLEAN);
        }
        return word.equals("true");
    }

    int count(Key key, int otherwise) {
        Raw.Text text = exact(key, COUNT);
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
        bad(name + " is \"" + text.text() + '"', text.origin(), COUNT);
        return otherwise;
    }

    Duration duration(Key key, String otherwise) {
        String example = "Set " + key.property() + " to a duration, for example " + Durations.EXAMPLES + ".";
        Raw.Text text = exact(key, example);
        if (text == null) {
            return Durations.parse(otherwise);
        }
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
        Map<String, E> words = new LinkedHashMap<>();
        for (E constant : otherwise.getDeclaringClass().getEnumConstants()) {
            words.put(constant.name().toLowerCase(Locale.ROOT), constant);
        }
        String remedy = "Use one of " + String.join(", ", words.keySet()) + ".";
        Raw.Text text = exact(key, remedy);
        if (text == null) {
            return otherwise;
        }
        E chosen = words.get(text.text().strip().toLowerCase(Locale.ROOT));
        if (chosen == null) {
            bad(
                    key.key() + " is \"" + text.text() + '"',
                    text.origin(),
                    remedy + Nearest.hint(text.text(), words.keySet()));
            return otherwise;
        }
        return chosen;
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
        Integer replicationFactor = replicationFactor(name, fields);
        return new ClusterSetting(name == null ? "" : name, size, replicationFactor);
    }

    private Integer replicationFactor(String cluster, Raw.Fields fields) {
        String key = "replicationFactor";
        Raw raw = fields.get(key);
        if (Raw.isBlank(raw)) {
            bad(key + " of cluster " + cluster + " is blank", raw.origin(), COUNT);
            return null;
        }
        return clusterText(fields, key) == null ? null : count(key + " of cluster " + cluster, (Raw.Text) raw, 0);
    }

    private String clusterText(Raw.Fields fields, String key) {
        Raw raw = fields.get(key);
        if (raw == null || Raw.isBlank(raw)) {
            return null;
        }
        if (raw instanceof Raw.Text text) {
            return text.text().strip();
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
            } else if (!Raw.isBlank(raw)) {
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
        Raw raw = layers.findFilled(key);
        if (raw == null) {
            return List.of();
        }
        if (raw instanceof Raw.Items items) {
            return items.items();
        }
        if (raw instanceof Raw.Text text) {
            return Arrays.stream(text.text().split(",", -1))
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
