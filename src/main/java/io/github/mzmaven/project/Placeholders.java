package io.github.mzmaven.project;

import io.github.mzmaven.config.Settings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What <code>${name}</code> stands for. <code>${schema.x}</code> and <code>${cluster.x}</code> are names of the copies: quoted
 * identifiers in SQL, plain names inside quotes. Any other is a configured text: it stands in SQL as it is and may not hold
 * a semicolon, a comment or an open quote; inside quotes it is escaped. Nothing is replaced in comments. <code>${$}</code> is a
 * dollar sign, so that <code>${$}{x}</code> is no placeholder.
 *
 * @param names of copies, by <code>schema.x</code> and <code>cluster.x</code>
 * @param texts configured values by name
 */
public record Placeholders(Map<String, String> names, Map<String, String> texts) {
    private static final String DOLLAR = "$";

    public Placeholders {
        names = Map.copyOf(names);
        texts = Map.copyOf(texts);
    }

    /** The placeholders of a target. */
    public static Placeholders of(Settings settings) {
        var names = new TreeMap<String, String>();
        settings.schemas().forEach(schema -> names.put("schema." + schema, settings.copyOf(schema)));
        settings.clusterNames().forEach(cluster -> names.put("cluster." + cluster, settings.copyOf(cluster)));
        return new Placeholders(names, settings.files().placeholders());
    }

    boolean isName(String placeholder) {
        return names.containsKey(placeholder);
    }

    /** What it stands for, or {@code null} for an unknown one. */
    String value(String placeholder) {
        return DOLLAR.equals(placeholder) ? DOLLAR : names.getOrDefault(placeholder, texts.get(placeholder));
    }

    List<String> known() {
        return Stream.concat(names.keySet().stream(), texts.keySet().stream())
                .sorted()
                .toList();
    }
}
