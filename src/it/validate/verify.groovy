def log = new File(basedir, 'build.log').text
assert log.count('3 files in 2 schemas, 1 test: nothing is wrong.') == 1
assert log.count('mz:validate has run for target default in this build already.') == 1
assert !log.contains('[WARNING]')
def result = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/mz/validate-result.json'))
assert result.success
assert result.connection == 'no server'
return true
