package io.github.mzmaven.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A blank is no text and no list, as a blank variable is none; in place of a word or a number it is a mistake. */
class BlankTest {
    @TempDir
    Path directory;

    private Sources complete() {
        return Sources.complete(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void onTheCommandLineIsRefusedWhereAWordOrANumberIsWanted(String blank) {
        assertThat(complete()
                        .yaml("deployment: {default: {dryRun: true, maxRetries: 1, timeout: 1s, replicas: all}}")
                        .minusD("dryRun", blank)
                        .minusD("maxRetries", blank)
                        .minusD("timeout", blank)
                        .minusD("replicas", blank)
                        .refusal())
                .isEqualTo("""
                4 problems:
                 1. dryRun is blank (-Dmz.dryRun).
                    Use true or false.
                 2. timeout is blank (-Dmz.timeout).
                    Set mz.timeout to a duration, for example 500ms, 90s, 5m, 1h 30m, PT1M30S.
                 3. replicas is blank (-Dmz.replicas).
                    Use one of one, all.
                 4. maxRetries is blank (-Dmz.maxRetries).
                    Use a whole number, 0 or more.""");
    }

    @Test
    void inYamlIsRefusedInTheSameWay() {
        assertThat(complete().yaml("""
                        deployment:
                          default:
                            dryRun:
                            force: ~
                            wait: ""
                            timeout: ${env.EMPTY}
                            clusters: [{name: serve, size: , replicationFactor: }]
                        """).variable("EMPTY", "").refusal()).isEqualTo("""
                5 problems:
                 1. replicationFactor of cluster serve is blank (mz.yml:7:56).
                    Use a whole number, 0 or more.
                 2. dryRun is blank (mz.yml:3:12).
                    Use true or false.
                 3. force is blank (mz.yml:4:12).
                    Use true or false.
                 4. timeout is blank (mz.yml:6:14).
                    Set mz.timeout to a duration, for example 500ms, 90s, 5m, 1h 30m, PT1M30S.
                 5. wait is blank (mz.yml:5:11).
                    Use true or false.""");
    }

    @Test
    void inThePomIsRefusedInTheSameWay() {
        assertThat(complete().pom("dryRun", " ").refusal()).isEqualTo("""
                1 problem:
                 1. dryRun is blank (<dryRun> in the POM).
                    Use true or false.""");
    }

    @Test
    void isNoMistakeWhereSomethingLaterIsSaid() {
        assertThat(complete()
                        .yaml("deployment: {default: {dryRun: }}")
                        .minusD("dryRun", "true")
                        .load()
                        .dryRun())
                .isTrue();
    }

    @Test
    void ofATextOrAListLeavesWhatWasSaidBefore() {
        Sources sources = complete()
                .without("schemas")
                .yaml("deployment: {default: {tag: yaml, schemas: [marts], clusters: [a], sqlDirectory: sql}}");
        sources.pom().put("placeholders", "").put("clusters", " ").put("sqlDirectory", "");
        Settings settings = sources.minusD("tag", "")
                .minusD("schemas", " ")
                .minusD("placeholders", "")
                .load();
        assertThat(settings.tag()).isEqualTo("yaml");
        assertThat(settings.schemas()).isEqualTo(List.of("marts"));
        assertThat(settings.clusterNames()).isEqualTo(List.of("a"));
        assertThat(settings.files().sqlDirectory()).isEqualTo(directory.resolve("sql"));
        assertThat(settings.files().placeholders()).isEqualTo(Map.of());
    }
}
