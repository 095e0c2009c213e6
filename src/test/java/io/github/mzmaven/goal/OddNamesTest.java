package io.github.mzmaven.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.conformance.ServerUnderTest;
import io.github.mzmaven.goal.apply.ApplyGoal;
import io.github.mzmaven.goal.await.AwaitGoal;
import io.github.mzmaven.goal.cleanup.CleanupGoal;
import io.github.mzmaven.goal.export.ExportGoal;
import io.github.mzmaven.goal.init.InitGoal;
import io.github.mzmaven.goal.swap.PromoteGoal;
import io.github.mzmaven.goal.swap.RollbackGoal;
import io.github.mzmaven.plan.Differences;
import io.github.mzmaven.session.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that need quoting, and names that look like something else, through all goals. */
class OddNamesTest {
    private static final int MAX_BYTES = io.github.mzmaven.config.Names.MAX_BYTES;

    /** The sandbox keeps the names of columns as PostgreSQL does. */
    private static final int MAX_COLUMN_BYTES = 63;

    private static final List<String> PIECES = List.of(
            "\"",
            "''",
            "'",
            ".",
            "%",
            "%s",
            "\\",
            "$$",
            "$1",
            " ",
            "  ",
            "--",
            "/*",
            ";",
            ",",
            "{0}",
            "${x}",
            "#",
            "?",
            ":p",
            "é",
            "e\u0301",
            "ß",
            "漢字",
            "😀",
            "\u00a0",
            "\u202e",
            "SELECT",
            "schema",
            "Upper",
            "u1",
            "s3",
            "42",
            "_dbt_deploy",
            "_staged",
            "NULL",
            "\t",
            "a",
            "z");
    private static final List<String> WHOLE =
            List.of("select", "PUBLIC ", "u1", "u2", "1st", "NULL", "a.b", "\"", "'", "%", "_", "Ünïcode", "😀");

    /** The sandbox, unless another server is given. */
    @AutoClose
    private static final ServerUnderTest sandbox = ServerUnderTest.open();

    @TempDir
    Path directory;

    /** Odd names, no two alike. */
    private static final class Names {
        private final Random random;
        private final Set<String> used = new HashSet<>(Set.of("public", "quickstart", "materialize"));

        Names(long seed) {
            random = new Random(seed);
        }

        /** A name that leaves so many bytes of the longest for what is appended to it. */
        String next(int reserved) {
            while (true) {
                String name = random.nextInt(4) == 0 ? WHOLE.get(random.nextInt(WHOLE.size())) : composed(reserved);
                if (used.add(name)) {
                    return name;
                }
            }
        }

        private String composed(int reserved) {
            var name = new StringBuilder();
            int pieces = 1 + random.nextInt(8);
            for (int i = 0; i < pieces; i++) {
                String piece = PIECES.get(random.nextInt(PIECES.size()));
                if (bytes(name + piece) <= MAX_BYTES - reserved) {
                    name.append(piece);
                }
            }
            while (random.nextInt(3) == 0 && bytes(name.toString()) < MAX_BYTES - reserved) {
                name.append("x".repeat(MAX_BYTES - reserved - bytes(name.toString())));
            }
            return name.isEmpty() ? "x" : name.toString();
        }

        String target() {
            String letters = "abcXYZ019_-";
            var name = new StringBuilder("t");
            for (int i = random.nextInt(8); i > 0; i--) {
                name.append(letters.charAt(random.nextInt(letters.length())));
            }
            return name.toString();
        }

