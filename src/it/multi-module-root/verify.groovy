import io.github.mzmaven.it.SampleBuild

SampleBuild.verify(context) { shop ->
    assert shop.error() == '''\
        mz:init refuses to run in module shop. Nothing was written. One module is not built yet: service.
            Bind it in a module of its own that comes last: one that depends on all others, with
            packaging pom, and the only one that lists this plugin's executions (see the README).
            Or run mvn mz:init after the build. mz.allowUnbuiltModules=true runs it here.
        '''.stripIndent()
    assert shop.state() == shop.before()
}
