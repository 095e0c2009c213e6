import io.github.mzmaven.it.Shop

Shop.verify(context) { shop ->
    assert shop.log().contains('staged')
    assert shop.revenue() == Shop.VERSION_1
    assert shop.swapped() == [] as Set
}
