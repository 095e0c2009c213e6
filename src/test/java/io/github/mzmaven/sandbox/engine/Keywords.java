package io.github.mzmaven.sandbox.engine;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which unquoted words are keywords: errors and normalized SQL write them in capitals. */
final class Keywords {
    private static final Set<String> KEYWORDS =
            Set.copyOf(List.of(("access aggregate all alter and any as asc at auction"
                            + " auto availability between body broker by cascade case cast check class classes clause close cluster"
                            + " clusters coalesce column columns comment commit committed compaction compute confluent connection"
                            + " connections constraint copy create createcluster createdb createrole cross current cursor"
                            + " database databases deallocate debezium debug debugging declare default delete desc details"
                            + " discard disk distinct drop duration else end enforced envelope escape except exists explain"
                            + " every execute extract factor false fetch first for format from full functions generator grant"
                            + " group having headers hydration if ilike in index indexes inherit inner insert intersect interval"
                            + " into introspection is isolation join json kafka key keys last lateral left level like limit"
                            + " linger list load login managed manual map marketing materialized members minute month"
                            + " natural next no none not null nulls objects of off offset on only operator option options or"
                            + " order others outer over owned owner partition password plaintext plan precision prepare"
                            + " privileges progress protocol read refresh registry rename repeatable replace replica replicas"
                            + " replication reset restrict revoke right role roles rollback row rows scaling schedule schema"
                            + " schemas scope secret secrets security select serializable session set show sink sinks size"
                            + " snapshot source sources start strategy strict subscribe superuser swap system table tables"
                            + " tables then tick time timeout to topic tpch transaction true type types uncommitted union unique"
                            + " until update upsert usage user using validate value values varying view views when where with within"
                            + " work workload write year zone zones begin recursive mutually temporary temp")
                    .split(" +")));

    private static final Set<String> RESERVED = Set.of(
            "as",
            "distinct",
            "from",
            "group",
            "having",
            "limit",
            "offset",
            "order",
            "select",
            "union",
            "where",
            "with",
            "except",
            "intersect",
            "join",
            "on",
            "using",
            "cross",
            "full",
            "inner",
            "left",
            "natural",
            "right",
            "into",
            "and",
            "or",
            "not",
            "null",
            "true",
            "false",
            "case",
            "when",
            "then",
            "else",
            "end",
            "in",
            "is",
            "like",
            "between",
            "exists",
            "any",
            "all",
            "cast",
            "coalesce",
            "fetch",
            "options",
            "returning",
            "values",
            "table",
            "lateral",
            "outer",
            "isnull",
            "current_user",
            "qualify",
            "interval",
            "array",
            "row",
            "extract",
            "nullif",
            "greatest",
            "least",
            "some",
            "ilike",
            "escape",
            "asc",
            "desc",
            "over",
            "user",
            "collate");

    private Keywords() {}

    static boolean isKeyword(String word) {
        return KEYWORDS.contains(word.toLowerCase(Locale.ROOT));
    }

    /** Whether an identifier spelt so has to be quoted. */
    static boolean isReserved(String word) {
        return RESERVED.contains(word);
    }
}
