import io.github.mzmaven.it.SampleBuild

SampleBuild.verify(context) { shop ->
    assert shop.marker() == []
    assert shop.log().contains('Nothing of the old version is left. mvn mz:history shows what production was built from.')
    assert shop.log() =~ /deployment +\| by +\| tag +\| commit +\| what happened +\| init +\| apply +\| await +\| promote/
    assert shop.log() =~ /in production, promoted \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/
    assert shop.log().contains('No deployment of target default is known. mz:cleanup records them.')
}
