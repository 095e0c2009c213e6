package io.github.mzmaven.goal.await;

import io.github.mzmaven.catalog.HydrationTimes;
import io.github.mzmaven.plan.Awaited;
import io.github.mzmaven.plan.ClusterOutlook.Estimate;
import io.github.mzmaven.plan.ClusterReadiness;
import io.github.mzmaven.plan.ObjectReadiness;
import io.github.mzmaven.plan.ObjectReadiness.Missing;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Measures how long objects take to hydrate, and says from how long they took the last time what is left.
 *
 * <p>Time counts from the end of the apply, or, where that is not known, from the beginning of the wait. An object was hydrated
 * at some time between the last look at which it was not and the first one at which it is. Where these are far apart, or it was
 * hydrated before anybody looked, nothing is measured: it may be older than the apply.
 */
final class HydrationTimer {
    private static final Duration LEAST_ACCURACY = Duration.ofSeconds(10);

    private final Awaited awaited;
    private final HydrationTimes own;
    private final Map<String, Long> past;
    private final Map<String, String> pastSizes;
    private final Instant start;
    private final Duration accuracy;

    /** When an object was last seen not to be hydrated, by id. */
    private final Map<String, Instant> lastMissing = new HashMap<>();
    /** Ids of what is measured, or never will be. */
    private final Set<String> settled = new HashSet<>();

    private final Map<String, Long> hydrated = new TreeMap<>();
    private final Map<String, String> ids = new TreeMap<>();
    private final Map<String, String> sizes = new TreeMap<>();
    private final Set<String> names = new HashSet<>();

    /** @param begun when waiting began */
    HydrationTimer(Past past, Awaited awaited, Duration pollInterval, Instant begun) {
        this.awaited = awaited;
        own = past.own();
        this.past = new TreeMap<>(past.last().hydrated());
        this.past.putAll(own.hydrated());
        pastSizes = new TreeMap<>(past.last().sizes());
        pastSizes.putAll(own.sizes());
        // The clock of the machine that applied may be ahead.
        start = past.applied() != null && !past.applied().isAfter(begun) ? past.applied() : begun;
        Duration twoPolls = pollInterval.multipliedBy(2);
        accuracy = twoPolls.compareTo(LEAST_ACCURACY) > 0 ? twoPolls : LEAST_ACCURACY;
    }

    /**
     * Takes in how far a cluster is.
     *
     * @param size {@code null} where it has none, or none is known
     */
    void look(Instant now, ClusterReadiness cluster, String size) {
        for (ObjectReadiness object : cluster.objects()) {
            names.add(object.name());
            if (settled.contains(object.id())) {
                continue;
            }
            if (object.id().equals(own.ids().get(object.name()))
                    && own.hydrated().containsKey(object.name())) {
                // What was seen then is better than what is seen now, when it has long been hydrated.
                settle(object, own.hydrated().get(object.name()));
            } else if (object.missing() == Missing.REFRESH) {
                // How long that takes depends on the schedule.
                settled.add(object.id());
            } else if (!object.isHydrated()) {
                lastMissing.put(object.id(), now);
            } else {
                measure(now, object, cluster, size);
            }
        }
    }

    private void measure(Instant now, ObjectReadiness object, ClusterReadiness cluster, String size) {
        settled.add(object.id());
        Instant missing = lastMissing.get(object.id());
        if (missing == null || missing.plus(accuracy).isBefore(now)) {
            return;
        }
        settle(object, Duration.between(start, now).toMillis());
        if (size != null) {
            sizes.put(awaited.production(cluster.cluster()), size);
        }
    }

    private void settle(ObjectReadiness object, long millis) {
        settled.add(object.id());
        hydrated.put(object.name(), millis);
        ids.put(object.name(), object.id());
    }

    /** {@code null} where all is hydrated, or nothing is known. */
    Estimate estimate(Instant now, ClusterReadiness cluster, String size) {
        List<ObjectReadiness> missing = cluster.missing(Missing.HYDRATION);
        ObjectReadiness slowest = missing.stream()
                .filter(object -> past.containsKey(object.name()))
                .max(Comparator.comparing(object -> past.get(object.name())))
                .orElse(null);
        if (slowest == null) {
            return null;
        }
        Duration lastTime = Duration.ofMillis(past.get(slowest.name()));
        String lastSize = pastSizes.get(awaited.production(cluster.cluster()));
        long unknown = missing.stream()
                .filter(object -> !past.containsKey(object.name()))
                .count();
        return new Estimate(
                slowest,
                lastTime,
                size == null || size.equals(lastSize) ? null : lastSize,
                lastTime.minus(Duration.between(start, now)),
                (int) unknown);
    }

    /** When a cluster would be hydrated if all took as long as the last time; {@code null} where nothing is known. */
    Instant expectedAt(ClusterReadiness cluster) {
        return cluster.objects().stream()
                .map(object -> past.get(object.name()))
                .filter(millis -> millis != null)
                .max(Comparator.naturalOrder())
                .map(start::plusMillis)
                .orElse(null);
    }

    /**
     * What is to be remembered.
     *
     * @return {@code null} where an earlier wait for this deployment has said the same
     */
    HydrationTimes times(Instant now, Duration took) {
        Map<String, Long> all = new TreeMap<>(past);
        all.keySet().removeIf(this::isGone);
        all.putAll(hydrated);
        Map<String, String> allSizes = new TreeMap<>(pastSizes);
        allSizes.putAll(sizes);
        boolean same =
                own.at() != null && all.equals(own.hydrated()) && ids.equals(own.ids()) && allSizes.equals(own.sizes());
        return same ? null : new HydrationTimes(now.toString(), took.toMillis(), all, ids, allSizes);
    }

    /** Others' times are kept: not every deployment holds all of production's schemas. */
    private boolean isGone(String name) {
        return !names.contains(name)
                && awaited.schemas().stream()
                        .anyMatch(schema -> name.startsWith(awaited.production(schema.name()) + "."));
    }
}
