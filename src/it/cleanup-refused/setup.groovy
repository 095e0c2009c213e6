import io.github.mzmaven.it.SampleBuild

SampleBuild.open(basedir, context, sample) { shop ->
    shop.run("""
        CREATE SCHEMA finance;
        CREATE VIEW finance.total AS SELECT sum(revenue) AS total FROM marts.revenue;
        """)
    // The first cleanup has refused by then.
    shop.sandbox().faults().before(1, { it.contains('DROP SCHEMA') }) { context.refused = shop.query('SELECT total FROM finance.total') }
}
