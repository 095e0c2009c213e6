package io.github.mzmaven.goal;

import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.conformance.ServerUnderTest;
import io.github.mzmaven.session.Session;
import java.util.List;

/**
 * An online shop on a server that holds other things too: raw orders and customers outside the deployment, views in staging,
 * materialized views in marts, a sink in a schema and a cluster of its own. All its names begin with a prefix.
 */
public final class Shop implements AutoCloseable {
    private final String prefix;
    private final String url;
    private final String systemUrl;
    private final Session session;

    public Shop(String prefix, String url, String systemUrl) {
        this.prefix = prefix;
        this.url = url;
        this.systemUrl = systemUrl;
        this.session = TestSql.onCatalog(url);
    }

    /** A shop with names of its own. */
    static Shop on(ServerUnderTest server) {
        return new Shop(
                "t" + Long.toString(System.nanoTime(), 36) + "x", server.url("materialize"), server.systemUrl());
    }

    /** A connection as {@code mz_sessions} has it. */
    public static String connectionId(Session session) {
        String pid =
                session.query("SELECT pg_backend_pid() AS pid").rows().get(0).text("pid");
        return Integer.toUnsignedString((int) Long.parseLong(pid));
    }

    public String name(String plain) {
        return prefix + plain;
    }

    public TestSettings settings() {
        return new TestSettings()
                .target(prefix + "target")
                .url(url)
                .schemas(name("staging"), name("marts"))
                .clusters(name("compute"));
    }

    /** Version 1, in production; {@code #} stands for the prefix. */
    public Shop inProduction() {
        run("CREATE ROLE #analyst");
        for (String schema : List.of("raw", "staging", "marts", "sinks")) {
            run("CREATE SCHEMA #" + schema);
        }
        run("CREATE CLUSTER #compute (SIZE = '25cc', REPLICATION FACTOR = 1)");
        run("CREATE CLUSTER #sink (SIZE = '25cc', REPLICATION FACTOR = 1)");
        run("CREATE TABLE #raw.orders (id int NOT NULL, country text, amount int NOT NULL)");
        run("INSERT INTO #raw.orders VALUES (1, 'GB', 10), (2, 'US', 20)");
        run("CREATE VIEW #staging.orders AS SELECT id, country, amount FROM #raw.orders");
        run("CREATE MATERIALIZED VIEW #marts.revenue IN CLUSTER #compute AS"
                + " SELECT country, sum(amount) AS revenue FROM #staging.orders GROUP BY country");
        run("CREATE INDEX revenue_country IN CLUSTER #compute ON #marts.revenue (country)");
        run("GRANT USAGE ON SCHEMA #staging, #marts TO #analyst");
        run("GRANT SELECT ON #marts.revenue TO #analyst");
        run("GRANT USAGE ON CLUSTER #compute TO #analyst");
        run("COMMENT ON CLUSTER #compute IS 'of the shop'");
        run("ALTER DEFAULT PRIVILEGES FOR ROLE materialize IN SCHEMA #marts GRANT SELECT ON TABLES TO #analyst");
        run("CREATE CONNECTION #sinks.kafka TO KAFKA" + " (BROKER '127.0.0.1:19092', SECURITY PROTOCOL PLAINTEXT)");
        run("CREATE SINK #sinks.revenue_out IN CLUSTER #sink FROM #marts.revenue INTO KAFKA CONNECTION #sinks.kafka"
                + " (TOPIC '#revenue') KEY (country) NOT ENFORCED FORMAT JSON ENVELOPE UPSERT");
        return this;
    }

    /** Version 2, in the copies: revenue is doubled, and there is one view more. */
    public Shop nextVersion() {
        run("CREATE VIEW #staging_dbt_deploy.orders AS SELECT id, country, amount * 2 AS amount FROM #raw.orders");
        run("CREATE VIEW #staging_dbt_deploy.countries AS SELECT DISTINCT country FROM #staging_dbt_deploy.orders");
        run("CREATE MATERIALIZED VIEW #marts_dbt_deploy.revenue IN CLUSTER #compute_dbt_deploy AS"
                + " SELECT country, sum(amount) AS revenue FROM #staging_dbt_deploy.orders GROUP BY country");
        run("CREATE INDEX revenue_country IN CLUSTER #compute_dbt_deploy ON #marts_dbt_deploy.revenue (country)");
        awaitRevenue();
        return this;
    }

