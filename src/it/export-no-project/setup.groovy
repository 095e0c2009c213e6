import io.github.mzmaven.it.SampleBuild

SampleBuild.open(basedir, context, sample) { shop ->
    new File(basedir, 'src').deleteDir()
    new File(basedir, 'test.properties').text = "mz.url = ${shop.sandbox().url()}\n"
}
