package io.github.mzmaven.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.mzmaven.sql.Lexer;
import io.github.mzmaven.sql.Token;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The plugin's lexer reads what a server was sent, and the definitions that it answered, as that server does. */
class RecordedTokensTest {
    static Stream<String> recordings() throws IOException {
        return Recording.names().stream();
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void messagesAreTakenApartAsTheServerTakesThem(String name) throws Exception {
        for (Recording.Step step : Recording.read(name).steps()) {
            JsonNode results = step.answer().get("results");
            JsonNode error = results.get(results.size() - 1).path("error");
            if (error.path("message").asText().startsWith("unterminated")) {
                assertThatThrownBy(() -> Lexer.tokens(step.sql()))
                        .as(step.sql())
                        .isInstanceOfSatisfying(
                                Lexer.UnterminatedException.class,
                                e -> assertThat(e.offset() + 1)
                                        .isEqualTo(error.get("position").asInt()));
            } else {
                List<Token> tokens = tokensThatJoinBack(step.sql());
                long statements = Lexer.statements(tokens).stream()
                        .filter(statement -> !statement.stream().allMatch(Token::isComment))
                        .count();
                // What comes after an error is not carried out, and has no result.
                assertThat(results.size()).as(step.sql()).isBetween(error.isMissingNode() ? (int) statements : 1, (int)
                        statements);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void definitionsAreTakenApart(String name) throws Exception {
        for (Recording.Step step : Recording.read(name).steps()) {
            for (JsonNode result : step.answer().get("results")) {
                for (JsonNode row : result.path("rows")) {
                    for (JsonNode value : row) {
                        if (value.asText().startsWith("CREATE ")) {
                            tokensThatJoinBack(value.asText());
                        }
                    }
                }
            }
        }
    }

    private static List<Token> tokensThatJoinBack(String sql) throws Lexer.UnterminatedException {
        List<Token> tokens = Lexer.tokens(sql);
        var joined = new StringBuilder();
        for (Token token : tokens) {
            String between = sql.substring(joined.length(), token.start());
            assertThat(between).as(sql).isBlank();
            joined.append(between).append(token.text());
        }
        assertThat(sql.substring(joined.length())).isBlank();
        assertThat(sql).startsWith(joined);
        return tokens;
    }
}
