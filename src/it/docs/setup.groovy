import io.github.mzmaven.it.DocsBuild

DocsBuild.open(basedir, context, new File(sample, '../../../README.md'), 'quick-start')
