import io.github.mzmaven.it.SampleBuild

SampleBuild.verify(context) { shop ->
    assert shop.log() =~ /Watching production for 2 s: \d+ objects on 1 cluster, 1 sink, \d+ tests; what fails is rolled back/
    assert shop.log().contains('Watched production for 2 s: nothing failed')
    assert shop.marker() == ['_mz_deployment_default_promoted']
}
