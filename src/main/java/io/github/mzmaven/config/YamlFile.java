package io.github.mzmaven.config;

import io.github.mzmaven.Place;
import io.github.mzmaven.Problem;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads one YAML file with the line and column of everything. No tag makes an object: all is texts, lists and keys. */
final class YamlFile {
    /** More than any project has; what an alias stands for is read once, however many there are. */
    private static final int MAX_ALIASES = 1000;

    private final Path file;
    private final String shownName;
    private final List<Problem> problems;
    private final Map<Node, ConfigNode> done = new IdentityHashMap<>();

    private YamlFile(Path file, String shownName, List<Problem> problems) {
        this.file = file;
        this.shownName = shownName;
        this.problems = problems;
    }

    /**
     * Reads a file.
     *
     * @param shownName how messages name it
     * @param problems gets what is wrong with it
     * @return {@code null} where it cannot be read, or is empty
     */
    static ConfigNode read(Path file, String shownName, List<Problem> problems) {
        var reader = new YamlFile(file, shownName, problems);
        try {
            return reader.read(Files.readString(file));
        } catch (MarkedYAMLException e) {
            // Not the message: it shows an excerpt of the file, which may hold a password.
            reader.invalid(
                    reader.origin(e.getProblemMark()),
                    Stream.of(reader.context(e), e.getProblem())
                            .filter(words -> words != null)
                            .collect(Collectors.joining(", ")));
        } catch (YAMLException e) {
            reader.invalid(reader.origin((Mark) null), e.getMessage());
        } catch (IOException e) {
            problems.add(Problem.hard(
                    "The file " + shownName + " cannot be read: " + e.getClass().getSimpleName() + ".",
                    "Fix it (UTF-8, readable), or name another by mz.configFile."));
        }
        return null;
    }

    private ConfigNode read(String text) {
        var options = new LoaderOptions();
        options.setMaxAliasesForCollections(MAX_ALIASES);
        Iterator<Node> documents =
                new Yaml(options).composeAll(new StringReader(text)).iterator();
        ConfigNode root = documents.hasNext() ? node(documents.next()) : null;
        if (documents.hasNext()) {
            Origin second = origin(documents.next().getStartMark());
            problems.add(Problem.hard(
                            second.place() + ": a second document begins; this file may have one only.",
                            "Remove what follows ---, or put it into a file of its own.")
                    .in(second.where()));
        }
        return root;
    }

    private ConfigNode node(Node node) {
        if (done.containsKey(node)) {
            return known(node);
        }
        done.put(node, null);
        ConfigNode made;
        if (node instanceof ScalarNode scalar) {
            made = new ConfigNode.Text(node.getTag().equals(Tag.NULL) ? null : scalar.getValue(), origin(node));
        } else if (node instanceof SequenceNode sequence) {
            made = new ConfigNode.Items(
                    sequence.getValue().stream().map(this::node).toList(), origin(node));
        } else {
            made = fields((MappingNode) node);
        }
        done.put(node, made);
        return made;
    }

    private ConfigNode known(Node node) {
        ConfigNode made = done.get(node);
        if (made == null) {
            invalid(origin(node), "it holds an alias of itself");
            return new ConfigNode.Text(null, origin(node));
        }
        return made;
    }

    private ConfigNode.Fields fields(MappingNode node) {
        var own = new LinkedHashMap<String, ConfigNode.Field>();
        var merged = new LinkedHashMap<String, ConfigNode.Field>();
        for (NodeTuple entry : node.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                invalid(origin(entry.getKeyNode()), "a key must be a text");
                continue;
            }
            ConfigNode value = node(entry.getValueNode());
            if (key.getTag().equals(Tag.MERGE)) {
                merge(value, merged);
                continue;
            }
            var field = new ConfigNode.Field(key.getValue(), origin(key), value);
            ConfigNode.Field earlier = own.putIfAbsent(key.getValue(), field);
            if (earlier != null) {
                problems.add(Problem.hard(
                                field.keyOrigin().place() + ": the key " + key.getValue() + " is there twice, first at "
                                        + earlier.keyOrigin().place() + ".",
                                "Remove one of the two.")
                        .in(field.keyOrigin().where()));
            }
        }
        merged.forEach(own::putIfAbsent);
        return new ConfigNode.Fields(List.copyOf(own.values()), origin(node));
    }

    private void merge(ConfigNode value, Map<String, ConfigNode.Field> merged) {
        if (value instanceof ConfigNode.Fields fields) {
            fields.fields().forEach(field -> merged.putIfAbsent(field.key(), field));
        } else if (value instanceof ConfigNode.Items items) {
            items.items().forEach(item -> merge(item, merged));
        } else {
            problems.add(Problem.hard(value.origin().place() + ": << merges keys, so an alias of keys must follow it.")
                    .in(value.origin().where()));
        }
    }

    private void invalid(Origin origin, String reason) {
        problems.add(Problem.hard(origin.place() + ": this is not valid YAML: " + reason + ".")
                .in(origin.where()));
    }

    /** Where something unfinished began is what helps: its end is the file's. */
    private String context(MarkedYAMLException e) {
        String place = origin(e.getContextMark()).place();
        boolean elsewhere = e.getContextMark() != null
                && !place.equals(origin(e.getProblemMark()).place());
        return elsewhere ? e.getContext() + " (" + place + ")" : e.getContext();
    }

    private Origin origin(Node node) {
        return origin(node.getStartMark());
    }

    private Origin origin(Mark mark) {
        if (mark == null) {
            return new Origin(shownName, shownName, Place.in(file, 1, 1));
        }
        int line = mark.getLine() + 1;
        int column = mark.getColumn() + 1;
        return new Origin(shownName, shownName + ":" + line + ":" + column, Place.in(file, line, column));
    }
}
