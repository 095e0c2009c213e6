import io.github.mzmaven.it.SampleBuild

SampleBuild.verify(context) { shop ->
    assert shop.revenue() == SampleBuild.VERSION_2
    assert shop.sinkReads() == ['marts.revenue']
    assert shop.swapped() == ['schema marts', 'schema staging', 'cluster compute'] as Set
    assert shop.marker() == ['_mz_deployment_default_current']
    assert context.readAfterTheFirst == ['marts_dbt_deploy.revenue']
    assert shop.log().contains('production is swapped, but 1 of 1 sink still reads the replaced object. Do not clean up yet.')
    assert shop.log().contains('its cluster sinks has no replica. Give it one')
}
