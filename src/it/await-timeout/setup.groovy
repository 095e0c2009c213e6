import io.github.mzmaven.it.Shop

Shop.open(basedir, context, sample) { shop ->
    shop.sandbox().behaviour().hydration(null)
}
