import io.github.mzmaven.it.SampleBuild

SampleBuild.verify(context) { shop ->
    def told = (shop.log() =~ /(?m)^\[INFO\] Target .* \((.*)\)$/).collect { it[1] }
    assert told == [
        'url from POM, credentials from server shop',
        'url from POM, credentials from server shop-encrypted',
        'url from POM, user from the url, password from MZ_PASSWORD',
        'url from POM, user from the url, password from file password.txt',
        'url from -Dmz.url, credentials from server shop',
    ]
    assert shop.revenue() == SampleBuild.VERSION_2
    def files = new File(basedir, 'target/mz').listFiles().collectEntries { [it.name, it.text] }
    assert files.size() > 8
    (files + ['build.log': shop.log()]).each { name, text -> assert !text.contains('s3cret') : name }
}
