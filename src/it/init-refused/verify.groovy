import io.github.mzmaven.it.SampleBuild

SampleBuild.verify(context) { shop ->
    assert shop.state() == context.before
    assert shop.error() == '''\
        mz:init refuses. Nothing was written. 4 problems:
         1. There is no schema "stagin" in database materialize. Did you mean "staging"?
            If this is its first deployment, create it, empty; mvn mz:init -Dmz.createMissing does that, too:
            CREATE SCHEMA "materialize"."stagin";
         2. Schema marts holds the sink top_out; a swap would move it. Keep sinks in a schema and a cluster of their own.
         3. Schema marts holds table marts.notes; a swap would replace them by new, empty ones, and cleanup would drop them.
            Keep them in a schema of their own, or set <allowStateful>true</allowStateful> (-Dmz.allowStateful) if the deployment makes new ones.
         4. Role materialize is not an owner of cluster compute (owner: platform).
            As platform or a superuser:
            GRANT platform TO materialize;
        '''.stripIndent()
}
