import io.github.mzmaven.it.SampleBuild

SampleBuild.verify(context) { shop ->
    assert shop.log().contains('Production fails: test nobody_buys.sql: ')
    assert shop.error().contains('mz:promote: production failed after the promote, and was rolled back: it has the old version again.')
    assert shop.revenue() == SampleBuild.VERSION_1
    assert shop.sinkReads() == ['marts.revenue']
    assert shop.marker() == ['_mz_deployment_default_staged']
}
