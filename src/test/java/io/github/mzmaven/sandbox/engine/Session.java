package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.SqlError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Who a conversation belongs to, and its settings. Used by its own thread only. */
final class Session {
    private static final Map<String, String> DEFAULTS = new LinkedHashMap<>();

    static {
        DEFAULTS.put("application_name", "");
        DEFAULTS.put("auto_route_catalog_queries", "on");
        DEFAULTS.put("client_encoding", "UTF8");
        DEFAULTS.put("client_min_messages", "notice");
        DEFAULTS.put("cluster", "quickstart");
        DEFAULTS.put("cluster_replica", "");
        DEFAULTS.put("database", "materialize");
        DEFAULTS.put("datestyle", "ISO, MDY");
        DEFAULTS.put("emit_plan_insights_notice", "off");
        DEFAULTS.put("emit_timestamp_notice", "off");
        DEFAULTS.put("extra_float_digits", "3");
        DEFAULTS.put("idle_in_transaction_session_timeout", "2 min");
        DEFAULTS.put("integer_datetimes", "on");
        DEFAULTS.put("intervalstyle", "postgres");
        DEFAULTS.put("is_superuser", "off");
        DEFAULTS.put("max_query_result_size", "1GB");
        DEFAULTS.put("search_path", "public");
        DEFAULTS.put("server_version", "9.5.0");
        DEFAULTS.put("server_version_num", "90500");
        DEFAULTS.put("sql_safe_updates", "off");
        DEFAULTS.put("standard_conforming_strings", "on");
        DEFAULTS.put("statement_timeout", "1 min");
        DEFAULTS.put("timezone", "UTC");
        DEFAULTS.put("transaction_isolation", "strict serializable");
        DEFAULTS.put("mz_version", "v26.35.0-dev (sandbox)");
    }

    private static final List<String> READ_ONLY =
            List.of("integer_datetimes", "is_superuser", "server_version", "server_version_num", "mz_version");

    private final int connectionId;
    private final UUID id = UUID.randomUUID();
    private final String role;
    private final String clientAddress;
    private final Instant connectedAt = Instant.now();
    private final Map<String, String> settings = new LinkedHashMap<>(DEFAULTS);
    private final String startDatabase;
    private List<String> searchPath = List.of("public");

    Session(int connectionId, String role, String database, String clientAddress) {
        this.connectionId = connectionId;
        this.role = role;
        this.startDatabase = database;
        this.clientAddress = clientAddress;
        settings.put("database", database);
    }

    int connectionId() {
        return connectionId;
    }

    UUID id() {
        return id;
    }

    /** The id of the role. */
    String role() {
        return role;
    }

    String clientAddress() {
        return clientAddress;
    }

    Instant connectedAt() {
        return connectedAt;
    }

    String database() {
        return settings.get("database");
    }

    String cluster() {
        return settings.get("cluster");
    }

    List<String> searchPath() {
        return searchPath;
    }

    String show(String name) throws SqlError {
        String key = alias(name);
        if (key.equals("schema")) {
            return searchPath.isEmpty() ? null : searchPath.get(0);
        }
        String value = settings.get(key);
        if (value == null) {
            throw unknown(name);
        }
        return value;
    }

    void set(String name, List<String> values) throws SqlError {
        String key = alias(name);
        if (key.equals("search_path") || key.equals("schema")) {
            setSearchPath(values);
            return;
        }
        if (!settings.containsKey(key)) {
            throw unknown(name);
        }
        if (READ_ONLY.contains(key)) {
            throw new SqlError("55P02", "parameter " + Names.display(key) + " cannot be changed");
        }
        settings.put(key, normalized(key, String.join(", ", values)));
    }

    private void setSearchPath(List<String> path) {
        searchPath = List.copyOf(path);
        settings.put("search_path", path.stream().map(Names::ident).collect(Collectors.joining(", ")));
    }

    void reset(String name) throws SqlError {
        String key = alias(name);
        if (key.equals("search_path") || key.equals("schema")) {
            setSearchPath(List.of("public"));
            return;
        }
        if (!settings.containsKey(key)) {
            throw unknown(name);
        }
        settings.put(key, key.equals("database") ? startDatabase : DEFAULTS.get(key));
    }

    void discard() {
        settings.putAll(DEFAULTS);
        settings.put("database", startDatabase);
        searchPath = List.of("public");
    }

    /** Milliseconds, 0 without one. */
    long statementTimeout() throws SqlError {
        return Intervals.millis(settings.get("statement_timeout"));
    }

    private static String normalized(String key, String value) throws SqlError {
        return switch (key) {
            case "statement_timeout", "idle_in_transaction_session_timeout" ->
                Intervals.setting(value.matches("\\d+") ? Long.parseLong(value) : Intervals.millis(value));
            case "transaction_isolation" -> isolation(value);
            case "client_min_messages" -> value.toLowerCase(Locale.ROOT);
            default -> value;
        };
    }

    private static String isolation(String value) throws SqlError {
        String wanted = value.toLowerCase(Locale.ROOT);
        List<String> levels = new ArrayList<>(List.of(
                "read uncommitted",
                "read committed",
                "repeatable read",
                "serializable",
                "strong session serializable",
                "strict serializable"));
        if (!levels.contains(wanted)) {
            throw new SqlError(
                    "22023", "invalid value for parameter \"transaction_isolation\": " + Names.display(value));
        }
        return levels.indexOf(wanted) < 4 ? "serializable" : wanted;
    }

    private static String alias(String name) {
        return name.equals("isolation_level") ? "transaction_isolation" : name;
    }

    private static SqlError unknown(String name) {
        return new SqlError("42704", "unrecognized configuration parameter " + Names.display(name));
    }
}
