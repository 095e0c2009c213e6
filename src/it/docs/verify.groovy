import io.github.mzmaven.it.SampleBuild

SampleBuild.verify(context) { shop ->
    // As the comments of the README's commands say.
    assert shop.query('SELECT country, revenue FROM marts.revenue ORDER BY country') == ['GB | 10', 'US | 20']
    assert shop.swapped().isEmpty()
    assert shop.ids().keySet() - shop.idsBefore().keySet() == ['schema marts', 'cluster compute'] as Set
    assert shop.marker() == ['_mz_deployment_default_current']
    assert !shop.log().contains('[WARN')
}
