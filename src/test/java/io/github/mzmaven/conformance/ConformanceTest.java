package io.github.mzmaven.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** The sandbox, or the server of {@code -Dmz.it.url}, answers as Materialize did. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformanceTest {
    ServerUnderTest server;
    private ConformanceReport report;

    @BeforeAll
    void open() {
        server = server();
        report = new ConformanceReport(server.name());
    }

    ServerUnderTest server() {
        return ServerUnderTest.open();
    }

    String reportFile() {
        return "conformance-report.txt";
    }

    @AfterAll
    void close() throws IOException {
        report.write(reportFile());
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> answersAsRecorded() throws IOException {
        return Recording.all().stream()
                .map(recording -> DynamicTest.dynamicTest(recording.name(), () -> {
                    try (Replay replay = new Replay(server)) {
                        List<String> differences = replay.play(recording);
                        report.add(recording, differences, replay.notReplayed());
                        assertThat(String.join("\n", differences)).isEmpty();
                    }
                }));
    }

    /** The columns, types and indexes of what 10 lists; a newer server may have more. */
    @Test
    void catalogRelationsAreAsRecorded() throws IOException, InterruptedException {
        for (Recording.Step step : Recording.read(Recording.REFERENCE).steps()) {
            try (Replay replay = new Replay(server)) {
                assertThat(rows(replay.send(step))).containsAll(rows(step.answer()));
            }
        }
    }

    private static List<String> rows(JsonNode answer) {
        return Stream.of(answer.at("/results/0/rows"))
                .flatMap(rows -> rows.valueStream())
                .map(JsonNode::toString)
                .toList();
    }
}
