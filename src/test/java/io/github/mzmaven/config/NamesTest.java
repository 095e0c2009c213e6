package io.github.mzmaven.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {
    private static List<String> whats(String target, List<String> schemas, List<String> clusters, String suffix) {
        return Names.problems(
                        target,
                        new Names.Named(schemas, null),
                        new Names.Named(clusters, null),
                        new Names.Named(List.of(suffix), null))
                .stream()
                .map(Problem::what)
                .toList();
    }

    @Test
    void acceptsOddNames() {
        assertThat(whats(
                        "default",
                        List.of("public", "Ünïcode \"x\".y", "select"),
                        List.of("public", "a%b"),
                        "_dbt_deploy"))
                .isEmpty();
    }

    @Test
    void refusesReservedNames() {
        assertThat(whats("default", List.of("mz_catalog", "_mz_deployment_x"), List.of("pg_x", "mzx"), "_d"))
                .containsExactly(
                        "The schema mz_catalog cannot be deployed: names that begin with mz_ are reserved.",
                        "The schema _mz_deployment_x cannot be deployed: names that begin with _mz_deployment_ are this"
                                + " plugin's own.",
                        "The cluster pg_x cannot be deployed: names that begin with pg_ are reserved.");
    }

    @Test
    void countsBytesWithTheSuffix() {
        String fits = "ä".repeat(126) + "x";
        assertThat(whats("default", List.of(fits), List.of(), "_d")).isEmpty();
        assertThat(whats("default", List.of(fits + "x"), List.of(), "_d"))
                .containsExactly("The schema " + fits
                        + "x has too long a name: with the suffix _d it has 256 bytes, and" + " names hold 255.");
    }

    @Test
    void namesWhatIsListedTwiceOnce() {
        assertThat(whats("default", List.of("a", "a", "a"), List.of("c", "b", "c"), "_d"))
                .containsExactly("The schema a is listed twice.", "The cluster c is listed twice.");
    }

    @Test
    void refusesNamesThatEndInTheSuffixAndEmptyOnes() {
        assertThat(whats("default", List.of("a_d", " "), List.of(), "_d"))
                .containsExactly("The schema a_d ends in the suffix _d already.", "A schema has an empty name.");
    }

    @Test
    void refusesAnEmptySuffix() {
        assertThat(whats("default", List.of("a"), List.of(), ""))
                .containsExactly("The suffix is empty, so that the copies would have production's names.");
    }

    @Test
    void refusesAnEmptyTarget() {
        assertThat(whats(" ", List.of("a"), List.of(), "_d")).containsExactly("The target's name is empty.");
    }
}
