import io.github.mzmaven.it.SampleBuild

SampleBuild.verify(context) { shop ->
    assert shop.error() == '''\
mz:export refuses. No file was written. -Dmz.force=true goes on all the same. 3 problems:
 1. <dir>/src/main/materialize/staging/customers.sql is there, and says something else than production.
    Keep it, or move it away, or let it be replaced: -Dmz.force=true
 2. <dir>/src/main/materialize/staging/orders.sql is there, and says something else than production.
    Keep it, or move it away, or let it be replaced: -Dmz.force=true
 3. <dir>/src/main/materialize/marts/revenue.sql is there, and says something else than production.
    Keep it, or move it away, or let it be replaced: -Dmz.force=true
'''
    def told = shop.log().readLines().findAll { it.contains('Exported ') }
        .collect { it.replaceAll(/.*(Exported \d+ files?) in \S+ (\d+ unchanged).*/, '$1, $2') }
    assert told == ['Exported 4 files, 0 unchanged', 'Exported 0 files, 4 unchanged']
    assert shop.log().contains('Kept in ')
    assert shop.log().contains('  marts/top_customers.sql')
    assert shop.read('src/main/materialize/staging/legacy.sql') == 'CREATE VIEW legacy AS\nSELECT id FROM orders;\n'
    assert shop.read('target/mz/export-result.json').contains('"outcome" : "unchanged"')
    assert !new File(basedir, 'mz.yml').exists()
    assert shop.revenue() == SampleBuild.VERSION_1
    assert shop.swapped() == [] as Set
}
