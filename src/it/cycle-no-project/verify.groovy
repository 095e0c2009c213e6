import io.github.mzmaven.it.SampleBuild

SampleBuild.verify(context) { shop ->
    assert !new File(basedir, 'pom.xml').exists()
    assert shop.revenue() == SampleBuild.VERSION_2
    assert shop.sinkReads() == ['marts.revenue']
    assert shop.swapped() == ['schema marts', 'schema staging', 'cluster compute'] as Set
    assert shop.marker() == ['_mz_deployment_default_current']
}
