package io.github.mzmaven.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.conformance.ServerUnderTest;
import io.github.mzmaven.session.Row;
import io.github.mzmaven.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Schemas, clusters and roles whose names begin with a prefix of their own, on a server that may hold other things. In
 * statements and answers {@code #} stands for the prefix.
 */
public final class Area implements AutoCloseable {
    private static final String SUFFIX = "_dbt_deploy";

    private final ServerUnderTest server;
    private final String prefix = "t" + Long.toString(System.nanoTime(), 36) + "_";
    private final List<String> undo = new ArrayList<>();

    public Area(ServerUnderTest server) {
        this.server = server;
    }

    /** Runs statements as the role {@code materialize}. */
    public void sql(String... statements) {
        run(server.url("materialize"), statements);
    }

    /** Runs statements as the superuser. */
    public void system(String... statements) {
        run(server.systemUrl(), statements);
    }

    /** Runs statements as a role, whose name is given without the prefix. */
    public void as(String role, String... statements) {
        run(server.url(prefix + role), statements);
    }

    /** Runs statements as the superuser at the end, before all is dropped; the last given runs first. */
    public void atTheEnd(String... statements) {
        undo.addAll(0, List.of(statements));
    }

    private void run(String url, String... statements) {
        try (Session session = TestSql.onCatalog(url)) {
            for (String statement : statements) {
                session.execute(name(statement));
            }
        }
    }

    /** Rows as text, columns joined by bars. */
    List<String> query(String sql) {
        try (Session session = TestSql.onCatalog(server.systemUrl())) {
            return plain(TestSql.rows(session, name(sql)));
        }
    }

    /** The target's settings, for the role {@code materialize}. */
    public TestSettings settings() {
        return new TestSettings().target(prefix + "target").url(server.url("materialize"));
    }

    /** The target's settings, for a role whose name is given without the prefix. */
    public TestSettings settings(String role) {
        return settings().url(server.url(prefix + role));
    }

    /** The target's settings, for the superuser. */
    public TestSettings systemSettings() {
        return settings().url(server.systemUrl());
    }

    /** A name, or names in a text, with the prefix. */
    public String name(String withSigns) {
        return withSigns.replace("#", prefix);
    }

    public String[] names(String... withSigns) {
        return Stream.of(withSigns).map(this::name).toArray(String[]::new);
    }

    /** Texts with {@code #} for the prefix. */
    public List<String> plain(List<String> lines) {
        return lines.stream().map(this::plain).toList();
    }

    public String plain(String text) {
        return text.replace(prefix, "#")
                .replaceAll("\\d{8}T\\d{6}Z-", "{time}-")
                .replaceAll("(begun by \\w+ at |since )\\S+( \\S+)?\\.", "$1{time}.")
                .replaceAll(" in \\d[\\d.]* m?s\\b", " in {duration}");
    }

    /** All of production, a line for each schema, cluster, replica and default privilege. */
    public String production() {
        return describe(false);
    }

    /** All copies likewise, under production's names. */
    public String copies() {
        return describe(true);
    }

    /** @param outside names of what is not deployed */
    public void assertCopiesEqualProduction(String... outside) {
        String deployed = production()
                .lines()
                .filter(line -> Stream.of(outside).noneMatch(name -> line.startsWith(name + ": ")))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        assertThat(copies()).isNotEmpty().isEqualTo(deployed);
    }

    /** The names of the schemas of the deployment's state. */
    public List<String> markers() {
        return query("SELECT name FROM mz_catalog.mz_schemas WHERE name LIKE '\\_mz\\_deployment\\_#%' ORDER BY 1");
    }

    private String describe(boolean copies) {
        Map<String, List<String>> lines = new TreeMap<>();
        try (Session session = TestSql.onCatalog(server.systemUrl())) {
            for (String sql : READING) {
                for (Row row : session.query(name(sql)).rows()) {
                    String text = String.join(
                            " | ",
                            row.values().stream().skip(1).map(String::valueOf).toList());
                    lines.computeIfAbsent(row.text("name"), k -> new ArrayList<>())
                            .add(text);
                }
            }
            for (String cluster : managed(session)) {
                String created = session.query("SHOW CREATE CLUSTER " + TestSql.quoted(cluster))
                        .rows()
                        .get(0)
                        .text("create_sql");
                lines.get(cluster).add(created.replace(TestSql.quoted(cluster), "…"));
            }
        }
        var text = new TreeMap<String, List<String>>();
        lines.forEach((name, list) -> {
            if (name.endsWith(SUFFIX) == copies) {
                text.put(copies ? name.substring(0, name.length() - SUFFIX.length()) : name, list);
            }
        });
        var all = new StringBuilder();
        text.forEach((name, list) -> list.forEach(
                line -> all.append(plain(name)).append(": ").append(plain(line)).append('\n')));
        return all.toString();
    }

    private List<String> managed(Session session) {
        return session
                .query(name("SELECT name FROM mz_catalog.mz_clusters WHERE managed AND name LIKE '#%' ORDER BY 1"))
                .rows()
                .stream()
                .map(row -> row.text("name"))
                .toList();
    }

    /** The name comes first, then what must be alike. */
    private static final List<String> READING = List.of(
            "SELECT s.name, 'schema', r.name AS owner, p.grants FROM mz_catalog.mz_schemas s JOIN mz_catalog.mz_roles r"
                    + " ON r.id = s.owner_id LEFT JOIN " + TestSql.grants("mz_schemas", false) + " p ON p.id = s.id"
                    + " WHERE s.name LIKE '#%' ORDER BY s.name",
            "SELECT c.name, 'cluster', r.name AS owner, p.grants, m.comment, w.workload_class FROM"
                    + " mz_catalog.mz_clusters c JOIN mz_catalog.mz_roles r ON r.id = c.owner_id LEFT JOIN "
                    + TestSql.grants("mz_clusters", false)
                    + " p ON p.id = c.id LEFT JOIN mz_internal.mz_comments m ON m.id = c.id AND m.object_type = 'cluster'"
                    + " LEFT JOIN mz_internal.mz_cluster_workload_classes w ON w.id = c.id"
                    + " WHERE c.name LIKE '#%' ORDER BY c.name",
            "SELECT c.name, 'replica', r.name AS replica, r.size, r.availability_zone FROM"
                    + " mz_catalog.mz_cluster_replicas r JOIN mz_catalog.mz_clusters c ON c.id = r.cluster_id"
                    + " WHERE c.name LIKE '#%' ORDER BY c.name, r.name",
            "SELECT schema AS name, 'default', object_owner, object_type, grantee, privilege_type FROM"
                    + " mz_internal.mz_show_default_privileges WHERE schema LIKE '#%' ORDER BY 1, 3, 4, 5, 6");

    /** Drops all that has the prefix. */
    @Override
    public void close() {
        try (Session system = TestSql.onCatalog(server.systemUrl())) {
            undo.forEach(statement -> system.execute(name(statement)));
            TestSql.drop(system, prefix);
        }
    }
}
