package io.github.mzmaven.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.github.mzmaven.Problem;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads one YAML file with the line and column of everything; anchors, aliases and merge keys are followed. */
final class YamlReader {
    private static final String MERGE_KEY = "<<";

    private final String shownName;
    private final YAMLParser parser;
    private final List<Problem> problems;
    private final Map<String, ConfigNode> anchors = new HashMap<>();

    private YamlReader(String shownName, YAMLParser parser, List<Problem> problems) {
        this.shownName = shownName;
        this.parser = parser;
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
        try (Reader characters = Files.newBufferedReader(file);
                YAMLParser parser = new YAMLFactory().createParser(characters)) {
            var reader = new YamlReader(shownName, parser, problems);
            ConfigNode root = parser.nextToken() == null ? null : reader.value();
            if (parser.nextToken() != null) {
                problems.add(Problem.hard(
                        reader.here().place() + ": a second document begins; this file may have one only.",
                        "Remove what follows ---, or put it into a file of its own."));
            }
            return root;
        } catch (JsonProcessingException e) {
            problems.add(
                    Problem.hard(place(shownName, e.getLocation()) + ": this is not valid YAML: " + reason(e) + "."));
            return null;
        } catch (IOException e) {
            problems.add(Problem.hard(
                    "The file " + shownName + " cannot be read: " + e.getClass().getSimpleName() + ".",
                    "Mend it (UTF-8, readable), or name another by mz.configFile."));
            return null;
        }
    }

    private ConfigNode value() throws IOException {
        if (parser.isCurrentAlias()) {
            return alias();
        }
        String anchor =
                parser.getObjectId() == null ? null : parser.getObjectId().toString();
        ConfigNode value = switch (parser.currentToken()) {
            case START_OBJECT -> fields();
            case START_ARRAY -> items();
            case VALUE_NULL -> new ConfigNode.Text(null, here());
            default -> new ConfigNode.Text(parser.getText(), here());
        };
        if (anchor != null) {
            anchors.put(anchor, value);
        }
        return value;
    }

    private ConfigNode alias() throws IOException {
        ConfigNode value = anchors.get(parser.getText());
        if (value == null) {
            problems.add(
                    Problem.hard(here().place() + ": there is no anchor &" + parser.getText() + " before this alias."));
            return new ConfigNode.Text(null, here());
        }
        return value;
    }

    private ConfigNode items() throws IOException {
        Origin origin = here();
        var items = new ArrayList<ConfigNode>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value());
        }
        return new ConfigNode.Items(items, origin);
    }

    private ConfigNode fields() throws IOException {
        Origin origin = here();
        var own = new LinkedHashMap<String, ConfigNode.Field>();
        var merged = new LinkedHashMap<String, ConfigNode.Field>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            Origin keyOrigin = here();
            parser.nextToken();
            ConfigNode value = value();
            if (key.equals(MERGE_KEY)) {
                merge(value, merged);
            } else {
                ConfigNode.Field earlier = own.putIfAbsent(key, new ConfigNode.Field(key, keyOrigin, value));
                if (earlier != null) {
                    problems.add(Problem.hard(
                            keyOrigin.place() + ": the key " + key + " is there twice, first at "
                                    + earlier.keyOrigin().place() + ".",
                            "Remove one of the two."));
                }
            }
        }
        merged.forEach(own::putIfAbsent);
        return new ConfigNode.Fields(List.copyOf(own.values()), origin);
    }

    private void merge(ConfigNode value, Map<String, ConfigNode.Field> merged) {
        if (value instanceof ConfigNode.Fields fields) {
            fields.fields().forEach(field -> merged.putIfAbsent(field.key(), field));
        } else if (value instanceof ConfigNode.Items items) {
            items.items().forEach(item -> merge(item, merged));
        } else {
            problems.add(
                    Problem.hard(value.origin().place() + ": << merges keys, so an alias of keys must follow it."));
        }
    }

    private Origin here() {
        return new Origin(shownName, place(shownName, parser.currentTokenLocation()));
    }

    private static String place(String shownName, JsonLocation location) {
        return location == null ? shownName : shownName + ":" + location.getLineNr() + ":" + location.getColumnNr();
    }

    /** The parser's words without the excerpts of the file, which may hold a password; those are indented. */
    private static String reason(JsonProcessingException e) {
        String reason = e.getOriginalMessage()
                .lines()
                .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
                .collect(Collectors.joining(", "));
        return reason.isEmpty() ? "see there" : reason;
    }
}
