import io.github.mzmaven.it.SampleBuild

SampleBuild.verify(context) { shop ->
    def id = shop.read('output').strip().replaceFirst('mz-deployment-id=', '')
    assert id ==~ /\d{8}T\d{6}Z-\w+/
    assert shop.read('output') == "mz-deployment-id=${id}\n"
    def steps = (1..3).collect { shop.read("step-${it}.md") }

    assert steps[0].contains("## Deployment `${id}` failed at mz:apply; it is staged")
    assert steps[0].contains('marts/revenue.sql:2:1: column "amuont" does not exist')
    assert shop.log().contains('\n::error file=broken/marts/revenue.sql,line=2,col=1::marts/revenue.sql:2:1: column "amuont" does not exist')
    assert shop.log().readLines().findAll { it.startsWith('::') }.size() == 1

    assert steps[1].startsWith('What another tool wrote.\n<!-- mz-maven-plugin default ')
    assert steps[1].findAll('<!-- mz-maven-plugin ').size() == 1
    assert steps[1].contains("## Deployment `${id}` is staged")
    assert steps[1].contains('Target `default` · tag `PR-42` · ')
    assert steps[1].contains('| `compute_dbt_deploy` | 25cc × 1 | 3/3 | ')
    assert steps[1].contains('2 tests passed.')
    assert steps[1].contains('| `marts.top_customers` materialized view | added | owner materialize, SELECT to analyst |')
    assert steps[1].contains('| `marts.revenue` materialized view | 3 | 1 changed, 0 added, 0 removed by country<br>in columns revenue (1) |')
    assert steps[1].contains('- Consumers of sink sinks.revenue_out will see 1 stale key: SET FROM emits no snapshot.')

    assert steps[2].contains("## Deployment `${id}` is staged")
    assert steps[2].contains('| `marts.top_customers` materialized view | added | owner materialize, SELECT to analyst |')
    assert steps[2].contains('- point sink sinks.revenue_out at marts.revenue')
    assert steps[2].contains('<details><summary>Plan of mz:promote: ')

    assert shop.log().contains('Cannot write $GITHUB_STEP_SUMMARY')
    assert shop.read('target/mz/summary.md').startsWith("## Deployment `${id}` is promoted\n")
    assert shop.revenue() == SampleBuild.VERSION_2
    assert !(steps.join() + shop.read('target/mz/summary.md')).contains('Ada')
}
