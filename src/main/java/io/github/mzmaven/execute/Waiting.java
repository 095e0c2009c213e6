package io.github.mzmaven.execute;

import io.github.mzmaven.Count;
import io.github.mzmaven.Durations;
import io.github.mzmaven.MzException;
import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.RuntimeReader;
import io.github.mzmaven.catalog.RuntimeState;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.config.Settings.Progress;
import io.github.mzmaven.config.Settings.Replicas;
import io.github.mzmaven.plan.ClusterReadiness;
import io.github.mzmaven.plan.ClusterReadiness.State;
import io.github.mzmaven.plan.Readiness;
import io.github.mzmaven.session.Session;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Waits until the clusters of a deployment are hydrated and fresh. */
public final class Waiting {
    /** A message of this wait takes milliseconds; after so long without an answer the connection is dead. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private static final int FAILING_POLLS = 3;

    private final GoalContext context;
    private final Settings.Await await;
    private final Supplier<Look> looks;
    private final InstantSource clock;
    private final boolean bar;
    private final NotReady notReady;
    private final String goal;

    /** @param goal the goal that waits, without the prefix: its name stands in messages */
    public Waiting(GoalContext context, String goal) {
        this(context, goal, () -> open(context), InstantSource.system(), consoleShowsBlocks());
    }

    Waiting(GoalContext context, String goal, Supplier<Look> looks, InstantSource clock, boolean bar) {
        this.context = context;
        this.goal = goal;
        this.looks = looks;
        this.clock = clock;
        this.bar = bar && context.settings().await().progress() != Progress.PLAIN;
        await = context.settings().await();
        notReady = new NotReady(goal);
    }

    /** What has been waited for. */
    public record Ready(Duration took, int objects, int clusters) {
        /** For example "Ready after 1 m 15 s: 26 objects on 2 clusters." */
        public String describe() {
            return "Ready after " + Durations.text(took) + ": " + Count.of(objects, "object") + " on "
                    + Count.of(clusters, "cluster") + ".";
        }
    }

    /**
     * Waits, telling progress. Reads only.
     *
     * @param deploymentClusters names of the copies
     * @throws MzException of kind REFUSED where a copy does not exist, CONNECTION where there was none when the timeout was
     *     over, FAILED_CHECK where a cluster is failing, the timeout is over, or the thread was interrupted (its flag is set
     *     again)
     */
    public Ready until(List<String> deploymentClusters) {
        try (var look = new LastingLook(looks, clock, context.log())) {
            return new Wait(deploymentClusters, look).run();
        }
    }

    /** One wait's state. */
    private final class Wait {
        private final List<String> clusters;
        private final LastingLook look;
        private final Instant start = clock.instant();
        private final Readiness readiness = new Readiness(context.settings());
        private final WaitProgress progress;
        private final Map<String, Failing> failing = new HashMap<>();
        private List<ClusterReadiness> last = List.of();

        Wait(List<String> clusters, LastingLook look) {
            this.clusters = clusters;
            this.look = look;
            progress = new WaitProgress(context.log(), bar, WaitProgress.heartbeat(context.terminal()), clusters);
        }

        Ready run() {
            while (true) {
                Instant began = clock.instant();
                RuntimeState state = look.read(isScheduled());
                if (state == null) {
                    // After an outage replicas come back one by one; that is no failing that persists.
                    failing.clear();
                } else if (isDone(state)) {
                    int objects =
                            last.stream().mapToInt(ClusterReadiness::total).sum();
                    return new Ready(elapsed(), objects, clusters.size());
                }
                if (elapsed().compareTo(await.timeout()) >= 0) {
                    throw state == null ? notReady.unreachable(await.timeout(), last) : notReady.timeout(last, await);
                }
                pause(began);
            }
        }

