import io.github.mzmaven.it.SampleBuild

SampleBuild.open(basedir, context, sample) { shop ->
    shop.run("""
        CREATE SINK marts.top_out IN CLUSTER compute FROM marts.revenue
          INTO KAFKA CONNECTION sinks.kafka (TOPIC 'top') KEY (country) NOT ENFORCED FORMAT JSON ENVELOPE UPSERT;
        CREATE TABLE marts.notes (text text);
        """)
    shop.runAsSystem("""
        CREATE ROLE platform;
        ALTER CLUSTER compute OWNER TO platform;
        """)
    context.before = shop.state()
}
