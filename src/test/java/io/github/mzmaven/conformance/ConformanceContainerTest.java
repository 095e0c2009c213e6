package io.github.mzmaven.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;

/** A Materialize in a container answers as the recorded one did; skipped where there is no Docker. */
@EnabledIf(
        value = "io.github.mzmaven.conformance.MaterializeContainer#dockerIsThere",
        disabledReason =
                "No Docker here. The same recordings are played on the sandbox; -Dmz.it.url plays them on another server.")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConformanceContainerTest {
    private ServerUnderTest server;
    private ConformanceReport report;

    @BeforeAll
    void open() {
        server = MaterializeContainer.start();
        report = new ConformanceReport(server.name());
    }

    @AfterAll
    void close() throws IOException {
        report.write("conformance-report-container.txt");
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

    @Test
    void isOfTheRecordedVersion() throws IOException {
        try (Replay replay = new Replay(server)) {
            assertThat(replay.serverVersion()).startsWith(Recording.version());
        }
    }
}
