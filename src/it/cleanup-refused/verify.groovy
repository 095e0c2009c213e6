import io.github.mzmaven.it.SampleBuild

SampleBuild.verify(context) { shop ->
    assert shop.error() == '''\
        mz:cleanup refuses. Nothing was written. -Dmz.force=true goes on all the same. 1 problem:
         1. The view finance.total needs materialized view marts_dbt_deploy.revenue, which is to be dropped; it would be dropped along.
            Create it again on the new objects, or drop it yourself.
        '''.stripIndent()
    assert context.refused == ['75']

    // Forced, it names what it takes along.
    assert shop.log().contains('Forced: The view finance.total')
    assert shop.query("SELECT name FROM mz_catalog.mz_views WHERE name = 'total'") == []
    assert shop.revenue() == SampleBuild.VERSION_2
    assert shop.marker() == ['_mz_deployment_default_current']
}
