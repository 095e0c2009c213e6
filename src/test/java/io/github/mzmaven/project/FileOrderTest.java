package io.github.mzmaven.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.Problem;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.config.TestSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileOrderTest {
    private final Settings settings =
            new TestSettings().schemas("staging", "marts").clusters("prod").build();
    private final Map<String, String> files = new LinkedHashMap<>();

    private FileOrder order() {
        var problems = new ArrayList<Problem>();
        List<SqlFile> parsed = files.entrySet().stream()
                .map(file -> SqlFile.parse(
                        new Source(file.getKey(), file.getValue()),
                        List.of(ProjectSql.CLUSTER),
                        Placeholders.of(settings),
                        problems))
                .toList();
        assertThat(problems).isEmpty();
        return FileOrder.of(settings, parsed, new FileNames(settings, parsed, problems));
    }

    private static List<String> paths(FileOrder order) {
        return order.files().stream().map(SqlFile::path).toList();
    }

    private static List<String> edges(FileOrder order) {
        return order.files().stream()
                .flatMap(file -> order.after(file.path()).stream()
                        .map(edge -> file.path() + ":" + edge.place().line() + ":"
                                + edge.place().column() + " -> " + edge.file() + " " + edge.relation()))
                .toList();
    }

    @Test
    void aFileComesAfterThoseThatMakeWhatItMentions() {
        files.put("staging/a.sql", "CREATE VIEW a AS SELECT *\n  FROM b JOIN ${schema.marts}.m USING (x)");
        files.put("staging/b.sql", "CREATE VIEW b AS SELECT 1 AS x; CREATE INDEX i ON b (x)");
        files.put("staging/grants.sql", "GRANT SELECT ON m TO r; COMMENT ON VIEW a IS 'x'");
        files.put("marts/m.sql", "CREATE VIEW m AS SELECT x FROM b");

        FileOrder order = order();

        assertThat(paths(order)).containsExactly("staging/b.sql", "marts/m.sql", "staging/a.sql", "staging/grants.sql");
        assertThat(edges(order))
                .containsExactly(
                        "marts/m.sql:1:32 -> staging/b.sql staging.b",
                        "staging/a.sql:2:8 -> staging/b.sql staging.b",
                        "staging/a.sql:2:15 -> marts/m.sql marts.m",
                        "staging/grants.sql:1:1 -> marts/m.sql marts.m",
                        "staging/grants.sql:1:25 -> staging/a.sql staging.a");
        assertThat(order.circles()).isEmpty();
        assertThat(order.problems()).isEmpty();
    }

    @Test
    void whereThereIsAChoiceTheOrderIsThatOfSchemasAndPaths() {
        files.put("staging/010_z.sql", "CREATE VIEW z AS SELECT 1 AS x");
        files.put("staging/020_a.sql", "CREATE VIEW a AS SELECT 1 AS x");
        files.put("marts/m.sql", "CREATE VIEW m AS SELECT 1 AS x");
        assertThat(paths(order())).containsExactly("staging/010_z.sql", "staging/020_a.sql", "marts/m.sql");
    }

    @Test
    void theSearchPathSaysWhichOneIsMeant() {
        files.put("staging/x.sql", "CREATE VIEW x AS SELECT 1 AS n");
        files.put("marts/x.sql", "CREATE VIEW x AS SELECT n FROM ${schema.staging}.x");
        files.put("marts/y.sql", "CREATE VIEW y AS SELECT n FROM x");
        files.put("staging/y.sql", "CREATE VIEW y AS SELECT n FROM x");
        assertThat(edges(order()))
                .containsExactly(
                        "marts/x.sql:1:32 -> staging/x.sql staging.x",
                        "marts/y.sql:1:32 -> marts/x.sql marts.x",
                        "staging/y.sql:1:32 -> staging/x.sql staging.x");
    }

    @Test
    void whatIsProductionsOrTheSessionsOwnIsNotWaitedFor() {
        files.put("staging/a.sql", "CREATE VIEW a AS SELECT x FROM marts.m, raw.m, other.marts.m");
        files.put("staging/b.sql", "CREATE TEMPORARY VIEW m AS SELECT 1 AS x; CREATE VIEW b AS SELECT x FROM m");
        files.put("staging/c.sql", "CREATE VIEW c AS SELECT x FROM unknown");
        files.put("marts/m.sql", "CREATE VIEW m AS SELECT 1 AS x");
        assertThat(edges(order())).isEmpty();
    }

    /** A cast names a type, however a relation is called. */
    @Test
    void aTypeIsNoRelation() {
        files.put("staging/date.sql", "CREATE VIEW date AS SELECT DISTINCT d::date FROM orders");
        files.put("staging/mood.sql", "CREATE TYPE mood AS LIST (ELEMENT TYPE = int4)");
        files.put("staging/orders.sql", "CREATE VIEW orders AS SELECT CAST('x' AS date) AS d, '{1}'::mood AS m");
        FileOrder order = order();
        assertThat(order.circles()).isEmpty();
        assertThat(edges(order))
                .containsExactly(
                        "staging/orders.sql:1:61 -> staging/mood.sql staging.mood",
                        "staging/date.sql:1:50 -> staging/orders.sql staging.orders");
    }

    @Test
    void aSourceMakesItsSubsources() {
        files.put("staging/a.sql", "CREATE VIEW a AS SELECT * FROM orders, p");
        files.put("staging/b.sql", "CREATE VIEW b AS SELECT * FROM src2_progress");
        files.put(
                "staging/src.sql",
                "CREATE SOURCE src FROM POSTGRES CONNECTION pg (PUBLICATION 'p') FOR TABLES (public.orders AS orders)"
                        + " EXPOSE PROGRESS AS p");
        files.put("staging/src2.sql", "CREATE SOURCE src2 FROM LOAD GENERATOR COUNTER");
        assertThat(edges(order()))
                .containsExactly(
                        "staging/a.sql:1:32 -> staging/src.sql staging.orders",
                        "staging/b.sql:1:32 -> staging/src2.sql staging.src2_progress");
    }

    @Test
    void oneHugeCircleTakesNoLongerThanAnything() {
        for (int i = 0; i < 3_000; i++) {
            var sql = new StringBuilder("CREATE VIEW v" + i + " AS SELECT 1 AS x");
            for (int n = 1; n < 30; n++) {
                sql.append(" UNION ALL SELECT x FROM v").append((i + n) % 3_000);
            }
            files.put("staging/v%04d.sql".formatted(i), sql.toString());
        }
        FileOrder order = order();
        assertThat(paths(order)).isEqualTo(List.copyOf(files.keySet()));
        assertThat(order.circles()).hasSize(1);
        Problem warning = order.problems().get(0);
        assertThat(warning.what()).endsWith("staging/v0018.sql, staging/v0019.sql and 2980 more.");
        assertThat(warning.remedy()).hasSize(22).contains("and 86980 more like these");
    }

    @Test
    void filesThatWaitForEachOtherRunTogetherByPathOnceNothingElseCan() {
        files.put("staging/a.sql", "CREATE VIEW a1 AS SELECT 1 AS x; CREATE VIEW a2 AS SELECT x FROM b1");
        files.put("staging/b.sql", "CREATE VIEW b1 AS SELECT x FROM a1");
        files.put("staging/c.sql", "CREATE VIEW c AS SELECT x FROM z");
        files.put("staging/d.sql", "CREATE VIEW d AS SELECT x FROM a2");
        files.put("staging/z.sql", "CREATE VIEW z AS SELECT 1 AS x");

        FileOrder order = order();

        assertThat(paths(order))
                .containsExactly("staging/z.sql", "staging/c.sql", "staging/a.sql", "staging/b.sql", "staging/d.sql");
        assertThat(order.circles()).containsExactly(List.of("staging/a.sql", "staging/b.sql"));
        assertThat(order.problems())
                .containsExactly(Problem.warning(
                        "2 files wait for each other: staging/a.sql, staging/b.sql.",
                        "staging/a.sql:1:66 mentions staging.b1 of staging/b.sql",
                        "staging/b.sql:1:33 mentions staging.a1 of staging/a.sql",
                        "They run by path; one that does not find a relation goes on after the others. Move what both"
                                + " need into a file of its own."));
    }

    @Test
    void aLongChainIsOrdered() {
        for (int i = 0; i < 5_000; i++) {
            files.put(
                    "staging/v%04d.sql".formatted(i),
                    "CREATE VIEW v" + i + " AS SELECT 1 AS x" + (i < 4_999 ? " FROM v" + (i + 1) : ""));
        }
        List<String> paths = new ArrayList<>(files.keySet());
        Collections.reverse(paths);
        assertThat(paths(order())).isEqualTo(paths);
    }

    /** Projects in layers, whose files have names and folders that say nothing of them. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void everyFileComesAfterAllThatItReads(long seed) {
        var random = new Random(seed);
        List<Integer> numbers = new ArrayList<>(IntStream.range(0, 40).boxed().toList());
        Collections.shuffle(numbers, random);
        Map<String, Set<String>> reads = new LinkedHashMap<>();
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String path = List.of("staging", "marts").get(random.nextInt(2)) + "/f%02d.sql".formatted(numbers.get(i));
            Set<Integer> read = new TreeSet<>();
            for (int n = random.nextInt(4); n > 0 && i > 0; n--) {
                read.add(random.nextInt(i));
            }
            paths.add(path);
            reads.put(path, read.stream().map(paths::get).collect(Collectors.toSet()));
            files.put(
                    path,
                    "CREATE VIEW v" + i + " AS SELECT 1 AS x"
                            + read.stream()
                                    .map(other -> " UNION ALL SELECT x FROM v" + other)
                                    .collect(Collectors.joining()));
        }

        List<String> ordered = paths(order());

        assertThat(ordered).containsExactlyInAnyOrderElementsOf(paths);
        for (String path : paths) {
            assertThat(ordered.subList(0, ordered.indexOf(path))).containsAll(reads.get(path));
        }
    }
}
