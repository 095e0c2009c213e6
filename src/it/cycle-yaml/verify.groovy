import io.github.mzmaven.it.SampleBuild

SampleBuild.verify(context) { shop ->
    assert shop.revenue() == SampleBuild.VERSION_2
    assert shop.sinkReads() == ['marts.revenue']
    assert shop.swapped() == ['schema marts', 'schema staging', 'cluster compute'] as Set
    assert shop.marker() == ['_mz_deployment_prod_current']
    assert shop.log().contains('(url from mz.yml, user from the url)')
    assert shop.query("SELECT size FROM mz_catalog.mz_clusters WHERE name = 'compute'") == ['50cc']
}
