package io.github.mzmaven.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How many of the recorded steps a server answers as recorded, and which it does not. */
final class ConformanceReport {
    private final String server;
    private final List<String> lines = new ArrayList<>();
    private final List<String> differences = new ArrayList<>();
    private final List<String> notReplayed = new ArrayList<>();
    private int steps;

    ConformanceReport(String server) {
        this.server = server;
    }

    void add(Recording recording, List<String> found, List<String> without) {
        int count = recording.steps().size() - without.size();
        notReplayed.addAll(without);
        steps += count;
        differences.addAll(found);
        lines.add("%-24s %3d of %3d".formatted(recording.name(), count - found.size(), count));
    }

    /** Prints the sum and writes all to a file of {@code target}. */
    void write(String file) throws IOException {
        String sum = "Conformance: %d of %d steps (%s)".formatted(steps - differences.size(), steps, server);
        List<String> all = new ArrayList<>(lines);
        all.add(sum);
        all.addAll(notReplayed);
        all.addAll(differences);
        Files.write(Files.createDirectories(Path.of("target")).resolve(file), all);
        System.out.println(sum);
        notReplayed.forEach(System.out::println);
    }
}
