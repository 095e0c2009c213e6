package io.github.mzmaven.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.project.Source;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RedactionTest {
    static Stream<Arguments> statements() {
        return Stream.of(
                // A secret is all that follows AS.
                Arguments.of("CREATE SECRET k AS 's3cret'", "CREATE SECRET k AS :'secret'"),
                Arguments.of(
                        "create /* x */ secret if not exists k as $$s3cret$$",
                        "create /* x */ secret if not exists k as :'secret'"),
                Arguments.of("CREATE SECRET k AS decode($t$s3cret$t$, 'base64')", "CREATE SECRET k AS :'secret'"),
                Arguments.of("CREATE OR REPLACE SECRET k AS E's3\\'cret'", "CREATE OR REPLACE SECRET k AS :'secret'"),
                Arguments.of("ALTER SECRET k AS\n  'it's s3cret'", "ALTER SECRET k AS\n  :'secret'"),
                Arguments.of("CREATE SECRET k AS s3cret", "CREATE SECRET k AS :'secret'"),
                Arguments.of("CREATE SECRET k 's3cret'", "CREATE SECRET k :'secret'"),
                Arguments.of("CREATE SECRET k AS$$s3cret$$", "CREATE SECRET k :'secret'"),
                Arguments.of("ALTER SECRET k OWNER TO r", "ALTER SECRET k OWNER TO r"),
                // Roles and connections.
                Arguments.of("ALTER ROLE r WITH PASSWORD 's3cret'", "ALTER ROLE r WITH PASSWORD :'secret'"),
                Arguments.of("CREATE ROLE r LOGIN PASSWORD = $$s3cret$$", "CREATE ROLE r LOGIN PASSWORD = :'secret'"),
                Arguments.of("CREATE USER r PASSWORD E's3\\'cret'", "CREATE USER r PASSWORD :'secret'"),
                Arguments.of("ALTER ROLE r PASSWORD 'it's s3cret' LOGIN", "ALTER ROLE r PASSWORD :'secret'"),
                Arguments.of(
                        "ALTER ROLE r PASSWORD 's3' || $x$cret$x$", "ALTER ROLE r PASSWORD :'secret' || :'secret'"),
                Arguments.of("ALTER ROLE r PASSWORD \"s3cret\"", "ALTER ROLE r PASSWORD :'secret'"),
                Arguments.of("ALTER ROLE r PASSWORD 'it''s s3cret' LOGIN", "ALTER ROLE r PASSWORD :'secret' LOGIN"),
                Arguments.of(
                        "ALTER ROLE r PASSWORD E'it''s \\' s3cret' LOGIN", "ALTER ROLE r PASSWORD :'secret' LOGIN"),
                Arguments.of("ALTER ROLE r PASSWORD E's3'\n'\\'cret'", "ALTER ROLE r PASSWORD :'secret'"),
                Arguments.of("ALTER ROLE r PASSWORD 3s3cret LOGIN", "ALTER ROLE r PASSWORD :'secret'"),
                Arguments.of("ALTER ROLE r PASSWORD NULL", "ALTER ROLE r PASSWORD NULL"),
                Arguments.of(
                        "CREATE CONNECTION c TO POSTGRES (HOST 'db', PORT 5432, USER 'u', PASSWORD s3cret, DATABASE E'd')",
                        "CREATE CONNECTION c TO POSTGRES (HOST 'db', PORT 5432, USER 'u', PASSWORD :'secret', DATABASE E'd')"),
                Arguments.of(
                        "CREATE CONNECTION c TO KAFKA (BROKERS ('a:9092', 'b:9092'), SASL MECHANISMS = 'PLAIN',"
                                + " SASL USERNAME = 'u', SASL PASSWORD = SECRET p, SSL KEY = $k$s3cret$k$)",
                        "CREATE CONNECTION c TO KAFKA (BROKERS ('a:9092', 'b:9092'), SASL MECHANISMS = 'PLAIN',"
                                + " SASL USERNAME = 'u', SASL PASSWORD = SECRET p, SSL KEY = :'secret')"),
                Arguments.of(
                        "CREATE CONNECTION c TO AWS (ACCESS KEY ID = 's3cret', SECRET ACCESS KEY = SECRET s, TOKEN 's3cret')",
                        "CREATE CONNECTION c TO AWS (ACCESS KEY ID = :'secret', SECRET ACCESS KEY = SECRET s, TOKEN :'secret')"),
                Arguments.of(
                        "ALTER CONNECTION c SET (PASSWORD -- was 's3cret'\n = 's3cret')",
                        "ALTER CONNECTION c SET (PASSWORD -- ***\n = :'secret')"),
                Arguments.of(
                        "CREATE SOURCE w FROM WEBHOOK BODY FORMAT JSON CHECK (WITH (HEADERS) headers->'key' = 's3cret')",
                        "CREATE SOURCE w FROM WEBHOOK BODY FORMAT JSON CHECK (WITH (HEADERS) headers->:'secret' = :'secret')"),
                // What may have been meant for a text.
                Arguments.of(
                        "CREATE CONNECTION c TO AWS (TOKEN 9$3cret, TOKEN $3cret, TOKEN s3$cret, TOKEN 9's3cret', USER 9's3')",
                        "CREATE CONNECTION c TO AWS (TOKEN :'secret'"),
                Arguments.of(
                        "CREATE CONNECTION c TO AWS (TOKEN s3$cret, USER 9's3', USER 'u')",
                        "CREATE CONNECTION c TO AWS (TOKEN :'secret', USER :'secret', USER 'u')"),
                // What is not known may hold anything.
                Arguments.of("COPY t TO 's3://s3cret'", "COPY t TO :'secret'"),
                Arguments.of("$$s3cret$$", ":'secret'"),
                Arguments.of("ALTER SYSTEM SET x = 's3cret'", "ALTER SYSTEM SET x = :'secret'"),
                // What sets no password is shown as it is, unless it says that it has one.
                Arguments.of("SELECT 'kept' AS password -- it's fine", "SELECT 'kept' AS password -- it's fine"),
                Arguments.of(
                        "CREATE VIEW v AS SELECT $$kept$$, E'k\\'ept'", "CREATE VIEW v AS SELECT $$kept$$, E'k\\'ept'"),
                Arguments.of(
                        "SELECT 1 WHERE password = U&'s3cret' OR x = 'kept'",
                        "SELECT 1 WHERE password = :'secret' OR x = 'kept'"),
                Arguments.of("INSERT INTO t VALUES ('kept', 'kept')", "INSERT INTO t VALUES ('kept', 'kept')"),
                Arguments.of("CREATE CLUSTER c (SIZE = '100cc')", "CREATE CLUSTER c (SIZE = '100cc')"),
                Arguments.of(
                        "CREATE SOURCE s FROM KAFKA CONNECTION c (TOPIC 'kept')",
                        "CREATE SOURCE s FROM KAFKA CONNECTION c (TOPIC 'kept')"),
                Arguments.of("SELECT /* ALTER ROLE r PASSWORD 's3cret' */ 'kept'", "SELECT /* *** */ 'kept'"),
                // Several in one text, and what does not end.
                Arguments.of(
                        "BEGIN;\nALTER ROLE r PASSWORD 's3cret';\nSELECT 'kept';\nCREATE SECRET s AS 's3cret';\n",
                        "BEGIN;\nALTER ROLE r PASSWORD :'secret';\nSELECT 'kept';\nCREATE SECRET s AS :'secret';\n"),
                Arguments.of(
                        "SELECT 'kept'; CREATE SECRET s AS 'it's s3cret'; SELECT 's3cret",
                        "SELECT 'kept'; CREATE SECRET s AS :'secret'"),
                Arguments.of("SELECT 'kept", "SELECT 'kept"));
    }

    @ParameterizedTest
    @MethodSource("statements")
    void ofAStatement(String sql, String shown) {
        assertThat(Redaction.sql(sql)).isEqualTo(shown);
    }

    @Test
    void takesTheStatementsSecretsOutOfWhatTheServerSays() {
        assertThat(Redaction.message(
                        "Expected left parenthesis, found string literal \"s3'cret\"", "CREATE SECRET k AS 's3''cret'"))
                .isEqualTo("Expected left parenthesis, found string literal \"***\"");
        assertThat(Redaction.message("found string literal \"s3\\\"cret\"", "ALTER ROLE r PASSWORD $$s3\"cret$$"))
                .isEqualTo("found string literal \"***\"");
        assertThat(Redaction.message("found string literal \"s3'cret\"", "ALTER ROLE r PASSWORD E's3\\'cret'"))
                .isEqualTo("found string literal \"***\"");
        assertThat(Redaction.message("found string literal \"s3\ncret\"", "ALTER ROLE r PASSWORD E's3\\n\\u0063ret'"))
                .isEqualTo("found string literal \"***\"");
        assertThat(Redaction.message("unterminated: 's3cret", "ALTER ROLE r PASSWORD 's3cret"))
                .isEqualTo("unterminated: ***");
        assertThat(Redaction.message("12ab is short", "ALTER ROLE r PASSWORD 12ab"))
                .isEqualTo("*** is short");
        assertThat(Redaction.message("found identifier \"s3cret\"", "ALTER ROLE r PASSWORD S3Cret"))
                .isEqualTo("found identifier \"***\"");
        assertThat(Redaction.message("unknown role \"r\"", "ALTER ROLE r PASSWORD 's3cret'"))
                .isEqualTo("unknown role \"r\"");
        assertThat(Redaction.message(null, "ALTER ROLE r PASSWORD 's3cret'")).isNull();
    }

    @Test
    void hidesThemInTheExcerptsOfFiles() {
        var source = new Source("a.sql", """
                CREATE SECRET k AS $$s3
                cret$$; SELECT 1;
                ALTER ROLE r PASSWORD 's3cret' NOLOGIN;
                SELECT 'kept""");
        String text = source.text();
        assertThat(List.of(
                        source.excerpt(text.indexOf("$$")),
                        source.excerpt(text.indexOf("cret$$") + 2),
                        source.excerpt(text.indexOf("SELECT 1"))))
                .containsExactly(
                        "    1 | CREATE SECRET k AS :'secret'\n      |                    ^",
                        "    2 | :'secret'\n      | ^",
                        "    2 | :'secret'\n      | ^");
        var complete = new Source("a.sql", text + "'");
        assertThat(List.of(
                        complete.excerpt(text.indexOf("SELECT 1")),
                        complete.excerpt(text.indexOf("PASSWORD")),
                        complete.excerpt(text.indexOf("cret' NO")),
                        complete.excerpt(text.indexOf("NOLOGIN"))))
                .containsExactly(
                        "    2 | :'secret'; SELECT 1;\n      |            ^",
                        "    3 | ALTER ROLE r PASSWORD :'secret' NOLOGIN;\n      |              ^",
                        "    3 | ALTER ROLE r PASSWORD :'secret' NOLOGIN;\n      |                       ^",
                        "    3 | ALTER ROLE r PASSWORD :'secret' NOLOGIN;\n      |                                 ^");
    }
}