        private boolean isDone(RuntimeState state) {
            requireCopies(state);
            boolean first = last.isEmpty();
            last = readiness.judge(clusters, state);
            if (first) {
                context.log().info(announcement());
            }
            last.forEach(cluster -> context.record()
                    .hydration(clock.instant(), cluster.cluster(), cluster.hydrated(), cluster.total(), cluster.lag()));
            progress.tell(last, elapsed());
            boolean done = last.stream().allMatch(ClusterReadiness::isReady);
            if (!done) {
                giveUpOnFailing();
            }
            return done;
        }

        private void requireCopies(RuntimeState state) {
            List<String> missing = clusters.stream()
                    .filter(name -> !state.clusters().containsKey(name))
                    .toList();
            if (missing.isEmpty()) {
                return;
            }
            if (!last.isEmpty()) {
                throw notReady.gone(missing);
            }
            throw MzException.refusal(
                    "mz:" + goal + " refuses. Nothing was written.",
                    missing.stream()
                            .map(name -> Problem.hard("There is no cluster " + name + ".", "Run mvn mz:init first."))
                            .toList());
        }

        private String announcement() {
            String replicas = await.replicas() == Replicas.ALL ? "hydrated on all replicas" : "hydrated";
            return "Waiting for " + Count.of(clusters.size(), "cluster") + ": " + replicas + ", and within "
                    + Durations.text(await.lagThreshold()) + " of now or of production (timeout "
                    + Durations.text(await.timeout()) + ")";
        }

        private void giveUpOnFailing() {
            for (ClusterReadiness cluster : last) {
                if (cluster.failure() == null) {
                    failing.remove(cluster.cluster());
                } else {
                    failing.merge(cluster.cluster(), new Failing(clock.instant(), 1), (before, now) -> before.again());
                }
            }
            List<ClusterReadiness> given = last.stream()
                    .filter(cluster -> cluster.failure() != null
                            && failing.get(cluster.cluster())
                                    .lasts(cluster.failure().cause().patience(), clock.instant()))
                    .toList();
            if (!given.isEmpty()) {
                throw notReady.failing(given);
            }
        }

        /** Refreshes are among what is read seldom; while they alone are waited for, they are read each time. */
        private boolean isScheduled() {
            return last.stream().anyMatch(cluster -> cluster.state() == State.SCHEDULED);
        }

        private void pause(Instant began) {
            Duration left = await.timeout().minus(elapsed());
            // A slow server is not to be asked without a rest.
            Duration rest = await.pollInterval().minus(Duration.between(began, clock.instant()));
            Duration least = await.pollInterval().dividedBy(2);
            Duration pause = rest.compareTo(least) < 0 ? least : rest;
            try {
                context.pause().sleep(pause.compareTo(left) < 0 ? pause : left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw notReady.interrupted(elapsed(), last, e);
            }
        }

        private Duration elapsed() {
            return Duration.between(start, clock.instant());
        }
    }

    /** Since when, and in how many polls in a row, a cluster has been failing. */
    private record Failing(Instant since, int polls) {
        Failing again() {
            return new Failing(since, polls + 1);
        }

        boolean lasts(Duration patience, Instant now) {
            return polls >= FAILING_POLLS && Duration.between(since, now).compareTo(patience) >= 0;
        }
    }

    static Look open(GoalContext context) {
        Session session = context.open("await");
        session.limitSilence(SILENCE);
        var reader = new RuntimeReader(session);
        return new Look() {
            @Override
            public RuntimeState read(boolean withSeldom) {
                return reader.read(withSeldom);
            }

            @Override
            public void close() {
                session.close();
            }
        };
    }

    /** Containers often run in the C locale, where block characters come out as question marks. */
    private static boolean consoleShowsBlocks() {
        String encoding = System.getProperty("stdout.encoding", System.getProperty("native.encoding"));
        return encoding != null
                && Charset.isSupported(encoding)
                && Charset.forName(encoding).newEncoder().canEncode('\u2588');
    }
}
