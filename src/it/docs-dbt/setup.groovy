import io.github.mzmaven.it.DocsBuild

DocsBuild.open(basedir, context, new File(sample, '../../../docs/dbt.md'), 'dbt', new File(sample, 'production.sql')) { shop ->
    // What deploy_init and a run with the variable deploy send.
    shop.run("""
        CREATE SCHEMA staging_dbt_deploy;
        CREATE SCHEMA marts_dbt_deploy;
        CREATE CLUSTER compute_dbt_deploy (SIZE = '25cc', REPLICATION FACTOR = 1);
        CREATE VIEW staging_dbt_deploy.orders AS SELECT id, customer_id, amount FROM raw.orders WHERE NOT cancelled;
        CREATE VIEW staging_dbt_deploy.customers AS SELECT id, name, country FROM raw.customers;
        CREATE MATERIALIZED VIEW marts_dbt_deploy.revenue IN CLUSTER compute_dbt_deploy AS
          SELECT c.country, sum(o.amount) AS revenue FROM staging_dbt_deploy.orders o
          JOIN staging_dbt_deploy.customers c ON c.id = o.customer_id GROUP BY c.country;
        """)
}
