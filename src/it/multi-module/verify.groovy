import io.github.mzmaven.it.SampleBuild

SampleBuild.verify(context) { shop ->
    def log = new File(basedir, 'build.log').text
    assert log.indexOf('Building service 2') < log.indexOf(':init (blue-green)')
    assert shop.revenue() == SampleBuild.VERSION_2
    assert shop.marker() == ['_mz_deployment_default_promoted']
}
