package io.github.mzmaven.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mzmaven.MzException;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The server lets connect to a database that is not there, and calls it the current one. */
class NoDatabaseTest {
    @AutoClose
    private static final Sandbox sandbox = Sandbox.start();

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.github.mzmaven.goal.SilenceTest#goals")
    void isRefusedByEveryGoalWithTheNearestName(Goal goal) throws IOException {
        Files.writeString(directory.resolve("nothing.sql"), "SELECT 1 WHERE false");
        Path sql = Files.createDirectories(directory.resolve("sql"));
        MzException e = catchThrowableOfType(
                MzException.class,
                () -> GoalRun.of(
                        goal,
                        new TestSettings()
                                .url(sandbox.url().replace("/materialize?", "/materialise?"))
                                .schemas("marts")
                                .clusters("compute")
                                .createMissing()
                                .sqlDirectory(sql)
                                .testDirectory(directory)
                                .outputDirectory(directory)
                                .build()));
        assertThat(e)
                .hasMessage(
                        "There is no database \"materialise\" on this server, and so nothing in it to read or to write. Did"
                                + " you mean \"materialize\"?\n    Put one that is there after the last / of the url: materialize\n"
                                + "    Or create it: CREATE DATABASE \"materialise\";");
        assertThat(e.kind()).isEqualTo(MzException.Kind.REFUSED);
    }
}
