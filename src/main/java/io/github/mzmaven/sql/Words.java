package io.github.mzmaven.sql;

import java.util.Set;
import java.util.regex.Pattern;

/** Which names may stand without quotes, anywhere in a query. */
final class Words {
    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

    /**
     * Words that mean something in some place of a query or definition, in SQL's standard, in PostgreSQL or in Materialize. More of
     * them than there must be do no harm: they are quoted.
     */
    private static final Set<String> SPOKEN_FOR = Set.of(
            ("abort access action add aggregate all alter analyse analyze and any array as asc assert asymmetric at"
                            + " authorization between bigint binary bit boolean both by bytea cascade case cast char character check"
                            + " cluster coalesce collate collation column columns comment commit concurrently connection constraint"
                            + " copy create cross cube current current_catalog current_date current_role current_schema current_time"
                            + " current_timestamp current_user cursor database date day days dec decimal declare default deferrable"
                            + " delete desc distinct do double drop else end enforced error escape every except execute exists explain"
                            + " expected extract false fetch filter first float following for foreign format freeze from full function"
                            + " generated grant group grouping groups having history hour hours identity if ignore ilike immediate in"
                            + " index initially inner insert int integer intersect interval into is isnull join json key lag last"
                            + " lateral leading least left level like limit list local localtime localtimestamp lock map match"
                            + " materialized millennium minute minutes month months mutually names national natural nchar network next no none"
                            + " normalize not notnull null nullif nulls numeric of off offset on only operator option options or order"
                            + " ordinality others outer over overlaps overlay owned owner partition placing position preceding"
                            + " precision primary prepare procedure public qualify quarter range read real recursion recursive"
                            + " references refresh reset respect restrict return returning returns revoke right role rollback rollup"
                            + " row rows schema second seconds secret select session session_user set setof sets show similar sink"
                            + " smallint some source sql subscribe substring swap symmetric system table tablesample temp temporary"
                            + " ternary then ties time timestamp to trailing transaction treat trim true truncate type unbounded union"
                            + " unique unknown up update upsert user using value values varchar variadic varying verbose view when"
                            + " where window with within without work xml year years zone zones")
                    .split(" "));

    private Words() {}

    /** A name as a person would write it in a query: quoted where it must be, or may have to be. */
    static String shown(String name) {
        return PLAIN.matcher(name).matches() && !SPOKEN_FOR.contains(name) ? name : Sql.identifier(name);
    }
}
