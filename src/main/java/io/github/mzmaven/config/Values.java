package io.github.mzmaven.config;

import io.github.mzmaven.Place;
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

    private final Precedence precedence;
    private final Path baseDirectory;
    private final List<Problem> problems;

    Values(Precedence precedence, Path baseDirectory, List<Problem> problems) {
        this.precedence = precedence;
        this.baseDirectory = baseDirectory;
        this.problems = problems;
    }

    /** What is made of a key; where it cannot be read, which is then among the problems, its default. */
    <T> T get(Key<T> key) {
        return key.type().reader().apply(this, key);
    }

    /** A text with its origin; {@code null} where nothing was said, or blanks only. */
    ConfigNode.Text given(Key<?> key) {
        return oneValue(key, precedence.findFilled(key));
    }

    /** Where a key is set; {@code null} where it is in no file. */
    Place where(Key<?> key) {
        ConfigNode filled = precedence.findFilled(key);
        ConfigNode node = filled == null ? precedence.find(key) : filled;
        return node == null ? null : node.origin().where();
    }

    private ConfigNode.Text oneValue(Key<?> key, ConfigNode node) {
        if (node == null || node instanceof ConfigNode.Text) {
            return (ConfigNode.Text) node;
        }
        bad(key.name() + " must be one value", node.origin(), "Give " + key.ways() + " one value.");
        return null;
    }

    /**
     * What must be one of few words, a number or a duration: there a blank is a mistake. It must not count as not said, since
     * {@code -Dmz.dryRun=$DRY} with an unset variable would write.
     */
    <T> T exact(Key<T> key, String remedyForm, Function<String, T> parse) {
        T said = optional(key, remedyForm, parse);
        return said == null ? parse.apply(key.defaultText()) : said;
    }

    /** The same for what has no default: not said, or not to be read, it is {@code null}. */
    <T> T optional(Key<T> key, String remedyForm, Function<String, T> parse) {
        String remedy = remedyForm.replace("%s", key.property());
        ConfigNode node = precedence.find(key);
        if (ConfigNode.isBlank(node)) {
            bad(key.name() + " is blank", node.origin(), remedy);
            return null;
        }
        ConfigNode.Text text = oneValue(key, node);
        try {
            return text == null ? null : parse.apply(text.text().strip());
        } catch (IllegalArgumentException e) {
            bad(
                    key.name() + " is \"" + text.text() + '"' + (e.getMessage() == null ? "" : ", " + e.getMessage()),
                    text.origin(),
                    remedy + Nearest.hint(text.text(), key.type().words()));
            return null;
        }
    }

    /** {@code marts.revenue:country;marts.daily:day,country} in one text, or columns by relation. */
    Map<String, List<String>> keysOfRelations(Key<?> key) {
        String remedy = "For example -D" + key.property() + "=marts.revenue:country;marts.daily:day,country.";
        Map<String, List<String>> keys = new LinkedHashMap<>();
        ConfigNode node = precedence.findFilled(key);
        if (node instanceof ConfigNode.Text text) {
            for (String part : text.text().split(";")) {
                int colon = part.lastIndexOf(':');
                if (!part.isBlank() && colon < 0) {
                    bad("\"" + part.strip() + "\" of " + key.name() + " names no columns", text.origin(), remedy);
                } else if (!part.isBlank()) {
                    putKey(
                            keys,
                            part.substring(0, colon).strip(),
                            columns(part.substring(colon + 1)),
                            text.origin(),
                            remedy);
                }
            }
        } else if (node instanceof ConfigNode.Fields fields) {
            for (ConfigNode.Field field : fields.fields()) {
                putKey(keys, field.key(), columns(field.value()), field.keyOrigin(), remedy);
            }
        } else if (node != null) {
            bad(key.name() + " must be columns by relation", node.origin(), remedy);
        }
        return keys;
    }

    /** Columns of a text, separated by commas, or of a list, whose names may hold commas; none where it is neither. */
    private static List<String> columns(ConfigNode node) {
        if (node instanceof ConfigNode.Text text) {
            return columns(text.text());
        }
        return node instanceof ConfigNode.Items items
                ? items.items().stream()
                        .map(item -> item instanceof ConfigNode.Text text && text.text() != null
                                ? text.text().strip()
                                : "")
                        .toList()
                : List.of();
    }

    private static List<String> columns(String text) {
        return text == null
                ? List.of()
                : Stream.of(text.split(",", -1)).map(String::strip).toList();
    }

    private void putKey(
            Map<String, List<String>> keys, String relation, List<String> names, Origin origin, String remedy) {
        if (relation.isEmpty() || names.isEmpty() || names.stream().anyMatch(String::isEmpty)) {
            bad("The key of relation \"" + relation + "\" is no list of columns", origin, remedy);
        } else if (names.stream().distinct().count() < names.size()) {
            bad("The key of relation \"" + relation + "\" names a column twice", origin, remedy);
        } else {
            keys.put(relation, names);
        }
    }

    String text(Key<String> key) {
        ConfigNode.Text text = given(key);
        return text == null ? key.defaultText() : text.text().strip();
    }

    String textEvenEmpty(Key<String> key) {
        return precedence.find(key) instanceof ConfigNode.Text text && text.text() != null
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
                            name + line.length() + " characters (" + origin.place() + "); it may have " + maxLength
                                    + ".",
                            "Shorten " + ways + ".")
                    .in(origin.where()));
        }
        if (line.chars().anyMatch(Character::isISOControl)) {
            bad(name + "a control character, a line's end for example", origin, "Take it out of " + ways + ".");
        }
        return line;
    }

    Path path(Key<Path> key) {
        ConfigNode.Text text = given(key);
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
        for (ConfigNode item : items(key)) {
            if (item instanceof ConfigNode.Text text) {
                names.add(text.text() == null ? "" : text.text().strip());
            } else {
                bad("An item of " + key.name() + " must be a name", item.origin(), "List names only.");
            }
        }
        return names;
    }

    List<ClusterSetting> clusters(Key<?> key) {
        List<ClusterSetting> clusters = new ArrayList<>();
        for (ConfigNode item : items(key)) {
            if (item instanceof ConfigNode.Text text) {
                clusters.add(new ClusterSetting(
                        text.text() == null ? "" : text.text().strip(), null, null));
            } else if (item instanceof ConfigNode.Fields fields) {
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

    private ClusterSetting cluster(ConfigNode.Fields fields) {
        String name = clusterText(fields, "name");
        String size = clusterText(fields, "size");
        Integer replicationFactor = replicationFactor(name, fields);
        return new ClusterSetting(name == null ? "" : name, size, replicationFactor);
    }

    private Integer replicationFactor(String cluster, ConfigNode.Fields fields) {
        String key = "replicationFactor";
        String what = key + " of cluster " + cluster;
        ConfigNode node = fields.get(key);
        if (ConfigNode.isBlank(node)) {
            bad(what + " is blank", node.origin(), COUNT_REMEDY);
            return null;
        }
        String text = clusterText(fields, key);
        try {
            return text == null ? null : Type.count(text);
        } catch (IllegalArgumentException e) {
            bad(what + " is \"" + text + '"', node.origin(), COUNT_REMEDY);
            return null;
        }
    }

    private String clusterText(ConfigNode.Fields fields, String key) {
        ConfigNode node = fields.get(key);
        if (node == null || ConfigNode.isBlank(node)) {
            return null;
        }
        if (node instanceof ConfigNode.Text text) {
            return text.text().strip();
        }
        bad(key + " of a cluster must be one value", node.origin(), "Write " + key + ": and the value.");
        return null;
    }

    /** Placeholders of all sources together; for each the source that counts. */
    Map<String, String> placeholders(Key<?> key) {
        Map<String, String> values = new LinkedHashMap<>();
        for (ConfigNode node : precedence.all(key)) {
            if (node instanceof ConfigNode.Fields fields) {
                putPlaceholders(fields, values);
            } else if (!ConfigNode.isBlank(node)) {
                bad(
                        "placeholders must be values by name",
                        node.origin(),
                        "Write placeholders: with a line for each name, or -D" + key.property() + ".NAME=value.");
            }
        }
        putPlaceholders(precedence.below(key), values);
        return values;
    }

    private void putPlaceholders(ConfigNode.Fields fields, Map<String, String> values) {
        for (ConfigNode.Field field : fields.fields()) {
            if (field.key().startsWith("schema.") || field.key().startsWith("cluster.")) {
                bad(
                        "The placeholder " + field.key() + " has a name that stands for a copy's name",
                        field.keyOrigin(),
                        "Choose one that does not begin with schema. or cluster.");
            } else if (field.value() instanceof ConfigNode.Text text) {
                values.put(field.key(), text.text() == null ? "" : text.text());
            } else {
                bad("The placeholder " + field.key() + " must have one value", field.keyOrigin(), "Give it a text.");
            }
        }
    }

    private List<ConfigNode> items(Key<?> key) {
        ConfigNode node = precedence.findFilled(key);
        if (node == null) {
            return List.of();
        }
        if (node instanceof ConfigNode.Items items) {
            return items.items();
        }
        if (node instanceof ConfigNode.Text text) {
            return Arrays.stream(text.text().split(",", -1))
                    .<ConfigNode>map(part -> new ConfigNode.Text(part, text.origin()))
                    .toList();
        }
        bad(key.name() + " must be a list", node.origin(), "List names, or separate them by commas.");
        return List.of();
    }

    private void bad(String what, Origin origin, String remedy) {
        problems.add(Problem.hard(what + " (" + origin.place() + ").", remedy).in(origin.where()));
    }
}
