import io.github.mzmaven.it.SampleBuild

SampleBuild.open(basedir, context, sample) { shop ->
    shop.run("""
        DROP SCHEMA marts CASCADE;
        DROP SCHEMA staging CASCADE;
        DROP CLUSTER compute CASCADE;
        """)
}
