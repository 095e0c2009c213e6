package io.github.mzmaven.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The one place that says who wins: what is said later. Defaults (which the loader has), YAML, POM, environment,
 * {@code -D}.
 */
final class Precedence {
    private final ConfigNode.Fields yaml;
    private final RawSettings pom;
    private final Map<String, String> environment;
    private final Map<String, String> properties;

    /**
     * The sources.
     *
     * @param yaml {@code null} where no file says anything
     */
    Precedence(ConfigNode.Fields yaml, SettingsSources sources) {
        this.yaml = yaml;
        this.pom = sources.pom();
        this.environment = sources.environment();
        this.properties = sources.properties();
    }

    /** What was said last for a key, blank or not, or {@code null} where nobody said anything. */
    ConfigNode find(Key<?> key) {
        return last(all(key));
    }

    /** What was said last for a text or a list, where a blank says nothing; {@code null} where nobody said anything. */
    ConfigNode findFilled(Key<?> key) {
        return last(all(key).stream().filter(node -> !ConfigNode.isBlank(node)).toList());
    }

    private static ConfigNode last(List<ConfigNode> said) {
        return said.isEmpty() ? null : said.get(said.size() - 1);
    }

    /** What was said for a key, blank or not, the one that counts last. */
    List<ConfigNode> all(Key<?> key) {
        var said = new ArrayList<ConfigNode>();
        ConfigNode inYaml = yaml == null ? null : yaml.get(key.name());
        if (inYaml != null) {
            said.add(inYaml);
        }
        ConfigNode inPom = pom.get(key.name());
        if (inPom != null) {
            said.add(inPom);
        }
        for (String variable : key.variables()) {
            String value = environment(variable);
            if (value != null) {
                said.add(new ConfigNode.Text(value, new Origin(variable, "environment variable " + variable)));
                break;
            }
        }
        String property = properties.get(key.property());
        if (property != null) {
            said.add(new ConfigNode.Text(property, Origin.of("-D" + key.property())));
        }
        return said;
    }

    /** An environment variable; CI systems set ones without a value to an empty text, which counts as not set. */
    String environment(String variable) {
        String value = environment.get(variable);
        return value == null || value.isBlank() ? null : value;
    }

    /** What {@code -D} says below a key, e.g. {@code -Dmz.placeholders.region=eu}. */
    ConfigNode.Fields below(Key<?> key) {
        String prefix = key.property() + ".";
        List<ConfigNode.Field> fields = properties.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> {
                    Origin origin = Origin.of("-D" + entry.getKey());
                    return new ConfigNode.Field(
                            entry.getKey().substring(prefix.length()),
                            origin,
                            new ConfigNode.Text(entry.getValue(), origin));
                })
                .toList();
        return new ConfigNode.Fields(fields, Origin.of("-D" + prefix + "*"));
    }
}
