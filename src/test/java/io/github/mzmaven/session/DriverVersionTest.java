package io.github.mzmaven.session;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mzmaven.MzException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;

/** A POM may put another driver into the plugin's realm. */
class DriverVersionTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"42.7.1", "42.2.28.jre7", "42.6.9", "9.4.1212"})
    void aDriverWithAKnownHoleIsRefused(String version) throws IOException {
        try (URLClassLoader drivers = driver(version)) {
            assertThatThrownBy(() -> DriverVersion.check(drivers))
                    .isInstanceOf(MzException.class)
                    .hasMessage(
                            "The PostgreSQL driver is " + version
                                    + ", and before 42.7.2 it lets text become SQL (CVE-2024-1597). Nothing was sent. Take"
                                    + " org.postgresql:postgresql out of the plugin's <dependencies>, or set a newer version there.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"42.7.2", "42.8.0", "43.0", "42.7.10-SNAPSHOT"})
    void aNewerOneIsNot(String version) throws IOException {
        try (URLClassLoader drivers = driver(version)) {
            assertThatCode(() -> DriverVersion.check(drivers)).doesNotThrowAnyException();
        }
    }

    @Test
    void theOneThatIsBuiltWithIsNot() {
        assertThatCode(() -> DriverVersion.check(Driver.class.getClassLoader())).doesNotThrowAnyException();
    }

    @Test
    void aDriverThatDoesNotSayItsVersionIsRefused() throws IOException {
        try (URLClassLoader drivers = new URLClassLoader(new URL[0], null)) {
            assertThatThrownBy(() -> DriverVersion.check(drivers))
                    .isInstanceOf(MzException.class)
                    .hasMessageStartingWith("The PostgreSQL driver is older than 42, and before 42.7.2");
        }
    }

    /** A class loader with nothing of a driver but what says its version. */
    private URLClassLoader driver(String version) throws IOException {
        Path source = Files.createDirectories(directory.resolve("org/postgresql/util"))
                .resolve("DriverInfo.java");
        Files.writeString(
                source,
                "package org.postgresql.util; public class DriverInfo { public static final String DRIVER_VERSION = \""
                        + version + "\"; }");
        ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString());
        return new URLClassLoader(new URL[] {directory.toUri().toURL()}, null);
    }
}
