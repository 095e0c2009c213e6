package io.github.mzmaven.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The same of a Materialize in a container; skipped where there is no Docker. */
@EnabledIf(
        value = "io.github.mzmaven.conformance.MaterializeContainer#dockerIsThere",
        disabledReason =
                "No Docker here. The same recordings are played on the sandbox; -Dmz.it.url plays them on another server.")
final class ConformanceContainerTest extends ConformanceTest {
    @Override
    ServerUnderTest server() {
        return MaterializeContainer.start();
    }

    @Override
    String reportFile() {
        return "conformance-report-container.txt";
    }

    @Test
    void isOfTheRecordedVersion() throws IOException {
        try (Replay replay = new Replay(server)) {
            assertThat(replay.serverVersion()).startsWith(Recording.version());
        }
    }
}
