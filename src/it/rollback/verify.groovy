import io.github.mzmaven.it.SampleBuild

SampleBuild.verify(context) { shop ->
    assert shop.revenue() == SampleBuild.VERSION_1
    assert shop.swapped() == [] as Set
    assert shop.sinkReads() == ['marts.revenue']
    assert shop.query('SELECT country FROM marts_dbt_deploy.revenue').size() == 3
    assert shop.marker() == ['_mz_deployment_default_staged']
    assert shop.log().contains('a moved sink emits no snapshot')
    assert shop.log().contains('is not promoted: production has the old version. Nothing left to do.')
}
