import io.github.mzmaven.it.SampleBuild

SampleBuild.verify(context) { shop ->
    assert shop.read('src/main/materialize/marts/revenue.sql').startsWith('CREATE MATERIALIZED VIEW revenue AS\n')
    assert shop.read('mz.yml').contains('    schemas:\n      - marts\n      - staging\n')
    assert shop.read('mz.yml').contains('    clusters:\n      - compute\n')
    assert !shop.read('mz.yml').contains('raw') && !shop.read('mz.yml').contains('sinks')
    assert shop.read('pom.xml').contains('<artifactId>mz-maven-plugin</artifactId>')
    assert shop.log().contains('left out: schema raw: a swap would replace or move what it holds: table customers, table orders')
    assert shop.log().contains(', and pom.xml and mz.yml, in ')
    assert shop.log().contains('Exported 0 files in ')
    // The same again, in the place of what was there.
    assert shop.revenue() == SampleBuild.VERSION_1
    assert shop.sinkReads() == ['marts.revenue']
    assert shop.swapped() == ['schema marts', 'schema staging', 'cluster compute'] as Set
    assert shop.marker() == ['_mz_deployment_default_promoted']
}
