import io.github.mzmaven.it.SampleBuild

SampleBuild.verify(context) { shop ->
    // Maven's own artifact first, then the goals in the order of the POM.
    assert shop.log().indexOf(':deploy (default-deploy)') < shop.log().indexOf(':init (blue-green)')
    def goals = (shop.log() =~ /--- mz:\S+:(\w+) \(blue-green\)|--- mz-maven-plugin:\S+:(\w+) \(blue-green\)/).collect { it[1] ?: it[2] }
    assert goals == ['init', 'apply', 'await', 'test', 'promote', 'cleanup']
    assert new File(basedir, 'target/repository/com/example/shop/2/shop-2.pom').file
    assert shop.revenue() == SampleBuild.VERSION_2
    assert shop.sinkReads() == ['marts.revenue']
    assert shop.swapped() == ['schema marts', 'schema staging', 'cluster compute'] as Set
    assert shop.marker() == ['_mz_deployment_default_current']
}
