package io.github.mzmaven.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementSummaryParserTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "create view V as select 1 | CREATE view [v] - - [] -",
                "CREATE VIEW \"a\"\"b\".\"\"\"v\" AS SELECT 1 | CREATE view [a\"b.\"v] - - [] -",
                "INSERT INTO \"a\"\"b\" VALUES (1) | INSERT  [a\"b] - - [] -",
                "ALTER MATERIALIZED VIEW v SET CLUSTER \"a\"\"b\" | ALTER materialized view [v] - a\"b [] -",
                "CREATE OR REPLACE VIEW \"A b\".v AS SELECT 1 | CREATE view [A b.v] - - [OR, REPLACE] -",
                "CREATE TEMP VIEW v AS SELECT 1 | CREATE view [v] - - [TEMPORARY] -",
                "CREATE /* new */ MATERIALIZED VIEW IF NOT EXISTS d.s.v IN CLUSTER \"C\" AS SELECT 1 | CREATE materialized view [d.s.v] - C [] -",
                "CREATE INDEX i IN CLUSTER c ON s.v (x) | CREATE index [i] s.v c [] -",
                "CREATE INDEX ON v (x) | CREATE index [] v - [] -",
                "CREATE DEFAULT INDEX IN CLUSTER c ON v | CREATE index [] v c [DEFAULT] -",
                "CREATE INDEX \"on\" ON v (x) | CREATE index [on] v - [] -",
                "CREATE SINK k IN CLUSTER c FROM v INTO KAFKA CONNECTION x | CREATE sink [k] - - [] -",
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
        assertThat(text(StatementSummaryParser.parse(sql))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CREATE VIEW v (a, b) AS SELECT 1, 2 | CREATE view [v] - - [] -",
                "CREATE MATERIALIZED VIEW v (a, \"b)\") IN CLUSTER prod AS SELECT 1, 2 | CREATE materialized view [v] - prod [] -",
                "CREATE MATERIALIZED VIEW \"v\" /* ( */ (a) /* x */ IN /* y */ CLUSTER \"Prod\" WITH (REFRESH = EVERY '1 day' (x)) AS SELECT 1 | CREATE materialized view [v] - Prod [] -",
                "CREATE MATERIALIZED VIEW v WITH (RETAIN HISTORY FOR '1 day') AS SELECT 1 | CREATE materialized view [v] - - [] -",
                "CREATE SOURCE s (a, b) IN CLUSTER prod FROM KAFKA CONNECTION k (TOPIC 't') | CREATE source [s] - prod [] -",
                "CREATE SOURCE s FROM POSTGRES CONNECTION k (PUBLICATION 'p') FOR TABLES (a.b AS x.y, c, d INTO z) EXPOSE PROGRESS AS marts.p | CREATE source [s]+[x.y, z, marts.p] - - [] -",
                "CREATE SOURCE s FROM LOAD GENERATOR AUCTION (TICK INTERVAL '1s') FOR ALL TABLES | CREATE source [s] - - [] -",
                "CREATE TABLE t (x int DEFAULT (1), y text) WITH (RETAIN HISTORY FOR '1s') | CREATE table [t] - - [] -",
                "CREATE TABLE t FROM SOURCE s (REFERENCE a.b) | CREATE table [t] - - [] -",
                "CREATE CONNECTION c TO KAFKA (BROKER 'b') | CREATE connection [c] - - [] -",
                "CREATE TYPE t AS LIST (ELEMENT TYPE = int4) | CREATE type [t] - - [] -",
                "CREATE INDEX IF NOT EXISTS i IN CLUSTER prod ON v USING arrangement (x) | CREATE index [i] v prod [] -",
                "ALTER MATERIALIZED VIEW v SET (RETAIN HISTORY FOR '1 day') | ALTER materialized view [v] - - [] -",
                "ALTER TABLE IF EXISTS t ADD COLUMN x int | ALTER table [t] - - [] -",
                "ALTER VIEW v OWNER TO r | ALTER view [v] - - [] -",
                "ALTER MATERIALIZED VIEW v APPLY REPLACEMENT r | ALTER materialized view [v] - - [REPLACEMENT] -",
                "REVOKE SELECT ON TABLE v FROM r | REVOKE table [v] - - [] -",
                "DROP VIEW v RESTRICT | DROP view [v] - - [] -",
            })
    void whatTheServerDocumentsIsReadForSure(String sql, String expected) {
        StatementSummary summary = StatementSummaryParser.parse(sql);

        assertThat(summary.stuckAt()).isNull();
        assertThat(text(summary)).isEqualTo(expected);
    }

    private static String text(StatementSummary summary) {
        return summary.verb() + " " + summary.kind() + " " + summary.targets()
                + (summary.subsources().isEmpty() ? "" : "+" + summary.subsources()) + " " + dash(summary.on()) + " "
                + dash(summary.cluster()) + " " + summary.words() + " " + dash(summary.variable());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CREATE MATERIALIZED VIEW v IN CLUSTER [u1] AS SELECT 1 | [",
                "CREATE MATERIALIZED VIEW v (a, b) IN CLUSTER [u1] AS SELECT 1 | [",
                "CREATE INDEX i ON [u1 AS d.s.v] (x) | [",
                "CREATE INDEX i IN CLUSTER [u1] ON v (x) | [",
                "CREATE SOURCE s IN CLUSTER [u1] FROM LOAD GENERATOR COUNTER | [",
                "CREATE SOURCE s FROM LOAD GENERATOR COUNTER EXPOSE PROGRESS AS [u1 AS d.s.p] | [",
                "ALTER MATERIALIZED VIEW v SET CLUSTER [u1] | [",
                "COMMENT ON COLUMN [u1 AS d.s.v].x IS 'y' | [",
                "COMMENT ON VIEW [u1 AS d.s.v] IS 'y' | [",
                "GRANT SELECT ON v, [u1 AS d.s.w] TO r | [",
                "INSERT INTO [u1 AS d.s.t] VALUES (1) | [",
                "DELETE FROM [u1 AS d.s.t] | [",
                "UPDATE [u1 AS d.s.t] SET x = 1 | [",
                "INSERT t VALUES (1) | t",
                "CREATE MATERIALIZED VIEW v IN PLACE ON CLUSTER prod AS SELECT 1 | IN",
                "CREATE MATERIALIZED VIEW v WITH (x) IN CLUSTER prod AS SELECT 1 | IN",
                "CREATE MATERIALIZED VIEW v (a) (b) IN CLUSTER prod AS SELECT 1 | (",
                "CREATE VIEW v IN CLUSTER prod AS SELECT 1 | IN",
                "CREATE VIEW s. AS SELECT 1 | SELECT",
                "CREATE INDEX i ON v IN CLUSTER prod | IN",
                "CREATE INDEX i USING x ON v | USING",
                "CREATE TABLE t IN CLUSTER prod (x int) | IN",
                "CREATE SOURCE s FORMAT TEXT IN CLUSTER prod FROM x | FORMAT",
                "ALTER SOURCE s ADD SUBSOURCE a AS marts.b | ADD",
                "ALTER SOURCE s DROP SUBSOURCE marts.b CASCADE | DROP",
                "ALTER MATERIALIZED VIEW v IN CLUSTER prod | IN",
                "DROP VIEW a b | b",
                "COMMENT ON VIEW v 'y' | '…'",
                "GRANT SELECT ON v IN SCHEMA marts TO r | IN",
                "CREATE VIEW v | ``",
                "CREATE VIEW v (a AS SELECT 1 | ``",
            })
    void whatCannotBeReadForSureIsSaid(String sql, String stuckAt) {
        assertThat(StatementSummaryParser.parse(sql).stuckAt()).isEqualTo(stuckAt);
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
