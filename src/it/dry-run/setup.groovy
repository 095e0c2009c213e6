import io.github.mzmaven.it.SampleBuild

SampleBuild.open(basedir, context, sample) { shop ->
    def faults = shop.sandbox().faults()
    faults.before(1, { it.contains('CREATE SCHEMA') }) { context.afterInit = shop.state() }
    faults.before(1, { it.startsWith('BEGIN') && it.contains(' SWAP ') }) { context.staged = shop.state() }
}
