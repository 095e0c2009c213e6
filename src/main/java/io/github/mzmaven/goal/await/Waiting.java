package io.github.mzmaven.goal.await;

import io.github.mzmaven.MzException;
import io.github.mzmaven.catalog.HydrationTimes;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.RuntimeReader;
import io.github.mzmaven.catalog.RuntimeState;
import io.github.mzmaven.catalog.RuntimeState.RunningCluster;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.plan.Awaited;
import io.github.mzmaven.plan.ClusterOutlook;
import io.github.mzmaven.plan.ClusterReadiness;
import io.github.mzmaven.plan.ClusterReadiness.State;
import io.github.mzmaven.report.AwaitErrors;
import io.github.mzmaven.report.WaitEvent;
import io.github.mzmaven.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Waits until what a deployment built is hydrated and fresh. */
public final class Waiting {
    /** Memory is nice to know; a session says after five seconds that it waits. */
    private static final Duration LONGEST_FOR_MEMORY = Duration.ofSeconds(4);

    private final GoalContext context;
    private final Settings.Await await;
    private final Supplier<RuntimeSource> looks;
    private final InstantSource clock;
    private final AwaitErrors notReady;
    private final String goal;

    /** @param goal the goal that waits, without the prefix: its name stands in messages */
    public Waiting(GoalContext context, String goal) {
        this(context, goal, () -> open(context), InstantSource.system());
    }

    Waiting(GoalContext context, String goal, Supplier<RuntimeSource> looks, InstantSource clock) {
        this.context = context;
        this.goal = goal;
        this.looks = looks;
        this.clock = clock;
        await = context.settings().await();
        notReady = new AwaitErrors(goal);
    }

    /**
     * Waits, telling progress. Reads only.
     *
     * @param awaited the copies, all of which were there a moment ago
     * @param past what is known of how long hydration takes
     * @throws MzException of kind CONNECTION where there was none when the timeout was over, DATABASE where the server goes
     *     on answering with errors, FAILED_CHECK where a copy is gone or another one, a cluster is failing, the timeout is
     *     over, or the thread was interrupted (its flag is set again)
     */
    public Waited until(Awaited awaited, Past past) {
        try (var look = new ReconnectingRuntimeSource(looks, clock, context)) {
            return new Wait(awaited, past, look).run();
        }
    }

    /**
     * How a wait ended.
     *
     * @param times how long objects took to hydrate; {@code null} where an earlier wait has said the same
     */
    public record Waited(WaitEvent.Ready ready, HydrationTimes times) {}

    /** One wait's state. */
    private final class Wait {
        private final Awaited awaited;
        private final ReconnectingRuntimeSource look;
        private final Instant start = clock.instant();
        private final Readiness readiness = new Readiness(context.settings());
        private final MemoryWatch memory = new MemoryWatch(context, clock);
        private final HydrationTimer timer;
        private final Map<String, Failing> failing = new HashMap<>();
        private boolean announced;
        private List<ClusterReadiness> last = List.of();

        Wait(Awaited awaited, Past past, ReconnectingRuntimeSource look) {
            this.awaited = awaited;
            this.look = look;
            timer = new HydrationTimer(past, awaited, await.pollInterval(), start);
        }

        Waited run() {
            while (true) {
                Instant began = clock.instant();
                RuntimeState state = read();
                if (state == null) {
                    // After an outage replicas come back one by one; that is no failing that persists.
                    failing.clear();
                } else if (isPromoted(state)) {
                    return ready(true);
                } else if (isDone(state)) {
                    return ready(false);
                }
                if (elapsed().compareTo(await.timeout()) >= 0) {
                    throw state == null
                            ? notReady.unreachable(await.timeout(), look.trouble(), last)
                            : notReady.timeout(last, await);
                }
                memory.read(look);
                pause(began);
            }
        }

        private Waited ready(boolean promoted) {
            int objects = last.stream().mapToInt(ClusterReadiness::total).sum();
            return new Waited(
                    new WaitEvent.Ready(goal, elapsed(), objects, last.size(), promoted),
                    timer.times(clock.instant(), elapsed()));
        }

        private RuntimeState read() {
            try {
                return look.read(isScheduled());
            } catch (MzException e) {
                throw notReady.unreadable(e, look.trouble(), last);
            }
        }

        private boolean isPromoted(RuntimeState state) {
            if (awaited.marker() == null) {
                return false;
            }
            RuntimeState.RunningSchema marker =
                    state.schemas().get(awaited.marker().id());
            return marker != null
                    && marker.name().equals(Marker.name(context.settings().target(), Marker.State.PROMOTED));
        }

        private boolean isDone(RuntimeState state) {
            List<String> changes = awaited.changes(state);
            if (!changes.isEmpty()) {
                throw notReady.changed(changes);
            }
            List<ClusterReadiness> before = last;
            last = readiness.judge(awaited, state);
            if (!announced) {
                announced = true;
                context.tell(new WaitEvent.Begun(last.size(), await));
            }
            Map<String, ClusterOutlook> outlooks = outlooks(state);
            context.tell(new WaitEvent.Looked(clock.instant(), elapsed(), last, outlooks));
            boolean done = last.stream().allMatch(ClusterReadiness::isReady);
            if (!done) {
                giveUpOnFailing();
            }
            // What is gone may be about to be made again: one look at what is left is not enough.
            return tellGone(before).isEmpty() && done;
        }

        private Map<String, ClusterOutlook> outlooks(RuntimeState state) {
            Instant now = clock.instant();
            Map<String, ClusterOutlook> outlooks = new HashMap<>();
            for (ClusterReadiness cluster : last) {
                RunningCluster running = state.clusters().get(cluster.cluster());
                String size = running == null ? null : running.size();
                timer.look(now, cluster, size);
                outlooks.put(
                        cluster.cluster(),
                        new ClusterOutlook(
                                running == null ? List.of() : memory.of(running, cluster),
                                timer.estimate(now, cluster, size),
                                timer.expectedAt(cluster)));
            }
            return outlooks;
        }

        private List<String> tellGone(List<ClusterReadiness> before) {
            var gone = new ArrayList<>(names(before));
            gone.removeAll(names(last));
            gone.forEach(name -> context.tell(new WaitEvent.ObjectGone(name)));
            return gone;
        }

        private static List<String> names(List<ClusterReadiness> clusters) {
            return clusters.stream()
                    .flatMap(cluster -> cluster.objects().stream())
                    .map(object -> object.kind() + " " + object.name())
                    .toList();
        }

        private void giveUpOnFailing() {
            for (ClusterReadiness cluster : last) {
                if (cluster.failure() == null) {
                    failing.remove(cluster.cluster());
                } else {
                    failing.merge(cluster.cluster(), Failing.from(clock.instant()), (before, now) -> before.again());
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

    static RuntimeSource open(GoalContext context) {
        Session session = context.open("await");
        var reader = new RuntimeReader(session);
        return new RuntimeSource() {
            @Override
            public RuntimeState read(boolean withSeldom) {
                return reader.read(withSeldom);
            }

            @Override
            public Map<String, Integer> memory() {
                return session.giveUpAfter(LONGEST_FOR_MEMORY, reader::memory);
            }

            @Override
            public void close() {
                session.close();
            }
        };
    }
}
