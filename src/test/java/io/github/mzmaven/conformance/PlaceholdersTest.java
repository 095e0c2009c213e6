package io.github.mzmaven.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class PlaceholdersTest {
    private final Placeholders placeholders = new Placeholders();

    @Test
    void standForTheSameIdThroughoutARecording() throws IOException {
        assertThat(match("['{s2=U/{u1},{u2}=U/{u1}}']", "['{s2=U/u7,u9=U/u7}']"))
                .isTrue();
        assertThat(match("['{u2}']", "['u9']")).isTrue();
        assertThat(match("['{u2}']", "['u7']")).isFalse();
    }

    @Test
    void standForAnIdOrATimeOnly() throws IOException {
        assertThat(match("['{u1}']", "['x']")).isFalse();
        assertThat(match("['AS OF {ts}']", "['AS OF 1795374946000']")).isTrue();
        assertThat(match("['AS OF {ts}']", "['AS OF u1']")).isFalse();
    }

    @Test
    void compareEverythingElseWhole() throws IOException {
        assertThat(match("{'a': [null, 'x']}", "{'a': [null, 'x']}")).isTrue();
        assertThat(match("{'a': [null, 'x']}", "{'a': [null, 'x'], 'b': 1}")).isFalse();
        assertThat(match("{'a': [null, 'x']}", "{'a': ['null', 'x']}")).isFalse();
        assertThat(match("{'a': []}", "{'a': [1]}")).isFalse();
    }

    private boolean match(String recorded, String answer) throws IOException {
        return placeholders.match(json(recorded), json(answer));
    }

    private static JsonNode json(String text) throws IOException {
        return JsonMapper.builder().build().readTree(text.replace('\'', '"'));
    }
}
