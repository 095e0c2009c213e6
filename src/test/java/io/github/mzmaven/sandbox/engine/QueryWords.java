package io.github.mzmaven.sandbox.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The words that mean something in a query. */
final class QueryWords {
    private static final Set<String> KEYWORDS =
            set("select from where group by having order limit offset join left right full inner outer cross"
                    + " natural using as on and or not in is null true false case when then else end between like ilike"
                    + " exists distinct union all intersect except with mutually recursive values lateral asc desc"
                    + " nulls over partition rows interval cast any some array coalesce greatest least nullif extract"
                    + " fetch only escape isnull at filter within unbounded preceding following current_date"
                    + " current_time current_timestamp returning set into default update delete insert table collate"
                    + " similar row options window for");

    private static final Set<String> ENDS_FROM =
            set("where group having order limit offset fetch window union intersect except select returning set"
                    + " options values");

    private static final Map<String, String> TYPE_ALIASES = new HashMap<>();

    static {
        for (String pair : set("int=int4 integer=int4 bigint=int8 smallint=int2 boolean=bool real=float4 float=float8"
                + " double=float8 decimal=numeric dec=numeric string=text char=bpchar character=bpchar json=jsonb")) {
            TYPE_ALIASES.put(pair.split("=")[0], pair.split("=")[1]);
        }
    }

    private QueryWords() {}

    private static Set<String> set(String words) {
        return Set.copyOf(List.of(words.split(" ")));
    }

    static boolean isKeyword(Token token) {
        return token.is(Token.Kind.WORD) && KEYWORDS.contains(token.text());
    }

    /** Whether the list of relations has ended before this. */
    static boolean endsFrom(Token token) {
        return token.is(Token.Kind.WORD) && ENDS_FROM.contains(token.text());
    }

    /** The name that the catalog has for a type. */
    static String canonicalType(String name) {
        return TYPE_ALIASES.getOrDefault(name, name);
    }
}
