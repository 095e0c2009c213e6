package io.github.mzmaven.sql;

import io.github.mzmaven.config.ClusterSetting;
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

    /** Where the options are, in tokens: after CREATE, CLUSTER, the name and a parenthesis. */
    private static final int FIRST_OPTION = 4;

    /** Reads a definition: <code>CREATE CLUSTER name (option = value, …)</code>, or else one that is not {@link #isReadable()}. */
    public static ClusterDefinition parse(String name, String createSql) {
        Lexer.Tokens read = Lexer.tokensOfBroken(createSql);
        List<Token> tokens = read.tokens();
        int end = tokens.size() - 1;
        while (end >= 0 && !tokens.get(end).isSign(')')) {
            end--;
        }
        boolean readable = !read.broken()
                && end >= FIRST_OPTION
                && tokens.get(0).isWord("CREATE")
                && tokens.get(1).isWord("CLUSTER")
                && tokens.get(2).isName()
                && tokens.get(2).value().equals(name)
                && tokens.get(FIRST_OPTION - 1).isSign('(');
        return readable
                ? ofOptions(createSql, tokens.subList(FIRST_OPTION, end))
                : new ClusterDefinition(Map.of(UNREADABLE, createSql.strip()));
    }

    /** @param replicas as they stand in CREATE CLUSTER; their order does not matter */
    public static ClusterDefinition ofReplicas(List<String> replicas) {
        return new ClusterDefinition(
                Map.of(REPLICAS, replicas.stream().sorted().collect(Collectors.joining(", ", "(", ")"))));
    }

    /** Reads what {@link #sql()} wrote. */
    public static ClusterDefinition ofText(String sql) {
        List<Token> tokens = Lexer.tokensOfBroken(sql).tokens();
        return ofOptions(sql, tokens.subList(1, tokens.size() - 1));
    }

    /** Options stand between commas that are not in parentheses of their own. */
    private static ClusterDefinition ofOptions(String sql, List<Token> tokens) {
        var options = new LinkedHashMap<String, String>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= tokens.size(); i++) {
            if (i == tokens.size() || depth == 0 && tokens.get(i).isSign(',')) {
                addOption(sql, tokens.subList(start, i), options);
                start = i + 1;
            } else if (tokens.get(i).isSign('(') || tokens.get(i).isSign('[')) {
                depth++;
            } else if (tokens.get(i).isSign(')') || tokens.get(i).isSign(']')) {
                depth--;
            }
        }
        return new ClusterDefinition(options);
    }

    private static void addOption(String sql, List<Token> option, Map<String, String> options) {
        int equals = 0;
        while (equals < option.size() && !option.get(equals).isSign('=')) {
            equals++;
        }
        if (equals > 0) {
            options.put(
                    text(sql, option.subList(0, equals)),
                    text(sql, option.subList(Math.min(equals + 1, option.size()), option.size())));
        }
    }

    private static String text(String sql, List<Token> tokens) {
        return tokens.isEmpty()
                ? ""
                : sql.substring(
                        tokens.get(0).start(), tokens.get(tokens.size() - 1).end());
    }

    /** What a cluster is to be that does not exist yet. */
    public static ClusterDefinition ofNew(ClusterSetting setting) {
        return new ClusterDefinition(Map.of()).ofCopy(setting);
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
}
