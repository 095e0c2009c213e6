import io.github.mzmaven.it.SampleBuild

SampleBuild.verify(context) { shop ->
    assert shop.error() =~ /mz:diff: more changes than maxChanged allows \(0\.5%\)\. Nothing was written\./
    assert shop.error() =~ /marts\.revenue: \d rows only before and \d only after, of \d before/
    assert shop.revenue() == SampleBuild.VERSION_1
    assert shop.swapped() == [] as Set
}
