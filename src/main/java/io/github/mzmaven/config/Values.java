package io.github.mzmaven.config;

import io.github.mzmaven.Problem;
import io.github.mzmaven.text.Nearest;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes typed values of what was written, and keeps what is wrong with it. */
final class Values {
    static final String COUNT_REMEDY = "Use a whole number, 0 or more.";

    private final Precedence layers;
    private final Path baseDirectory;
    private final List<Problem> problems;

    Values(Precedence layers, Path baseDirectory, List<Problem> problems) {
        this.layers = layers;
        this.baseDirectory = baseDirectory;
        this.problems = problems;
    }

    /** What is made of a key; where it cannot be read, which is then among the problems, its default. */
    <T> T get(Key<T> key) {
        return key.type().reader().apply(this, key);
    }

    /** A text with its origin; {@code null} where nothing was said, or blanks only. */
    Raw.Text given(Key<?> key) {
        return oneValue(key, layers.findFilled(key));
    }

    private Raw.Text oneValue(Key<?> key, Raw raw) {
        if (raw == null || raw instanceof Raw.Text) {
            return (Raw.Text) raw;
        }
        bad(key.name() + " must be one value", raw.origin(), "Give " + key.ways() + " one value.");
        return null;
    }

    /**
     * What must be one of few words, a number or a duration: there a blank is a mistake. It must not count as not said, since
     * {@code -Dmz.dryRun=$DRY} with an unset variable would write.
     */
    <T> T exact(Key<T> key, String remedyForm, Function<String, T> parse) {
        String remedy = remedyForm.formatted(key.property());
        Raw raw = layers.find(key);
        if (Raw.isBlank(raw)) {
            bad(key.name() + " is blank", raw.origin(), remedy);
            return parse.apply(key.defaultText());
        }
        Raw.Text text = oneValue(key, raw);
        if (text != null) {
            try {
                return parse.apply(text.text().strip());
            } catch (IllegalArgumentException e) {
                bad(
                        key.name() + " is \"" + text.text() + '"'
                                + (e.getMessage() == null ? "" : ", " + e.getMessage()),
                        text.origin(),
                        remedy + Nearest.hint(text.text(), key.type().words()));
            }
        }
        return parse.apply(key.defaultText());
    }

    String text(Key<String> key) {
        Raw.Text text = given(key);
        return text == null ? key.defaultText() : text.text().strip();
    }

    String textEvenEmpty(Key<String> key) {
        return layers.find(key) instanceof Raw.Text text && text.text() != null
                ? text.text().strip()
                : text(key);
    }

    String line(Key<String> key, int maxLength) {
        String line = text(key);
        if (line == null) {
            return null;
        }
        Origin origin = given(key).origin();
        String ways =
                Stream.concat(Stream.of(key.ways()), key.variables().stream()).collect(Collectors.joining(" or "));
        String name = "The " + key.name() + " has ";
        if (line.length() > maxLength) {
            problems.add(Problem.hard(
                    name + line.length() + " characters (" + origin.place() + "); it may have " + maxLength + ".",
                    "Shorten " + ways + "."));
        }
        if (line.chars().anyMatch(Character::isISOControl)) {
            bad(name + "a control character, a line's end for example", origin, "Take it out of " + ways + ".");
        }
        return line;
    }

    Path path(Key<Path> key) {
        Raw.Text text = given(key);
        String written = text == null ? key.defaultText() : text.text().strip();
        try {
            return written == null ? null : baseDirectory.resolve(written).normalize();
        } catch (InvalidPathException e) {
            bad(key.name() + " is \"" + written + "\", which is no path", text.origin(), "Set " + key.ways() + ".");
            return baseDirectory;
        }
    }

    /** Names, as a list or in one text, separated by commas. */
    List<String> names(Key<?> key) {
        List<String> names = new ArrayList<>();
        for (Raw item : items(key)) {
            if (item instanceof Raw.Text text) {
                names.add(text.text() == null ? "" : text.text().strip());
            } else {
                bad("An item of " + key.name() + " must be a name", item.origin(), "List names only.");
            }
        }
        return names;
    }

    List<ClusterSetting> clusters(Key<?> key) {
        List<ClusterSetting> clusters = new ArrayList<>();
        for (Raw item : items(key)) {
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
        String what = key + " of cluster " + cluster;
        Raw raw = fields.get(key);
        if (Raw.isBlank(raw)) {
            bad(what + " is blank", raw.origin(), COUNT_REMEDY);
            return null;
        }
        String text = clusterText(fields, key);
        try {
            return text == null ? null : Type.count(text);
        } catch (IllegalArgumentException e) {
            bad(what + " is \"" + text + '"', raw.origin(), COUNT_REMEDY);
            return null;
        }
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
    Map<String, String> placeholders(Key<?> key) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Raw raw : layers.all(key)) {
            if (raw instanceof Raw.Fields fields) {
                putPlaceholders(fields, values);
            } else if (!Raw.isBlank(raw)) {
                bad(
                        "placeholders must be values by name",
                        raw.origin(),
                        "Write placeholders: with a line for each name, or -D" + key.property() + ".NAME=value.");
            }
        }
        putPlaceholders(layers.below(key), values);
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

    private List<Raw> items(Key<?> key) {
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
        bad(key.name() + " must be a list", raw.origin(), "List names, or separate them by commas.");
        return List.of();
    }

    private void bad(String what, Origin origin, String remedy) {
        problems.add(Problem.hard(what + " (" + origin.place() + ").", remedy));
    }
}
