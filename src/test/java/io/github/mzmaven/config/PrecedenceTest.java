package io.github.mzmaven.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Defaults, YAML, POM, environment, -D: what is said later wins. */
class PrecedenceTest {
    private static final String YAML = "deployment: {default: {user: yaml, timeout: 2m, tag: yaml}}";

    @TempDir
    Path directory;

    private Sources complete() {
        return Sources.complete(directory);
    }

    @Test
    void yamlBeatsTheDefault() {
        assertThat(complete().load().await().timeout()).isEqualTo(Duration.ofHours(1));
        assertThat(complete().yaml(YAML).load().await().timeout()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void thePomBeatsYaml() {
        assertThat(complete().yaml(YAML).pom("timeout", "3m").load().await().timeout())
                .isEqualTo(Duration.ofMinutes(3));
    }

    @Test
    void thePomBeatsTheDefault() {
        assertThat(complete().pom("timeout", "3m").load().await().timeout()).isEqualTo(Duration.ofMinutes(3));
    }

    @Test
    void theEnvironmentBeatsYaml() {
        assertThat(complete().yaml(YAML).variable("CI_TAG", "env").load().tag()).isEqualTo("env");
    }

    @Test
    void theEnvironmentBeatsThePom() {
        assertThat(complete().pom("tag", "pom").variable("CI_TAG", "env").load().tag())
                .isEqualTo("env");
    }

    @Test
    void theEnvironmentBeatsTheDefault() {
        assertThat(complete().load().tag()).isNull();
        assertThat(complete().variable("CI_TAG", "env").load().tag()).isEqualTo("env");
    }

    @Test
    void anEmptyVariableSaysNothing() {
        assertThat(complete().pom("tag", "pom").variable("CI_TAG", " ").load().tag())
                .isEqualTo("pom");
    }

    @Test
    void minusDBeatsTheEnvironment() {
        assertThat(complete()
                        .variable("CI_TAG", "env")
                        .minusD("tag", "d")
                        .load()
                        .tag())
                .isEqualTo("d");
    }

    @Test
    void minusDBeatsThePom() {
        assertThat(complete().pom("tag", "pom").minusD("tag", "d").load().tag()).isEqualTo("d");
    }

    @Test
    void minusDBeatsYaml() {
        assertThat(complete().yaml(YAML).minusD("tag", "d").load().tag()).isEqualTo("d");
    }

    @Test
    void minusDBeatsTheDefault() {
        assertThat(complete().minusD("timeout", "4m").load().await().timeout()).isEqualTo(Duration.ofMinutes(4));
    }

    @Test
    void aListReplacesAListAndPlaceholdersAddUp() {
        Sources sources = complete()
                .without("schemas")
                .yaml("deployment: {default: {schemas: [a, b], placeholders: {x: yaml, y: yaml, z: yaml}}}");
        sources.pom().put("schemas", List.of("c")).put("placeholders", Map.of("y", "pom", "z", "pom"));
        Settings settings = sources.minusD("placeholders.z", "d").load();
        assertThat(settings.schemas()).containsExactly("c");
        assertThat(settings.files().placeholders()).isEqualTo(Map.of("x", "yaml", "y", "pom", "z", "d"));
    }

    @Test
    void theShaComesFromTheFirstVariableThatIsSet() {
        assertThat(complete()
                        .variable("GIT_COMMIT", "c3")
                        .variable("GITHUB_SHA", "c1")
                        .variable("CI_COMMIT_SHA", "c2")
                        .load()
                        .gitSha())
                .isEqualTo("c1");
    }
}
