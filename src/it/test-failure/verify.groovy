import io.github.mzmaven.it.SampleBuild

SampleBuild.verify(context) { shop ->
    def suite = new groovy.xml.XmlSlurper().parse(new File(basedir, 'target/mz').listFiles().find { it.name ==~ /TEST-.*\.xml/ })
    assert suite.@tests == 3
    assert suite.@failures == 1
    assert suite.@errors == 0
    assert shop.error() == '''\
        mz:test: 1 of 3 tests did not pass. Production is untouched.
            every_country_has_sales.sql: 2 rows
        Rows and errors are above and in <dir>/target/mz/TEST-mz.xml. Fix the SQL and run mvn mz:apply, or fix the test; then run mvn mz:test again.
        '''.stripIndent()
    assert shop.revenue() == SampleBuild.VERSION_1
    assert shop.swapped() == [] as Set
}
