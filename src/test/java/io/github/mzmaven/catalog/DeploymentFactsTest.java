package io.github.mzmaven.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentFactsTest {
    private static final String SHA = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    @Test
    void whatIsStoredIsReadAgain() {
        DeploymentFacts facts = facts("PR-1", "deployer", SHA)
                .withConnection("4294967295")
                .withPromoted("2026-11-22T12:00:00Z", "ci", null);

        assertThat(DeploymentFacts.parse(facts.json())).isEqualTo(facts);
        assertThat(facts.json())
                .isEqualTo(
                        "{\"id\":\"20261122T121500Z-0123456\",\"tag\":\"PR-1\",\"user\":\"deployer\",\"git\":\"" + SHA
                                + "\",\"started\":\"2026-11-22T12:15:00.123456789Z\",\"connection\":\"4294967295\","
                                + "\"allowStateful\":false,\"promoted\":\"2026-11-22T12:00:00Z\",\"promotedBy\":\"ci\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Deployment by me", "null", "{}", "[]", "\"text\"", "{\"id\":{}}", "{\"id\":null}"})
    void otherCommentsAreNotTakenForFacts(String comment) {
        assertThat(DeploymentFacts.parse(comment)).isNull();
        assertThat(DeploymentFacts.parse(null)).isNull();
    }

    @Test
    void whatALaterVersionAddsIsPassedOver() {
        assertThat(DeploymentFacts.parse("{\"id\":\"x\",\"later\":[1]}").id()).isEqualTo("x");
    }

    /** 128 characters of four bytes are more than a tag may have in UTF-16; names hold 255 bytes, here such that JSON doubles. */
    @ParameterizedTest
    @ValueSource(strings = {"u", "\"", "\\", "ü", "€", "🐘"})
    void theLongestFactsFitIntoAComment(String character) {
        String name = character.repeat(255 / character.getBytes(StandardCharsets.UTF_8).length);
        for (String tag : new String[] {"🐘".repeat(128), "\"".repeat(128), "€".repeat(128)}) {
            DeploymentFacts facts =
                    facts(tag, name, SHA).withConnection("4294967295").withPromoted("2026-11-22T12:00:00Z", name, null);

            assertThat(facts.json().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(1_024);
            DeploymentFacts stored = DeploymentFacts.parse(facts.json());
            assertThat(stored).isEqualTo(facts.fitting()).isEqualTo(stored.fitting());
            // What decides is kept whole; only what people read is cut, and says so.
            assertThat(stored.tag()).isEqualTo(tag);
            assertThat(stored.git()).isEqualTo(SHA);
            assertThat(stored.started()).isEqualTo(facts.started());
            assertThat(stored.user()).endsWith("…").startsWith(character).isEqualTo(stored.promotedBy());
        }
    }

    @Test
    void namesAreCutNoMoreThanNeeded() {
        DeploymentFacts facts =
                facts("PR-1", "u".repeat(255), SHA).withPromoted("2026-11-22T12:00:00Z", "p".repeat(255), null);

        assertThat(facts.fitting()).isEqualTo(facts);
    }

    @Test
    void aCommitThatIsNoShaIsCut() {
        assertThat(facts(null, "me", "x".repeat(5_000)).fitting().git()).isEqualTo("x".repeat(61) + "…");
    }

    private static DeploymentFacts facts(String tag, String user, String git) {
        return new DeploymentFacts(
                "20261122T121500Z-0123456", tag, user, git, "2026-11-22T12:15:00.123456789Z", null, false);
    }
}
