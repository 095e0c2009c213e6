import groovy.xml.XmlSlurper

// The descriptor says which goals and parameters there are; the help must name them all, with a text.
def jar = new File(localRepositoryPath, 'io/github/mzmaven/mz-maven-plugin').listFiles()
    .findAll { it.directory }.collectMany { it.listFiles().toList() }.find { it.name.endsWith('.jar') }
def descriptor = new java.util.zip.ZipFile(jar).withCloseable { zip ->
    new XmlSlurper().parse(zip.getInputStream(zip.getEntry('META-INF/maven/plugin.xml')))
}
def log = new File(basedir, 'build.log').text
def sections = log.split(/(?m)^mz:/).drop(1).collectEntries { [(it.readLines().first().trim()): it] }

def goals = descriptor.mojos.mojo.collect { it.goal.text() }
assert goals.containsAll(['init', 'apply', 'await', 'test', 'promote', 'rollback', 'cleanup', 'status', 'validate', 'help'])
descriptor.mojos.mojo.each { mojo ->
    def section = sections[mojo.goal.text()]
    assert section != null
    mojo.parameters.parameter.findAll { it.editable.text() == 'true' }.each { parameter ->
        assert parameter.description.text() != ''
        assert section =~ /(?m)^    ${parameter.name.text()}\b/
    }
}

// A script that returns something else than true has failed.
return true
