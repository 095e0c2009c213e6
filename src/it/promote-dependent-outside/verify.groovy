import io.github.mzmaven.it.SampleBuild

SampleBuild.verify(context) { shop ->
    assert shop.error() == '''\
        mz:promote refuses. Nothing was written. -Dmz.force=true goes on all the same. 1 problem:
         1. The view finance.total reads marts.revenue and would keep reading the old one.
            Add its schema to <schemas>, or create it again after mz:promote; mz:cleanup refuses until then.
        '''.stripIndent()
    assert shop.idsBefore().every { name, id -> context.refused[name] == id }

    // Forced, production is new, and what reads the old version still does.
    assert shop.revenue() == SampleBuild.VERSION_2
    assert shop.query('SELECT total FROM finance.total') == ['75']
    assert shop.log().contains('Forced: The view finance.total reads marts.revenue')
}
