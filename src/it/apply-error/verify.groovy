import io.github.mzmaven.it.SampleBuild

SampleBuild.verify(context) { shop ->
    assert shop.error() == '''\
        marts/top_customers.sql:2:1: column "o.amuont" does not exist (XX000)
            2 | CREATE MATERIALIZED VIEW top_customers AS
              | ^
        3 of 4 files are applied and recorded. Production is untouched. Fix it and run mvn mz:apply again: it goes on from there.
        '''.stripIndent()
    assert shop.query("SELECT name FROM mz_catalog.mz_views WHERE name = 'orders' ORDER BY 1") == ['orders', 'orders']
    assert shop.revenue() == SampleBuild.VERSION_1
    assert shop.swapped() == [] as Set
}
