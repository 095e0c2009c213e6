package io.github.mzmaven.goal.await;

import io.github.mzmaven.MzException;
import io.github.mzmaven.catalog.RuntimeState;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.plan.Awaited;
import io.github.mzmaven.plan.ClusterReadiness;
import io.github.mzmaven.report.SwapEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Looks at production for some time after a promote.
 *
 * <p>What fails has to fail in several looks in a row, and for {@link #PATIENCE} or, where that is shorter, half of the time:
 * a lag of a moment, or a replica that is back a few seconds later, is no reason to go back. What has begun to fail when the
 * time is over is watched until it is over, too, or has lasted. That a replica ran out of memory fails at once.
 */
public final class Watching {
    /** How long something has to fail. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final GoalContext context;
    private final Supplier<RuntimeSource> looks;
    private final InstantSource clock;

    public Watching(GoalContext context) {
        this(context, () -> Waiting.open(context), InstantSource.system());
    }

    Watching(GoalContext context, Supplier<RuntimeSource> looks, InstantSource clock) {
        this.context = context;
        this.looks = looks;
        this.clock = clock;
    }

    /**
     * How watching ended.
     *
     * @param failures what fails; empty where nothing did for the whole time
     * @param after how long it was watched
     */
    public record Watched(List<String> failures, Duration after) {
        public Watched {
            failures = List.copyOf(failures);
        }
    }

    /**
     * Watches, telling progress. Reads only.
     *
     * @param production what holds the new objects now
     * @param objects ids of all that is to be watched: objects of production, and sinks that read them
     * @param time how long
     * @throws MzException of kind CONNECTION where there was no connection at the end, or of the server's error; FAILED_CHECK
     *     where another run has changed the deployment, or the thread was interrupted (its flag is set again). None of these
     *     says anything of production
     */
    public Watched watch(Awaited production, Set<String> objects, Duration time) {
        try (var look = new ReconnectingRuntimeSource(looks, clock, context)) {
            return new Watch(production, objects, time, look).run();
        }
    }

    /** One watch's state. */
    private final class Watch {
        private final Awaited production;
        private final Set<String> objects;
        private final Duration time;
        private final Duration patience;
        private final ReconnectingRuntimeSource look;
        private final Instant start = clock.instant();
        private final ProductionHealth health = new ProductionHealth(context.settings());
        private final Map<String, Failing> failing = new HashMap<>();
        private Instant lostAt;
        private boolean ending;

        Watch(Awaited production, Set<String> objects, Duration time, ReconnectingRuntimeSource look) {
            this.production = production;
            this.objects = objects;
            this.time = time;
            this.look = look;
            Duration half = time.dividedBy(2);
            patience = half.compareTo(PATIENCE) < 0 ? half : PATIENCE;
        }

        Watched run() {
            while (true) {
                boolean over = elapsed().compareTo(time) >= 0;
                // An answer of some seconds ago must not count as one look more, nor hide what came after it.
                RuntimeState state = read(over || !failing.isEmpty());
                if (state != null) {
                    lostAt = null;
                    List<String> lasting = judge(state, over);
                    if (!lasting.isEmpty() || over && failing.isEmpty()) {
                        return new Watched(lasting, elapsed());
                    }
                } else {
                    // After an outage replicas come back one by one; that is no failing that lasts.
                    failing.clear();
                    ending = false;
                    lostAt = lostAt == null ? clock.instant() : lostAt;
                    if (over && Duration.between(lostAt, clock.instant()).compareTo(patience) >= 0) {
                        throw unwatched("there is no connection to the server", null);
                    }
                }
                pause();
            }
        }

        private RuntimeState read(boolean withSeldom) {
            try {
                return look.read(withSeldom);
            } catch (MzException e) {
                throw unwatched(e.getMessage(), e);
            }
        }

        /**
         * What has failed for so long that it counts.
         *
         * @param over whether the time is: what begins to fail after this look does not count, or there might be no end
         */
        private List<String> judge(RuntimeState state, boolean over) {
            List<String> changes = production.changes(state);
            if (!changes.isEmpty()) {
                throw new MzException(
                        MzException.Kind.FAILED_CHECK,
                        "mz:promote: while it watched production, something else changed the deployment: "
                                + String.join("; ", changes)
                                + ".\nProduction was promoted; it is watched no longer. Run mvn mz:status to see what is"
                                + " where.");
            }
            ProductionHealth.Look seen = health.judge(production, objects, state);
            failing.keySet().retainAll(seen.failing().keySet());
            failing.replaceAll((what, since) -> since.again());
            if (!ending) {
                seen.failing().keySet().forEach(what -> failing.putIfAbsent(what, Failing.from(clock.instant())));
            }
            ending = over;
            List<ClusterReadiness> clusters = seen.clusters();
            context.tell(new SwapEvent.SoakLooked(
                    clock.instant(),
                    elapsed(),
                    time,
                    clusters,
                    List.copyOf(seen.failing().values())));
            var lasting = new ArrayList<>(seen.failed());
            failing.entrySet().stream()
                    .filter(one -> one.getValue().lasts(patience, clock.instant()))
                    .map(one -> seen.failing().get(one.getKey()))
                    .sorted()
                    .forEach(lasting::add);
            return lasting;
        }

        private MzException unwatched(String why, MzException cause) {
            return new MzException(
                    cause == null ? MzException.Kind.CONNECTION : cause.kind(),
                    "mz:promote: production is promoted, but could not be watched to the end: " + why
                            + "\nWhether it holds is unknown to this run, and nothing was rolled back. Run mvn mz:promote"
                            + " again: it watches again.",
                    cause);
        }

        private void pause() {
            try {
                context.pause().sleep(context.settings().await().pollInterval());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new MzException(
                        MzException.Kind.FAILED_CHECK,
                        "mz:promote: interrupted while production was watched. Production is promoted, and nothing was"
                                + " rolled back.\nRun mvn mz:promote again: it watches again; or mvn mz:rollback.",
                        e);
            }
        }

        private Duration elapsed() {
            return Duration.between(start, clock.instant());
        }
    }
}
