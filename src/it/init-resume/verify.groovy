import io.github.mzmaven.it.SampleBuild

SampleBuild.verify(context) { shop ->
    assert shop.revenue() == SampleBuild.VERSION_2
    assert shop.sinkReads() == ['marts.revenue']
    assert shop.swapped() == ['schema marts', 'schema staging', 'cluster compute'] as Set
    assert shop.marker() == ['_mz_deployment_default_current']
    assert shop.log().contains('Run mvn mz:init again: it goes on from there.')
}
