package io.github.mzmaven.project;

import io.github.mzmaven.Problem;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.config.TestSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Measures how long it takes to order the files of a big project. Run by {@code mvnw -Pbenchmark test}. */
@Tag("benchmark")
class FileOrderBenchmark {
    private static final int FILES = 500;
    private static final int READS = 6;
    private static final int ROUNDS = 20;

    @Test
    void ordersABigProject() {
        Settings settings =
                new TestSettings().schemas("staging", "marts").clusters("prod").build();
        List<Source> sources = sources(new Random(1));
        var took = new ArrayList<Long>();
        for (int round = 0; round < ROUNDS; round++) {
            var problems = new ArrayList<Problem>();
            List<SqlFile> files = sources.stream()
                    .map(source -> SqlFile.parse(source, List.of(), Placeholders.of(settings), problems))
                    .toList();
            var names = new FileNames(settings, files, problems);
            long start = System.nanoTime();
            FileOrder.of(settings, files, names);
            took.add(Duration.ofNanos(System.nanoTime() - start).toMillis());
        }
        long first = took.get(0);
        Collections.sort(took);
        System.out.println("order of " + FILES + " files with " + READS + " reads each: " + first + " ms at first, p50 "
                + took.get(ROUNDS / 2) + " ms, at most " + took.get(ROUNDS - 1) + " ms");
    }

    /** Each reads some of those before it; what they are called says nothing of that. */
    private static List<Source> sources(Random random) {
        List<Integer> numbers =
                new ArrayList<>(IntStream.range(0, FILES).boxed().toList());
        Collections.shuffle(numbers, random);
        return IntStream.range(0, FILES)
                .mapToObj(i -> new Source(
                        (i % 2 == 0 ? "staging/" : "marts/") + "f" + numbers.get(i) + ".sql",
                        "CREATE MATERIALIZED VIEW v" + i + " AS\n"
                                + IntStream.range(0, READS)
                                        .mapToObj(n ->
                                                "  SELECT id, amount * " + n + " AS amount, 'FROM v1' AS note FROM "
                                                        + (i == 0 ? "raw.orders" : "v" + random.nextInt(i)))
                                        .collect(Collectors.joining("\n  UNION ALL\n"))
                                + ";\nCREATE INDEX i" + i + " ON v" + i + " (id);\n"))
                .toList();
    }
}
