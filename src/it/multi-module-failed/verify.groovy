import io.github.mzmaven.it.SampleBuild

SampleBuild.verify(context) { shop ->
    def log = new File(basedir, 'build.log').text
    assert log.contains('mz:status refuses. Nothing was written.')
    assert log.contains('mz:init refuses to run in module deployment. Nothing was written. One module failed: service.')
    assert shop.state() == shop.before()
}
