package io.github.mzmaven.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadParserTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "create view V as select 1 | CREATE view [v] - - [] -",
                "CREATE OR REPLACE VIEW \"A b\".v AS SELECT 1 | CREATE view [A b.v] - - [OR, REPLACE] -",
                "CREATE TEMP VIEW v AS SELECT 1 | CREATE view [v] - - [TEMPORARY] -",
                "CREATE /* new */ MATERIALIZED VIEW IF NOT EXISTS d.s.v IN CLUSTER \"C\" AS SELECT 1 | CREATE materialized view [d.s.v] - C [] -",
                "CREATE INDEX i IN CLUSTER c ON s.v (x) | CREATE index [i] s.v c [] -",
                "CREATE INDEX ON v (x) | CREATE index [] v - [] -",
                "CREATE DEFAULT INDEX IN CLUSTER c ON v | CREATE index [] v c [DEFAULT] -",
                "CREATE INDEX \"on\" ON v (x) | CREATE index [on] v - [] -",
                "CREATE SINK k IN CLUSTER c FROM v INTO KAFKA CONNECTION x | CREATE sink [k] - c [] -",
                "CREATE REPLACEMENT MATERIALIZED VIEW r FOR v AS SELECT 1 | CREATE materialized view [r] - - [REPLACEMENT] -",
                "DROP VIEW IF EXISTS a, s.b CASCADE | DROP view [a, s.b] - - [CASCADE] -",
                "ALTER MATERIALIZED VIEW v SET CLUSTER c | ALTER materialized view [v] - c [] -",
                "ALTER VIEW v RENAME TO w | ALTER view [v] - - [RENAME] -",
                "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO r | ALTER default privileges [grant] - - [] -",
                "COMMENT ON COLUMN s.v.x IS 'y' | COMMENT column [s.v] - - [] -",
                "COMMENT ON COLUMN v.x IS 'y' | COMMENT column [v] - - [] -",
                "GRANT SELECT, INSERT ON TABLE v, s.w TO r | GRANT table [v, s.w] - - [] -",
                "GRANT SELECT ON v TO r | GRANT table [v] - - [] -",
                "GRANT a TO b | GRANT role [] - - [] -",
                "GRANT USAGE ON SCHEMA s TO r | GRANT schema [s] - - [] -",
                "INSERT INTO s.t VALUES (1) | INSERT  [s.t] - - [] -",
                "DELETE FROM t | DELETE  [t] - - [] -",
                "UPDATE t SET x = 1 | UPDATE  [t] - - [] -",
                "SET SESSION search_path = a | SET  [] - - [] search_path",
                "SET TIME ZONE 'UTC' | SET  [] - - [] timezone",
                "RESET ALL | RESET  [] - - [] all",
                "(SELECT 1) | SELECT  [] - - [] -",
                "BEGIN | BEGIN  [] - - [] -",
                "CREATE | CREATE  [] - - [] -",
                "DROP VIEW | DROP view [] - - [] -",
            })
    void theFirstWordsAreRead(String sql, String expected) {
        Head head = HeadParser.parse(sql);

        assertThat(head.verb() + " " + head.kind() + " " + head.targets() + " " + dash(head.on()) + " "
                        + dash(head.cluster()) + " " + head.words() + " " + dash(head.variable()))
                .isEqualTo(expected);
    }

    private static String dash(Object value) {
        return value == null ? "-" : value.toString();
    }

    @org.junit.jupiter.api.Test
    void namesKnowTheirParts() {
        Name name = new Name(List.of("d", "s", "v"));

        assertThat(List.of(name.database(), name.schema(), name.object())).containsExactly("d", "s", "v");
        assertThat(new Name(List.of("v")).schema()).isNull();
    }
}
