package io.github.mzmaven.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mzmaven.sql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LexerTest {
    private static final int ROUNDS = 2_000;

    /** What each kind of token may look like; a line comment brings the end of its line. */
    private static final List<Arguments> SAMPLES = List.of(
            Arguments.of(Kind.WORD, List.of("SELECT", "_a1", "größe", "a$b", "名前", "u", "exx", "\uD835\uDC9C")),
            Arguments.of(Kind.NUMBER, List.of("1", "1.5", ".5", "2.", "1e5", "1.5E-3", "3e+10")),
            Arguments.of(Kind.PARAMETER, List.of("$1", "$23")),
            Arguments.of(Kind.QUOTED_IDENTIFIER, List.of("\"a b\"", "\"a\"\"b\"", "\"\"", "\";--'/*$$\n\"")),
            Arguments.of(
                    Kind.STRING,
                    List.of(
                            "''",
                            "'it''s'",
                            "'\\'",
                            "';--\"/*$$\n'",
                            "e'it\\'s ''x'''",
                            "E'\\\\'",
                            "x'ff'",
                            "'a'\n'b'",
                            "E'a'\r\n\t'b\\'c'")),
            Arguments.of(
                    Kind.DOLLAR_STRING,
                    List.of("$$it's$$", "$t$ $$ $u$ ; $t$", "$größe$--$größe$", "$$$$", "$_1$$1$_1$")),
            Arguments.of(Kind.PLACEHOLDER, List.of("${a}", "${schema.x}", "${}", "${a b'}")),
            Arguments.of(Kind.LINE_COMMENT, List.of("--", "-- it's; /* $$ \"", "--- x")),
            Arguments.of(Kind.BLOCK_COMMENT, List.of("/**/", "/* a /* b'; */ \" */", "/*/ */", "/* -- */", "/***/")),
            Arguments.of(
                    Kind.SIGN, List.of("(", ")", ",", ";", "=", "<", "|", "[", "\\", "}", "?", "’", "😀", "\u00a0")));

    @Test
    void whatIsPutTogetherIsTakenApart() {
        var random = new Random(1);
        for (int round = 0; round < ROUNDS; round++) {
            var text = new StringBuilder();
            var expected = new ArrayList<String>();
            for (int i = random.nextInt(12); i > 0; i--) {
                Arguments sample = pick(random, SAMPLES);
                Kind kind = (Kind) sample.get()[0];
                String token = (String) pick(random, (List<?>) sample.get()[1]);
                expected.add(kind + " " + text.length() + " " + token);
                text.append(token)
                        // A string goes on where a line ends before a further one.
                        .append(kind == Kind.LINE_COMMENT ? pick(random, List.of("\n", "\r\n", "\r")) : " ")
                        .append(pick(
                                random, kind == Kind.STRING ? List.of("", "\t") : List.of("", "\t", "\n \n", "\f")));
            }

            assertThat(shown(Lexer.tokensOfBroken(text.toString()).tokens()))
                    .as(text.toString())
                    .isEqualTo(expected);
        }
    }

    /** Whatever a text is, no part of it is lost. */
    @Test
    void tokensJoinBackToTheText() {
        List<String> pieces = SAMPLES.stream()
                .flatMap(sample -> ((List<?>) sample.get()[1]).stream())
                .flatMap(token ->
                        Stream.of(token.toString(), " ", "'", "\"", "$", "\n", "\r", "/*", "*/", "${", "e", "\\"))
                .toList();
        var random = new Random(2);
        for (int round = 0; round < ROUNDS; round++) {
            String text = IntStream.range(0, random.nextInt(20))
                    .mapToObj(i -> pick(random, pieces))
                    .reduce("", String::concat);

            assertThat(joined(text, Lexer.tokensOfBroken(text).tokens())).isEqualTo(text);
        }
    }

    @Test
    void whatIsWrittenIsReadBack() throws Lexer.UnterminatedException {
        List<String> pieces =
                List.of("'", "\"", "\\", "$$", "--", "/*", ";", "a", "Ä", "\n", "\r", " ", "😀", "${x}", "E");
        var random = new Random(3);
        for (int round = 0; round < ROUNDS; round++) {
            String text = IntStream.range(0, random.nextInt(8))
                    .mapToObj(i -> pick(random, pieces))
                    .reduce("", String::concat);

            assertThat(Lexer.tokens(Sql.literal(text) + "," + Sql.identifier(text)))
                    .extracting(Token::value)
                    .containsExactly(text, ",", text);
        }
    }

    /** The first is recorded (conformance, 24-second-look), the others are in the tests of Materialize's own lexer. */
    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("E'it\\'s' 'it''s' $$it's$$ $a$x$a$", List.of("it's", "it's", "it's", "x")),
                Arguments.of("E'A' 'x' \"Größe\" Größe", List.of("A", "x", "Größe", "größe")),
                Arguments.of("E'\\b\\f\\n\\r\\t\\q\\\\'", List.of("\b\f\n\r\tq\\")),
                Arguments.of("E'\\u00e4\\U0001F600' E'\\u00'", List.of("ä😀", "u00")),
                Arguments.of("'a\\n'\n'b' E'a\\\\'\r\n 'b\\'c'", List.of("a\\nb", "a\\b'c")),
                Arguments.of("'a' 'b'", List.of("a", "b")),
                Arguments.of("u&'a' b'1' x'ff'", List.of("u", "&", "a", "b", "1", "ff")));
    }

    @ParameterizedTest
    @MethodSource("values")
    void valuesAreWhatTheServerReads(String sql, List<String> values) throws Lexer.UnterminatedException {
        assertThat(Lexer.tokens(sql)).extracting(Token::value).isEqualTo(values);
    }

    /** As in Materialize's lexer: a string begins after a number, and a dollar belongs to the word before it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1e'it\\'s' | NUMBER 0 1, STRING 1 e'it\\'s'",
                "1$$x$$ | NUMBER 0 1, DOLLAR_STRING 1 $$x$$",
                "a$$x | WORD 0 a$$x",
                "$1$$x$$ | PARAMETER 0 $1, DOLLAR_STRING 2 $$x$$",
                "xe'a' | WORD 0 xe, STRING 2 'a'",
                "1..2 | NUMBER 0 1., NUMBER 2 .2",
                "1e+a | NUMBER 0 1, WORD 1 e, SIGN 2 +, WORD 3 a",
                "select 1+/*!*/=2 | WORD 0 select, NUMBER 7 1, SIGN 8 +, BLOCK_COMMENT 9 /*!*/, SIGN 14 =, NUMBER 15 2",
                "x_${a}b | WORD 0 x_, PLACEHOLDER 2 ${a}, WORD 6 b",
                "$ a | SIGN 0 $, WORD 2 a",
            })
    void tokensBeginAndEndWhereTheServersDo(String sql, String tokens) {
        assertThat(String.join(", ", shown(Lexer.tokensOfBroken(sql).tokens()))).isEqualTo(tokens);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a 'b'' | string | STRING 2 'b''",
                "a E'b\\' | string | STRING 2 E'b\\'",
                "a \"b\"\" | quoted identifier | STRING 2 \"b\"\"",
                "a /* /* */ b | comment | BLOCK_COMMENT 2 /* /* */ b",
                "a $t$ $$ | dollar-quoted string | DOLLAR_STRING 2 $t$ $$",
                "a ${b | placeholder | STRING 2 ${b",
            })
    void whatDoesNotEndIsTheLastToken(String sql, String what, String last) {
        assertThatThrownBy(() -> Lexer.tokens(sql))
                .isInstanceOfSatisfying(
                        Lexer.UnterminatedException.class,
                        e -> assertThat(e.offset()).isEqualTo(2))
                .hasMessage("The " + what + " that begins here does not end.");
        Lexer.Tokens tokens = Lexer.tokensOfBroken(sql);
        assertThat(tokens.broken()).isTrue();
        assertThat(shown(tokens.tokens())).containsExactly("WORD 0 a", last);
    }

    @Test
    void statementsAreBetweenSemicolons() {
        List<Token> tokens = Lexer.tokensOfBroken(";a ';' b;/* ; */;c").tokens();

        assertThat(Lexer.statements(tokens).stream().map(LexerTest::shown))
                .containsExactly(
                        List.of(),
                        List.of("WORD 1 a", "STRING 3 ';'", "WORD 7 b"),
                        List.of("BLOCK_COMMENT 9 /* ; */"),
                        List.of("WORD 17 c"));
    }

    private static <T> T pick(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static List<String> shown(List<Token> tokens) {
        return tokens.stream()
                .map(token -> token.kind() + " " + token.start() + " " + token.text())
                .toList();
    }

    /** The tokens with what was between them, as long as that is white space. */
    private static String joined(String text, List<Token> tokens) {
        var joined = new StringBuilder();
        int end = 0;
        for (Token token : tokens) {
            String between = text.substring(end, token.start());
            joined.append(between.isBlank() ? between : "!").append(token.text());
            end = token.end();
        }
        return joined.append(text.substring(end).isBlank() ? text.substring(end) : "!")
                .toString();
    }
}
