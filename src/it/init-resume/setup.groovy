import io.github.mzmaven.it.SampleBuild

SampleBuild.open(basedir, context, sample) { shop ->
    // The connection is lost while the second schema is being created.
    shop.sandbox().faults().cutAfter(1) { it.contains('CREATE SCHEMA') && it.contains('marts_dbt_deploy') }
}
