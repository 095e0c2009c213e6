package io.github.mzmaven.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.sandbox.Sandbox;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RecordingTest {
    @Test
    void everyFileOfTheDirectoryIsReplayedButTheReference() throws IOException {
        List<String> numbers =
                Recording.names().stream().map(name -> name.substring(0, 2)).toList();

        assertThat(numbers).hasSizeGreaterThanOrEqualTo(24).doesNotHaveDuplicates();
        assertThat(Integer.parseInt(numbers.get(numbers.size() - 1))).isEqualTo(numbers.size());
        assertThat(Recording.all())
                .extracting(Recording::name)
                .containsExactlyElementsOf(Recording.names().stream()
                        .filter(name -> !name.equals(Recording.REFERENCE))
                        .toList());
    }

    /** The sandbox says it too, and so does a goal that asks whether a server is too old. */
    @Test
    void theContainerAndTheSandboxAreOfTheRecordedVersion() throws IOException {
        assertThat(MaterializeContainer.version()).isEqualTo(Recording.version());
        try (ServerUnderTest sandbox = ServerUnderTest.of(Sandbox.start());
                Replay replay = new Replay(sandbox)) {
            assertThat(replay.serverVersion()).startsWith(Recording.version());
        }
    }
}
