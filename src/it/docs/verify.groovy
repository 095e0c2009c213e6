import io.github.mzmaven.it.SampleBuild

SampleBuild.verify(context) { shop ->
    // As the comments of the README's commands say.
    assert shop.query('SELECT country, orders, revenue FROM marts.revenue ORDER BY country') == ['GB | 1 | 10', 'US | 1 | 20']
    assert shop.swapped() == ['schema marts', 'cluster compute'] as Set
    assert shop.ids().keySet() == shop.idsBefore().keySet()
    assert shop.marker() == ['_mz_deployment_default_current']
    assert !shop.log().contains('[WARN')
}
