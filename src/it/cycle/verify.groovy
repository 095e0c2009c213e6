import io.github.mzmaven.it.SampleBuild

SampleBuild.verify(context) { shop ->
    // Readers get version 2, from new schemas and a new cluster under the old names; all others are what they were.
    assert shop.revenue() == SampleBuild.VERSION_2
    assert shop.query('SELECT name, spent FROM marts.top_customers ORDER BY name') == ['Ada | 10', 'Blaise | 20', 'Carl | 30']
    assert shop.swapped() == ['schema marts', 'schema staging', 'cluster compute'] as Set
    assert shop.ids().keySet() == shop.idsBefore().keySet()

    assert shop.sinkReads() == ['marts.revenue']
    assert shop.tags().size() == 2
    shop.tags().each {
        assert it ==~ /(marts|staging) \| Deployment by materialize on \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+00 \| Commit SHA: \w+/
    }
    assert shop.marker() == ['_mz_deployment_default_current']
    assert shop.log().contains('Nothing of the old version is left.')
    assert !shop.log().contains('[WARN')
    println "Version 2 is in production: readers of marts.revenue get ${shop.revenue()}, by schema ${shop.ids()['schema marts']}."
}
