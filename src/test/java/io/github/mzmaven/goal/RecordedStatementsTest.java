package io.github.mzmaven.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.conformance.RecordedStatements;
import io.github.mzmaven.conformance.ServerUnderTest;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.goal.apply.ApplyGoal;
import io.github.mzmaven.goal.await.AwaitGoal;
import io.github.mzmaven.goal.cleanup.CleanupGoal;
import io.github.mzmaven.goal.export.ExportGoal;
import io.github.mzmaven.goal.init.InitGoal;
import io.github.mzmaven.goal.status.StatusGoal;
import io.github.mzmaven.goal.swap.PromoteGoal;
import io.github.mzmaven.goal.swap.RollbackGoal;
import io.github.mzmaven.goal.test.TestGoal;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.plan.StepExamples;
import io.github.mzmaven.sandbox.Sandbox;
import io.github.mzmaven.sandbox.wire.Traffic.Sent;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every statement that the plugin can send occurs, word for word but for names and literals, among those that a recorded
 * server carried out; or it is listed here, with what it follows from. What is listed should be recorded when a server is at
 * hand. An entry that is recorded by now, or that nothing needs, must go.
 */
class RecordedStatementsTest {
    /** Forms that no recording has, and from which recorded form or measured fact each follows. */
    private static final Map<String, String> UNRECORDED = unrecorded();

    private static Set<String> recorded;

    @TempDir
    Path directory;

    @BeforeAll
    static void read() throws IOException {
        recorded = RecordedStatements.forms();
    }

    @Test
    void everyKindOfStep() {
        Map<Class<?>, List<Step>> examples = StepExamples.all();

        assertThat(examples.keySet()).containsExactlyInAnyOrder(Step.class.getPermittedSubclasses());
        // What stands in a plan for a statement that is not known yet is a comment.
        assertThat(unknown(examples.values().stream()
                        .flatMap(List::stream)
                        .map(Step::sql)
                        .filter(sql -> !sql.startsWith("--"))))
                .isEmpty();
    }

    /** Also those that no test makes a goal send: they stand as constants in the compiled classes. */
    @Test
    void everyQueryOfTheCode() throws IOException {
        List<String> queries = constants()
                .filter(text -> text.matches("(?s)(SELECT|SHOW) (?!ON ).*"))
                .toList();

        assertThat(queries).hasSizeGreaterThan(30);
        assertThat(unknown(queries.stream())).isEmpty();
    }

    @Test
    void everyMessageOfAWholeCycle() {
        List<String> sent;
        try (ServerUnderTest server = ServerUnderTest.of(Sandbox.start());
                Shop shop = Shop.on(server).inProduction()) {
            server.calm();
            cycle(shop);
            sent = server.traffic().statements().stream().map(Sent::sql).toList();
        }
        assertThat(sent).hasSizeGreaterThan(50);
        assertThat(unknown(sent.stream().filter(sql -> !FILES.contains(sql.strip()))))
                .isEmpty();
    }

    @Test
    void noEntryIsNeedless() throws IOException {
        Set<String> needed = new TreeSet<>();
        StepExamples.all().values().stream().flatMap(List::stream).forEach(step -> needed.addAll(forms(step.sql())));
        constants().forEach(text -> needed.addAll(forms(text)));

        assertThat(UNRECORDED.keySet()).doesNotContainAnyElementsOf(recorded);
        // Conditions on ids are added to a relation that stands in the code.
        assertThat(needed)
                .containsAll(UNRECORDED.keySet().stream()
                        .filter(form -> !form.endsWith(" . id IN ( 's' )"))
                        .toList());
    }

    /** The project's own statements, which the plugin sends as they are. */
    private static final List<String> FILES = List.of(
            "CREATE VIEW orders AS SELECT 1 AS id, 'GB' AS country, 5 AS amount",
            "CREATE MATERIALIZED VIEW revenue AS SELECT country, sum(amount) AS revenue FROM orders GROUP BY country",
            "CREATE INDEX revenue_country ON revenue (country)");

