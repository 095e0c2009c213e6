package io.github.mzmaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What files must be; {@code -Dmz.golden=write} writes them again, to be looked at before they are committed. */
final class Golden {
    private static final Path DIRECTORY = Path.of("src/test/resources/report");

    private Golden() {}

    static void assertSame(String name, String actual) throws IOException {
        Path file = DIRECTORY.resolve(name);
        if ("write".equals(System.getProperty("mz.golden"))) {
            Files.createDirectories(DIRECTORY);
            Files.writeString(file, actual);
        }
        assertThat(actual).as(name).isEqualTo(Files.readString(file));
    }
}
