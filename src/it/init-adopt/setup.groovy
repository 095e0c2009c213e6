import io.github.mzmaven.it.SampleBuild

SampleBuild.open(basedir, context, sample) { shop ->
    shop.run("""
        CREATE SCHEMA staging_dbt_deploy;
        CREATE SCHEMA marts_dbt_deploy;
        CREATE CLUSTER compute_dbt_deploy (SIZE = '25cc');
        CREATE VIEW staging_dbt_deploy.orders AS SELECT id, customer_id, amount FROM raw.orders WHERE NOT cancelled;
        CREATE VIEW staging_dbt_deploy.customers AS SELECT id, name, country FROM raw.customers;
        CREATE MATERIALIZED VIEW marts_dbt_deploy.revenue IN CLUSTER compute_dbt_deploy AS
          SELECT c.country, sum(o.amount) AS revenue FROM staging_dbt_deploy.orders o
          JOIN staging_dbt_deploy.customers c ON c.id = o.customer_id GROUP BY c.country;
        """)
    // What dbt forgets, init adds: the copy's privileges end equal to production's.
    context.privileges = shop.query("SELECT privileges::text FROM mz_catalog.mz_schemas WHERE name = 'marts'")
}