    private void cycle(Shop shop) {
        write("sql/" + shop.name("staging") + "/orders.sql", FILES.get(0));
        write("sql/" + shop.name("marts") + "/revenue.sql", FILES.get(1) + ";\n" + FILES.get(2));
        write("tests/positive.sql", "SELECT * FROM revenue WHERE revenue <= 0");
        TestSettings settings = shop.settings()
                .sqlDirectory(directory.resolve("sql"))
                .testDirectory(directory.resolve("tests"))
                .outputDirectory(directory.resolve("out"))
                .force();
        run(settings, new InitGoal(), new StatusGoal(), new ApplyGoal(), new ApplyGoal(), new AwaitGoal());
        run(settings, new TestGoal(), new PromoteGoal(), new StatusGoal(), new RollbackGoal());
        write("sql/" + shop.name("marts") + "/revenue.sql", FILES.get(1));
        run(settings, new ApplyGoal(), new PromoteGoal(), new CleanupGoal(), new InitGoal(), new CleanupGoal());
        run(settings.baseDirectory(directory), new ExportGoal("1"));
    }

    private static void run(TestSettings settings, Goal... goals) {
        for (Goal goal : goals) {
            GoalRun.of(goal, settings.build());
        }
    }

    private void write(String path, String text) {
        try {
            Path file = directory.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> unknown(Stream<String> messages) {
        Set<String> unknown = new TreeSet<>();
        messages.forEach(message -> unknown.addAll(forms(message)));
        unknown.removeAll(recorded);
        unknown.removeAll(UNRECORDED.keySet());
        return unknown;
    }

    /** A constant of string concatenation has a 1 for each text that is put in: here a literal, if it is in parentheses. */
    private static List<String> forms(String message) {
        return RecordedStatements.forms(message.replace("(\1)", "('s')").replace("\1", "\"x\""));
    }

    private static Stream<String> constants() throws IOException {
        List<String> constants = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("target", "classes"))) {
            // What mz:diff puts its comparisons together from are no statements. Such comparisons were measured on a
            // server, and
            // not recorded; only what PostgreSQL and Materialize have in common stands in them.
            for (Path file : files.filter(
                            path -> path.toString().endsWith(".class") && !path.endsWith("DiffQuery.class"))
                    .toList()) {
                try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
                    constants(in, constants);
                }
            }
        }
        return constants.stream();
    }

    /** The texts of a class file's constant pool. */
    private static void constants(DataInputStream in, List<String> found) throws IOException {
        in.skipNBytes(8);
        int count = in.readUnsignedShort();
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> found.add(in.readUTF());
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
                case 5, 6 -> {
                    in.skipNBytes(8);
                    i++;
                }
                case 15 -> in.skipNBytes(3);
                default -> in.skipNBytes(2);
            }
        }
    }

    private static Map<String, String> unrecorded() {
        var all = new LinkedHashMap<String, String>();
        for (String kind : List.of("TYPE", "SECRET", "CONNECTION")) {
            all.put(
                    "GRANT PRIVILEGES ON " + kind + " \"x\" TO \"x\"",
                    "15: GRANT SELECT ON TABLE; the server's grammar has one list of kinds for all");
            all.put(
                    "REVOKE PRIVILEGES ON " + kind + " \"x\" FROM \"x\"",
                    "07: REVOKE ON SCHEMA and CLUSTER; the grammar of GRANT with FROM");
        }
        String byId = "23: the same relation WHERE id LIKE 'u%', and mz_sink_statuses WHERE id IN (…)";
        for (String relation : List.of(
                "SELECT c . id , c . name , c . position , c . nullable , c . type FROM mz_catalog . mz_columns c",
                "SELECT i . id , i . create_sql FROM mz_catalog . mz_indexes i",
                "SELECT m . id , m . create_sql FROM mz_catalog . mz_materialized_views m",
                "SELECT o . id , o . name , o . privileges : : text AS privileges FROM mz_catalog . mz_objects o",
                "SELECT s . id , s . type , s . redacted_create_sql AS create_sql FROM mz_catalog . mz_sinks s",
                "SELECT t . id , t . create_sql FROM mz_catalog . mz_tables t",
                "SELECT v . id , v . create_sql FROM mz_catalog . mz_views v")) {
            all.put(relation, byId);
            all.put(relation + " WHERE " + relation.charAt(7) + " . id IN ( 's' )", byId);
        }
        all.put(
                "SELECT s . id , s . status , s . error FROM mz_internal . mz_sink_statuses s",
                "the beginning of 23: the same WHERE id IN (…)");
        String types = "SELECT t . id , t . create_sql FROM mz_catalog . mz_types t";
        String comments =
                "SELECT c . id , c . object_type , c . object_sub_id , c . comment FROM mz_internal . mz_comments c";
        all.put(
                types,
                "a relation of the server's documentation, with the columns of mz_tables; asked only where there are types");
        all.put(types + " WHERE t . id IN ( 's' )", "the same");
        all.put(comments, "15: the same columns, joined; 10 has them");
        all.put(comments + " WHERE c . id IN ( 's' )", "the same");
        all.put("SHOW CREATE CLUSTER", "the beginning of 06: the same with a name");
        all.put(
                "SELECT o . id , o . schema_id , o . name , o . type , o . owner_id , o . cluster_id FROM mz_catalog . mz_objects"
                        + " o WHERE o . id LIKE 's'",
                "23: the same with privileges");
        all.put(
                "SELECT o . schema_id , o . type , o . owner_id , o . cluster_id , string_agg ( o . id , 's' ) AS ids FROM"
                        + " mz_catalog . mz_objects o WHERE o . id LIKE 's' GROUP BY o . schema_id , o . type , o . owner_id ,"
                        + " o . cluster_id",
                "23: the same columns; string_agg is an aggregate in the server's documentation");
        all.put(
                "SELECT v . id , v . name , v . create_sql FROM mz_catalog . mz_views v WHERE v . id LIKE 's' AND v . name IN ("
                        + " 's' )",
                "23: the same columns of mz_views; mz_comments WHERE object_type IN (…)");
        all.put(
                "SET transaction_isolation = 's'",
                "01: SHOW transaction_isolation; the documentation of isolation levels has this statement");
        all.put(
                "SELECT * FROM mz_internal . mz_cluster_replica_utilization",
                "a relation of the server's documentation; by a message of its own, and without it only memory is not known");
        all.put(
                "SELECT mz_version ( )",
                "10: a function of the server; asked only where a server did not say its version");
        all.put("REVOKE PRIVILEGES ON TABLE \"x\" FROM \"x\"", "07: REVOKE ON SCHEMA; 15: GRANT SELECT ON TABLE");
        for (String objects : List.of("TABLES", "TYPES", "SECRETS", "CONNECTIONS")) {
            for (String roles : List.of("ROLE \"x\"", "ALL ROLES")) {
                String head = "ALTER DEFAULT PRIVILEGES FOR " + roles + " IN SCHEMA \"x\" ";
                all.put(
                        head + "GRANT PRIVILEGES ON " + objects + " TO \"x\"",
                        "07: the same on TABLES for a role and for all roles, and on SECRETS for a role");
                all.put(
                        head + "REVOKE PRIVILEGES ON " + objects + " FROM \"x\"",
                        "07: the same with GRANT, and REVOKE ON SCHEMA");
            }
        }
        for (String granted : List.of(
                "ROLE \"x\" IN SCHEMA \"x\" GRANT PRIVILEGES ON TABLES",
                "ALL ROLES IN SCHEMA \"x\" GRANT PRIVILEGES ON TABLES",
                "ROLE \"x\" IN SCHEMA \"x\" GRANT PRIVILEGES ON SECRETS")) {
            all.remove("ALTER DEFAULT PRIVILEGES FOR " + granted + " TO \"x\"");
        }
        for (String kind : List.of("INDEX", "TABLE", "SOURCE", "SINK", "CONNECTION", "SECRET", "TYPE")) {
            all.put("DROP " + kind + " \"x\"", "12, 21: DROP VIEW and DROP MATERIALIZED VIEW of several");
        }
        for (String kind : List.of(
                "MATERIALIZED VIEW", "INDEX", "TABLE", "SOURCE", "SINK", "CONNECTION", "SECRET", "TYPE", "CLUSTER")) {
            all.put("ALTER " + kind + " \"x\" OWNER TO \"x\"", "07, 15: ALTER SCHEMA and ALTER VIEW … OWNER TO");
        }
        all.put("SELECT * FROM ( \"x\" ) AS result LIMIT 0", "23: the same around the query of a test");
        all.put("SELECT * FROM (", "the beginning of the one before");
        all.put(
                "CREATE CLUSTER \"x\" REPLICAS ( \"x\" ( SIZE = 's' , AVAILABILITY ZONE = 's' ) )",
                "16: refused for the zone only, which that server did not have");
        all.put(
                "ALTER CLUSTER \"x\" SET ( WORKLOAD CLASS 's' )",
                "06: refused to who is not superuser, with these words; as superuser nobody tried");
        return all;
    }
}