        private static int bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8).length;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void goThroughAllGoals(long seed) {
        var names = new Names(seed);
        int suffix = "_dbt_deploy".length();
        var odd = new Odd(
                names.next(suffix),
                names.next(suffix),
                names.next(suffix),
                names.next(0),
                names.next(0),
                names.next(0),
                names.next(0),
                names.next(0),
                names.next(0),
                names.next(MAX_BYTES - MAX_COLUMN_BYTES));
        String tag = names.next(MAX_BYTES - MAX_COLUMN_BYTES);
        TestSettings settings = new TestSettings()
                .target(names.target())
                .url(sandbox.url())
                .schemas(odd.staging, odd.marts)
                .clusters(odd.cluster)
                .tag(tag);

        try (Session session = TestSql.onCatalog(sandbox.url())) {
            production(session, odd);
            GoalRun.of(new InitGoal(), settings.build());
            version(session, odd, "_dbt_deploy", 2);
            assertReads(session, odd, "1");
            GoalRun.of(new PromoteGoal(), settings.build());
            assertReads(session, odd, "2");
            GoalRun.of(new RollbackGoal(), settings.build());
            assertReads(session, odd, "1");
            GoalRun.of(new PromoteGoal(), settings.build());
            GoalRun.of(new CleanupGoal(), settings.build());
            GoalRun.of(new CleanupGoal(), settings.forget().build());
            assertReads(session, odd, "2");
            assertThat(column(session, "SELECT name FROM mz_catalog.mz_schemas WHERE id LIKE 'u%'"))
                    .containsExactlyInAnyOrder("public", odd.staging, odd.marts, odd.sinks);
            assertThat(column(session, "SELECT name FROM mz_catalog.mz_clusters WHERE id LIKE 'u%'"))
                    .containsExactlyInAnyOrder("quickstart", odd.cluster, odd.sinkCluster);
            drop(odd);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28, 29, 30})
    void areExportedAndDeployedAlike(long seed) throws IOException {
        var names = new Names(seed);
        int suffix = "_dbt_deploy".length();
        // No placeholder can name a schema with a brace: ExportPlannerTest.
        var odd = new Odd(
                names.next(suffix).replace('{', '(').replace('}', ')'),
                names.next(suffix).replace('{', '(').replace('}', ')'),
                names.next(suffix),
                names.next(0),
                names.next(0),
                names.next(0),
                names.next(0),
                names.next(0),
                names.next(0),
                names.next(MAX_BYTES - MAX_COLUMN_BYTES));
        TestSettings settings = new TestSettings()
                .url(sandbox.url())
                .schemas(odd.staging, odd.marts)
                .clusters(odd.cluster)
                .baseDirectory(directory)
                .sqlDirectory(directory.resolve("sql"));

        try (Session session = TestSql.onCatalog(sandbox.url())) {
            production(session, odd);
            GoalRun.of(new ExportGoal("1"), settings.build());
            Map<String, String> exported = files();
            assertThat(exported).hasSize(2);
            GoalRun.of(new InitGoal(), settings.build());
            GoalRun.of(new ApplyGoal(), settings.build());
            assertThat(Differences.between(
                            settings.build(), CatalogReader.read(session, settings.build(), Reading.STATUS)))
                    .isEmpty();
            GoalRun.of(new AwaitGoal(), settings.build());
            GoalRun.of(new PromoteGoal(), settings.build());
            GoalRun.of(new ExportGoal("1"), settings.force().build());
            assertThat(files()).isEqualTo(exported);
            GoalRun.of(new CleanupGoal(), settings.build());
            GoalRun.of(new CleanupGoal(), settings.forget().build());
            drop(odd);
        }
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(directory.resolve("sql"))) {
            for (Path file : paths.filter(Files::isRegularFile).toList()) {
                files.put(file.toString(), Files.readString(file));
            }
        }
        return files;
    }

    private record Odd(
            String staging,
            String marts,
            String cluster,
            String view,
            String revenue,
            String role,
            String sinks,
            String sink,
            String sinkCluster,
            String column) {}

    private static void production(Session session, Odd odd) {
        for (String schema : List.of(odd.staging, odd.marts, odd.sinks)) {
            session.execute("CREATE SCHEMA " + q(schema));
        }
        for (String cluster : List.of(odd.cluster, odd.sinkCluster)) {
            session.execute("CREATE CLUSTER " + q(cluster) + " (SIZE = '25cc', REPLICATION FACTOR = 1)");
        }
        session.execute("CREATE ROLE " + q(odd.role));
        version(session, odd, "", 1);
        session.execute("GRANT USAGE ON SCHEMA " + q(odd.staging) + " TO " + q(odd.role));
        session.execute("GRANT SELECT ON " + q(odd.marts) + "." + q(odd.revenue) + " TO " + q(odd.role));
        session.execute("ALTER DEFAULT PRIVILEGES FOR ROLE materialize IN SCHEMA " + q(odd.marts)
                + " GRANT SELECT ON TABLES TO " + q(odd.role));
        session.execute("COMMENT ON CLUSTER " + q(odd.cluster) + " IS '" + odd.view.replace("'", "''") + "'");
        session.execute("CREATE CONNECTION " + q(odd.sinks) + "." + q(odd.view)
                + " TO KAFKA (BROKER '127.0.0.1:19092', SECURITY PROTOCOL PLAINTEXT)");
        session.execute("CREATE SINK " + q(odd.sinks) + "." + q(odd.sink) + " IN CLUSTER " + q(odd.sinkCluster)
                + " FROM "
                + q(odd.marts) + "." + q(odd.revenue) + " INTO KAFKA CONNECTION " + q(odd.sinks) + "." + q(odd.view)
                + " (TOPIC 't') KEY (" + q(odd.column) + ") NOT ENFORCED FORMAT JSON ENVELOPE UPSERT");
    }

    private static void version(Session session, Odd odd, String suffix, int number) {
        session.execute("CREATE VIEW " + q(odd.staging + suffix) + "." + q(odd.view) + " AS SELECT " + number + " AS "
                + q(odd.column));
        session.execute("CREATE MATERIALIZED VIEW " + q(odd.marts + suffix) + "." + q(odd.revenue) + " IN CLUSTER "
                + q(odd.cluster + suffix) + " AS SELECT * FROM " + q(odd.staging + suffix) + "." + q(odd.view));
        session.execute("CREATE INDEX " + q(odd.view) + " IN CLUSTER " + q(odd.cluster + suffix) + " ON "
                + q(odd.marts + suffix) + "." + q(odd.revenue) + " (" + q(odd.column) + ")");
    }

    private static void assertReads(Session session, Odd odd, String version) {
        try (Session reader = TestSql.onCatalog(sandbox.url())) {
            reader.execute("SET cluster = quickstart");
            assertThat(column(
                            reader,
                            "SELECT " + q(odd.column) + "::text AS v FROM " + q(odd.marts) + "." + q(odd.revenue)))
                    .containsExactly(version);
        }
        assertThat(column(
                        session,
                        "SELECT s.name FROM mz_catalog.mz_sinks k JOIN mz_internal.mz_object_dependencies d ON d.object_id ="
                                + " k.id JOIN mz_catalog.mz_materialized_views o ON o.id = d.referenced_object_id JOIN"
                                + " mz_catalog.mz_schemas s ON s.id = o.schema_id JOIN mz_catalog.mz_schemas own ON own.id ="
                                + " k.schema_id WHERE own.name = '" + odd.sinks.replace("'", "''") + "'"))
                .containsExactly(odd.marts);
        assertThat(column(
                        session,
                        "SELECT r.name FROM (SELECT mz_internal.mz_aclexplode(m.privileges).* FROM"
                                + " mz_catalog.mz_materialized_views m JOIN mz_catalog.mz_schemas s ON s.id = m.schema_id"
                                + " WHERE s.name = '" + odd.marts.replace("'", "''")
                                + "') x JOIN mz_catalog.mz_roles r ON"
                                + " r.id = x.grantee ORDER BY 1"))
                .contains(odd.role);
    }

    private static void drop(Odd odd) {
        try (Session system = TestSql.onCatalog(sandbox.systemUrl())) {
            for (String schema : List.of(odd.sinks, odd.marts, odd.staging)) {
                system.execute("DROP SCHEMA " + q(schema) + " CASCADE");
            }
            for (String cluster : List.of(odd.cluster, odd.sinkCluster)) {
                system.execute("DROP CLUSTER " + q(cluster) + " CASCADE");
            }
            system.execute("DROP ROLE " + q(odd.role));
        }
    }

    private static List<String> column(Session session, String sql) {
        var values = new ArrayList<String>();
        session.query(sql).rows().forEach(row -> values.add(row.values().get(0)));
        return values;
    }

    private static String q(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
