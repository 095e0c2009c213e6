import groovy.json.JsonSlurper
import io.github.mzmaven.it.SampleBuild

SampleBuild.verify(context) { shop ->
    assert shop.log() =~ /marts\.revenue +\d.* rows?, \d changed \(revenue \d\)/
    assert shop.log().contains('marts.top_customers  new')
    assert shop.log() =~ /consumers of sink sinks\.revenue_out will see \d keys? stale/
    // The third build deploys what production has.
    assert shop.log() =~ /Nothing changes for readers: all \d relations are equal/
    def result = new JsonSlurper().parse(new File(basedir, 'target/mz/diff-result.json'))
    assert result.success
    assert result.relations*.name == ['marts.revenue', 'marts.top_customers']
    assert result.relations*.outcome == ['compared', 'compared']
    assert result.relations.every { it.onlyBefore == 0 && it.onlyAfter == 0 }
}
