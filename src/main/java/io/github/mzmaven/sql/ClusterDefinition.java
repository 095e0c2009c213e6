package io.github.mzmaven.sql;

import io.github.mzmaven.config.ClusterSetting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a cluster is made of: the options of a managed one, as {@code SHOW CREATE CLUSTER} gives them, or the replicas of an
 * unmanaged one. Values are carried over as they are, so that an option which a newer server adds is cloned too.
 */
public record ClusterDefinition(Map<String, String> options) {
    static final String SIZE = "SIZE";
    static final String REPLICATION_FACTOR = "REPLICATION FACTOR";
    static final String SCHEDULE = "SCHEDULE";
    static final String REPLICAS = "REPLICAS";
    public static final String WORKLOAD_CLASS = "WORKLOAD CLASS";
    public static final String AUTO_SCALING_STRATEGY = "AUTO SCALING STRATEGY";

    /** The whole text, of a definition that has no list of options: it can be compared, but not cloned. */
    private static final String UNREADABLE = "DEFINITION";

    /** Reads a definition: <code>CREATE CLUSTER name (option = value, …)</code>, or else one that is not {@link #isReadable()}. */
    public static ClusterDefinition parse(String name, String createSql) {
        String text = createSql.strip();
        String body = null;
        for (String prefix :
                List.of("CREATE CLUSTER " + Sql.identifier(name) + " (", "CREATE CLUSTER " + name + " (")) {
            if (text.startsWith(prefix)) {
                body = text.substring(prefix.length());
            }
        }
        int end = body == null ? -1 : body.lastIndexOf(')');
        return end < 0 ? new ClusterDefinition(Map.of(UNREADABLE, text)) : ofOptions(body.substring(0, end));
    }

    /** @param replicas as they stand in CREATE CLUSTER; their order does not matter */
    public static ClusterDefinition ofReplicas(List<String> replicas) {
        return new ClusterDefinition(
                Map.of(REPLICAS, replicas.stream().sorted().collect(Collectors.joining(", ", "(", ")"))));
    }

    /** Reads what {@link #sql()} wrote. */
    public static ClusterDefinition ofText(String sql) {
        return ofOptions(sql.substring(1, sql.length() - 1));
    }

    private static ClusterDefinition ofOptions(String list) {
        var options = new LinkedHashMap<String, String>();
        for (String option : splitTopLevel(list)) {
            int equals = option.indexOf('=');
            options.put(
                    (equals < 0 ? option : option.substring(0, equals)).strip(),
                    equals < 0 ? "" : option.substring(equals + 1).strip());
        }
        return new ClusterDefinition(options);
    }

    /** What the copy is to be; its workload class is set afterwards. */
    public ClusterDefinition ofCopy(ClusterSetting setting) {
        ClusterDefinition copy = with(WORKLOAD_CLASS, null);
        if (setting.size() != null) {
            copy = copy.with(SIZE, Sql.literal(setting.size()));
        }
        return setting.replicationFactor() == null
                ? copy
                : copy.with(REPLICATION_FACTOR, setting.replicationFactor().toString());
    }

    /** The same in one order, for what is recorded. */
    public ClusterDefinition sorted() {
        return new ClusterDefinition(new TreeMap<>(options));
    }

    /** The same with another value of an option; {@code null} takes the option away. */
    public ClusterDefinition with(String option, String value) {
        var changed = new LinkedHashMap<>(options);
        if (value == null) {
            changed.remove(option);
        } else {
            changed.put(option, value);
        }
        return new ClusterDefinition(changed);
    }

    /** Whether the options are known. */
    public boolean isReadable() {
        return !options.containsKey(UNREADABLE);
    }

    /** Whether replicas come and go by a schedule, which excludes a replication factor. */
    public boolean isScheduled() {
        return !options.getOrDefault(SCHEDULE, "MANUAL").equalsIgnoreCase("MANUAL");
    }

    /** The options in parentheses, as they follow the name in CREATE CLUSTER. */
    public String sql() {
        return options.entrySet().stream()
                .map(option ->
                        option.getValue().isEmpty() ? option.getKey() : option.getKey() + " = " + option.getValue())
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /** For people: size and replication factor, or the schedule. */
    public String describe() {
        String size = options.getOrDefault(SIZE, "no size").replace("'", "");
        if (isScheduled()) {
            return size + ", scheduled";
        }
        return size + " × " + options.getOrDefault(REPLICATION_FACTOR, "1")
                + (options.containsKey(AUTO_SCALING_STRATEGY) ? ", auto-scaling" : "");
    }

    private static List<String> splitTopLevel(String text) {
        var parts = new ArrayList<String>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'' || c == '"') {
                // A doubled quote closes and opens again, which comes to the same.
                int end = text.indexOf(c, i + 1);
                i = end < 0 ? text.length() : end;
            } else if (c == '(' || c == '[') {
                depth++;
            } else if (c == ')' || c == ']') {
                depth--;
            } else if (c == ',' && depth == 0) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        if (!text.substring(start).isBlank()) {
            parts.add(text.substring(start));
        }
        return parts;
    }
}
