import io.github.mzmaven.it.SampleBuild

SampleBuild.open(basedir, context, sample)
