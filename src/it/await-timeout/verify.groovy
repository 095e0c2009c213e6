import io.github.mzmaven.it.SampleBuild

SampleBuild.verify(context) { shop ->
    assert shop.error() == '''\
        mz:await: not ready after 2 s: 3 of 3 objects on 1 of 1 cluster are missing. The deployment is untouched; production too.
          compute_dbt_deploy: 0/3 hydrated, waiting for marts.revenue on r1 and 2 more
            marts.revenue (materialized view): hydrated on 0 of 1 replicas
            marts.revenue_by_country (index): hydrated on 0 of 1 replicas
            marts.top_customers (materialized view): hydrated on 0 of 1 replicas
          Run mvn mz:await again to go on waiting, or wait longer (-Dmz.timeout, now 2 s).
        '''.stripIndent()
    assert shop.marker() == ['_mz_deployment_default_staged']
    assert shop.revenue() == SampleBuild.VERSION_1
    assert shop.swapped() == [] as Set
}
