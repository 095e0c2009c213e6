import io.github.mzmaven.it.SampleBuild

SampleBuild.open(basedir, context, sample) { shop ->
    new File(basedir, 'step-2.md').text = 'What another tool wrote.\n'
}
