package io.github.mzmaven.interleaving;

import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.goal.apply.ApplyGoal;
import io.github.mzmaven.goal.init.InitGoal;
import io.github.mzmaven.goal.swap.PromoteGoal;
import io.github.mzmaven.sandbox.Sandbox;
import io.github.mzmaven.sandbox.engine.Moment;
import io.github.mzmaven.sandbox.wire.Turns;
import io.github.mzmaven.session.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;

/**
 * A sandbox with the smallest shop: a schema, a cluster, a view and a materialized view on it in production, raw data and
 * whatever others have outside; and the states that a deployment of it goes through, to begin from.
 */
final class Stage implements AutoCloseable {
    static final String SCHEMA = "shop";
    static final String CLUSTER = "compute";
    static final String SCHEMA_COPY = "shop_dbt_deploy";
    static final String CLUSTER_COPY = "compute_dbt_deploy";

    /** What a deployment has come to. */
    enum Start {
        /** Production, and nothing else. */
        PRODUCTION,
        /** After init. */
        EMPTY,
        /** After init and apply. */
        STAGED,
        /** After promote. */
        PROMOTED,
        /** Raw data, and no production: before the first deployment. */
        NOTHING
    }

    private static final List<String> OUTSIDE = List.of(
            "CREATE ROLE reader",
            "CREATE SCHEMA raw",
            "CREATE SCHEMA outside",
            "CREATE TABLE raw.orders (country text, amount int)",
            "CREATE VIEW outside.raw_countries AS SELECT DISTINCT country FROM raw.orders");

    private static final List<String> PRODUCTION = List.of(
            "CREATE SCHEMA shop",
            "CREATE CLUSTER compute (SIZE = '25cc', REPLICATION FACTOR = 1)",
            "CREATE VIEW shop.orders AS SELECT country, amount FROM raw.orders",
            "CREATE MATERIALIZED VIEW shop.revenue IN CLUSTER compute AS"
                    + " SELECT country, sum(amount) AS revenue FROM shop.orders GROUP BY country",
            "GRANT USAGE ON SCHEMA shop TO reader",
            "GRANT SELECT ON shop.revenue TO reader");

    private static final List<String> SINK = List.of(
            "CREATE CLUSTER sinks (SIZE = '25cc', REPLICATION FACTOR = 1)",
            "CREATE CONNECTION outside.kafka TO KAFKA (BROKER '127.0.0.1:19092', SECURITY PROTOCOL PLAINTEXT)",
            "CREATE SINK outside.revenue_out IN CLUSTER sinks FROM shop.revenue INTO KAFKA CONNECTION outside.kafka"
                    + " (TOPIC 'revenue') KEY (country) NOT ENFORCED FORMAT JSON ENVELOPE UPSERT");

    private final Sandbox sandbox = Sandbox.startTurnBased();
    private final ExecutorService runners = Executors.newFixedThreadPool(2);
    private final Path files;
    private final List<Moment> plain;
    private final List<Moment> withSink;

    /** @param files an empty directory */
    Stage(Path files) {
        this.files = files;
        sandbox.behaviour().hydration(Duration.ZERO);
        write("2/shop/orders.sql", "CREATE VIEW orders AS SELECT country, amount * 2 AS amount FROM raw.orders");
        write("2/shop/revenue.sql", REVENUE);
        write("3/shop/orders.sql", "CREATE VIEW orders AS SELECT country, amount * 3 AS amount FROM raw.orders");
        write("3/shop/revenue.sql", REVENUE);
        write("broken/shop/orders.sql", "CREATE VIEW orders AS SELECT country, amount * 4 AS amount FROM raw.orders");
        write("broken/shop/revenue.sql", REVENUE.replace("sum(amount)", "sum(amuont)"));
        sql(OUTSIDE);
        Moment nothing = sandbox.moment();
        sql(PRODUCTION);
        plain = new ArrayList<>(states());
        plain.add(nothing);
        sandbox.goBackTo(nothing);
        sql(PRODUCTION);
        sql(SINK);
        withSink = states();
    }

    private static final String REVENUE =
            "CREATE MATERIALIZED VIEW revenue AS SELECT country, sum(amount) AS revenue FROM orders GROUP BY country";

    private void write(String name, String sql) {
        try {
            Path file = files.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, sql);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void sql(List<String> statements) {
        try (Session session = Session.open(settings().build().connection(), "stage")) {
            statements.forEach(session::execute);
        }
    }

    private List<Moment> states() {
        Moment production = sandbox.moment();
        run(new InitGoal());
        Moment empty = sandbox.moment();
        run(new ApplyGoal());
        Moment staged = sandbox.moment();
        run(new PromoteGoal());
        return List.of(production, empty, staged, sandbox.moment());
    }

    private void run(Goal goal) {
        String error = new Actor.Run(() -> goal, UnaryOperator.identity()).run(settings());
        if (error != null) {
            throw new IllegalStateException(error);
        }
    }

    /** Version 2 of the project, unless another is asked for. */
    TestSettings settings() {
        return new TestSettings()
                .target("target")
                .url(sandbox.url())
                .schemas(SCHEMA)
                .clusters(CLUSTER)
                .sqlDirectory(version("2"));
    }

    Path version(String version) {
        return files.resolve(version);
    }

    Moment state(Start start, boolean sink) {
        return (sink ? withSink : plain).get(start.ordinal());
    }

    /** Runs two as a schedule says, and those that failed again. */
    List<Event> play(Duel duel, Schedule schedule) {
        sandbox.goBackTo(state(duel.start(), duel.sink()));
        var interleaver = new Interleaver(sandbox, schedule);
        sandbox.turns(interleaver);
        List<Future<String>> runs = new ArrayList<>();
        try {
            runs.add(runners.submit(() -> perform(duel, Side.A, interleaver)));
            runs.add(runners.submit(() -> perform(duel, Side.B, interleaver)));
            boolean aFailed = runs.get(0).get() != null;
            boolean bFailed = runs.get(1).get() != null;
            if (aFailed) {
                interleaver.again(Side.A);
                runners.submit(() -> perform(duel, Side.A, interleaver)).get();
            }
            if (bFailed) {
                interleaver.again(Side.B);
                runners.submit(() -> perform(duel, Side.B, interleaver)).get();
            }
            return interleaver.events();
        } catch (InterruptedException | ExecutionException e) {
            end(runs, interleaver);
            throw new IllegalStateException(duel.name() + ", " + schedule + "\n" + Laws.lines(interleaver.events()), e);
        } finally {
            sandbox.turns(Turns.FREE);
        }
    }

    /** One that is left waiting for its turn would keep its thread from all schedules after this one. */
    private static void end(List<Future<String>> runs, Interleaver interleaver) {
        interleaver.abandon();
        for (Future<String> run : runs) {
            try {
                run.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (ExecutionException e) {
                // The first of these is what is told.
            }
        }
    }

    private String perform(Duel duel, Side side, Interleaver interleaver) throws InterruptedException {
        interleaver.begin(side);
        String outcome = duel.actor(side).run(duel.settings(this));
        interleaver.end(side, outcome);
        return outcome;
    }

    @Override
    public void close() {
        runners.shutdownNow();
        sandbox.close();
    }
}
