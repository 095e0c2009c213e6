package io.github.mzmaven.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlTest {
    @Test
    void identifiersAreAlwaysQuoted() {
        assertThat(Sql.identifier("plain")).isEqualTo("\"plain\"");
        assertThat(Sql.identifier("a\"b.c%s '")).isEqualTo("\"a\"\"b.c%s '\"");
        assertThat(Sql.qualified("d", "s\"", "o.o")).isEqualTo("\"d\".\"s\"\"\".\"o.o\"");
        assertThat(Sql.identifiers(List.of("a", "B"))).isEqualTo("\"a\", \"B\"");
    }

    @Test
    void literalsDoubleTheirQuotesAndNothingElse() {
        assertThat(Sql.literal("it's \\ 100% \"x\"\n")).isEqualTo("'it''s \\ 100% \"x\"\n'");
    }

    @ParameterizedTest
    @CsvSource({
        "plain_1, plain_1",
        "_mz, _mz",
        "Upper, \"Upper\"",
        "1st, \"1st\"",
        "with-dash, \"with-dash\"",
        "größe, \"größe\"",
        "select, \"select\"",
        "public, \"public\"",
        "user, \"user\""
    })
    void peopleSeeQuotesWhereTheyAreNeeded(String name, String shown) {
        assertThat(Sql.shown(name)).isEqualTo(shown);
    }
}
