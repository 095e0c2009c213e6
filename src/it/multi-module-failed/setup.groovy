import io.github.mzmaven.it.SampleBuild

SampleBuild.open(new File(basedir, 'deployment'), context, sample) { shop ->
    // User properties are the whole build's.
    new File(basedir, 'deployment/test.properties').renameTo(new File(basedir, 'test.properties'))
}
