import io.github.mzmaven.it.SampleBuild

SampleBuild.open(basedir, context, sample) { shop ->
    shop.run('ALTER CLUSTER sinks SET (REPLICATION FACTOR 0);')
    // Somebody gives the sink's cluster a replica before promote runs again.
    shop.sandbox().faults().before(2, { it.contains('ALTER SINK') }) {
        context.readAfterTheFirst = shop.sinkReads()
        shop.run('ALTER CLUSTER sinks SET (REPLICATION FACTOR 1);')
    }
}
