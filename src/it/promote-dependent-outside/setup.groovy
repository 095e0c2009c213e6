import io.github.mzmaven.it.SampleBuild

SampleBuild.open(basedir, context, sample) { shop ->
    shop.run("""
        CREATE SCHEMA finance;
        CREATE VIEW finance.total AS SELECT sum(revenue) AS total FROM marts.revenue;
        """)
    // The first promote has refused by then.
    shop.sandbox().faults().before(1, { it.startsWith('BEGIN') && it.contains(' SWAP ') }) { context.refused = shop.ids() }
}
