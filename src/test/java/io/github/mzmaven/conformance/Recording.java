package io.github.mzmaven.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The recorded scenarios of {@code src/test/resources/conformance}. */
record Recording(String name, List<Step> steps) {
    /**
     * One message and its answer.
     *
     * @param settles how long the answer may take to become so
     * @param answer {@code results} and {@code transaction} as recorded
     */
    record Step(String session, String role, String sql, Duration settles, JsonNode answer) {}

    /** Columns, types and indexes of catalog relations: looked up, not replayed. */
    static final String REFERENCE = "10-catalog-columns";

    /**
     * What the plugin sent: it reads whole relations, so the answers also tell of what else was on that server, and its
     * statements name ids of that run. See {@link MadeRows} and {@link OwnIds}.
     */
    private static final Set<String> READ_WHOLE_RELATIONS = Set.of("23-plugin-cycle");

    private static final String DIRECTORY = "/conformance";
    private static final Pattern VERSION = Pattern.compile("Recorded on (v[0-9.]+)");
    private static final String SUFFIX = ".jsonl";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** All that are there, the reference too. */
    static List<String> names() throws IOException {
        return inDirectory(Recording::namesIn);
    }

    /** Those to be replayed. */
    static List<Recording> all() throws IOException {
        List<Recording> all = new ArrayList<>();
        for (String name : names()) {
            if (!name.equals(REFERENCE)) {
                all.add(read(name));
            }
        }
        return all;
    }

    static Recording read(String name) throws IOException {
        List<Step> steps = new ArrayList<>();
        Duration settles = Duration.ZERO;
        for (String line : inDirectory(directory -> Files.readAllLines(directory.resolve(name + SUFFIX)))) {
            JsonNode node = JSON.readTree(line);
            if (node.has("settles_within_seconds")) {
                settles = Duration.ofSeconds(node.get("settles_within_seconds").asLong());
            } else if (node.has("sql")) {
                steps.add(step(node, settles));
                settles = Duration.ZERO;
            }
        }
        return new Recording(name, steps);
    }

    /** The version of Materialize that they are of, as the directory's README says. */
    static String version() throws IOException {
        Matcher version = VERSION.matcher(inDirectory(directory -> Files.readString(directory.resolve("README.md"))));
        if (!version.find()) {
            throw new IOException("The README of the recordings names no version.");
        }
        return version.group(1);
    }

    boolean readsWholeRelations() {
        return READ_WHOLE_RELATIONS.contains(name);
    }

    private static Step step(JsonNode node, Duration settles) {
        String role = node.has("role") ? node.get("role").asText() : "materialize";
        ObjectNode answer = JSON.createObjectNode();
        answer.set("results", node.get("results"));
        answer.set("transaction", node.get("transaction"));
        return new Step(node.get("session").asText(), role, node.get("sql").asText(), settles, answer);
    }

    private static List<String> namesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(SUFFIX))
                    .map(file -> file.substring(0, file.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        }
    }

    private interface Reading<T> {
        T in(Path directory) throws IOException;
    }

    /** The directory of the class path, be it one of the disk or of a JAR. */
    private static <T> T inDirectory(Reading<T> reading) throws IOException {
        try {
            URI uri = Recording.class.getResource(DIRECTORY).toURI();
            if (!uri.getScheme().equals("jar")) {
                return reading.in(Path.of(uri));
            }
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return reading.in(jar.getPath(DIRECTORY));
            }
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
