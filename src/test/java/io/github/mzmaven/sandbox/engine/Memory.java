package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.SqlError;
import io.github.mzmaven.sandbox.postgres.PgClient;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Remembers what PostgreSQL answered, for a sandbox that is asked the same things of the same catalogs thousands of times. A
 * query's answer is used again only where nothing but rows of the catalog decides it, and those are the same: it names
 * relations of the system alone, none of which (nor any view behind it) looks at the clock, a setting or a table that is not
 * the catalog's, and it calls no function. For the same reason time stands still here: what is made has the same times.
 */
final class Memory {
    /** When everything happens. */
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /** Which tables of sandbox_state are behind each relation, and whether anything else is. */
    private static final String BEHIND = """
            WITH RECURSIVE direct AS (
                SELECT DISTINCT r.ev_class AS view, d.refclassid AS kind, d.refobjid AS used
                FROM pg_rewrite r JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
                WHERE d.refobjid <> r.ev_class AND d.refclassid IN ('pg_class'::regclass, 'pg_proc'::regclass)),
            behind AS (
                SELECT view, kind, used FROM direct
                UNION SELECT b.view, d.kind, d.used FROM behind b JOIN direct d
                    ON b.kind = 'pg_class'::regclass AND d.view = b.used),
            parts AS (SELECT view, view AS part FROM direct
                UNION SELECT view, used FROM behind WHERE kind = 'pg_class'::regclass)
            SELECT n.nspname, c.relname,
                (SELECT string_agg(t.relname, ' ') FROM parts p JOIN pg_class t ON t.oid = p.part
                    WHERE p.view = c.oid AND t.relkind = 'r') AS tables,
                EXISTS (SELECT FROM parts p JOIN pg_class v ON v.oid = p.part WHERE p.view = c.oid AND v.relkind = 'v'
                    AND pg_get_viewdef(v.oid) ~* '\\m(now|\\w+_timestamp|current_\\w+|random|user)\\M')
                OR EXISTS (SELECT FROM behind b JOIN pg_proc f ON f.oid = b.used AND b.kind = 'pg_proc'::regclass
                    WHERE b.view = c.oid AND f.provolatile <> 'i') AS more
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'v' AND n.nspname IN ('mz_catalog', 'mz_internal')
            """;

    /** Tables that nobody writes, and those that are written apart from the catalog. */
    private static final Set<String> FIXED =
            Set.of("system_schemas", "system_objects", "system_columns", "replica_sizes");

    private static final Set<String> NOT_THE_CATALOGS = Set.of(
            "sessions",
            "subscriptions",
            "behaviour_defaults",
            "behaviour_clusters",
            "behaviour_objects",
            "behaviour_replica_events");

    private static final Pattern CALL = Pattern.compile("(\\w+|\")\\s*\\(");

    /** Words before a parenthesis that are no function's. */
    private static final Set<String> NO_FUNCTIONS = Set.of("in", "and", "or", "not", "where");

    private static final Pattern NOW_CALL = Pattern.compile("(pg_catalog\\.|mz_catalog\\.)?\\bnow\\(\\)");

    private record Behind(Set<String> tables, boolean more) {}

    /** Asks PostgreSQL. */
    interface Evaluator {
        PgClient.Result answer(String sql) throws SqlError;
    }

    private final Map<List<String>, Behind> behind = new HashMap<>();
    private final Map<Catalog, Map<String, String>> digests = Collections.synchronizedMap(new WeakHashMap<>());
    private final Map<String, PgClient.Result> answers = new ConcurrentHashMap<>();

    static Memory of(PgConnection postgres) throws SqlError {
        var memory = new Memory();
        for (List<String> row : postgres.rows(BEHIND)) {
            Set<String> tables =
                    row.get(2) == null ? Set.of() : Set.of(row.get(2).split(" "));
            memory.behind.put(row.subList(0, 2), new Behind(tables, row.get(3).equals("t")));
        }
        return memory;
    }

    /** Answers a query, by what is remembered if that is possible. */
    PgClient.Result answer(String sql, SqlText text, CatalogStore store, Session session, Evaluator postgres)
            throws SqlError {
        Set<String> tables = new HashSet<>();
        boolean sure = true;
        boolean reads = false;
        for (SqlText.Piece piece : text.pieces()) {
            if (piece instanceof SqlText.ItemName) {
                reads = true;
                sure = false;
            } else if (piece instanceof SqlText.SystemName name && isRelation(name.object())) {
                Behind found =
                        behind.get(List.of(name.object().schema(), name.object().name()));
                reads = true;
                sure &= found != null && !found.more();
                tables.addAll(found == null ? Set.of() : found.tables());
            }
        }
        String timeless =
                NOW_CALL.matcher(sql).replaceAll("'" + NOW.plusSeconds(session.connectionId()) + "'::timestamptz");
        if (!reads) {
            return postgres.answer(timeless);
        }
        boolean catalogOnly = Collections.disjoint(tables, NOT_THE_CATALOGS);
        if (!sure || calls(sql)) {
            store.show();
            return postgres.answer(timeless);
        }
        // The text of a privilege looks up the names of roles.
        tables.add("roles");
        if (!catalogOnly) {
            if (differs(tables, store)) {
                store.show();
            }
            return postgres.answer(timeless);
        }
        String key = sql + "\n" + digest(store.published(), tables);
        PgClient.Result known = answers.get(key);
        if (known == null) {
            store.show();
            known = postgres.answer(sql);
            if (known.error() == null) {
                answers.put(key, known);
            }
        }
        return known;
    }

    private static boolean calls(String sql) {
        return CALL.matcher(sql)
                .results()
                .anyMatch(call -> !NO_FUNCTIONS.contains(call.group(1).toLowerCase(Locale.ROOT)));
    }

    private static boolean isRelation(SystemObject object) {
        return !object.type().equals("function") && !object.type().equals("type");
    }

    private boolean differs(Set<String> tables, CatalogStore store) {
        return !digest(store.published(), tables).equals(digest(store.shown(), tables));
    }

    private String digest(Catalog catalog, Set<String> tables) {
        Map<String, String> all =
                digests.computeIfAbsent(catalog, c -> CatalogRows.of(c).digests());
        var digest = new StringBuilder();
        tables.stream()
                .filter(table -> !FIXED.contains(table) && !NOT_THE_CATALOGS.contains(table))
                .sorted()
                .forEach(table ->
                        digest.append(table).append(all.getOrDefault(table, "")).append(' '));
        return digest.toString();
    }
}
