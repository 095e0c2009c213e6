import io.github.mzmaven.it.SampleBuild
import java.time.Duration

SampleBuild.open(basedir, context, sample) { shop ->
    // Long enough for mz:await to have something to tell.
    shop.sandbox().behaviour().hydration(Duration.ofSeconds(3))
    assert shop.revenue() == SampleBuild.VERSION_1
    println "Version 1 is in production: readers of marts.revenue get ${shop.revenue()}, by schema ${shop.ids()['schema marts']}."
}
