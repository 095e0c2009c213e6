package io.github.mzmaven.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MentionsTest {
    private static String mentions(String sql) {
        return Mentions.of(sql).stream()
                .map(mention -> mention.name().toString())
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CREATE VIEW v AS SELECT * FROM a | a",
                "CREATE VIEW v AS SELECT * FROM a, s.b AS c, d.s.e x WHERE a.x IN (SELECT y FROM f) | a s.b d.s.e f",
                "CREATE VIEW v AS SELECT * FROM a JOIN b ON a.x = b.x LEFT JOIN c USING (x) CROSS JOIN d, e | a b c d e",
                "CREATE VIEW v AS SELECT * FROM (a JOIN (b CROSS JOIN c) ON a.x = b.x) | a b c",
                "CREATE VIEW v AS SELECT * FROM ((SELECT x FROM a) UNION ALL (SELECT x FROM b)) q, c | a b c",
                "CREATE VIEW v AS SELECT * FROM a, LATERAL (SELECT * FROM b WHERE b.x = a.x) l, LATERAL f(a.x) | a b",
                "CREATE VIEW v AS SELECT * FROM a JOIN LATERAL (SELECT * FROM b LIMIT 1) ON true | a b",
                "CREATE VIEW v AS SELECT a, b FROM c GROUP BY a, b ORDER BY d, e | c",
                "CREATE VIEW v AS SELECT * FROM a UNION SELECT x, y FROM b EXCEPT ALL TABLE c | a b c",
                "CREATE VIEW v AS TABLE a | a",
                "CREATE VIEW v AS (TABLE a) UNION TABLE b | a b",
                "CREATE VIEW v AS SELECT * FROM generate_series(1, 3) AS g (x), a | a",
                "CREATE VIEW v AS SELECT * FROM ROWS FROM (generate_series(1, 2), unnest(ARRAY[1, 2])), a | a",
                "CREATE VIEW v AS SELECT * FROM a AS x (b, c), d | a d",
                "CREATE VIEW v AS SELECT * FROM a JOIN b ON a.x = ARRAY[b.y, b.z], c | a b c",
                "CREATE VIEW v AS SELECT ARRAY(SELECT x FROM a), (SELECT max(y) FROM b), EXISTS (SELECT 1 FROM c) FROM d | a b c d",
                "CREATE VIEW v AS SELECT 1, 2 | ``",
                "CREATE VIEW v AS VALUES (1), (2) | ``",
                "CREATE VIEW v (a, b) AS SELECT 1 FROM c | c",
                "CREATE MATERIALIZED VIEW m IN CLUSTER k WITH (REFRESH = EVERY '1 day') AS SELECT * FROM a | a",
                "CREATE VIEW v AS SELECT * FROM \"A b\".\"from\" | A b.from",
                "CREATE VIEW v AS SELECT * FROM ONLY | ``",
            })
    void namesStandWhereRelationsMay(String sql, String mentions) {
        assertThat(mentions(sql)).isEqualTo(mentions);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CREATE VIEW v AS SELECT extract(epoch FROM orders), substring(t FROM x FOR 2), trim(BOTH ' ' FROM y) FROM a | a",
                "CREATE VIEW v AS SELECT x IS DISTINCT FROM orders, x IS NOT DISTINCT FROM y FROM a | a",
                "CREATE VIEW v AS SELECT 'FROM orders' AS s, $$ FROM y $$ FROM a -- FROM z | a",
                "CREATE VIEW v AS SELECT orders, x AS y FROM a | a",
                "REVOKE SELECT ON orders FROM reader | ``",
                "GRANT SELECT ON orders TO reader | ``",
                "COMMENT ON VIEW orders IS 'FROM x' | ``",
            })
    void namesElsewhereAreNoMentions(String sql, String mentions) {
        assertThat(mentions(sql)).isEqualTo(mentions);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CREATE VIEW v AS WITH a AS (SELECT * FROM b), c AS (SELECT * FROM a) SELECT * FROM c, d | b d",
                "CREATE VIEW v AS WITH a AS (SELECT * FROM a) SELECT * FROM a | a",
                "CREATE VIEW v AS WITH a (x) AS NOT MATERIALIZED (SELECT 1) SELECT * FROM a, s.a | s.a",
                "CREATE VIEW v AS SELECT * FROM (WITH a AS (SELECT 1) SELECT * FROM a) q, a | a",
                "CREATE VIEW v AS SELECT * FROM (SELECT * FROM a) q WHERE x IN (WITH a AS (SELECT 1) TABLE a) | a",
                "CREATE VIEW v AS WITH MUTUALLY RECURSIVE a (x int) AS (SELECT * FROM b), b (x int) AS (SELECT * FROM a UNION SELECT * FROM c) SELECT * FROM b | c",
                "CREATE VIEW v AS WITH MUTUALLY RECURSIVE (RETURN AT RECURSION LIMIT 9) a (x int) AS (SELECT * FROM a, c) SELECT * FROM a | c",
                "CREATE VIEW v AS WITH a AS (SELECT 1) TABLE b | b",
                "CREATE VIEW v AS WITH a AS (WITH b AS (SELECT 1) SELECT * FROM b) SELECT * FROM a, b | b",
            })
    void whatWithNamesIsNoRelationWhereItCounts(String sql, String mentions) {
        assertThat(mentions(sql)).isEqualTo(mentions);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CREATE TABLE t FROM SOURCE s.src (REFERENCE public.x) | s.src",
                "CREATE SOURCE src FROM KAFKA CONNECTION s.kafka (TOPIC 't') FORMAT AVRO USING CONFLUENT SCHEMA REGISTRY CONNECTION csr | s.kafka csr",
                "CREATE SOURCE src FROM LOAD GENERATOR COUNTER | ``",
                "CREATE TABLE t (a int, b s.colour) | int s.colour",
                "CREATE TYPE l AS LIST (ELEMENT TYPE = colour) | TYPE colour",
                "CREATE VIEW v AS SELECT x::s.colour, CAST(y AS mood), z::text FROM a | s.colour mood text a",
                "INSERT INTO t SELECT * FROM a | a",
                "DELETE FROM t USING u WHERE t.x IN (SELECT y FROM w) | t u w",
                "UPDATE t SET x = (SELECT max(y) FROM a) WHERE z IN (SELECT z FROM b) | a b",
            })
    void connectionsTypesAndSourcesCountToo(String sql, String mentions) {
        assertThat(mentions(sql)).isEqualToIgnoringCase(mentions);
    }

    /** Columns and aliases may have the names of keywords. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CREATE VIEW v AS SELECT * FROM a JOIN b ON a.offset = b.offset JOIN c ON true, d | a b c d",
                "CREATE VIEW v AS SELECT * FROM a JOIN b ON offset = pos JOIN c ON true | a b c",
                "CREATE VIEW v AS SELECT * FROM a AS options, b AS set, c | a b c",
                "CREATE VIEW v AS SELECT x AS table FROM a | a",
                "CREATE VIEW v AS SELECT a.table, x AS table, y FROM b | b",
                "CREATE VIEW v AS SELECT x AS table UNION SELECT x FROM b | b",
                "CREATE VIEW v AS SELECT u.v, o FROM unnest(ARRAY[1]) WITH ORDINALITY AS u (v, o), a | a",
                "CREATE VIEW v AS SELECT * FROM (VALUES (1, 'x'), (2, 'y')) AS t (a, b) JOIN c USING (a) | c",
            })
    void keywordsAsNamesEndNoList(String sql, String mentions) {
        assertThat(mentions(sql)).isEqualTo(mentions);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "INSERT INTO t TABLE a | a",
                "INSERT INTO t (x) TABLE a | a",
                "SHOW COLUMNS FROM s.a | s.a",
                "SHOW INDEXES ON a | a",
                "SHOW CREATE MATERIALIZED VIEW a | a",
                "EXPLAIN OPTIMIZED PLAN FOR VIEW a | a",
                "EXPLAIN MATERIALIZED VIEW a | a",
                "EXPLAIN SELECT extract(epoch FROM x) FROM a JOIN b ON c = d | a b",
                "CREATE CONNECTION k TO KAFKA (BROKER 'b:9092' USING SSH TUNNEL s.tunnel, SECURITY PROTOCOL = 'x') | s.tunnel",
                "CREATE CONNECTION k TO KAFKA (BROKERS ('b:9092' USING AWS PRIVATELINK pl (PORT 9)), AWS CONNECTION = aws) | pl aws",
            })
    void otherStatementsMentionToo(String sql, String mentions) {
        assertThat(mentions(sql)).isEqualTo(mentions);
    }

    @Test
    void aMentionSaysWhereItStands() {
        assertThat(Mentions.of("SELECT 1\nFROM a"))
                .containsExactly(new Mentions.Mention(new Name(List.of("a")), 14, false));
    }

    @Test
    void brokenTextMentionsNothing() {
        assertThat(mentions("SELECT * FROM a WHERE x = 'open")).isEmpty();
        assertThat(mentions("")).isEmpty();
        assertThat(mentions("SELECT * FROM (a")).isEqualTo("a");
        assertThat(mentions("WITH")).isEmpty();
        assertThat(mentions("WITH MUTUALLY RECURSIVE")).isEmpty();
    }
}
