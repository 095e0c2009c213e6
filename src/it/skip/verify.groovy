import io.github.mzmaven.it.SampleBuild

SampleBuild.verify(context) { shop ->
    assert shop.revenue() == SampleBuild.VERSION_1
    assert shop.swapped() == [] as Set
    assert shop.log().count('is skipped') == 9
    assert shop.marker() == ['_mz_deployment_default_staged']
}
