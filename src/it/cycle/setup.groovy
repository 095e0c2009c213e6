import io.github.mzmaven.it.Shop
import java.time.Duration

Shop.open(basedir, context, sample) { shop ->
    // Long enough for mz:await to have something to tell.
    shop.sandbox().behaviour().hydration(Duration.ofSeconds(3))
    assert shop.revenue() == Shop.VERSION_1
    println "Version 1 is in production: readers of marts.revenue get ${shop.revenue()}, by schema ${shop.ids()['schema marts']}."
}
