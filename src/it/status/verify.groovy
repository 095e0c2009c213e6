import io.github.mzmaven.it.SampleBuild

SampleBuild.verify(context) { shop ->
    def told = shop.log().substring(shop.log().indexOf(':status (default-cli)')).readLines()
        .collect { it.replaceAll(/ +/, ' ') }.findAll { it.startsWith('[INFO] ') }
    assert told.any { it ==~ /\[INFO\] Deployment \S+ is staged/ }
    assert told.any { it ==~ /\[INFO\] schema marts \(u\d+\) marts_dbt_deploy \(u\d+\) not swapped/ }
    assert told.containsAll([
        '[INFO] changed view staging.orders definition',
        '[INFO] added materialized view marts.top_customers owner materialize, SELECT to analyst',
        '[INFO] removed view staging.legacy nothing reads it',
        '[INFO] Next: mvn mz:promote',
    ])
    assert shop.revenue() == SampleBuild.VERSION_1
    assert shop.swapped() == [] as Set
}
