def log = new File(basedir, 'build.log').text

assert log.contains('[WARNING] src/test/materialize/revenue.sql:2:6: no file creates revenu. Did you mean "revenue"?')

def error = (log =~ /(?ms)^\[ERROR\] Failed to execute goal .*? on project shop: (.*?)(?:\n\[ERROR\])? -> \[Help 1\]$/)[0][1]
assert error.replaceAll(/(?m)^\[ERROR\] /, '') == '''\
    mz:validate found 7 problems. No server was asked.
    soak is "25h", and must be 24 h or less (<soak> in the POM).
        Set mz.soak to 0, or to a duration of at most 24 h, for example 500ms, 90s, 5m, 1h 30m, PT1M30S.
    mz.yml:5:5: there is no key sufix of target default. Did you mean "suffix"?
        See mvn mz:help -Ddetail for the keys there are.
    pom.xml:19:20: timeout is "soon", which is no duration (<timeout>).
        Set mz.timeout to a duration, for example 500ms, 90s, 5m, 1h 30m, PT1M30S.
    src/main/materialize/marts/revenue.sql:3:3: CREATE SINK: a swap would move the sink.
        Keep sinks in a schema and a cluster of their own, outside the deployment; mz:promote points them at the new objects.
    src/main/materialize/marts/sales.sql:1:1: marts.revenue is created by marts/revenue.sql too.
        Create it in one file only.
    src/main/materialize/staging/orders.sql:1:62: There is no placeholder ${shop}.
        Known: cluster.compute, schema.marts, schema.staging
    src/test/materialize/view.sql:1:1: a test is a query (SELECT, WITH, VALUES, TABLE), not CREATE VIEW.'''.stripIndent()

// GitHub shows them beside the lines.
assert log.contains("::error file=${new File(basedir, 'mz.yml')},line=5,col=5::mz.yml:5:5: there is no key sufix")
assert new groovy.json.JsonSlurper().parse(new File(basedir, 'target/mz/validate-result.json')).problems.size() == 8
return true
