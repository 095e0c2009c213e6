import io.github.mzmaven.it.SampleBuild

SampleBuild.verify(context) { shop ->
    assert context.afterInit == shop.before()
    assert context.staged == shop.state()
    assert shop.revenue() == SampleBuild.VERSION_1

    def script = shop.read('target/mz/promote-plan.sql')
    assert script.contains('ALTER SCHEMA "materialize"."staging" SWAP WITH "staging_dbt_deploy"')
    assert shop.log().contains('Dry run: nothing is written. The statements that mz:promote would send')
}
