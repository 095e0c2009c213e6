package io.github.mzmaven.goal;

import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.session.Row;
import io.github.mzmaven.session.Session;
import java.util.List;

/** What tests themselves tell a server, and ask it. */
public final class TestSql {
    private TestSql() {}

    /** A connection as the URL says. */
    public static Session connect(String url) {
        return Session.open(new TestSettings().url(url).build().connection(), "test");
    }

    /** A connection that reads the catalog, and no user's relations. */
    public static Session onCatalog(String url) {
        return connect(url).onCatalog();
    }

    /** Rows as text, columns joined by bars. */
    public static List<String> rows(Session session, String sql) {
        return session.query(sql).rows().stream()
                .map(row -> String.join(
                        " | ", row.values().stream().map(String::valueOf).toList()))
                .toList();
    }

    /**
     * A query of ids and who may do what with what has them.
     *
     * @param relation of the catalog, e.g. {@code mz_schemas}
     * @param system whether system roles are told too: what they may do is the server's own affair
     */
    static String grants(String relation, boolean system) {
        return "(SELECT x.id, string_agg(COALESCE(g.name, 'PUBLIC') || ' ' || x.privilege_type, ', ' ORDER BY g.name,"
                + " x.privilege_type) AS grants FROM (SELECT id, mz_internal.mz_aclexplode(privileges).* FROM mz_catalog."
                + relation + " WHERE id LIKE 'u%') x LEFT JOIN mz_catalog.mz_roles g ON g.id = x.grantee"
                + (system ? "" : " WHERE x.grantee NOT LIKE 's%'") + " GROUP BY x.id)";
    }

    /** Drops all schemas whose names hold this, and all clusters and roles whose names begin with it. */
    static void drop(Session system, String prefix) {
        drop(system, "SCHEMA", "mz_schemas WHERE name LIKE '%" + prefix + "%'", " CASCADE");
        drop(system, "CLUSTER", "mz_clusters WHERE name LIKE '" + prefix + "%'", " CASCADE");
        drop(system, "ROLE", "mz_roles WHERE name LIKE '" + prefix + "%'", "");
    }

    private static void drop(Session system, String kind, String which, String how) {
        for (Row row : system.query("SELECT name FROM mz_catalog." + which).rows()) {
            system.execute("DROP " + kind + " " + quoted(row.text("name")) + how);
        }
    }

    static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
