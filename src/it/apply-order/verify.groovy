import groovy.json.JsonSlurper
import io.github.mzmaven.it.SampleBuild

SampleBuild.verify(context) { shop ->
    def files = new JsonSlurper().parse(new File(basedir, 'target/mz/apply-plan.json')).files
    def order = files*.path
    assert order.indexOf('marts/by_country.sql') < order.indexOf('staging/010_report.sql')
    assert order.indexOf('marts/by_country.sql') < order.indexOf('marts/aa_comments.sql')
    assert files.find { it.path == 'marts/by_country.sql' }.after == [[file: 'marts/revenue.sql', relation: 'marts.revenue', line: 2]]
    assert files.find { it.path == 'staging/010_report.sql' }.makes == ['staging.report']
    assert shop.query('SELECT country FROM staging_dbt_deploy.report ORDER BY 1') == ['DE', 'FR', 'GB']
    assert new File(basedir, 'target/mz/report.html').text.contains('<caption>Files in the order in which they run</caption>')
}
