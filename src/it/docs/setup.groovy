import io.github.mzmaven.it.QuickStart

QuickStart.open(basedir, context, new File(sample, '../../../README.md'))
