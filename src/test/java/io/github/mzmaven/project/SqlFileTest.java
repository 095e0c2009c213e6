package io.github.mzmaven.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SqlFileTest {
    private static final Placeholders PLACEHOLDERS = new Placeholders(
            Map.of("schema.staging", "staging_dbt_deploy", "cluster.prod", "pr\"od_dbt_deploy"),
            Map.of("topic", "it's", "zone", "eu", "x", "eu", "path", "a\\b", "evil", "1; DROP VIEW v", "open", "it's"));

    private final List<Problem> problems = new ArrayList<>();

    @Test
    void statementsAreSplitOutsideOfQuotesAndCommentsOnly() {
        String text = "-- a; b\nSELECT 'x;''y', \"a;\"\"b\", E'it\\'s;' -- c;\n;\r\n"
                + "/* d; /* e; */ f; */ SELECT $$g;'$$, $t$h;$$$t$ ; ;\n\n  SELECT 3 /* i; */";

        assertThat(places(text))
                .containsExactly(
                        "2:1 SELECT 'x;''y', \"a;\"\"b\", E'it\\'s;'",
                        "4:22 SELECT $$g;'$$, $t$h;$$$t$",
                        "6:3 SELECT 3");
        assertThat(problems).isEmpty();
    }

    @Test
    void aQuoteThatIsWrittenTwiceDoesNotEndAStringWithEscapes() {
        assertThat(places("SELECT E'it''s \\'; ${x}'; SELECT 2"))
                .containsExactly("1:1 SELECT E'it''s \\'; eu'", "1:27 SELECT 2");
    }

    @Test
    void aStringWithEscapesGoesOnWithThemOnTheNextLine() {
        assertThat(places("SELECT E'a'\n 'b\\'; ${path}'; SELECT 2"))
                .containsExactly("1:1 SELECT E'a'\n 'b\\'; a\\\\b'", "2:18 SELECT 2");
    }

    @Test
    void commentsInsideAStatementStay() {
        assertThat(places("SELECT 1, -- one\r\n  2 /* two */\r\n;")).containsExactly("1:1 SELECT 1, -- one\r\n  2");
    }

    @Test
    void aFileOfCommentsHasNoStatement() {
        assertThat(places("-- nothing\n;;/* yet */")).isEmpty();
    }

    @Test
    void columnsAreCountedInCharactersAndLoneCarriageReturnsEndLines() {
        assertThat(places("SELECT '😀'; SELECT 2;\rSELECT 3"))
                .containsExactly("1:1 SELECT '😀'", "1:13 SELECT 2", "2:1 SELECT 3");
    }

    /** Such a return ends no comment on a server, which would take the rest of the statement for a part of it. */
    @Test
    void aLoneCarriageReturnAfterACommentIsSentAsALineFeed() {
        assertThat(places("-- a\rDELETE FROM t -- b\r WHERE ${zone} -- c\r\n AND y -- d\r; SELECT 2"))
                .containsExactly("2:1 DELETE FROM t -- b\n WHERE eu -- c\r\n AND y", "5:3 SELECT 2");
    }

    @Test
    void placeholdersAreWrittenAsTheirPlaceDemands() {
        String text =
                "CREATE VIEW ${schema.staging}.v IN CLUSTER ${cluster.prod} AS SELECT '${topic} ${schema.staging}',"
                        + " E'${path}', '${path}', \"${cluster.prod}\", $$${topic}$$, x_${zone} -- ${unknown}\n";

        assertThat(parse(text).statements())
                .extracting(SqlStatement::sql)
                .containsExactly(
                        "CREATE VIEW \"staging_dbt_deploy\".v IN CLUSTER \"pr\"\"od_dbt_deploy\" AS SELECT 'it''s staging_dbt_deploy',"
                                + " E'a\\\\b', 'a\\b', \"pr\"\"od_dbt_deploy\", $$it's$$, x_eu");
        assertThat(problems).isEmpty();
    }

    @Test
    void positionsOfTheServerArePlacesInTheFile() {
        Source source = new Source("staging/v.sql", "-- one\nSELECT ${schema.staging}.x,\n  '😀${zone}' || y");
        SqlStatement statement = SqlFile.parse(source, List.of(), PLACEHOLDERS, problems)
                .statements()
                .get(0);

        assertThat(statement.sql()).isEqualTo("SELECT \"staging_dbt_deploy\".x,\n  '😀eu' || y");
        assertThat(List.of(0, 1, 8, 15, 29, 34, 36, 41, 99))
                .extracting(position -> source.at(statement.sourceOffset(position)))
                .containsExactly(
                        "staging/v.sql:2:1",
                        "staging/v.sql:2:1",
                        "staging/v.sql:2:8",
                        "staging/v.sql:2:8",
                        "staging/v.sql:2:26",
                        "staging/v.sql:3:3",
                        "staging/v.sql:3:5",
                        "staging/v.sql:3:15",
                        "staging/v.sql:3:18");
        assertThat(source.excerpt(statement.sourceOffset(41)))
                .isEqualTo("    3 |   '😀${zone}' || y\n      |               ^");
    }

    @Test
    void whatCannotBeReplacedIsTold() {
        parse("SELECT ${zome},\n ${evil}, ${open}, ${}, '${abcdef}'");

        assertThat(problems)
                .extracting(Problem::what)
                .containsExactly(
                        "marts/a.sql:1:8: There is no placeholder ${zome}. Did you mean \"zone\"?",
                        "marts/a.sql:2:2: The value of ${evil} holds a semicolon, a comment or an open quote, which may only stand"
                                + " inside quotes.",
                        "marts/a.sql:2:11: The value of ${open} holds a semicolon, a comment or an open quote, which may only stand"
                                + " inside quotes.",
                        "marts/a.sql:2:20: There is no placeholder ${}.",
                        "marts/a.sql:2:26: There is no placeholder ${abcdef}.");
    }

    @Test
    void whatDoesNotEndIsTold() {
        parse("SELECT 1;\nSELECT 'abc");
        parse("/* /* */");
        parse("SELECT \"a");
        parse("SELECT $x$ $$");

        assertThat(problems)
                .extracting(Problem::what)
                .containsExactly(
                        "marts/a.sql:2:8: The string that begins here does not end.",
                        "marts/a.sql:1:1: The comment that begins here does not end.",
                        "marts/a.sql:1:8: The quoted identifier that begins here does not end.",
                        "marts/a.sql:1:8: The dollar-quoted string that begins here does not end.");
    }

    @Test
    void headersAreCommentsBeforeTheFirstStatement() {
        assertThat(parse("-- mz:cluster = prod \n-- a remark\nSELECT 1;\n-- mz:cluster=late")
                        .headers())
                .isEqualTo(Map.of("cluster", "prod"));
        assertThat(problems).isEmpty();

        parse("-- mz:clutser=prod\n-- mz:cluster");
        assertThat(problems)
                .extracting(Problem::what)
                .containsExactly(
                        "marts/a.sql:1:1: mz:clutser is unknown here. Did you mean \"cluster\"?",
                        "marts/a.sql:2:1: mz:cluster has no value.");
    }

    private SqlFile parse(String text) {
        return SqlFile.parse(new Source("marts/a.sql", text), List.of("cluster"), PLACEHOLDERS, problems);
    }

    private List<String> places(String text) {
        return parse(text).statements().stream()
                .map(statement -> statement.at().substring("marts/a.sql:".length()) + " " + statement.sql())
                .toList();
    }
}
