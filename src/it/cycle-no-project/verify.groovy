import io.github.mzmaven.it.Shop

Shop.verify(context) { shop ->
    assert !new File(basedir, 'pom.xml').exists()
    assert shop.revenue() == Shop.VERSION_2
    assert shop.sinkReads() == ['marts.revenue']
    assert shop.swapped() == ['schema marts', 'schema staging', 'cluster compute'] as Set
    assert shop.marker() == []
}
