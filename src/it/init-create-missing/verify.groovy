import io.github.mzmaven.it.SampleBuild

SampleBuild.verify(context) { shop ->
    assert shop.error() == '''\
        mz:init refuses. Nothing was written. 3 problems:
         1. There is no schema "staging" in database materialize.
            If this is its first deployment, create it, empty; mvn mz:init -Dmz.createMissing does that, too:
            CREATE SCHEMA "materialize"."staging";
         2. There is no schema "marts" in database materialize.
            If this is its first deployment, create it, empty; mvn mz:init -Dmz.createMissing does that, too:
            CREATE SCHEMA "materialize"."marts";
         3. There is no cluster "compute".
            If this is its first deployment, create it, empty; mvn mz:init -Dmz.createMissing does that, too:
            CREATE CLUSTER "compute" (SIZE = '25cc', REPLICATION FACTOR = 1);
        '''.stripIndent()
    assert shop.log().contains('  create schema marts in production, empty')
    assert shop.log().contains('  create cluster compute in production, empty (25cc × 1)')
    assert shop.log().contains('  marts.revenue        new')
    assert shop.revenue() == SampleBuild.VERSION_2
    assert shop.marker() == ['_mz_deployment_default_current']
    assert shop.ids().keySet().containsAll(['schema staging', 'schema marts', 'cluster compute'])
    assert shop.ids().keySet().every { !it.endsWith('_dbt_deploy') }
}