    /** Waits until the new revenue is hydrated: a promote wants that of what sinks are to read. */
    void awaitRevenue() {
        while (query(
                        "SELECT h.object_id FROM mz_internal.mz_hydration_statuses h JOIN mz_catalog.mz_materialized_views m"
                                + " ON m.id = h.object_id JOIN mz_catalog.mz_schemas s ON s.id = m.schema_id"
                                + " WHERE s.name = '#marts_dbt_deploy' AND m.name = 'revenue' AND h.hydrated")
                .isEmpty()) {
            Thread.onSpinWait();
        }
    }

    public void run(String sql) {
        session.execute(sql.replace("#", prefix));
    }

    /** Rows as text, columns joined by bars. */
    public List<String> query(String sql) {
        return TestSql.rows(session, sql.replace("#", prefix));
    }

    /** What readers of production get: GB's revenue, 10 in version 1 and 20 in version 2. */
    public String revenue() {
        try (Session reader = TestSql.connect(url)) {
            return TestSql.rows(
                            reader,
                            "SELECT revenue::text FROM #marts.revenue WHERE country = 'GB'".replace("#", prefix))
                    .get(0);
        }
    }

    /** Everything that has the shop's names, by name, with the ids that matter told apart by what they read. */
    public String state() {
        var state = new StringBuilder();
        for (String sql : STATE) {
            query(sql)
                    .forEach(row -> state.append(row.replace(prefix, "#")
                                    .replaceAll("on \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\+00", "on {time}"))
                            .append('\n'));
        }
        return state.toString();
    }

    /** All in names; {@code started} and the like differ from run to run and are left out. */
    private static final List<String> STATE = List.of(
            "SELECT 'schema', s.name, r.name AS owner, p.grants, c.comment FROM mz_catalog.mz_schemas s"
                    + " JOIN mz_catalog.mz_roles r ON r.id = s.owner_id LEFT JOIN " + TestSql.grants("mz_schemas", true)
                    + " p ON p.id = s.id"
                    + " LEFT JOIN mz_internal.mz_comments c ON c.id = s.id AND c.object_type = 'schema'"
                    + " WHERE s.name LIKE '#%' ORDER BY s.name",
            "SELECT 'marker', s.name FROM mz_catalog.mz_schemas s WHERE s.name LIKE '%deployment_#%' ORDER BY 2",
            "SELECT 'cluster', s.name, s.size, s.replication_factor, r.name AS owner, p.grants, c.comment FROM"
                    + " mz_catalog.mz_clusters s JOIN mz_catalog.mz_roles r ON r.id = s.owner_id LEFT JOIN "
                    + TestSql.grants("mz_clusters", true) + " p"
                    + " ON p.id = s.id LEFT JOIN mz_internal.mz_comments c ON c.id = s.id AND c.object_type = 'cluster'"
                    + " WHERE s.name LIKE '#%' ORDER BY s.name",
            "SELECT 'object', s.name AS schema, o.name, o.type, c.name AS cluster, r.name AS owner, p.grants FROM"
                    + " mz_catalog.mz_objects o JOIN mz_catalog.mz_schemas s ON s.id = o.schema_id JOIN"
                    + " mz_catalog.mz_roles r ON r.id = o.owner_id LEFT JOIN mz_catalog.mz_clusters c ON c.id ="
                    + " o.cluster_id LEFT JOIN " + TestSql.grants("mz_objects", true) + " p ON p.id = o.id"
                    + " WHERE s.name LIKE '#%' ORDER BY s.name, o.name, o.type",
            "SELECT 'default', object_owner, schema, object_type, grantee, privilege_type FROM"
                    + " mz_internal.mz_show_default_privileges WHERE schema LIKE '#%' ORDER BY 2, 3, 4, 5, 6",
            "SELECT 'uses', ds.name || '.' || d.name AS object, rs.name || '.' || r.name AS needs FROM"
                    + " mz_internal.mz_object_dependencies x JOIN mz_catalog.mz_objects d ON d.id = x.object_id JOIN"
                    + " mz_catalog.mz_schemas ds ON ds.id = d.schema_id JOIN mz_catalog.mz_objects r ON r.id ="
                    + " x.referenced_object_id JOIN mz_catalog.mz_schemas rs ON rs.id = r.schema_id WHERE ds.name LIKE"
                    + " '#%' AND r.id LIKE 'u%' ORDER BY 2, 3");

    /** Drops all that has the shop's names. */
    @Override
    public void close() {
        try (Session system = TestSql.onCatalog(systemUrl)) {
            TestSql.drop(system, prefix);
        }
        session.close();
    }
}
