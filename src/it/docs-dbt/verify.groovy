import io.github.mzmaven.it.SampleBuild

SampleBuild.verify(context) { shop ->
    assert shop.revenue() == SampleBuild.VERSION_2
    assert shop.sinkReads() == ['marts.revenue']
    assert shop.swapped() == ['schema marts', 'schema staging', 'cluster compute'] as Set
    assert new File(basedir, 'src/main/materialize/marts/revenue.sql').exists()
    assert !new File(basedir, 'mz.yml').exists()
    // No copy and no marker is left.
    assert shop.marker() == []
    assert shop.ids().keySet() == shop.idsBefore().keySet()
}
